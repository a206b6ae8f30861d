"""When somebody is reminded of what, as pure values."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from shared.clock import VIETNAM
from shared.events import Event
from shared.events.nominations import (
    NominationRecalled,
    NominationRejected,
    NominationReturned,
    NominationWithdrawn,
    OpinionGiven,
    OpinionLapsed,
    OpinionRequested,
    SessionCalled,
    SessionCancelled,
    SessionHeld,
)
from shared.events.plans import (
    DeadlineKind,
    FindingOverdue,
    FindingRecorded,
    FindingRemedied,
    RemedyExtended,
    RemedyReported,
    RemedyReturned,
)


@dataclass(frozen=True, slots=True)
class FilingReminder:
    """A filing's last day draws near and nothing was filed (nhắc nộp kế hoạch, báo cáo).

    name is set for a filing beyond the three of every year.
    """

    filing_id: UUID
    unit_id: str
    duty: str
    year: int
    deadline_kind: DeadlineKind
    due_on: date
    last_day_on: date
    days_left: int
    name: str | None = None


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


@dataclass(frozen=True, slots=True)
class Reminder:
    """Something awaited by a day, and the facts that begin, move, hold, resume and end the waiting (nhắc việc).

    message names the folder of its text and ladder; key and last_day are the fields of those facts that name what is
    awaited and until when. ends_all end everything awaited of their aggregate.
    """

    kind: str
    message: str
    begins: type[Event]
    key: str
    last_day: str
    moves: tuple[type[Event], ...] = ()
    holds: tuple[type[Event], ...] = ()
    resumes: tuple[type[Event], ...] = ()
    ends: tuple[type[Event], ...] = ()
    ends_all: tuple[type[Event], ...] = ()

    @property
    def acts(self) -> Mapping[type[Event], str]:
        """Return what each fact does to the waiting."""
        named = {name: getattr(self, name) for name in ("moves", "holds", "resumes", "ends", "ends_all")}
        return {self.begins: "begins"} | {event: name for name, events in named.items() for event in events}

    def last_day_of(self, fact: Any) -> date | None:
        """Return the last day *fact* names, in Vietnam; None where nothing is awaited."""
        moment: date | None = getattr(fact, self.last_day)
        return moment.astimezone(VIETNAM).date() if isinstance(moment, datetime) else moment


REMINDERS = (
    Reminder(
        "opinion_reminder",
        "OpinionReminder",
        OpinionRequested,
        key="opinion_id",
        last_day="due_on",
        ends=(OpinionGiven, OpinionLapsed),
        # A dossier that goes back asks nobody any more.
        ends_all=(NominationReturned, NominationRecalled, NominationRejected, NominationWithdrawn),
    ),
    Reminder(
        "remedy_reminder",
        "RemedyReminder",
        FindingRecorded,
        key="finding_id",
        last_day="due_on",
        moves=(RemedyExtended,),
        holds=(RemedyReported, FindingOverdue),
        resumes=(RemedyReturned,),
        ends=(FindingRemedied,),
    ),
    Reminder(
        "session_reminder",
        "SessionReminder",
        SessionCalled,
        key="session_id",
        last_day="meets_at",
        ends=(SessionHeld, SessionCancelled),
    ),
)
"""Everything awaited by a day but filings, which are reminded of by rules of their own."""
