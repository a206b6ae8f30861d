"""Dates by which the law asks the province to submit to the centre, read from `data/legal_dates.yml`."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from unicodedata import normalize

import yaml
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from services.plans.domain.periods import last_day_in_time
from shared import words
from shared.events.plans import DeadlineKind
from shared.workdays import Calendar, Sureness

FILE = Path(__file__).parent.parent / "data" / "legal_dates.yml"


class LegalDate(BaseModel):
    """A date of the law (thời hạn theo pháp luật): how it is written, since when, on what ground, how sure."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    key: str = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")
    name: str = Field(min_length=1)
    month: int = Field(ge=1, le=12)
    day: int = Field(ge=1, le=31)
    kind: DeadlineKind
    valid_from: date
    valid_to: date | None
    source: str = Field(min_length=1)
    status: Sureness
    concerns: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class LegalDeadline:
    """A date of the law in one year, and the last day that is in time, read strictly."""

    rule: LegalDate
    due_on: date

    @property
    def last_day_on(self) -> date:
        """Return the last day in time: “trước ngày 15/10” ends on the 14th."""
        return last_day_in_time(self.rule.kind, self.due_on)

    def concerns(self, text: str) -> bool:
        """Return whether a task depends on this date, by the words of its text."""
        folded = normalize("NFC", text).casefold()
        return any(all(word in folded for word in group) for group in self.rule.concerns)

    def slot(self, starts_on: date, due_on: date) -> tuple[date, date] | None:
        """Return the days that are left for work planned from *starts_on* to *due_on*.

        None where the date of the law is not within them, so that it leaves the plan as it is.
        """
        last = self.last_day_on
        return (starts_on, last) if starts_on <= last < due_on else None


@cache
def legal_dates() -> tuple[LegalDate, ...]:
    """Return every date of the file, in its order."""
    return TypeAdapter(tuple[LegalDate, ...]).validate_python(yaml.safe_load(FILE.read_text(encoding="utf-8")))


def legal_deadlines(first_year: int, last_year: int) -> Iterator[LegalDeadline]:
    """Yield the dates of the law in force in each year, in the order of their days."""
    for year in range(first_year, last_year + 1):
        found = (LegalDeadline(rule, date(year, rule.month, rule.day)) for rule in legal_dates())
        yield from sorted((one for one in found if _holds(one)), key=lambda one: (one.due_on, one.rule.key))


def slot_warning(deadline: LegalDeadline, slot: tuple[date, date], calendar: Calendar) -> str:
    """Return the sentence that says which days are left, and how many of them are worked."""
    first, last = slot
    return (
        f"{deadline.rule.name}: thời hạn {words.DEADLINES[deadline.rule.kind]} {deadline.due_on:%d/%m/%Y} "
        f"({deadline.rule.source}), nên chỉ còn từ {first:%d/%m} đến {last:%d/%m/%Y}, "
        f"{calendar.working_days(first, last)} ngày làm việc."
    )


def _holds(deadline: LegalDeadline) -> bool:
    rule = deadline.rule
    return rule.valid_from <= deadline.due_on and (rule.valid_to is None or deadline.due_on <= rule.valid_to)
