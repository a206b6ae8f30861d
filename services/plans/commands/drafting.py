"""Correcting a draft: all corrections of a request or none, each written down with who made it."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.plans import queries
from services.plans.commands.issue import DraftAlreadyIssued
from services.plans.importer.corrections import correct
from services.plans.importer.shape import Preview
from services.plans.models import DraftChangeRow, DraftRow
from shared import clock
from shared.api.drafts import DraftCorrections
from shared.errors import SomeoneWasFaster


class DraftChanged(SomeoneWasFaster):
    """Somebody corrected the draft since the person looked; the details say what."""

    message = "Dự thảo vừa được người khác sửa. Vui lòng tải lại rồi thực hiện lại."


async def correct_draft(session: AsyncSession, draft_id: UUID, asked: DraftCorrections, who: str) -> DraftRow:
    """Make the corrections in their order and keep each with its source lines."""
    draft = await _open(session, draft_id, asked.version)
    preview, number = Preview.model_validate(draft.preview), asked.version
    for correction in asked.corrections:
        preview, what, lines = correct(preview, correction, who)
        _note(session, draft, number, what, lines, asked.reason, who)
        number += 1
    draft.preview = preview.model_dump(mode="json")
    return draft


async def replace_draft(
    session: AsyncSession, draft_id: UUID, corrected: Preview, version: int | None, who: str
) -> DraftRow:
    """Keep a whole preview as a person corrected it; without a version the last one is meant."""
    draft = await _open(session, draft_id, version)
    known = len(await changes(session, draft_id)) + 1
    named = [name for name in type(corrected).model_fields if _differs(draft, corrected, name)]
    if named:
        _note(session, draft, known, f"Sửa {', '.join(named)}.", (), "", who)
    draft.preview = corrected.model_dump(mode="json")
    return draft


async def changes(session: AsyncSession, draft_id: UUID) -> Sequence[DraftChangeRow]:
    """Return what was corrected in a draft, oldest first."""
    found = select(DraftChangeRow).where(DraftChangeRow.draft_id == draft_id).order_by(DraftChangeRow.number)
    return (await session.scalars(found)).all()


async def _open(session: AsyncSession, draft_id: UUID, version: int | None) -> DraftRow:
    """Return the draft, held until the end of the transaction, in the version the person saw."""
    draft = await queries.draft(session, draft_id, for_update=True)
    if draft.is_issued:
        raise DraftAlreadyIssued
    made = await changes(session, draft_id)
    if version is not None and version != len(made) + 1:
        raise DraftChanged(details=tuple(f"{each.changed_by}: {each.what}" for each in made if each.number >= version))
    return draft


def _differs(draft: DraftRow, corrected: Preview, name: str) -> bool:
    return bool(draft.preview.get(name) != corrected.model_dump(mode="json", include={name}).get(name))


def _note(  # noqa: PLR0913, PLR0917 - each is a column
    session: AsyncSession, draft: DraftRow, number: int, what: str, lines: Sequence[int], reason: str, who: str
) -> None:
    session.add(
        DraftChangeRow(
            draft_id=draft.draft_id,
            number=number,
            what=what,
            source_lines=list(lines),
            reason=reason,
            changed_by=who,
            changed_at=clock.now(),
        )
    )
