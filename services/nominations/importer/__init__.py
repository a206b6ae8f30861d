"""Dossiers read from a sheet: the workbook, its columns, its rows, and an empty template."""
