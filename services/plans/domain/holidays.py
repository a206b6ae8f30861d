"""The holidays that come with the register; an entry kept by a person goes before."""

from shared.holidays import FILE, Span, published

__all__ = ["FILE", "Span", "published"]
