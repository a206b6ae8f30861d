"""Files of dossiers and drafts: sent as a stream, handed out only to who may see the dossier."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import FileResponse, RedirectResponse
from sqlalchemy.ext.asyncio import AsyncSession

from services.nominations.commands import files
from services.nominations.domain import State
from services.nominations.models import NominationRow
from services.nominations.models.dossiers import DraftRow
from services.nominations.queries import gathered
from services.nominations.queries.seen import may_see
from services.nominations.queries.stored import path_of
from services.nominations.queries.unlocked import unlocked_documents
from services.nominations.routes.scope import STAFF, own_unit
from shared.api.dossiers import FileView, LinkDraft
from shared.db import Db
from shared.errors import Forbidden, NotFound, OutOfTurn
from shared.identity import Caller, Identity

router = APIRouter()

_WRITABLE = frozenset({State.DRAFT, State.RETURNED})


@router.get("/dossiers/{dossier_id}/files")
async def list_files(dossier_id: UUID, caller: Caller, db: Db) -> tuple[FileView, ...]:
    """List what is enclosed with a dossier or a draft."""
    async with db.transaction() as session:
        await _require_seen(session, dossier_id, caller)
        return await gathered.files(session, dossier_id)


@router.post("/dossiers/{dossier_id}/files", status_code=201)
async def upload(  # noqa: PLR0913 - the file's kind and name come with its bytes
    dossier_id: UUID,
    request: Request,
    caller: Caller,
    db: Db,
    *,
    kind: str,
    name: Annotated[str, Query(max_length=1000)],
) -> FileView:
    """Take a file in as it comes; the same content sent before is pointed out."""
    files.require_kind(kind)
    async with db.transaction() as session:
        await _place(session, dossier_id, kind, caller)
    stored = await files.store(name, request.stream())
    async with db.transaction() as session:
        place = await _place(session, dossier_id, kind, caller)
        same_as = await gathered.same_content(session, stored.sha256, place.unit_id)
        return gathered.file_view(files.enclose(session, place, stored, caller), same_as)


@router.post("/dossiers/{dossier_id}/links", status_code=201)
async def link(dossier_id: UUID, body: LinkDraft, caller: Caller, db: Db) -> FileView:
    """Enclose a link instead of a file."""
    files.require_kind(body.kind)
    async with db.transaction() as session:
        place = await _place(session, dossier_id, body.kind, caller)
        return gathered.file_view(files.enclose_link(session, place, body.name, body.link, caller))


@router.get("/files/{file_id}/content")
async def download(file_id: UUID, caller: Caller, db: Db) -> Response:
    """Hand a file out to who may see its dossier, once it is known to be harmless."""
    async with db.transaction() as session:
        row = await files.file_of(session, file_id)
        await _require_seen(session, row.dossier_id, caller)
        files.require_harmless(row)
    if row.link is not None:
        return RedirectResponse(row.link, status_code=303)
    path = path_of(row.sha256 or "")
    if not path.is_file():
        raise NotFound("Tệp không còn trong kho lưu trữ.")
    headers = {"x-content-type-options": "nosniff", "content-security-policy": "sandbox"}
    return FileResponse(path, media_type=row.media_type, filename=row.name, headers=headers)


@router.delete("/files/{file_id}", status_code=204)
async def remove(file_id: UUID, caller: Caller, db: Db) -> Response:
    """Take a file out again, while its dossier may be changed."""
    async with db.transaction() as session:
        row = await files.file_of(session, file_id)
        await _place(session, row.dossier_id, row.kind, caller)
        await files.take_out(session, row, caller)
    return Response(status_code=204)


async def _place(session: AsyncSession, dossier_id: UUID, kind: str, caller: Identity) -> files.Place:
    """Return where the caller may enclose a file of *kind*, or refuse."""
    draft = await session.get(DraftRow, dossier_id)
    if draft is not None:
        return files.Place(dossier_id, own_unit(caller, draft.unit_id), kind)
    row = await session.get(NominationRow, dossier_id)
    if row is None:
        raise NotFound("Không tìm thấy hồ sơ.")
    if caller.may(*STAFF):
        return files.Place(dossier_id, row.unit_id, kind)
    own_unit(caller, row.unit_id)
    if row.state not in _WRITABLE and kind not in await unlocked_documents(session, dossier_id):
        raise OutOfTurn("Hồ sơ đang được xử lý, chưa thể thay đổi tài liệu này.")
    return files.Place(dossier_id, row.unit_id, kind)


async def _require_seen(session: AsyncSession, dossier_id: UUID, caller: Identity) -> None:
    draft = await session.get(DraftRow, dossier_id)
    if draft is not None:
        own_unit(caller, draft.unit_id)
        return
    row = await session.get(NominationRow, dossier_id)
    if row is None:
        raise NotFound("Không tìm thấy hồ sơ.")
    if not await may_see(session, caller, row):
        raise Forbidden("Tài khoản chỉ được làm việc với dữ liệu của đơn vị mình.")
