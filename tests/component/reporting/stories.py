"""A made-up year as the other services would tell it: every aggregate walks its own way, all of them interleaved."""

import random
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from shared.clock import VIETNAM
from shared.events import Event
from shared.events.nominations import (
    AwardGranted,
    CentralResultRecorded,
    NominationAppraised,
    NominationDecided,
    NominationForwarded,
    NominationReceived,
    NominationRejected,
    NominationResubmitted,
    NominationReturned,
    NominationSubmitted,
    NominationWithdrawn,
)
from shared.events.notifications import NoticeFailed, NoticeRead, NoticeSent
from shared.events.plans import (
    ClusterFormed,
    FilingAccepted,
    FilingDue,
    FilingOverdue,
    FilingReceived,
    FilingReturned,
    MovementLaunched,
    PlanAmended,
    PlanIssued,
    QuarterClosed,
    QuarterOpened,
    RoundAsked,
    TaskAssigned,
    TaskCarriedOver,
    TaskCompleted,
    TaskFact,
    TaskNotArising,
    TaskOverdue,
    TaskProgressed,
    TaskReopened,
    TaskStarted,
    UnitChanged,
    UnitDissolved,
    UnitRegistered,
    YearClosed,
)
from shared.words import AUTHORITIES, MODES, SUBJECT_KINDS
from tests.component.reporting.tales import Draws
from tests.factories import a_sample

UNITS = ("so-y-te", "so-noi-vu", "huyen-trang-bom")
YEAR = 2023


class Teller:
    """Draws what happens from a seed, so that a story that breaks something can be told again."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)
        self._day = date(YEAR, 1, 1)
        self._plan_id = self._id()

    def year(self, size: int) -> list[Event]:
        """Return a year's facts with about *size* filings, dossiers and notices each, in the order they are told."""
        tales = [self._plan(), *(self._unit(unit_id) for unit_id in UNITS)]
        tales += [tale for _ in range(size) for tale in (self._filing(), self._nomination(), self._notice())]
        draws = Draws(self._random, self._date, self._moment, UNITS, self._plan_id)
        tales += [iter(tale) for _ in range(max(1, size // 6)) for tale in draws.tales()]
        return list(self._interleave([list(tale) for tale in tales]))

    def _interleave(self, tales: list[list[Event]]) -> Iterator[Event]:
        while tales:
            tale = self._random.choice(tales)
            yield tale.pop(0)
            tales = [tale for tale in tales if tale]

    def _id(self) -> UUID:
        return UUID(int=self._random.getrandbits(128), version=4)

    def _date(self) -> date:
        return self._day + timedelta(days=self._random.randrange(-20, 380))

    def _moment(self) -> datetime:
        return datetime.combine(self._date(), datetime.min.time(), VIETNAM) + timedelta(
            minutes=self._random.randrange(24 * 60)
        )

    def _may(self, chance: float = 0.5) -> bool:
        return self._random.random() < chance

    def _unit(self, unit_id: str) -> Iterator[Event]:
        cluster = self._random.choice([None, "cum-1"])
        yield a_sample(UnitRegistered, unit_id=unit_id, name=f"Tên {unit_id}", cluster_id=cluster, valid_from=self._day)
        if self._may():
            yield a_sample(UnitChanged, unit_id=unit_id, name=f"Tên mới {unit_id}", cluster_id=None)
        if self._may(0.4):
            yield a_sample(UnitDissolved, unit_id=unit_id, dissolved_on=self._date())

    def _plan(self) -> Iterator[Event]:
        plan: dict[str, Any] = {"plan_id": self._plan_id, "year": YEAR}
        keys = [f"{quarter}.{number}" for quarter in range(1, 5) for number in range(3)]
        tasks = [a_sample(TaskFact, task_key=key, quarter=int(key[0]), due_on=self._date()) for key in keys]
        yield a_sample(PlanIssued, **plan, tasks=tasks)
        yield a_sample(MovementLaunched, movement_id=self._id(), plan_id=plan["plan_id"], period=None)
        yield a_sample(
            PlanAmended,
            **plan,
            amended_on=self._date(),
            added=[a_sample(TaskFact, task_key="2.9", quarter=2, due_on=self._date())],
            changed=[tasks[0]],
            removed=[self._random.choice(keys)],
        )
        yield a_sample(ClusterFormed, cluster_id="cum-1", member_ids=UNITS, decision=None)
        for quarter in range(1, 5):
            yield a_sample(QuarterOpened, **plan, quarter=quarter)
            for key in keys:
                if int(key[0]) == quarter:
                    yield from self._task(plan["plan_id"], key)
            yield a_sample(QuarterClosed, **plan, quarter=quarter)
        yield a_sample(YearClosed, **plan)

    def _task(self, plan_id: UUID, key: str) -> Iterator[Event]:
        task: dict[str, Any] = {"plan_id": plan_id, "task_key": key}
        kinds: list[type[Event]] = [TaskAssigned, TaskStarted, TaskProgressed, TaskOverdue, TaskCarriedOver, RoundAsked]
        for kind in self._random.sample(kinds, self._random.randrange(len(kinds))):
            yield a_sample(kind, **task)
        ends: list[type[Event]] = [TaskCompleted, TaskNotArising]
        if self._may():
            yield a_sample(self._random.choice(ends), **task)
            if self._may(0.2):
                yield a_sample(TaskReopened, **task)

    def _filing(self) -> Iterator[Event]:
        filing: dict[str, Any] = {"filing_id": self._id(), "unit_id": self._random.choice(UNITS)}
        yield a_sample(FilingDue, **filing, year=YEAR, due_on=self._date())
        if self._may():
            yield a_sample(FilingOverdue, **filing)
        while self._may(0.7):
            late, channel = self._random.choice([0, 0, 3]), self._random.choice(["web", "kafka"])
            yield a_sample(FilingReceived, **filing, days_late=late, channel=channel, received_at=self._moment())
            if self._may():
                yield a_sample(FilingAccepted, **filing)
                return
            yield a_sample(FilingReturned, **filing)

    def _nomination(self) -> Iterator[Event]:
        mode, kind = self._random.choice(sorted(MODES)), self._random.choice(sorted(SUBJECT_KINDS))
        nomination: dict[str, Any] = {"nomination_id": self._id(), "unit_id": self._random.choice(UNITS)}
        moment = self._moment()
        yield a_sample(NominationSubmitted, **nomination, mode=mode, subject_kind=kind, submitted_at=moment)
        while self._may(0.3):
            yield a_sample(NominationReturned, **nomination, returned_on=self._date())
            yield a_sample(NominationResubmitted, **nomination)
        if self._may(0.1):
            yield a_sample(NominationWithdrawn, **nomination, withdrawn_on=self._date())
            return
        yield a_sample(NominationReceived, **nomination, received_on=self._date())
        if self._may(0.2):
            return
        is_eligible = self._may(0.8)
        yield a_sample(NominationAppraised, **nomination, appraised_on=self._date(), is_eligible=is_eligible)
        if not is_eligible:
            yield a_sample(NominationRejected, **nomination, rejected_on=self._date())
            return
        if self._may(0.3):
            yield a_sample(NominationForwarded, **nomination, forwarded_on=self._date())
            yield a_sample(CentralResultRecorded, **nomination, is_granted=True)
        award, day = self._id(), self._date()
        yield a_sample(NominationDecided, **nomination, award_id=award, decided_on=day)
        by = self._random.choice(sorted(AUTHORITIES))
        yield a_sample(AwardGranted, **nomination, award_id=award, subject_kind=kind, decided_by=by, decided_on=day)

    def _notice(self) -> Iterator[Event]:
        unit_id = self._random.choice([*UNITS, None])
        notice: dict[str, Any] = {"notice_id": self._id(), "unit_id": unit_id, "role": None if unit_id else "leader"}
        yield a_sample(NoticeSent, **notice, channel="in_app", sent_at=self._moment())
        if self._may(0.7):
            yield a_sample(NoticeSent, **notice, channel="email", sent_at=self._moment())
        elif self._may():
            yield a_sample(NoticeFailed, **notice, channel="email", failed_at=self._moment())
        if self._may():
            yield a_sample(NoticeRead, notice_id=notice["notice_id"], read_at=self._moment())
