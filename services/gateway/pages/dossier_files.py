"""Files of dossiers and drafts: handed through to their owner, and out again to who may see them (tài liệu hồ sơ)."""

from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, Response

from services.gateway.clients import dossiers
from services.gateway.pages.documents import passed_on, pieces, sent_file
from services.gateway.pages.dossier_drafts import show_draft
from services.gateway.pages.forms import beside_form, read_order, typed
from services.gateway.pages.nominations import LINK, show_nomination
from services.gateway.pages.rendering import size
from services.gateway.pages.visit import Visit, Visitor
from shared.api.dossiers import FileView, LinkDraft
from shared.errors import Refused

router = APIRouter(prefix="/nominations")


@router.post("/{dossier_id}/files")
async def upload(visit: Visitor, dossier_id: UUID) -> Response:
    """Hand a file through; the same content sent before is pointed out."""
    try:
        file = sent_file(visit.form, "file")
        kind = typed(visit.form).get("kind", "")
        added = await dossiers.upload(visit.door, dossier_id, kind, file.filename or "", pieces(file))
    except Refused as refusal:
        return await _refused(visit, dossier_id, "file", refusal)
    return await visit.go(_back(visit, dossier_id), _received(added))


@router.post("/{dossier_id}/links")
async def link(visit: Visitor, dossier_id: UUID) -> Response:
    """Enclose a link instead of a file."""
    try:
        added = await dossiers.link(visit.door, dossier_id, read_order(visit.form, LinkDraft, LINK))
    except Refused as refusal:
        return await _refused(visit, dossier_id, "link", refusal)
    return await visit.go(_back(visit, dossier_id), f"Đã kèm liên kết {added.name}.")


@router.post("/{dossier_id}/files/{file_id}/remove")
async def remove(visit: Visitor, dossier_id: UUID, file_id: UUID) -> Response:
    """Take a file out again."""
    try:
        await dossiers.remove_file(visit.door, file_id)
    except Refused as refusal:
        return await _refused(visit, dossier_id, "file", refusal)
    return await visit.go(_back(visit, dossier_id), "Đã gỡ tài liệu.")


@router.get("/files/{file_id}")
async def content(visit: Visitor, file_id: UUID) -> Response:
    """Hand a file out as its owner does."""
    return passed_on(await dossiers.open_file(visit.door, file_id))


def _received(added: FileView) -> str:
    return " ".join((f"Đã nhận tệp {added.name} ({size(added.size)}).", *added.same_as))


def _is_draft(visit: Visit) -> bool:
    return typed(visit.form).get("place") == "draft"


def _back(visit: Visit, dossier_id: UUID) -> str:
    return f"/nominations/{'drafts/' if _is_draft(visit) else ''}{dossier_id}#files"


async def _refused(visit: Visit, dossier_id: UUID, at: str, refusal: Refused) -> HTMLResponse:
    trouble = beside_form(at, refusal, visit.form)
    show = show_draft if _is_draft(visit) else show_nomination
    return await show(visit, dossier_id, trouble)
