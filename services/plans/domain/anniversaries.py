"""Anniversaries (ngày kỷ niệm): when a historic day falls in a year, how many years ago it was, how round that is."""

from calendar import isleap
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, Field

from shared.errors import Refused
from shared.workdays import Sureness

FILE = Path(__file__).parent.parent / "data" / "anniversaries.yml"

_LEAP_DAY = (2, 29)


class NotYetHappened(Refused):
    """What is commemorated lies in the past."""

    message = "Ngày được kỷ niệm phải trước ngày tổ chức."


class Grounded(BaseModel):
    """A line of the file, with its ground and how sure it is."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str = Field(min_length=1)
    status: Sureness
    source: str = Field(min_length=1)


class Round(Grounded):
    """How round a number of years is: every tenth, every fifth, any."""

    every: int = Field(gt=0)


class HistoricDay(Grounded):
    """A day in history that is commemorated every year."""

    key: str = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")
    happened_on: date


class Almanac(BaseModel):
    """The whole file; rounds are asked in order, and the last one always fits."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    rounds: tuple[Round, ...]
    days: tuple[HistoricDay, ...]


@dataclass(frozen=True, slots=True)
class Anniversary:
    """A historic day as it falls in a year (kỷ niệm): the day, the number of years, how round that is."""

    of: HistoricDay
    on: date
    number: int
    kind: Round

    @property
    def title(self) -> str:
        """Return what is commemorated, as it is said: “Kỷ niệm 133 năm Ngày sinh Chủ tịch Hồ Chí Minh”."""
        return f"Kỷ niệm {self.number} năm {self.of.name}"

    @property
    def is_round(self) -> bool:
        """Return whether the number of years is a round one (năm tròn, năm lẻ 5)."""
        return self.kind.every > 1


@cache
def almanac() -> Almanac:
    """Return the file's content."""
    return Almanac.model_validate(yaml.safe_load(FILE.read_text(encoding="utf-8")))


def falls_on(origin: date, year: int) -> date:
    """Return the day and month of *origin* in *year*; the 29th of February falls on the 28th where there is none."""
    if (origin.month, origin.day) == _LEAP_DAY and not isleap(year):
        return date(year, 2, 28)
    return origin.replace(year=year)


def years_since(origin: date, on: date) -> int:
    """Return how many years *on*'s year counts since *origin*: 133 in 2023 for 19/5/1890.

    An occasion may be held some days before or after the day itself, so the years count, not the days.
    Raises NotYetHappened where *origin* is not before *on*.
    """
    if on <= origin:
        raise NotYetHappened
    return on.year - origin.year


def how_round(number: int) -> Round:
    """Return how round *number* of years is."""
    return next(kind for kind in almanac().rounds if number % kind.every == 0)


def anniversaries(first: date, last: date) -> Iterator[Anniversary]:
    """Yield every anniversary from *first* to *last*, both counted, in the order of their days."""
    found = (
        Anniversary(
            day, falls_on(day.happened_on, year), year - day.happened_on.year, how_round(year - day.happened_on.year)
        )
        for year in range(first.year, last.year + 1)
        for day in almanac().days
        if year > day.happened_on.year
    )
    yield from sorted((one for one in found if first <= one.on <= last), key=lambda one: (one.on, one.of.key))
