"""When a unit is reminded, as pure values."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from shared.clock import VIETNAM
from shared.events.plans import DeadlineKind, Duty


@dataclass(frozen=True, slots=True)
class FilingReminder:
    """A filing's last day draws near and nothing was filed (nhắc nộp kế hoạch, báo cáo)."""

    filing_id: UUID
    unit_id: str
    duty: Duty
    year: int
    deadline_kind: DeadlineKind
    due_on: date
    last_day_on: date
    days_left: int


@dataclass(frozen=True, slots=True)
class Ladder:
    """On which days before a last day, and at what hour, somebody is reminded (các mốc nhắc việc)."""

    days_before: Collection[int]
    at: time

    def next_rung(self, last_day_on: date, now: datetime) -> datetime | None:
        """Return the first reminder after *now*; those already past are skipped, None when none is left."""
        days = sorted(self.days_before, reverse=True)
        rungs = (datetime.combine(last_day_on - timedelta(days), self.at, VIETNAM) for days in days)
        return next((rung for rung in rungs if rung > now), None)
