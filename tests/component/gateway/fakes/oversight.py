"""The plans service on inspections, occasions, exemplars and dates, as the pages meet it: one thing of each kind."""

from datetime import date
from typing import Any

from shared.api.base import StepOffer
from shared.api.oversight import (
    AnniversaryView,
    AttendanceView,
    CalendarView,
    EntryView,
    ExemplarView,
    FeedMade,
    FeedView,
    FindingView,
    GuidanceView,
    InspectionDetail,
    InspectionPlanView,
    InspectionView,
    LearnedModelView,
    OccasionDetail,
    OccasionView,
)
from shared.events.plans import FindingKind, InspectionForm, InspectionIssuer, OccasionKind
from tests.component.gateway.fake import MOMENT, FakeServices, a_page, an_id

INSPECTION = an_id("inspection")
FINDING = an_id("finding")
OCCASION = an_id("occasion")
GUIDANCE = an_id("guidance")
EXEMPLAR = an_id("exemplar")
FEED = an_id("feed")
SECRET = "s3cret-address"
VISIT = StepOffer(step="visit", label="Ghi nhận buổi kiểm tra")
REPORT = StepOffer(step="report", label="Báo cáo đã khắc phục")
HOLD = StepOffer(step="hold", label="Xác nhận đã tổ chức")


def answer_about_oversight(fake: FakeServices) -> None:
    """Answer every question of the pages about inspections, occasions, guidance, exemplars and dates."""
    fake.says("GET", "/inspection-plans", [an_inspection_plan()])
    fake.says("GET", "/inspections", a_page([InspectionView(**_inspection())]))
    fake.says("GET", f"/inspections/{INSPECTION}", an_inspection())
    fake.says("GET", "/findings", a_page([a_found()]))
    fake.says("GET", "/events", a_page([OccasionView(**_occasion())]))
    fake.says("GET", f"/events/{OCCASION}", an_occasion())
    fake.says("GET", "/learned-models", a_page([a_model()]))
    fake.says("GET", "/guidance", a_page([some_guidance()]))
    fake.says("GET", f"/guidance/{GUIDANCE}", some_guidance())
    fake.says("GET", "/exemplars", a_page([an_exemplar()]))
    fake.says("GET", f"/exemplars/{EXEMPLAR}", an_exemplar())
    fake.says("GET", "/calendar", a_calendar(an_entry()))
    fake.says("GET", "/anniversaries", [an_anniversary()])
    fake.says("GET", "/calendar/feeds", [a_feed()])
    fake.says("GET", f"/calendar/feeds/{FEED}/{SECRET}.ics", b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n")


def _inspection(**more: Any) -> dict[str, Any]:
    return {
        "inspection_id": INSPECTION,
        "inspection_plan_id": an_id("inspection plan"),
        "year": 2023,
        "issuer": InspectionIssuer.COUNCIL,
        "issuer_label": "Hội đồng Thi đua - Khen thưởng tỉnh",
        "form": InspectionForm.INSPECTION,
        "form_label": "Kiểm tra",
        "unit_id": "so-y-te",
        "cluster_id": None,
        "inspected": "Sở Y tế",
        "starts_on": date(2023, 6, 1),
        "ends_on": date(2023, 6, 2),
        "state": "underway",
        "state_label": "Đang kiểm tra",
        "version": 3,
        "steps": (VISIT,),
    } | more


def an_inspection(*findings: FindingView, **more: Any) -> InspectionDetail:
    given = {
        "team": ("Nguyễn Văn A",),
        "contents": ("Lập kế hoạch", "Xét khen thưởng"),
        "unchecked": ("Xét khen thưởng",),
        "note": "",
        "conclusion": "",
        "score": None,
        "max_score": 100.0,
        "concluded_on": None,
        "visits": (),
        "findings": findings or (a_found(),),
    }
    return InspectionDetail(**_inspection() | given | more)


def a_found(*steps: StepOffer, **more: Any) -> FindingView:
    given: dict[str, Any] = {
        "finding_id": FINDING,
        "inspection_id": INSPECTION,
        "unit_id": "so-y-te",
        "unit_name": "Sở Y tế",
        "kind": FindingKind.SHORTCOMING,
        "kind_label": "Hạn chế",
        "severity": None,
        "severity_label": "",
        "text": "Lưu hồ sơ chưa đủ",
        "ground": "",
        "recorded_on": date(2023, 6, 2),
        "due_on": date(2023, 7, 1),
        "state": "open",
        "state_label": "Chưa khắc phục",
        "is_overdue": False,
        "remedy": "",
        "reason": "",
        "remedied_on": None,
        "suggested_on": None,
    }
    return FindingView(**given | more, steps=steps)


def an_inspection_plan() -> InspectionPlanView:
    return InspectionPlanView(
        inspection_plan_id=an_id("inspection plan"),
        year=2023,
        issuer=InspectionIssuer.COUNCIL,
        issuer_label="Hội đồng Thi đua - Khen thưởng tỉnh",
        title="Kế hoạch kiểm tra năm 2023",
        max_score=100.0,
        reference="",
        issued_on=None,
        state="draft",
        state_label="Đang soạn",
        version=1,
        inspections=(InspectionView(**_inspection()),),
        steps=(StepOffer(step="issue", label="Ban hành", is_final=True),),
    )


def _occasion(**more: Any) -> dict[str, Any]:
    return {
        "occasion_id": OCCASION,
        "kind": OccasionKind.TRAINING,
        "kind_label": "Tập huấn",
        "title": "Tập huấn nghiệp vụ",
        "place": "Hội trường",
        "starts_at": MOMENT,
        "ends_at": MOMENT,
        "state": "planned",
        "state_label": "Sắp tổ chức",
        "commemorates": "",
        "anniversary": None,
        "anniversary_label": "",
        "plan_id": None,
        "task_key": None,
        "movement_id": None,
        "warnings": (),
        "version": 2,
        "steps": (HOLD,),
    } | more


def an_occasion(**more: Any) -> OccasionDetail:
    guest = AttendanceView(unit_id="so-y-te", unit_name="Sở Y tế", registered=3, attended=None, certified=0)
    given: dict[str, Any] = {
        "note": "",
        "report": "",
        "held_on": None,
        "reported_on": None,
        "materials": (),
        "attendance": (guest,),
        "models": (),
    }
    return OccasionDetail(**_occasion() | given | more)


def a_model() -> LearnedModelView:
    return LearnedModelView(
        model_id=an_id("model"),
        occasion_id=OCCASION,
        name="Một cửa lưu động",
        learned_from="Tỉnh bạn",
        learned_on=date(2023, 5, 1),
    )


def some_guidance(**more: Any) -> GuidanceView:
    given: dict[str, Any] = {
        "guidance_id": GUIDANCE,
        "reference": "15/HD-SNV",
        "title": "Hướng dẫn lập hồ sơ",
        "issuer": "Sở Nội vụ",
        "issued_on": date(2023, 1, 10),
        "text": "",
        "link": "",
        "state": "published",
        "state_label": "Đã công bố",
        "reason": "",
        "units": 147,
        "read_by": 146,
        "unread": ("so-y-te",),
        "version": 2,
        "steps": (),
    }
    return GuidanceView(**given | more)


def an_exemplar(*steps: StepOffer, **more: Any) -> ExemplarView:
    given: dict[str, Any] = {
        "exemplar_id": EXEMPLAR,
        "unit_id": "so-y-te",
        "unit_name": "Sở Y tế",
        "subject_kind": "individual",
        "subject_kind_label": "Cá nhân",
        "subject_name": "Điều dưỡng Lê Thị C",
        "is_small_collective": False,
        "field": "Y tế",
        "regions": (),
        "region_labels": (),
        "worker_class": "direct_labour",
        "worker_class_label": "Người trực tiếp lao động, công tác, học tập",
        "story": "",
        "found_on": date(2023, 3, 3),
        "state": "found",
        "state_label": "Mới phát hiện",
        "movement_id": None,
        "nomination_id": None,
        "finding_id": None,
        "recognised_on": None,
        "note": "",
        "followers": (),
        "honoured_at": (),
        "version": 1,
    }
    return ExemplarView(**given | more, steps=steps)


def an_entry(title: str = "Nộp báo cáo sơ kết", on: date = date(2023, 6, 15), **more: Any) -> EntryView:
    given: dict[str, Any] = {
        "uid": title,
        "kind": "filing",
        "kind_label": "Nộp kế hoạch, báo cáo",
        "title": title,
        "starts_on": on,
        "ends_on": on,
        "starts_at": None,
        "ends_at": None,
        "place": "",
        "unit_id": None,
        "state_label": "Chưa nộp",
        "is_done": False,
        "is_cancelled": False,
        "link": f"/filings/{an_id('filing')}",
        "source": "",
        "status": "confirmed",
        "warnings": (),
    }
    return EntryView(**given | more)


def a_calendar(*entries: EntryView) -> CalendarView:
    return CalendarView(starts_on=date(2023, 6, 1), ends_on=date(2023, 6, 30), entries=entries, doubts=())


def an_anniversary() -> AnniversaryView:
    return AnniversaryView(
        key="11-6",
        name="Ngày Chủ tịch Hồ Chí Minh ra Lời kêu gọi thi đua ái quốc",
        origin_on=date(1948, 6, 11),
        on=date(2023, 6, 11),
        number=75,
        kind_label="năm chẵn",
        is_round=True,
        source="Luật Thi đua, Khen thưởng",
        status="confirmed",
    )


def a_feed() -> FeedView:
    return FeedView(
        feed_id=FEED,
        unit_id=None,
        is_of_unit=False,
        with_alarms=False,
        made_at=MOMENT,
        read_at=None,
        revoked_at=None,
    )


def a_made_feed() -> FeedMade:
    return FeedMade(**a_feed().model_dump(), path=f"/calendar/feeds/{FEED}/{SECRET}.ics")
