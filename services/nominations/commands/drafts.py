"""Writing a dossier before it is submitted: saved at any time, several side by side, told to nobody."""

from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession
from uuid_utils.compat import uuid7

from services.nominations.commands.rounds import require_in_round
from services.nominations.commands.subjects import know_subject
from services.nominations.commands.submitting import put_outside, submitted
from services.nominations.domain import plain
from services.nominations.domain.files import FileState
from services.nominations.models.dossiers import DraftRow, FileRow
from shared import clock
from shared.api.dossiers import DraftContent
from shared.api.nominations import NominationDraft
from shared.errors import NotFound, Refused, SomeoneWasFaster
from shared.events.plans import Channel
from shared.identity import Identity

BY_HAND = "hand"


class DraftUnfinished(Refused):
    """A draft lacks what even an incomplete dossier must have."""

    message = "Hồ sơ đang lập chưa đủ nội dung để nộp."


async def save(session: AsyncSession, row: DraftRow | None, unit_id: str, said: DraftContent, by: str) -> DraftRow:
    """Keep a draft as it stands; what is wrong with it is said, and refused only when it is submitted."""
    if row is None:
        row = DraftRow(draft_id=uuid7(), unit_id=unit_id, origin=BY_HAND, version=0)
        session.add(row)
    elif said.version not in {None, row.version}:
        raise SomeoneWasFaster(details=[f"{row.saved_by} đã lưu bản khác lúc {_moment(row)}."])
    row.award, row.subject_kind, row.subject_name = (
        plain(said.award),
        plain(said.subject_kind),
        plain(said.subject_name),
    )
    row.subject_id, row.year, row.mode, row.round_id = said.subject_id, said.year, plain(said.mode), said.round_id
    row.facts, row.documents = said.facts, list(dict.fromkeys(said.documents))
    row.saved_by, row.saved_at = by, clock.now()
    row.version += 1
    return row


async def submit(session: AsyncSession, row: DraftRow, caller: Identity) -> UUID:
    """Submit a draft: it becomes the dossier of the same id, and its files are the dossier's."""
    faults = unfinished(row)
    if faults:
        raise DraftUnfinished(details=faults)
    documents = [*row.documents, *await _enclosed(session, row.draft_id)]
    draft = NominationDraft(
        unit_id=row.unit_id,
        award=row.award,
        year=row.year or 0,
        mode=row.mode,
        subject_kind=row.subject_kind,
        subject_name=row.subject_name,
        subject_id=row.subject_id,
        facts=row.facts,
        documents=tuple(dict.fromkeys(documents)),
        round_id=row.round_id,
    )
    now = clock.now()
    await require_in_round(session, row.round_id, row.award, now.date())
    one = submitted(draft, caller.roles, nomination_id=row.draft_id, channel=Channel.WEB, at=now)
    await put_outside(session, one, caller.name)
    await know_subject(session, one.subject_id, one.subject_kind, one.unit_id, one.subject_name)
    await session.delete(row)
    return row.draft_id


async def _enclosed(session: AsyncSession, dossier_id: UUID) -> list[str]:
    """Return the kinds of documents that lie with a draft as files or links."""
    kinds = select(FileRow.kind).where(FileRow.dossier_id == dossier_id, FileRow.state != FileState.INFECTED)
    return list(await session.scalars(kinds.order_by(FileRow.added_at)))


def _moment(row: DraftRow) -> str:
    return f"{row.saved_at.astimezone(clock.VIETNAM):%H:%M ngày %d/%m/%Y}"


def unfinished(row: DraftRow) -> list[str]:
    """Return what a draft lacks to be read at all."""
    wanted = {
        "Chưa chọn danh hiệu, hình thức khen thưởng.": row.award,
        "Chưa chọn đối tượng.": row.subject_kind,
        "Chưa ghi tên cá nhân, tập thể, hộ gia đình.": row.subject_name,
        "Chưa ghi năm.": row.year,
    }
    return [sentence for sentence, value in wanted.items() if not value]


async def discard(session: AsyncSession, row: DraftRow) -> None:
    """Throw a draft away with its files."""
    await session.execute(delete(FileRow).where(FileRow.dossier_id == row.draft_id))
    await session.delete(row)


async def draft_of(session: AsyncSession, draft_id: UUID, *, is_locked: bool = False) -> DraftRow:
    """Return a draft, or refuse."""
    row = await session.get(DraftRow, draft_id, with_for_update=is_locked)
    if row is None:
        raise NotFound("Không tìm thấy hồ sơ đang lập.")
    return row
