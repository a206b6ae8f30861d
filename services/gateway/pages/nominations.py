"""Dossiers: their list, a new one, and one with its findings and history (hồ sơ đề nghị khen thưởng)."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, Response

from services.gateway import clients
from services.gateway.pages.facts import read_documents, read_facts, told_facts, typed_facts
from services.gateway.pages.forms import Trouble, Unreadable, beside_form, read, read_step, typed
from services.gateway.pages.visit import Visit, Visitor
from services.gateway.pages.words import NOMINATION_STATES
from shared import clock
from shared.api.nominations import AwardView, NominationDraft, NominationStep
from shared.errors import Refused
from shared.roles import Role

FILTERS = ("state", "unit_id", "award", "year", "q")
SIZE = 50

router = APIRouter(prefix="/nominations")


@router.get("")
async def nominations(visit: Visitor, page: int = 1) -> HTMLResponse:
    """List the dossiers; the filters are remembered until they are cleared."""
    asked = await visit.filters(*FILTERS)
    listed = await clients.nominations(visit.door, **asked, page=page, size=SIZE)
    return await visit.show(
        "nominations/nominations.html",
        nominations=listed,
        asked=asked,
        awards=_named(await clients.awards(visit.door)),
        units=[] if visit.identity.unit_id else [(u.unit_id, u.name) for u in await clients.units(visit.door)],
        states=NOMINATION_STATES.items(),
        may_submit=visit.may(Role.UNIT_OFFICER),
    )


@router.get("/new")
async def new(visit: Visitor, award: str = "") -> HTMLResponse:
    """Show the form of a new dossier; what it asks for depends on the award."""
    return await _new(visit, award)


@router.post("")
async def submit(visit: Visitor) -> Response:
    """Submit a dossier."""
    given = typed(visit.form)
    try:
        award = _award(await clients.awards(visit.door), given.get("award", ""))
        submitted = await clients.submit_nomination(visit.door, _draft(visit, award, given))
    except Refused as refusal:
        return await _new(visit, given.get("award", ""), beside_form("submit", refusal, visit.form))
    return await visit.go(f"/nominations/{submitted.nomination_id}", f"Đã nộp hồ sơ của {submitted.subject_name}.")


@router.get("/{nomination_id}")
async def nomination(visit: Visitor, nomination_id: UUID) -> HTMLResponse:
    """Show one dossier, what was found, where it has been, and what may be done with it."""
    return await _nomination(visit, nomination_id)


@router.post("/{nomination_id}/steps/{step}")
async def take_step(visit: Visitor, nomination_id: UUID, step: str) -> Response:
    """Take a step of a dossier; what is sent again comes with its facts and documents."""
    try:
        taken = read_step(visit.form, NominationStep)
        if "award" in visit.form:
            award = _award(await clients.awards(visit.door), typed(visit.form)["award"])
            facts, documents = read_facts(award, visit.form), read_documents(award, visit.form)
            taken = taken.model_copy(update={"facts": facts, "documents": documents})
        changed = await clients.take_nomination_step(visit.door, nomination_id, step, taken)
    except Refused as refusal:
        return await _nomination(visit, nomination_id, beside_form(step, refusal, visit.form))
    return await visit.go(f"/nominations/{nomination_id}", f"Đã cập nhật: {changed.state_label}.")


async def _new(visit: Visit, code: str, trouble: Trouble | None = None) -> HTMLResponse:
    visit.identity.require(Role.UNIT_OFFICER)
    awards = await clients.awards(visit.door)
    return await visit.show(
        "nominations/new.html",
        trouble,
        awards=_named(awards),
        award=next((award for award in awards if award.code == code), None),
        year=clock.today().year,
        given=typed(visit.form),
        facts=typed_facts(visit.form),
        documents=visit.form.getlist("documents"),
    )


async def _nomination(visit: Visit, nomination_id: UUID, trouble: Trouble | None = None) -> HTMLResponse:
    shown = await clients.nomination(visit.door, nomination_id)
    award = next((award for award in await clients.awards(visit.door) if award.code == shown.award), None)
    is_typed = "award" in visit.form
    return await visit.show(
        "nominations/nomination.html",
        trouble,
        nomination=shown,
        award=award,
        enclosed=[name for code, name in (award.documents if award else ()) if code in shown.documents],
        facts=typed_facts(visit.form) if is_typed else told_facts(shown.facts),
        documents=visit.form.getlist("documents") if is_typed else shown.documents,
    )


def _named(awards: Sequence[AwardView]) -> list[tuple[str, str]]:
    return [(award.code, award.name) for award in awards]


def _award(awards: Sequence[AwardView], code: str) -> AwardView:
    award = next((award for award in awards if award.code == code), None)
    if award is None:
        raise Unreadable(details=["Vui lòng chọn danh hiệu hoặc hình thức khen thưởng."])
    return award


def _draft(visit: Visit, award: AwardView, given: Mapping[str, str]) -> NominationDraft:
    plain = {name: given[name] for name in ("year", "mode", "subject_kind", "subject_name") if given.get(name)}
    return read(
        NominationDraft,
        {
            **plain,
            "unit_id": visit.identity.unit_id,
            "award": award.code,
            "facts": read_facts(award, visit.form),
            "documents": read_documents(award, visit.form),
        },
    )
