"""What rows of one kind are: where they come from, and how each of their columns is written."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from shared import words
from shared.clock import VIETNAM

Show = Callable[[Any], str]


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a figure's rows: its heading, the SQL that reads it, and how the value is written."""

    heading: str
    reads: str
    show: Show


@dataclass(frozen=True, slots=True)
class Listing:
    """Rows of one kind: where they come from, their order, their columns, and where each opens at the gateway.

    unit is the column that says whose row it is; a unit's officer sees no other unit's. Empty: everybody's.
    """

    rows_from: str
    order: str
    link: str
    columns: tuple[Column, ...]
    unit: str = ""


def text(value: str | int | None) -> str:
    """Show a value as it stands."""
    return "" if value is None else str(value)


def day(value: date | None) -> str:
    """Show a day as people write it."""
    return "" if value is None else value.strftime("%d/%m/%Y")


def local_day(value: datetime | None) -> str:
    """Show the day of a moment in Vietnam."""
    return "" if value is None else day(value.astimezone(VIETNAM).date())


def one_of(names: Mapping[Any, str]) -> Show:
    """Show a code by its name; a code without a name stands for itself."""

    def show(value: str | None) -> str:
        return words.capital(names.get(value, value or ""))

    return show
