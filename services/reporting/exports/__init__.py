"""Figures as files, one module a form."""
