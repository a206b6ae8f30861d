"""Working days in half-days, as every service counts them."""

from shared.workdays import Calendar, Half, HalfDay, SpecialDay, Sureness

__all__ = ["Calendar", "Half", "HalfDay", "SpecialDay", "Sureness"]
