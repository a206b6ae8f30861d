"""One dossier with everything the rules say about it today."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from services.nominations.domain import Dossier, Nomination, State, Submission, asked_by, is_simplified
from services.nominations.models import NominationRow
from services.nominations.rules import Award, Finding, Result, catalogue, is_eligible

Kept = NominationRow | Submission
"""A dossier as it is kept: its row, or a submission on its way into the table."""


@dataclass(frozen=True, slots=True)
class Case:
    """A dossier, its award as the ruleset writes it, what is missing, and what was or would be found."""

    award: Award
    missing: tuple[str, ...]
    findings: tuple[Finding, ...]
    nomination: Nomination


def case_of(row: Kept, today: date, pending: tuple[str, ...] = ()) -> Case:
    """Return the case of *row*; findings already settled are kept as they were, others are looked at now."""
    rules = catalogue()
    award = rules.award(row.award, row.ruleset) or rules.award(row.award)
    if award is None:
        raise LookupError(f"no ruleset knows the award {row.award}")
    dossier = Dossier(row.year, row.mode, row.facts, frozenset(row.documents))
    findings = (
        rules.assess(dossier, row.award, row.received_on or today, row.ruleset)
        if row.findings is None
        else tuple(map(_recalled, row.findings))
    )
    missing = rules.names(award.missing(dossier))
    nomination = Nomination(
        State(row.state),
        rules.route(award),
        missing,
        is_eligible(findings),
        asked_by(award, is_consulted=row.is_consulted),
        is_simplified(award, row.mode),
        State(row.held_from) if row.held_from else None,
        pending,
    )
    return Case(award, missing, findings, nomination)


def kept(finding: Finding) -> dict[str, Any]:
    """Return a finding as it is stored."""
    return asdict(finding)


def _recalled(stored: Mapping[str, Any]) -> Finding:
    return Finding(**{**stored, "result": Result(stored["result"])})
