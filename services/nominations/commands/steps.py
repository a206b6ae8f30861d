"""Taking a step: the table says whether, one small function says what it does and what is told."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession
from uuid_utils.compat import uuid7

from services.nominations.domain import Decision, Dossier, Subject, is_of_unit, plain, require_grounds
from services.nominations.models import DECISION_NUMBER, AwardRow, NominationRow, TakenRow
from services.nominations.queries.cases import Case, case_of, kept
from services.nominations.rules import Result, catalogue
from shared import clock
from shared.api.nominations import NominationStep
from shared.errors import Forbidden, Refused, SomeoneWasFaster
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
    NominationWithdrawn,
)
from shared.identity import Identity
from shared.messaging.outbox import tell
from shared.steps import Step


class DecisionNumberTaken(Refused):
    """Another award of the year carries this decision number."""

    status = 409
    message = "Số quyết định này đã được dùng cho một khen thưởng khác trong năm."


@dataclass(frozen=True, slots=True)
class Act:
    """A step being taken: on what, how the rules see it, with which words, and when."""

    row: NominationRow
    case: Case
    step: Step
    body: NominationStep
    reason: str
    at: datetime
    session: AsyncSession

    @property
    def today(self) -> date:
        """Return the day of the step."""
        return self.at.date()

    @property
    def about(self) -> dict[str, Any]:
        """Return what every fact about a dossier carries."""
        return {"nomination_id": self.row.nomination_id, "unit_id": self.row.unit_id, "award": self.row.award}

    @property
    def unmet(self) -> tuple[str, ...]:
        """Return the rules that are not met or not proven."""
        return tuple(finding.rule for finding in self.case.findings if finding.is_unmet)


async def take(session: AsyncSession, row: NominationRow, name: str, body: NominationStep, caller: Identity) -> None:
    """Take the step *name*, or refuse; the dossier, its history and its facts are one transaction."""
    if body.version not in {None, row.version}:
        raise SomeoneWasFaster
    at = clock.now()
    case = case_of(row, at.date())
    reason = plain(body.reason)
    step = case.nomination.take(name, caller.roles, reason=reason)
    if is_of_unit(step) and caller.unit_id != row.unit_id:
        raise Forbidden("Tài khoản chỉ được làm việc với dữ liệu của đơn vị mình.")
    EFFECTS[name](Act(row, case, step, body, reason, at, session))
    row.state = step.target
    session.add(
        TakenRow(
            nomination_id=row.nomination_id,
            version=row.version,
            step=name,
            state=row.state,
            taken_by=caller.name,
            taken_at=at,
            reason=reason,
        )
    )
    try:
        await session.flush()
    except IntegrityError as error:
        if DECISION_NUMBER in str(error.orig):
            raise DecisionNumberTaken from error
        raise


def receive(act: Act) -> None:
    """Take a complete dossier in; the day chooses its ruleset, unless an earlier receipt already did."""
    row = act.row
    ruleset = catalogue().ruleset_on(act.today)
    row.ruleset = row.ruleset or (ruleset.code if ruleset else None)
    row.received_on = act.today
    event = NominationReceived(**act.about, received_on=act.today, ruleset=row.ruleset or "")
    tell(act.session, row, event)


def send_back(act: Act) -> None:
    """Return a dossier with the reason and the things to add, by default those the rules found missing."""
    row = act.row
    unproven = [one.required for one in act.case.findings if one.result is Result.UNKNOWN]
    row.reason = act.reason
    row.missing = [plain(item) for item in act.body.missing] or [*act.case.missing, *unproven]
    missing = tuple(row.missing)
    event = NominationReturned(**act.about, returned_on=act.today, reason=row.reason, missing=missing)
    tell(act.session, row, event)


def resubmit(act: Act) -> None:
    """Take a completed dossier back in; it is looked at afresh."""
    row = act.row
    facts = row.facts if act.body.facts is None else act.body.facts
    documents = row.documents if act.body.documents is None else act.body.documents
    dossier = Dossier(row.year, row.mode, facts, frozenset(documents))
    catalogue().check(row.award, Subject(row.subject_kind, row.subject_name), dossier, act.today)
    row.facts, row.documents = facts, list(dict.fromkeys(documents))
    row.findings, row.reason, row.missing = None, "", []
    tell(act.session, row, NominationResubmitted(**act.about, submitted_at=act.at))


def withdraw(act: Act) -> None:
    """Let the unit take its dossier back."""
    tell(act.session, act.row, NominationWithdrawn(**act.about, withdrawn_on=act.today))


def appraise(act: Act) -> None:
    """Settle what was found; whoever appraises vouches for what only a person can weigh."""
    require_grounds(is_unconfirmed=any(one.is_unconfirmed for one in act.case.findings), reason=act.reason)
    act.row.findings = [kept(finding) for finding in act.case.findings]
    act.row.reason = act.reason
    event = NominationAppraised(
        **act.about,
        appraised_on=act.today,
        is_eligible=act.case.nomination.is_eligible,
        unmet_rules=act.unmet,
    )
    tell(act.session, act.row, event)


def forward(act: Act) -> None:
    """Send a dossier to the authority that decides it."""
    to = act.case.award.decided_by
    tell(act.session, act.row, NominationForwarded(**act.about, forwarded_on=act.today, to=to))


def record_refusal(act: Act) -> None:
    """Record that the centre did not grant the award."""
    reference = plain(act.body.decision_number)
    event = CentralResultRecorded(**act.about, recorded_on=act.today, is_granted=False, reference=reference)
    tell(act.session, act.row, event)
    reject(act)


def record_result(act: Act) -> None:
    """Record the centre's decision, and grant the award."""
    reference = plain(act.body.decision_number)
    event = CentralResultRecorded(**act.about, recorded_on=act.today, is_granted=True, reference=reference)
    tell(act.session, act.row, event)
    decide(act)


def reject(act: Act) -> None:
    """Refuse a dossier, with the reason and the rules that are not met."""
    act.row.reason = act.reason
    event = NominationRejected(**act.about, rejected_on=act.today, reason=act.reason, unmet_rules=act.unmet)
    tell(act.session, act.row, event)


def decide(act: Act) -> None:
    """Grant the award: its decision, its money, and both facts."""
    row = act.row
    decision = Decision(plain(act.body.decision_number), act.body.decided_on or act.today)
    decision.check(received_on=row.received_on or act.today, today=act.today)
    bonus = catalogue().bonus(row.award, row.subject_kind, decision.decided_on)
    require_grounds(is_unconfirmed=not bonus.is_confirmed, reason=act.reason)
    award = AwardRow(
        award_id=uuid7(),
        nomination_id=row.nomination_id,
        unit_id=row.unit_id,
        award=row.award,
        subject_kind=row.subject_kind,
        subject_id=row.subject_id,
        year=row.year,
        decided_by=act.case.award.decided_by,
        decision_number=decision.number,
        decided_on=decision.decided_on,
        bonus=bonus.amount,
    )
    act.session.add(award)
    decided = NominationDecided(**act.about, award_id=award.award_id, decided_on=decision.decided_on)
    tell(act.session, row, decided)
    tell(act.session, award, _granted(award))


def _granted(award: AwardRow) -> AwardGranted:
    return AwardGranted(
        award_id=award.award_id,
        nomination_id=award.nomination_id,
        unit_id=award.unit_id,
        award=award.award,
        subject_kind=award.subject_kind,
        subject_id=award.subject_id,
        year=award.year,
        decided_by=award.decided_by,
        decision_number=award.decision_number,
        decided_on=award.decided_on,
        bonus=award.bonus,
    )


EFFECTS: Mapping[str, Callable[[Act], None]] = {
    "receive": receive,
    "return": send_back,
    "resubmit": resubmit,
    "withdraw": withdraw,
    "appraise": appraise,
    "forward": forward,
    "decide": decide,
    "record_result": record_result,
    "record_refusal": record_refusal,
    "reject": reject,
}
"""What each step of the table does; submitting, which makes the dossier, is not among them."""
