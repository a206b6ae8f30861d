"""The four services as the gateway meets them: shapes of shared/api in, shapes out, every question remembered."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID, uuid5

import httpx
from pydantic_core import to_json

from services.gateway.clients import Services
from shared.api.base import Page, Problem, StepOffer
from shared.api.nominations import (
    AwardView,
    FactField,
    FindingView,
    HistoryLine,
    NominationSummary,
    NominationView,
)
from shared.api.notifications import NoticeView, UnreadView
from shared.api.plans import (
    ClusterView,
    DraftView,
    FilingView,
    MatrixRow,
    MatrixView,
    MovementView,
    PlanSummary,
    PlanView,
    QuarterView,
    TaskView,
    UnitView,
)
from shared.api.reporting import (
    Figure,
    FigureGroup,
    FigureRow,
    FigureRows,
    OverviewView,
    QuarterLine,
    SummaryView,
)
from shared.events.plans import Channel, DeadlineKind, Duty

Answer = Any
NAMES = UUID("5f0c1e9e-5c53-4b0e-9c50-6d6b1f2d0a11")
MOMENT = datetime(2023, 3, 10, 2, 30, tzinfo=UTC)

ACCEPT = StepOffer(step="accept", label="Chấp nhận", is_final=True)
RETURN = StepOffer(step="return", label="Trả lại", needs_reason=True)
FILE = StepOffer(step="file", label="Nộp")
START = StepOffer(step="start", label="Bắt đầu")
PROGRESS = StepOffer(step="progress", label="Cập nhật tiến độ")
CLOSE = StepOffer(step="close", label="Đóng quý", is_final=True)
RECEIVE = StepOffer(step="receive", label="Tiếp nhận")
RESUBMIT = StepOffer(step="resubmit", label="Nộp lại")
DECIDE = StepOffer(step="decide", label="Quyết định khen thưởng", is_final=True)


def an_id(name: str) -> UUID:
    return uuid5(NAMES, name)


@dataclass
class FakeServices:
    """Answers by method and path; a question nobody prepared for fails the test."""

    answers: dict[tuple[str, str], Answer] = field(default_factory=dict)
    asked: list[httpx.Request] = field(default_factory=list)

    def says(self, method: str, path: str, answer: Answer, status: int = 200) -> None:
        self.answers[method, path] = (status, answer)

    def refuses(self, method: str, path: str, status: int, message: str, *details: str, code: str = "No") -> None:
        self.says(method, path, Problem(code=code, message=message, details=details), status)

    def is_down(self, path: str, method: str = "GET") -> None:
        self.says(method, path, httpx.ConnectError("nobody listens"))

    def paths(self) -> Counter[str]:
        """Return what was asked and how often."""
        return Counter(f"{request.method} {request.url.host} {request.url.path}" for request in self.asked)

    def last(self, method: str) -> httpx.Request:
        return next(request for request in reversed(self.asked) if request.method == method)

    def services(self) -> Services:
        return Services(*(self._client(name) for name in ("plans", "nominations", "notifications", "reporting")))

    def _client(self, name: str) -> httpx.AsyncClient:
        return httpx.AsyncClient(base_url=f"http://{name}", transport=httpx.MockTransport(self._answer))

    def _answer(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(request)
        status, answer = self.answers[request.method, request.url.path]
        if callable(answer):
            answer = answer(request)
        if isinstance(answer, Exception):
            raise answer
        if isinstance(answer, bytes):
            return httpx.Response(status, content=answer)
        return httpx.Response(status, content=to_json(answer), headers={"content-type": "application/json"})


def a_year() -> FakeServices:
    """Every question of the pages answered, with one thing of each kind."""
    fake = FakeServices()
    plan, filing, nomination = a_plan(), a_filing(), a_nomination()
    fake.says("GET", "/notices/unread", UnreadView(count=2))
    fake.says("GET", "/notices", a_page([a_notice()]))
    fake.says("GET", "/overview", an_overview())
    fake.says("GET", "/units", [a_unit()])
    fake.says("GET", "/clusters", [a_cluster()])
    fake.says("GET", "/plans", [a_plan_summary()])
    fake.says("GET", f"/plans/{plan.plan_id}", plan)
    fake.says("GET", f"/plans/{plan.plan_id}/matrix", a_matrix())
    fake.says("GET", "/movements", [a_movement()])
    fake.says("GET", "/filings", a_page([filing]))
    fake.says("GET", f"/filings/{filing.filing_id}", filing)
    fake.says("GET", "/awards", [an_award()])
    fake.says("GET", "/nominations", a_page([a_nomination_summary()]))
    fake.says("GET", f"/nominations/{nomination.nomination_id}", nomination)
    fake.says("GET", "/summary", a_summary())
    fake.says("GET", "/figures/filings_late", some_rows())
    return fake


def a_page(items: Iterable[Any], *, total: int | None = None, page: int = 1, size: int = 50) -> Page[Any]:
    items = tuple(items)
    return Page(items=items, total=len(items) if total is None else total, page=page, size=size)


def a_unit(unit_id: str = "so-y-te", name: str = "Sở Y tế") -> UnitView:
    return UnitView(
        unit_id=unit_id, name=name, kind="sở", cluster_id="khoi-5", valid_from=date(2022, 1, 1), valid_to=None
    )


def a_cluster() -> ClusterView:
    return ClusterView(cluster_id="khoi-5", name="Khối thi đua số 5", kind="khoi", member_ids=("so-y-te",))


def a_plan_summary(year: int = 2023) -> PlanSummary:
    return PlanSummary(
        plan_id=an_id(f"plan {year}"),
        year=year,
        symbol="274/KH-UBND",
        title=f"Công tác thi đua, khen thưởng năm {year}",
        issuer="Ủy ban nhân dân tỉnh",
        issued_on=date(year - 1, 12, 23),
        state="issued",
        state_label="Đang thực hiện",
        version=4,
    )


def a_plan(*quarters: QuarterView, steps: Iterable[StepOffer] = (), **more: Any) -> PlanView:
    given: dict[str, Any] = {
        "legal_bases": ("Luật Thi đua, Khen thưởng năm 2003",),
        "recipients": ("Thường trực Tỉnh ủy",),
        "anomalies": ("Năm của cuộc sơ kết khác năm của kế hoạch.",),
        "quarters": quarters or (a_quarter(a_task()),),
    }
    return PlanView(**a_plan_summary().model_dump(), **given | more, steps=tuple(steps))


def a_quarter(*tasks: TaskView, blockers: tuple[str, ...] = (), steps: Iterable[StepOffer] = ()) -> QuarterView:
    return QuarterView(
        quarter=1,
        state="open",
        state_label="Đang thực hiện",
        tasks=tasks,
        blockers=blockers,
        steps=tuple(steps),
    )


def a_task(key: str = "Q1-01", *, steps: Iterable[StepOffer] = (), **more: Any) -> TaskView:
    given: dict[str, Any] = {
        "text": f"Nhiệm vụ {key}",
        "parts": (),
        "is_conditional": False,
        "is_overdue": False,
        "note": "",
        "carried_from": None,
    }
    return TaskView(
        task_key=key,
        quarter=1,
        deadline_kind=DeadlineKind.NOT_LATER_THAN,
        due_on=date(2023, 3, 31),
        is_deadline_implied=True,
        state="in_progress",
        state_label="Đang thực hiện",
        percent=40,
        steps=tuple(steps),
        **given | more,
    )


def a_draft(**preview: Any) -> DraftView:
    return DraftView(
        draft_id=an_id("draft"), filename="ke-hoach.docx", imported_at=MOMENT, preview=a_preview() | preview
    )


def a_preview() -> dict[str, Any]:
    """Return a plan as the importer tells what it understood."""
    deadline = {"kind": "not_later_than", "on": "2023-03-31", "implied": True, "year_implied": False}
    task = {
        "key": "Q1-01",
        "text": "Tổ chức xét khen thưởng.",
        "display": "Tổ chức xét khen thưởng",
        "is_conditional": True,
        "parts": [{"key": "a", "text": "Xét", "is_conditional": False}],
        "deadline": deadline,
        "lead": {"name": "Sở Nội vụ", "implied": True, "ground": None},
        "source_lines": [41],
    }
    duty = {
        "title": "Kế hoạch của đơn vị",
        "to_whom": "Sở Nội vụ",
        "deadline": deadline | {"kind": "before", "on": "2023-03-15", "implied": False},
        "source_lines": [160],
    }
    anomaly = {
        "message": "Năm không khớp.",
        "printed": "6 tháng đầu năm 2022",
        "reading": "năm 2023",
        "source_lines": [88],
    }
    return {
        "number": "274",
        "symbol": "274/KH-UBND",
        "title": "Công tác thi đua, khen thưởng năm 2023",
        "issued_on": "2022-12-23",
        "issuer": {"name": "Ủy ban nhân dân tỉnh", "implied": True, "ground": "Câu mở đầu"},
        "signer": {"name": "Nguyễn Văn A", "office": "CHỦ TỊCH"},
        "year": 2023,
        "legal_bases": [{"text": "Luật Thi đua, Khen thưởng năm 2003", "source_lines": [11]}],
        "quarters": [{"number": 1, "year": 2023, "tasks": [task]}],
        "filing_duties": [duty],
        "movements": [{"name": "Xây dựng nông thôn mới", "period": None, "source_lines": [140]}],
        "organisations": [{"organisation": "Sở Nội vụ", "duties": [{}, {}], "source_lines": [120]}],
        "anomalies": [anomaly],
        "not_understood": [{"text": "Một đoạn lạ", "source_lines": [99]}],
    }


def a_movement() -> MovementView:
    return MovementView(movement_id=an_id("m"), plan_id=an_id("plan 2023"), name="Nông thôn mới", period="2021 - 2025")


def a_filing(name: str = "filing", *, steps: Iterable[StepOffer] = (), **more: Any) -> FilingView:
    given: dict[str, Any] = {
        "unit_id": "so-y-te",
        "unit_name": "Sở Y tế",
        "duty": Duty.UNIT_PLAN,
        "duty_label": "Kế hoạch thi đua, khen thưởng",
        "state": "received",
        "state_label": "Đã nộp",
        "is_overdue": False,
        "days_late": 0,
        "reference": "12/KH-SYT",
        "received_at": MOMENT,
        "channel": Channel.WEB,
        "reason": "",
        "missing": (),
    }
    return FilingView(
        filing_id=an_id(name),
        plan_id=an_id("plan 2023"),
        year=2023,
        deadline_kind=DeadlineKind.BEFORE,
        due_on=date(2023, 3, 15),
        last_day_on=date(2023, 3, 14),
        version=3,
        steps=tuple(steps),
        **given | more,
    )


def an_unfiled(name: str, **more: Any) -> FilingView:
    given = {"state": "due", "state_label": "Chưa nộp", "reference": None, "received_at": None, "channel": None}
    return a_filing(name, **given | more)


def a_matrix(*rows: MatrixRow) -> MatrixView:
    rows = rows or (a_matrix_row(),)
    filings = [filing for row in rows for filing in row.cells.values() if filing]
    counts: dict[str, dict[str, int]] = {duty: {} for duty in Duty}
    for filing in filings:
        counts[filing.duty][filing.state] = counts[filing.duty].get(filing.state, 0) + 1
    return MatrixView(plan_id=an_id("plan 2023"), year=2023, rows=rows, counts=counts)


def a_matrix_row(name: str = "Sở Y tế", cluster: str = "Khối thi đua số 5", *filings: FilingView) -> MatrixRow:
    given = {filing.duty: filing for filing in filings or (a_filing(name, unit_name=name),)}
    return MatrixRow(unit_id=name, unit_name=name, cluster_name=cluster, cells={duty: given.get(duty) for duty in Duty})


def an_award(code: str = "TTLDXS", **more: Any) -> AwardView:
    given: dict[str, Any] = {
        "name": "Tập thể lao động xuất sắc",
        "fields": (
            FactField(name="rated_years", label="Các năm đạt danh hiệu", kind="years"),
            FactField(name="share", label="Tỷ lệ cá nhân hoàn thành (%)", kind="number"),
            FactField(name="is_united", label="Nội bộ đoàn kết", kind="yes_no"),
            FactField(name="rating", label="Mức xếp loại", kind="choice", choices=(("HTXSNV", "Xuất sắc"),)),
        ),
        "documents": (("TO_TRINH", "Tờ trình"), ("BIEN_BAN_HOP", "Biên bản họp")),
    }
    return AwardView(
        code=code,
        kind="title",
        kind_label="Danh hiệu thi đua",
        level_label="Cấp tỉnh",
        subject_kinds=(("collective", "Tập thể"),),
        decided_by="Chủ tịch Ủy ban nhân dân tỉnh",
        citation="Điều 27",
        **given | more,
    )


def a_nomination_summary(name: str = "Phòng Kế hoạch", **more: Any) -> NominationSummary:
    return NominationSummary(**_nomination(name) | more)


def a_nomination(name: str = "Phòng Kế hoạch", *, steps: Iterable[StepOffer] = (), **more: Any) -> NominationView:
    given: dict[str, Any] = {
        "facts": {"rated_years": [2021, 2022], "is_united": True, "rating": "HTXSNV"},
        "documents": ("TO_TRINH",),
        "missing_documents": ("Biên bản họp",),
        "received_on": date(2023, 3, 11),
        "ruleset": "RS-A",
        "findings": (a_finding(),),
        "reason": "",
        "missing": (),
        "decision_number": None,
        "decided_on": None,
        "bonus": None,
        "history": (HistoryLine(step="submit", label="Nộp hồ sơ", by="so-y-te", at=MOMENT, reason=""),),
    }
    return NominationView(**_nomination(name) | given | more, steps=tuple(steps))


def _nomination(name: str) -> dict[str, Any]:
    return {
        "nomination_id": an_id(name),
        "unit_id": "so-y-te",
        "unit_name": "Sở Y tế",
        "award": "TTLDXS",
        "award_name": "Tập thể lao động xuất sắc",
        "subject_kind": "collective",
        "subject_name": name,
        "year": 2022,
        "mode": "merit",
        "state": "received",
        "state_label": "Đã tiếp nhận, chờ thẩm định",
        "submitted_at": MOMENT,
        "channel": Channel.WEB,
        "version": 5,
    }


def a_finding(**more: Any) -> FindingView:
    given = {
        "rule": "r1",
        "result": "needs_person",
        "result_label": "Người thẩm định xem xét",
        "required": "Có 100% cá nhân hoàn thành nhiệm vụ",
        "found": "Chưa kê khai",
        "citation": "Điều 27 khoản 1",
        "status": "needs confirmation",
    }
    return FindingView(**given | more)


def a_notice(name: str = "Sắp đến hạn nộp kế hoạch", **more: Any) -> NoticeView:
    given: dict[str, Any] = {"link": f"/filings/{an_id('filing')}", "read_at": None, "body": "Hạn nộp 14/03/2023."}
    return NoticeView(notice_id=an_id(name), message="FilingReminder", subject=name, created_at=MOMENT, **given | more)


def an_overview(year: int = 2023, quarters: int = 4) -> OverviewView:
    lines = tuple(
        QuarterLine(quarter=quarter, state_label="Đang thực hiện", total=8, settled=5, overdue=1, carried_over=0)
        for quarter in range(1, quarters + 1)
    )
    return OverviewView(
        year=year,
        quarters=lines,
        filings=(Figure(figure="filings_overdue", label="Quá hạn chưa nộp", value=12),),
        nominations=(Figure(figure="nominations_submitted", label="Nộp trong kỳ", value=1234),),
        awards=(),
    )


def a_summary(year: int = 2023, period: str = "Y", **more: Any) -> SummaryView:
    late = Figure(figure="filings_late", label="Nộp trễ hạn", value=12)
    given: dict[str, Any] = {"groups": (FigureGroup(title="Kế hoạch, báo cáo của đơn vị", figures=(late,)),)}
    return SummaryView(
        year=year,
        period=period,
        period_label="Năm 2023",
        starts_on=date(2023, 1, 1),
        ends_on=date(2023, 12, 31),
        as_of=date(2023, 6, 20),
        **given | more,
    )


def some_rows(*cells: tuple[str, ...], link: str = "/filings/1") -> FigureRows:
    rows = tuple(FigureRow(cells=row, link=link) for row in cells or (("Sở Y tế", "15/03/2023"),))
    return FigureRows(
        figure="filings_late",
        label="Nộp trễ hạn",
        columns=("Đơn vị", "Hạn nộp"),
        rows=rows,
        total=len(rows),
        page=1,
        size=50,
    )
