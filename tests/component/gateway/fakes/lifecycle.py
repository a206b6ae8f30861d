"""The plans service on a plan's life, as the pages meet it: one thing of each kind."""

from datetime import date
from typing import Any

from shared.api.lifecycle import (
    BasisView,
    CloneItem,
    CloneView,
    DayOffView,
    DeadlineChange,
    DutyView,
    EvidenceView,
    FactChoice,
    JournalLine,
    PlanContent,
    SheetRow,
    SheetView,
    TaskContent,
    TaskDetail,
    VersionLine,
    VersionView,
)
from shared.api.plans import TaskView
from shared.events.plans import DeadlineKind
from tests.component.gateway.fake import MOMENT, FakeServices, a_page, a_task, an_id

PLAN = f"/plans/{an_id('plan 2023')}"
TASK = f"{PLAN}/tasks/Q1-01"
EVIDENCE = an_id("evidence")


def answer_about_plans(fake: FakeServices) -> None:
    """Answer every question of the pages about a plan's life."""
    filing = an_id("filing")
    fake.says("GET", f"{PLAN}/bases", [a_basis()])
    fake.says("GET", f"{PLAN}/versions", [a_version()])
    fake.says("GET", f"{PLAN}/versions/1", VersionView(**a_version().model_dump(), content=a_content()))
    fake.says("GET", f"{PLAN}/journal", a_page([a_line()]))
    fake.says("GET", f"{PLAN}/clone", a_clone())
    fake.says("GET", f"{PLAN}/duties", [a_duty()])
    fake.says("GET", TASK, a_detail())
    fake.says("GET", "/tasks/facts", [FactChoice(fact="AwardGranted", label="Đã có quyết định khen thưởng")])
    fake.says("GET", f"/filings/{filing}/journal", [a_line(what="Nộp")])
    fake.says("GET", "/filings/sheet", "\ufeffMã đơn vị,Tên đơn vị".encode())
    fake.says("GET", "/days-off", [a_day_off()])


def a_basis(**more: Any) -> BasisView:
    given: dict[str, Any] = {
        "text": "Luật Thi đua, Khen thưởng năm 2003",
        "state": "in_force",
        "state_label": "Còn hiệu lực",
        "instrument": None,
        "source": None,
        "is_confirmed": True,
    }
    return BasisView(**given | more)


def a_version(number: int = 1) -> VersionLine:
    return VersionLine(
        number=number,
        document="274/KH-UBND",
        dated_on=date(2022, 12, 23),
        reason="",
        kept_by="Chuyên viên",
        kept_at=MOMENT,
        changes=() if number == 1 else ("Thêm nhiệm vụ Q2-09.",),
    )


def a_content() -> PlanContent:
    task = TaskContent(
        task_key="Q1-01",
        quarter=1,
        text="Nhiệm vụ Q1-01",
        is_conditional=False,
        deadline_kind=DeadlineKind.NOT_LATER_THAN,
        due_on=date(2023, 3, 31),
        is_deadline_implied=True,
    )
    return PlanContent(
        symbol="274/KH-UBND",
        title="Công tác thi đua, khen thưởng năm 2023",
        issuer="Ủy ban nhân dân tỉnh",
        issued_on=date(2022, 12, 23),
        signer=None,
        tasks=(task,),
        duties=(a_duty(),),
    )


def a_duty(code: str = "unit_plan", name: str = "Kế hoạch thi đua, khen thưởng") -> DutyView:
    return DutyView(
        code=code, name=name, deadline_kind=DeadlineKind.BEFORE, due_on=date(2023, 3, 15), owes="all", owed_by=()
    )


def a_line(what: str = "Ban hành") -> JournalLine:
    return JournalLine(at=MOMENT, who="Chuyên viên", what=what, about=None, reason="", details=())


def a_clone(*, is_asked: bool = True) -> CloneView:
    task = CloneItem(
        task_key="Q1-01",
        quarter=1,
        before="Tổng kết năm 2022",
        after="Tổng kết năm 2023",
        is_asked=is_asked,
        why="Nhiệm vụ chỉ có một lần?",
    )
    return CloneView(year=2024, title="Công tác thi đua, khen thưởng năm 2024", tasks=(task,), movements_asked=())


def a_detail(task: TaskView | None = None, **more: Any) -> TaskDetail:
    given: dict[str, Any] = {
        "evidence": (an_evidence(),),
        "deadlines": (a_deadline_change(),),
        "journal": (a_line("Bắt đầu"),),
    }
    return TaskDetail(task=task or a_task(), **given | more)


def an_evidence(**more: Any) -> EvidenceView:
    given: dict[str, Any] = {
        "evidence_id": EVIDENCE,
        "title": "Báo cáo kết quả",
        "reference": "12/BC-SNV",
        "link": "",
        "dated_on": date(2023, 3, 1),
        "part_key": None,
        "added_by": "Chuyên viên",
        "added_at": MOMENT,
        "is_withdrawn": False,
    }
    return EvidenceView(**given | more)


def a_deadline_change() -> DeadlineChange:
    return DeadlineChange(
        from_kind=DeadlineKind.NOT_LATER_THAN,
        from_due_on=date(2023, 2, 28),
        to_kind=DeadlineKind.NOT_LATER_THAN,
        to_due_on=date(2023, 3, 31),
        reason="Theo văn bản điều chỉnh",
        changed_by="Chuyên viên",
        changed_at=MOMENT,
    )


def a_day_off(**more: Any) -> DayOffView:
    given: dict[str, Any] = {
        "day": date(2023, 4, 29),
        "is_off": True,
        "name": "Giỗ Tổ Hùng Vương",
        "source": "Bộ luật Lao động năm 2019, Điều 112",
        "status": "needs confirmation",
        "counts": True,
    }
    return DayOffView(**given | more)


def a_sheet(*faults: str, is_filed: bool = False) -> SheetView:
    row = SheetRow(
        line=2,
        unit="so-y-te",
        duty="unit_plan",
        reference="05/KH-SYT",
        dated_on="10/03/2023",
        filing_id=an_id("filing"),
        faults=faults,
    )
    return SheetView(rows=(row,), valid=int(not faults), faulty=int(bool(faults)), is_filed=is_filed)
