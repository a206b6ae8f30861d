"""Subjects and the history of their awards (lý lịch khen thưởng)."""

from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, Response

from services.gateway.clients import dossiers
from services.gateway.pages.forms import Field, Trouble, beside_form, read_order
from services.gateway.pages.visit import Visit, Visitor
from shared.api.dossiers import PersonContent
from shared.errors import Refused
from shared.roles import Role

PERSON = (
    Field("name", "Họ và tên"),
    Field("born_on", "Ngày sinh", "date", is_required=False),
    Field("gender", "Giới tính", is_required=False),
    Field("national_id", "Số định danh cá nhân", is_required=False),
    Field("position", "Chức vụ", is_required=False),
    Field("workplace", "Nơi công tác", is_required=False),
    Field("nationality", "Quốc tịch", is_required=False),
)

router = APIRouter(prefix="/subjects")


@router.get("")
async def subjects(visit: Visitor) -> HTMLResponse:
    """Find subjects by name."""
    q = visit.request.query_params.get("q", "").strip()
    return await visit.show("nominations/subjects.html", subjects=await dossiers.subjects(visit.door, q), q=q)


@router.get("/{subject_id}")
async def subject(visit: Visitor, subject_id: UUID) -> HTMLResponse:
    """Show a subject with every award."""
    return await _subject(visit, subject_id)


@router.post("/{subject_id}")
async def keep_person(visit: Visitor, subject_id: UUID) -> Response:
    """Keep who a person is."""
    try:
        await dossiers.keep_person(visit.door, subject_id, read_order(visit.form, PersonContent, PERSON))
    except Refused as refusal:
        return await _subject(visit, subject_id, beside_form("person", refusal, visit.form))
    return await visit.go(f"/subjects/{subject_id}", "Đã lưu thông tin cá nhân.")


async def _subject(visit: Visit, subject_id: UUID, trouble: Trouble | None = None) -> HTMLResponse:
    shown = await dossiers.subject(visit.door, subject_id)
    known = shown.person.model_dump(mode="json") if shown.person else {"name": shown.name}
    return await visit.show(
        "nominations/subject.html",
        trouble,
        subject=shown,
        boxes=PERSON,
        known={name: value or "" for name, value in known.items()},
        may_keep=shown.kind in {"individual", "foreigner"} and visit.may(Role.APPRAISER, Role.UNIT_OFFICER),
    )
