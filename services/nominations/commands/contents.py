"""Changing what a dossier says: what it said before is kept, so that versions can be compared."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from services.nominations.domain import Dossier, Subject, plain
from services.nominations.models import NominationRow
from services.nominations.models.dossiers import ContentRow
from services.nominations.rules import catalogue


def change(  # noqa: PLR0913 - the parts of a content
    session: AsyncSession,
    row: NominationRow,
    *,
    subject_name: str | None,
    facts: Mapping[str, Any],
    documents: Collection[str],
    by: str,
    at: datetime,
) -> None:
    """Let a dossier say something else, or refuse what cannot be read; findings are made afresh."""
    name = row.subject_name if subject_name is None else plain(subject_name)
    dossier = Dossier(row.year, row.mode, facts, frozenset(documents))
    catalogue().check(row.award, Subject(row.subject_kind, name), dossier, at.date())
    session.add(
        ContentRow(
            nomination_id=row.nomination_id,
            version=row.version,
            subject_name=row.subject_name,
            facts=row.facts,
            documents=row.documents,
            changed_by=by,
            changed_at=at,
        )
    )
    row.subject_name, row.facts, row.documents = name, dict(facts), list(dict.fromkeys(documents))
    row.findings = None
