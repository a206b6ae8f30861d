"""Working days in half-days: weekends, public holidays, compensating days, and what of it nobody has confirmed."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import IntEnum, StrEnum

_DAY = timedelta(days=1)
_SATURDAY = 5
_HALVES_A_DAY = 2


class Half(IntEnum):
    """The half of a working day (buổi sáng, buổi chiều)."""

    MORNING = 0
    AFTERNOON = 1


@dataclass(frozen=True, slots=True, order=True)
class HalfDay:
    """One half of one day (buổi)."""

    on: date
    half: Half

    @property
    def following(self) -> "HalfDay":
        """Return the half-day after this one, worked or not."""
        return HalfDay(self.on, Half.AFTERNOON) if self.half is Half.MORNING else HalfDay(self.on + _DAY, Half.MORNING)


class Sureness(StrEnum):
    """Whether somebody has checked an entry of the calendar (đã xác nhận, chờ xác nhận)."""

    CONFIRMED = "confirmed"
    NEEDS_CONFIRMATION = "needs confirmation"


@dataclass(frozen=True, slots=True)
class SpecialDay:
    """A day that is off although it is no weekend, or is worked although it is one (ngày nghỉ lễ, ngày làm bù)."""

    on: date
    is_off: bool
    name: str
    source: str
    sureness: Sureness
    is_assumed: bool = True
    """Whether it counts before anybody has confirmed it."""

    @property
    def counts(self) -> bool:
        """Return whether the calendar follows this entry."""
        return self.sureness is Sureness.CONFIRMED or self.is_assumed


@dataclass(frozen=True, slots=True)
class Calendar:
    """The working days of an office that is closed on Saturday and Sunday (lịch làm việc)."""

    special: Mapping[date, SpecialDay] = field(default_factory=dict)

    @classmethod
    def of(cls, days: Iterable[SpecialDay]) -> "Calendar":
        """Return the calendar with these entries; of two for one day the later one holds."""
        return cls({day.on: day for day in days})

    def is_working(self, day: date) -> bool:
        """Return whether the office works on *day*."""
        special = self.special.get(day)
        if special is not None and special.counts:
            return not special.is_off
        return day.weekday() < _SATURDAY

    def why_off(self, day: date) -> str | None:
        """Return why nobody works on *day* (“Thứ Bảy”, “Quốc khánh”); None on a working day."""
        if self.is_working(day):
            return None
        special = self.special.get(day)
        if special is not None and special.counts:
            return special.name
        return "Thứ Bảy" if day.weekday() == _SATURDAY else "Chủ nhật"

    def on_or_before(self, day: date) -> date:
        """Return *day*, or the last working day before it."""
        return next(each for each in _from(day, -_DAY) if self.is_working(each))

    def on_or_after(self, day: date) -> date:
        """Return *day*, or the first working day after it."""
        return next(each for each in _from(day, _DAY) if self.is_working(each))

    def before(self, day: date) -> date:
        """Return the last working day before *day*."""
        return self.on_or_before(day - _DAY)

    def days_after(self, day: date, count: int) -> date:
        """Return the last of *count* working days that begin with the day after *day*; *day* itself for none."""
        return self.after(HalfDay(day, Half.AFTERNOON), _HALVES_A_DAY * count).on

    def after(self, start: HalfDay, half_days: int) -> HalfDay:
        """Return the half-day in which a time of *half_days* ends; the half-day it starts in is not counted."""
        moment = start
        for _ in range(half_days):
            moment = self._next(moment)
        return moment

    def half_days(self, start: HalfDay, end: HalfDay) -> int:
        """Return how many half-days are worked after *start*, up to and with *end*; 0 where *end* is not later."""
        count, moment = 0, self._next(start)
        while moment <= end:
            count, moment = count + 1, self._next(moment)
        return count

    def working_days(self, first: date, last: date) -> int:
        """Return how many days are worked from *first* to *last*, both counted."""
        return sum(map(self.is_working, _between(first, last)))

    def covers(self, year: int) -> bool:
        """Return whether the holidays of *year* are known at all; without them only weekends are days off."""
        return any(day.year == year for day in self.special)

    def doubts(self, first: date, last: date) -> tuple[str, ...]:
        """Return a sentence for everything from *first* to *last* that a person has yet to confirm."""
        unknown = (
            f"Chưa có lịch nghỉ lễ năm {year}; mới tính thứ Bảy, Chủ nhật."
            for year in range(first.year, last.year + 1)
            if not self.covers(year)
        )
        unsure = (
            f"{special.name} ({special.on:%d/%m/%Y}) chưa được xác nhận."
            for day in _between(first, last)
            if (special := self.special.get(day)) is not None and special.sureness is not Sureness.CONFIRMED
        )
        return (*unknown, *unsure)

    def _next(self, moment: HalfDay) -> HalfDay:
        following = moment.following
        return following if self.is_working(following.on) else HalfDay(self.on_or_after(following.on), Half.MORNING)


def _from(day: date, step: timedelta) -> Iterator[date]:
    while True:
        yield day
        day += step


def _between(first: date, last: date) -> Iterator[date]:
    return (first + timedelta(days=number) for number in range((last - first).days + 1))
