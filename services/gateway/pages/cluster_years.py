"""A cluster's year: its dates, its pledge, what its members register and achieve (năm thi đua của cụm, khối)."""

from collections.abc import Iterable, Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse, Response
from starlette.datastructures import FormData

from services.gateway.clients import emulation
from services.gateway.clients.emulation import YearAt
from services.gateway.pages.choices import BETTER, STAGES, pairs
from services.gateway.pages.forms import (
    Field,
    Trouble,
    Unreadable,
    beside_form,
    offering,
    read_boxes,
    read_order,
    read_step,
)
from services.gateway.pages.visit import Visit, Visitor
from shared.api.base import StepTaken
from shared.api.emulation import (
    Achieved,
    ClusterYearView,
    PledgeDraft,
    PledgeSigning,
    RegistrationDraft,
    RegistrationView,
    YearDates,
    YearOpened,
)
from shared.errors import NotFound, Refused
from shared.roles import Role
from shared.words import AWARDS

SPARE = 4
"""How many empty lines a table of a form ends with; saving gives as many again."""
DATES = (
    Field("registration_due_on", "Hạn đăng ký chỉ tiêu, danh hiệu", "date"),
    Field("self_score_due_on", "Hạn gửi bảng tự chấm điểm", "date"),
    Field("accepts_late_scores", "Nhận bảng tự chấm điểm gửi trễ", "tick", is_required=False),
)
OPENING = (Field("criteria_set_id", "Bộ tiêu chí", "choice"), *DATES)
CONTENTS = Field("contents", "Nội dung giao ước", "list", help="Mỗi nội dung ghi một dòng.")
SIGNING = (Field("signed_on", "Ngày ký", "date"), Field("place", "Nơi ký", is_required=False))
PLEDGE_TARGET = (
    Field("content", "Chỉ tiêu chung", is_required=False),
    Field("measure", "Đơn vị tính", is_required=False),
    Field("value", "Mức", "decimal", is_required=False),
)
TARGET = (
    Field("code", "Mã", is_required=False),
    Field("name", "Chỉ tiêu", is_required=False),
    Field("measure", "Đơn vị tính", is_required=False),
    Field("value", "Mức đăng ký", "decimal", is_required=False),
    Field("better", "Cách đánh giá", "choice", is_required=False, options=pairs(BETTER)),
)
TITLE = (
    Field("award", "Danh hiệu, hình thức khen thưởng", "choice", is_required=False, options=tuple(AWARDS.items())),
    Field("count", "Số lượng", "number", is_required=False),
)
REACHED = (
    Field("value", "Kết quả", "decimal", is_required=False),
    Field("note", "Ghi chú", is_required=False),
)
STAGE = Field("stage", "Kỳ", "choice", options=pairs(STAGES))

router = APIRouter(prefix="/clusters/{cluster_id}/years/{year}")
At = Annotated[YearAt, Depends()]


@router.get("")
async def show(visit: Visitor, at: At) -> HTMLResponse:
    """Show where each member stands in a cluster's year, or offer to open it."""
    return await _year(visit, at)


@router.post("/open")
async def open_year(visit: Visitor, at: At) -> Response:
    """Open a cluster's year."""
    try:
        order = read_order(visit.form, YearOpened, OPENING, year=at.year)
        await emulation.open_year(visit.door, at.cluster_id, order)
    except Refused as refusal:
        return await _year(visit, at, beside_form("open", refusal, visit.form))
    return await visit.go(at.path, f"Đã mở năm thi đua {at.year}.")


@router.post("/dates")
async def set_dates(visit: Visitor, at: At) -> Response:
    """Change until when members register and score themselves."""
    try:
        await emulation.set_dates(visit.door, at, read_order(visit.form, YearDates, DATES))
    except Refused as refusal:
        return await _year(visit, at, beside_form("dates", refusal, visit.form))
    return await visit.go(at.path, "Đã lưu thời hạn.")


@router.get("/pledge")
async def pledge(visit: Visitor, at: At) -> HTMLResponse:
    """Show the pledge and who signed it."""
    return await _pledge(visit, at)


@router.post("/pledge")
async def draft_pledge(visit: Visitor, at: At) -> Response:
    """Keep the text of a pledge."""
    try:
        targets = _lines(visit.form, PLEDGE_TARGET, "target.", "content")
        draft = read_order(visit.form, PledgeDraft, (CONTENTS,), PLEDGE_TARGET, targets=targets)
        await emulation.draft_pledge(visit.door, at, draft)
    except Refused as refusal:
        return await _pledge(visit, at, beside_form("draft", refusal, visit.form))
    return await visit.go(f"{at.path}/pledge", "Đã lưu giao ước.")


@router.post("/pledge/steps/sign")
async def sign_pledge(visit: Visitor, at: At) -> Response:
    """Keep who signed the pledge."""
    try:
        signing = read_order(visit.form, PledgeSigning, SIGNING, signatories=_signatories(visit.form))
        await emulation.sign_pledge(visit.door, at, signing)
    except Refused as refusal:
        return await _pledge(visit, at, beside_form("sign", refusal, visit.form))
    return await visit.go(f"{at.path}/pledge", "Đã ghi nhận ký kết giao ước.")


@router.get("/registrations")
async def comparison(visit: Visitor, at: At) -> HTMLResponse:
    """Compare what members registered with what they achieved."""
    opened = await _opened(visit, at)
    compared = await emulation.comparison(visit.door, at)
    return await visit.show("clusters/comparison.html", at=at, opened=opened, compared=compared, names=_names(opened))


@router.get("/registrations/{unit_id}")
async def registration(visit: Visitor, at: At, unit_id: str, edition: int | None = None) -> HTMLResponse:
    """Show one unit's registration with its results."""
    return await _registration(visit, at, unit_id, edition=edition)


@router.post("/registrations/{unit_id}")
async def register(visit: Visitor, at: At, unit_id: str) -> Response:
    """Keep what a unit registers."""
    try:
        targets = _lines(visit.form, TARGET, "target.", "name")
        titles = _lines(visit.form, TITLE, "title.", "award")
        draft = read_order(visit.form, RegistrationDraft, (), (*TARGET, *TITLE), targets=targets, titles=titles)
        await emulation.register(visit.door, at, unit_id, draft)
    except Refused as refusal:
        return await _registration(visit, at, unit_id, beside_form("register", refusal, visit.form))
    return await visit.go(f"{at.path}/registrations/{unit_id}", "Đã lưu đăng ký.")


@router.post("/registrations/{unit_id}/steps/{step}")
async def take_registration_step(visit: Visitor, at: At, unit_id: str, step: str) -> Response:
    """Send a registration or open it for an amendment."""
    try:
        taken = read_step(visit.form, StepTaken)
        changed = await emulation.take_registration_step(visit.door, at, unit_id, step, taken)
    except Refused as refusal:
        return await _registration(visit, at, unit_id, beside_form(f"step/{step}", refusal, visit.form))
    return await visit.go(f"{at.path}/registrations/{unit_id}", f"Đã cập nhật: {changed.state_label}.")


@router.post("/registrations/{unit_id}/achieved")
async def keep_achieved(visit: Visitor, at: At, unit_id: str) -> Response:
    """Keep what a unit achieved by the half-year or the year's end."""
    try:
        shown = await emulation.registration(visit.door, at, unit_id)
        await emulation.keep_achieved(visit.door, at, unit_id, _achieved(visit.form, shown))
    except Refused as refusal:
        return await _registration(visit, at, unit_id, beside_form("achieved", refusal, visit.form))
    return await visit.go(f"{at.path}/registrations/{unit_id}", "Đã lưu kết quả.")


async def opened_year(visit: Visit, at: YearAt) -> ClusterYearView:
    """Return a cluster's year; raises NotFound where it was not opened."""
    opened = await emulation.cluster_year(visit.door, at)
    if opened is None:
        raise NotFound("Cụm, khối chưa mở năm thi đua này.")
    return opened


_opened = opened_year


async def _year(visit: Visit, at: YearAt, trouble: Trouble | None = None) -> HTMLResponse:
    opened = await emulation.cluster_year(visit.door, at)
    may_open = opened is None and visit.may(Role.APPRAISER)
    sets = await emulation.criteria_sets(visit.door) if may_open else ()
    return await visit.show(
        "clusters/year.html",
        trouble,
        at=at,
        opened=opened,
        opening=offering(OPENING, criteria_set_id=[(one.criteria_set_id, one.name) for one in sets]),
        dates=DATES,
        may_open=may_open,
        may_set_dates=visit.may(Role.APPRAISER),
    )


async def _pledge(visit: Visit, at: YearAt, trouble: Trouble | None = None) -> HTMLResponse:
    opened = await _opened(visit, at)
    pledged = await emulation.pledge(visit.door, at)
    targets = [
        {"content": one.content, "measure": one.measure, "value": "" if one.value is None else one.value}
        for one in (pledged.targets if pledged else ())
    ]
    return await visit.show(
        "clusters/pledge.html",
        trouble,
        at=at,
        opened=opened,
        pledge=pledged,
        contents=CONTENTS,
        target_boxes=PLEDGE_TARGET,
        targets=_padded(targets, _typed_lines(trouble, "draft", PLEDGE_TARGET, "target.")),
        signing=SIGNING,
        may_draft=visit.may(Role.APPRAISER, Role.UNIT_OFFICER) and (pledged is None or pledged.state == "draft"),
    )


async def _registration(
    visit: Visit, at: YearAt, unit_id: str, trouble: Trouble | None = None, edition: int | None = None
) -> HTMLResponse:
    opened = await _opened(visit, at)
    shown = await emulation.registration(visit.door, at, unit_id, edition)
    targets = [
        {"code": one.code, "name": one.name, "measure": one.measure, "value": one.value, "better": one.better}
        for one in (shown.targets if shown else ())
    ]
    titles = [{"award": one.award, "count": one.count} for one in (shown.titles if shown else ())]
    is_own = visit.identity.unit_id == unit_id or (visit.identity.unit_id is None and visit.may(Role.APPRAISER))
    return await visit.show(
        "clusters/registration.html",
        trouble,
        at=at,
        opened=opened,
        unit_id=unit_id,
        unit_name=_names(opened).get(unit_id, shown.unit_name if shown else ""),
        registration=shown,
        target_boxes=TARGET,
        title_boxes=TITLE,
        targets=_padded(targets, _typed_lines(trouble, "register", TARGET, "target.")),
        titles=_padded(titles, _typed_lines(trouble, "register", TITLE, "title.")),
        stage=STAGE,
        may_register=is_own and (shown is None or shown.state in {"draft", "amending"}),
        may_report=is_own and shown is not None and shown.state == "sent",
    )


def _names(opened: ClusterYearView) -> dict[str, str]:
    return {member.unit_id: member.unit_name for member in opened.members}


def _lines(form: FormData, boxes: Iterable[Field], prefix: str, key: str) -> list[dict[str, Any]]:
    """Return the lines of a table whose *key* was filled in."""
    given = (read_boxes(form, boxes, f"{prefix}{place}.") for place in _places(form, prefix))
    return [line for line in given if line.get(key)]


def _places(form: Mapping[str, Any], prefix: str) -> list[int]:
    found = {name.removeprefix(prefix).partition(".")[0] for name in form if name.startswith(prefix)}
    return sorted(int(place) for place in found if place.isdecimal())


def _typed_lines(trouble: Trouble | None, at: str, boxes: Iterable[Field], prefix: str) -> list[dict[str, Any]] | None:
    if trouble is None or trouble.at != at:
        return None
    names = [box.name for box in boxes]
    return [
        {name: trouble.typed.get(f"{prefix}{place}.{name}", "") for name in names}
        for place in _places(trouble.typed, prefix)
    ]


def _padded(lines: list[dict[str, Any]], typed: list[dict[str, Any]] | None) -> list[dict[str, Any]]:
    """Return the lines of a form's table: what was typed, or what is kept and some empty ones."""
    return typed if typed is not None else [*lines, *({} for _ in range(SPARE))]


def _signatories(form: FormData) -> list[dict[str, Any]]:
    signing = [value for value in form.getlist("signs") if isinstance(value, str)]
    if not signing:
        raise Unreadable(details=["Đơn vị ký: chưa chọn."])
    return [
        {"unit_id": unit_id, "name": form.get(f"name.{unit_id}", ""), "post": form.get(f"post.{unit_id}", "")}
        for unit_id in signing
    ]


def _achieved(form: FormData, shown: RegistrationView | None) -> Achieved:
    targets = [
        {"code": one.code, **given}
        for one in (shown.targets if shown else ())
        if "value" in (given := read_boxes(form, REACHED, f"reached.{one.code}."))
    ]
    titles = [
        {"award": one.award, **given}
        for one in (shown.titles if shown else ())
        if (given := read_boxes(form, (TITLE[1],), f"awarded.{one.award}."))
    ]
    return read_order(form, Achieved, (STAGE,), REACHED, targets=targets, titles=titles)
