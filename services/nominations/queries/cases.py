"""One dossier with everything the rules say about it today."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date
from functools import lru_cache
from types import MappingProxyType
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.nominations.domain import Dossier, Need, Nomination, State, Submission, asked_by, is_simplified
from services.nominations.domain.corrections import labels_of
from services.nominations.models import NominationRow, RegisterRow
from services.nominations.queries.pending import Answer, answers_of, pending_of
from services.nominations.rules import Award, Catalogue, Finding, Result, Ruleset, catalogue, is_eligible
from services.nominations.rules.history import RELIED, History, Line
from services.nominations.rules.record import Held

Kept = NominationRow | Submission
"""A dossier as it is kept: its row, or a submission on its way into the table."""


@dataclass(frozen=True, slots=True)
class Case:
    """A dossier, its award as the ruleset writes it, what is missing, and what was or would be found."""

    award: Award
    missing: tuple[str, ...]
    findings: tuple[Finding, ...]
    nomination: Nomination


async def look_at(session: AsyncSession, row: NominationRow, on: date) -> Case:
    """Return the case of a dossier with what it still waits for and what offices found."""
    pending = await pending_of(session, row.nomination_id)
    answers = await answers_of(session, row.nomination_id)
    return case_of(row, on, pending, answers, await history_of(session, row.subject_id, row.received_on or on))


async def name_reliance(session: AsyncSession, row: NominationRow, case: Case, on: date) -> tuple[Finding, ...]:
    """Return the findings of a case, each with the awards of the register that it rests on among its inputs."""
    seen_on = row.received_on or on
    history = await history_of(session, row.subject_id, seen_on)
    dossier = _dossier(row)

    def ask(other: Dossier) -> tuple[Finding, ...]:
        return catalogue().assess(other, row.award, seen_on, row.ruleset, row.subject_kind)

    found = {one.rule: one for one in ask(replace(dossier, facts=history.facts(dossier, case.award)))}
    rests = {rule: history.relied_on(one, dossier, case.award, ask) for rule, one in found.items() if not one.is_unmet}
    return tuple(
        replace(one, inputs={**one.inputs, RELIED: [str(award_id) for award_id in rests[one.rule]]})
        if rests.get(one.rule) and not one.is_unmet
        else one
        for one in case.findings
    )


async def history_of(session: AsyncSession, subject_id: UUID, on: date) -> History:
    """Return every line the register has of a subject, as they were known on *on*."""
    columns = (RegisterRow.award, RegisterRow.year, RegisterRow.mode, RegisterRow.decided_on)
    rows = await session.execute(
        select(RegisterRow.award_id, RegisterRow.revoked_on, *columns).where(RegisterRow.subject_id == subject_id)
    )
    lines = (
        Line(award_id, Held(award, year, mode, decided_on, revoked_on=revoked_on))
        for award_id, revoked_on, award, year, mode, decided_on in rows
    )
    known = tuple(line for line in lines if (line.held.decided_on or date.max) <= on)
    return History(known, on, catalogue().words.facts)


def _dossier(row: Kept) -> Dossier:
    return Dossier(row.year, row.mode, row.facts, frozenset(row.documents))


def case_of(
    row: Kept,
    today: date,
    pending: tuple[str, ...] = (),
    answers: Mapping[str, Answer] = MappingProxyType({}),
    history: History | None = None,
) -> Case:
    """Return the case of *row*; findings already settled are kept as they were, others are looked at now."""
    rules = catalogue()
    award = rules.award(row.award, row.ruleset) or rules.award(row.award)
    if award is None:
        raise LookupError(f"no ruleset knows the award {row.award}")
    dossier = _dossier(row)
    known = replace(dossier, facts=history.facts(dossier, award)) if history else dossier
    findings = (
        rules.assess(known, row.award, row.received_on or today, row.ruleset, row.subject_kind)
        if row.findings is None
        else tuple(map(_recalled, row.findings))
    )
    if row.findings is None:
        findings = tuple(_as_found(finding, answers.get(finding.rule)) for finding in findings)
    missing = rules.names(award.missing(dossier))
    nomination = Nomination(
        State(row.state),
        rules.route(award),
        missing,
        is_eligible(findings),
        _asked(rules, row.award, row.ruleset, row.mode, row.received_on or today, row.is_consulted),
        is_simplified(row.mode),
        State(row.held_from) if row.held_from else None,
        pending,
    )
    return Case(award, missing, findings, nomination)


@lru_cache(maxsize=4096)
def _asked(  # noqa: PLR0913, PLR0917 - what the law's lines speak of; the same for many dossiers
    rules: Catalogue,
    code: str,
    ruleset: str | None,
    mode: str,
    on: date,
    is_consulted: bool,  # noqa: FBT001 - it is one of the keys
) -> frozenset[Need]:
    award = rules.award(code, ruleset) or rules.award(code)
    return asked_by(rules.ruleset(ruleset) or rules.ruleset_on(on), award, mode, on, is_consulted=is_consulted)


_ANSWERED = {"met": "đạt", "not_met": "không đạt", "unknown": "chưa đủ căn cứ"}


def _as_found(finding: Finding, answer: Answer | None) -> Finding:
    """Return a finding with what the office found whose criterion it is; it cannot make up for a missing proof."""
    if answer is None:
        return finding
    said = ": ".join(filter(None, (_ANSWERED[answer.result], answer.said)))
    found = "; ".join(filter(None, (finding.found, f"{answer.office}: {said}")))
    result = Result(answer.result)
    if result is Result.MET and finding.result is not Result.NEEDS_PERSON:
        result = finding.result
    return replace(finding, result=result, found=found)


def parts_of(row: Kept) -> dict[str, str]:
    """Return every part of a dossier that can be corrected or compared, with its words."""
    rules = catalogue()
    award = rules.award(row.award, row.ruleset) or rules.award(row.award)
    facts = {name: fact.label for name, fact in award.facts.items()} if award else {}
    return labels_of(facts, rules.words.documents)


def law_of(row: Kept, on: date) -> tuple[object, ...]:
    """Return what the ruleset of a dossier, or of the day, says about times."""
    return tuple(getattr(_ruleset_of(row, on), "limits", ()))


def _ruleset_of(row: Kept, on: date) -> Ruleset | None:
    return catalogue().ruleset(row.ruleset) or catalogue().ruleset_on(on)


def kept(finding: Finding) -> dict[str, Any]:
    """Return a finding as it is stored."""
    return asdict(finding)


def _recalled(stored: Mapping[str, Any]) -> Finding:
    return Finding(**{**stored, "result": Result(stored["result"])})
