"""What happens besides the plan, filings and dossiers: whole lives of everything else that is counted, drawn at random.

A life is the ids its facts share and the facts in their order; a fact in brackets may be left out.
"""

import random
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, get_args
from uuid import UUID

from shared.events import Event
from shared.events.nominations import (
    AwardGranted,
    AwardPresented,
    AwardRevoked,
    CentreAnswered,
    ConsultationClosed,
    ConsultationOpened,
    CorrectionMade,
    CorrectionRequested,
    CorrectionReviewed,
    NominationArchived,
    NominationHeld,
    NominationListed,
    NominationNotPassed,
    NominationPassed,
    NominationPresented,
    NominationPutToChair,
    NominationRecalled,
    NominationReleased,
    NominationReturnedByCentre,
    NominationRevoked,
    NominationSubmitted,
    OpinionGiven,
    OpinionLapsed,
    OpinionRequested,
    ResultNotified,
    RoundClosed,
    RoundOpened,
    SessionCalled,
    SessionCancelled,
    SessionHeld,
    TimeLimitPassed,
)
from shared.events.plans import (
    AttendanceAnnounced,
    ClusterChanged,
    ClusterLeadersElected,
    ClusterResultPublished,
    ExemplarDropped,
    ExemplarFostered,
    ExemplarFound,
    ExemplarHonoured,
    ExemplarRecognised,
    ExemplarReplicated,
    FilingLifted,
    FilingRecalled,
    FilingRegistered,
    FilingRescheduled,
    FindingKind,
    FindingOverdue,
    FindingRecorded,
    FindingRemedied,
    FurtherFilingAccepted,
    FurtherFilingDue,
    FurtherFilingOverdue,
    FurtherFilingReceived,
    FurtherFilingReturned,
    GuidancePublished,
    GuidanceWithdrawn,
    InspectionCancelled,
    InspectionConcluded,
    InspectionPlanIssued,
    InspectionPostponed,
    InspectionScheduled,
    InspectionVisited,
    MovementConcluded,
    MovementLaunched,
    MovementReviewed,
    NominationSuggested,
    OccasionCancelled,
    OccasionHeld,
    OccasionKind,
    OccasionPlanned,
    OccasionReported,
    OccasionRescheduled,
    PledgeSigned,
    RankedUnit,
    RemedyExtended,
    RemedyReported,
    RemedyReturned,
    ScoresSubmitted,
    TargetsRegistered,
)
from tests.factories import a_sample

Life = tuple[tuple[str, ...], tuple[type[Event] | list[type[Event]], ...]]
"""The ids that are the life's own, and its facts; a list holds one that may be left out."""

LIVES: tuple[Life, ...] = (
    (("filing_id",), (FurtherFilingDue, [FilingRescheduled], [FurtherFilingOverdue], [FilingLifted])),
    (("filing_id",), (FurtherFilingDue, FurtherFilingReceived, [FurtherFilingReturned], [FilingRecalled])),
    (("filing_id",), (FurtherFilingDue, FurtherFilingReceived, FilingRegistered, [FurtherFilingAccepted])),
    (("movement_id",), (MovementLaunched, [MovementReviewed], [MovementConcluded])),
    (("inspection_plan_id",), (InspectionPlanIssued,)),
    (
        ("inspection_id", "finding_id"),
        (
            InspectionScheduled,
            [InspectionPostponed],
            InspectionVisited,
            FindingRecorded,
            [NominationSuggested],
            [FindingOverdue],
            [RemedyExtended],
            RemedyReported,
            [RemedyReturned],
            [FindingRemedied],
            [InspectionConcluded],
        ),
    ),
    (("inspection_id", "finding_id"), (InspectionScheduled, FindingRecorded, FindingOverdue)),
    (("inspection_id",), (InspectionScheduled, InspectionCancelled)),
    (
        ("occasion_id",),
        (OccasionPlanned, [OccasionRescheduled], [AttendanceAnnounced], OccasionHeld, OccasionReported),
    ),
    (("occasion_id",), (OccasionPlanned, AttendanceAnnounced, OccasionCancelled)),
    (("guidance_id",), (GuidancePublished, [GuidanceWithdrawn])),
    (
        ("exemplar_id",),
        (ExemplarFound, [ExemplarFostered], ExemplarRecognised, [ExemplarReplicated], [ExemplarHonoured]),
    ),
    (("exemplar_id",), (ExemplarFound, [ExemplarDropped])),
    (
        (),
        (
            ClusterChanged,
            ClusterLeadersElected,
            TargetsRegistered,
            PledgeSigned,
            ScoresSubmitted,
            [ClusterResultPublished],
        ),
    ),
    (("round_id",), (RoundOpened, [RoundClosed])),
    (("session_id",), (SessionCalled, SessionHeld)),
    (("session_id",), (SessionCalled, [SessionCancelled])),
    (
        ("nomination_id", "opinion_id", "correction_id"),
        (
            NominationSubmitted,
            [NominationRecalled],
            OpinionRequested,
            [OpinionGiven],
            [CorrectionRequested],
            [CorrectionMade],
            [CorrectionReviewed],
            [NominationHeld],
            [NominationReleased],
            [TimeLimitPassed],
            [ConsultationOpened],
            [ConsultationClosed],
            NominationListed,
            NominationPassed,
            NominationPutToChair,
            [NominationReturnedByCentre],
            [CentreAnswered],
            [ResultNotified],
            [NominationPresented],
            [NominationArchived],
            [NominationRevoked],
        ),
    ),
    (("nomination_id", "opinion_id"), (NominationSubmitted, OpinionRequested, OpinionLapsed, NominationNotPassed)),
    (("nomination_id", "opinion_id"), (NominationSubmitted, OpinionRequested)),
    (("nomination_id", "award_id"), (NominationSubmitted, AwardGranted, [AwardPresented], [AwardRevoked])),
)

CHOICES: dict[str, tuple[str, ...]] = {
    "result": ("agree", "disagree", "other"),
    "state": ("received", "eligible"),
    "worker_class": ("worker", "official", "leader"),
    "form": ("thematic", "regular"),
    "mode": ("merit", "sudden"),
    "council_kind": ("emulation", "initiative"),
    "received": ("in_person", "representative"),
}


@dataclass(frozen=True)
class Draws:
    """What a tale is drawn from: chance, days and moments of the year, and the units there are."""

    random: random.Random
    day: Callable[[], date]
    moment: Callable[[], datetime]
    units: tuple[str, ...]
    plan_id: UUID
    turns: Counter[object] = field(default_factory=Counter)

    def tales(self) -> Iterator[list[Event]]:
        """Yield one tale of each life."""
        for life, (ids, facts) in enumerate(LIVES):
            own: dict[str, Any] = {name: UUID(int=self.random.getrandbits(128), version=4) for name in ids}
            unit_id = self.random.choice(self.units)
            kind = self._next(life, tuple(OccasionKind)) if "occasion_id" in own else None
            same = own | {"unit_id": unit_id, "plan_id": self.plan_id, "year": 2023, "subject_kind": "collective"}
            told = [fact for fact in facts if not isinstance(fact, list) or self.random.random() < 0.6]
            yield [
                self._fact(fact[0] if isinstance(fact, list) else fact, same | ({"kind": kind} if kind else {}))
                for fact in told
            ]

    def _fact(self, event: type[Event], same: dict[str, Any]) -> Event:
        known = {name: self._drawn(name, told.annotation) for name, told in event.model_fields.items()}
        drawn = {name: value for name, value in known.items() if value is not None}
        drawn |= self._listed(event) | {name: value for name, value in same.items() if name in event.model_fields}
        sample: Event = a_sample(event, **drawn)
        return sample

    def _drawn(self, name: str, kind: Any) -> Any:
        kinds = (kind, *get_args(kind))
        if name in CHOICES and str in kinds:
            return self._next(name, CHOICES[name])
        if name == "office_id":
            return self.random.choice(self.units)
        if datetime in kinds:
            return self.moment()
        if date in kinds:
            return self.day()
        if FindingKind in kinds:
            return self._next(name, tuple(FindingKind))
        return self.random.randrange(1, 5) if int in kinds else None

    def _next(self, whose: object, choices: tuple[Any, ...]) -> Any:
        """Return each choice in its turn, so that a long tale knows them all."""
        self.turns[whose] += 1
        return choices[self.turns[whose] % len(choices)]

    def _listed(self, event: type[Event]) -> dict[str, Any]:
        if event is PledgeSigned:
            return {"signatory_ids": self.units[:2], "missing_ids": self.units[2:]}
        if event is not ClusterResultPublished:
            return {}
        ranked = [
            RankedUnit(unit_id=unit_id, rank=rank, total=f"9{rank}.5", award="CO_TINH" if rank == 1 else None)
            for rank, unit_id in enumerate(self.random.sample(self.units, len(self.units)), start=1)
        ]
        return {"results": ranked}
