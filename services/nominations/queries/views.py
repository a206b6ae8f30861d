"""Rows as the gateway is shown them: every code with its Vietnamese words beside it."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.nominations.domain import STATE_LABELS, SUBMIT, State, Submission, is_of_unit, label_of
from services.nominations.domain.limits import due_at, half_days_left
from services.nominations.domain.practice import practice
from services.nominations.models import AwardRow, NominationRow, TakenRow, UnitRow
from services.nominations.models.dossiers import LimitRow
from services.nominations.queries.cases import Case, Kept, case_of, look_at
from services.nominations.rules import RESULT_LABELS, Award, Catalogue, Finding, catalogue
from shared import clock
from shared.api.base import StepOffer
from shared.api.nominations import (
    AwardView,
    FactField,
    FindingView,
    HistoryLine,
    LimitView,
    NominationSummary,
    NominationView,
)
from shared.events.plans import Channel
from shared.identity import Identity


def award_views() -> tuple[AwardView, ...]:
    """Return the catalogue of awards, in the order of the law."""
    rules = catalogue()
    return tuple(_award_view(award, rules) for award in rules.awards)


def _award_view(award: Award, rules: Catalogue) -> AwardView:
    words = rules.words
    ruleset = rules.ruleset_writing(award)
    codes = [one.code for one in award.documents] + [one.proof for one in award.criteria if one.proof]
    return AwardView(
        code=award.code,
        name=award.name,
        kind=award.kind,
        kind_label=words.kinds[award.kind],
        level_label=words.levels[award.level],
        subject_kinds=tuple((kind, words.subject_kinds[kind]) for kind in award.subject_kinds),
        decided_by=words.authorities[award.decided_by].name,
        citation=ruleset.cite(award.citation),
        fields=tuple(
            FactField(
                name=name,
                label=fact.label,
                kind=fact.kind,
                choices=tuple(fact.choices.items()),
                help=fact.help,
            )
            for name, fact in award.facts.items()
        ),
        documents=tuple((code, words.documents[code]) for code in dict.fromkeys(codes)),
    )


async def view(session: AsyncSession, row: NominationRow, caller: Identity) -> NominationView:
    """Return a dossier with its findings, its history and what *caller* may do next."""
    history = await session.scalars(
        select(TakenRow).where(TakenRow.nomination_id == row.nomination_id).order_by(TakenRow.version)
    )
    granted = await session.scalar(select(AwardRow).where(AwardRow.nomination_id == row.nomination_id))
    unit_name = await session.scalar(select(UnitRow.name).where(UnitRow.unit_id == row.unit_id))
    case = await look_at(session, row, clock.today())
    shown = view_of(row, unit_name or row.unit_id, tuple(map(_line, history)), granted, caller, case=case)
    limits = await session.scalars(select(LimitRow).where(LimitRow.nomination_id == row.nomination_id))
    return shown.model_copy(update={"limits": tuple(_limit_view(one) for one in limits if one.ended_at is None)})


def view_of(  # noqa: PLR0913 - each is a part of what is shown
    row: Kept,
    unit_name: str,
    history: tuple[HistoryLine, ...],
    granted: AwardRow | None,
    caller: Identity,
    *,
    case: Case | None = None,
) -> NominationView:
    """Return the rows of one dossier as a person sees them."""
    case = case or case_of(row, clock.today())
    return NominationView(
        **_summary(row, unit_name, case.award.name),
        facts=row.facts,
        documents=tuple(row.documents),
        missing_documents=case.missing,
        received_on=row.received_on,
        ruleset=row.ruleset,
        findings=tuple(map(finding_view, case.findings)),
        reason=row.reason,
        missing=tuple(row.missing),
        decision_number=granted.decision_number if granted else None,
        decided_on=granted.decided_on if granted else None,
        bonus=granted.bonus if granted else None,
        history=history,
        steps=_offers(row, case, caller),
        pending=case.nomination.pending,
    )


def summary_of(row: Kept, unit_name: str, award_name: str) -> NominationSummary:
    """Return a dossier as a line of the list."""
    return NominationSummary(**_summary(row, unit_name, award_name))


def _summary(row: Kept, unit_name: str, award_name: str) -> dict[str, Any]:
    return {
        "nomination_id": row.nomination_id,
        "unit_id": row.unit_id,
        "unit_name": unit_name,
        "award": row.award,
        "award_name": award_name,
        "subject_kind": row.subject_kind,
        "subject_name": row.subject_name,
        "year": row.year,
        "mode": row.mode,
        "state": row.state,
        "state_label": STATE_LABELS[row.state],
        "submitted_at": row.submitted_at.astimezone(clock.VIETNAM),
        "channel": Channel(row.channel),
        "version": row.version,
        "round_id": row.round_id,
        **_due(row),
    }


def _due(row: Kept) -> dict[str, Any]:
    """Return when the time limit that runs now ends, and how many working half-days are left."""
    due = row.due_at
    if due is None and row.state == State.SUBMITTED:
        due = due_at(row.submitted_at, practice().limits["receive"].half_days)
    if due is None:
        return {}
    now = clock.now()
    return {
        "due_at": due.astimezone(clock.VIETNAM),
        "half_days_left": half_days_left(now, due),
        "is_overdue": now > due,
    }


def _limit_view(limit: LimitRow) -> LimitView:
    return LimitView(
        limit=limit.limit,
        label=practice().limits[limit.limit].name,
        half_days=limit.half_days,
        due_at=limit.due_at.astimezone(clock.VIETNAM) if limit.due_at else None,
        is_passed=limit.passed_at is not None,
        citation=limit.citation,
    )


def _offers(row: Kept, case: Case, caller: Identity) -> tuple[StepOffer, ...]:
    steps = case.nomination.choices(caller.roles)
    return tuple(
        StepOffer(step=step.name, label=step.label, needs_reason=step.needs_reason, is_final=step.is_final)
        for step in steps
        if not is_of_unit(step) or caller.unit_id == row.unit_id
    )


def finding_view(finding: Finding) -> FindingView:
    """Return a finding as people see it."""
    return FindingView(
        rule=finding.rule,
        result=finding.result,
        result_label=RESULT_LABELS[finding.result],
        required=finding.required,
        found=finding.found,
        citation=finding.citation,
        status=finding.status,
    )


def first_line(submission: Submission, taken_by: str) -> HistoryLine:
    """Return the history of a dossier that was just submitted."""
    label = label_of(SUBMIT, submission.state)
    return HistoryLine(step=SUBMIT, label=label, by=taken_by, at=submission.submitted_at, reason="")


def _line(taken: TakenRow) -> HistoryLine:
    return HistoryLine(
        step=taken.step,
        label=label_of(taken.step, taken.state),
        by=taken.taken_by,
        at=taken.taken_at.astimezone(clock.VIETNAM),
        reason=taken.reason,
    )
