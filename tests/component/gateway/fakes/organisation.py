"""The plans service on units, clusters, movements and scores, as the pages meet it: one thing of each kind."""

from datetime import date
from decimal import Decimal
from typing import Any

from shared.api.base import StepOffer
from shared.api.emulation import (
    ClusterYearView,
    ComparisonView,
    MovementDetail,
    ParticipationView,
    PledgeView,
    RegistrationView,
    TargetView,
    YearMember,
)
from shared.api.organisation import (
    ClusterDetail,
    HeadAccount,
    HeadView,
    MembershipView,
    ReorganisationPreview,
    ReorganisationView,
    UnitDetail,
)
from shared.api.scoring import CriteriaSetView, Criterion, Group, Manual, RankedMember, RankingView, Ratio, ScoreView
from shared.api.scoring import SheetView as ScoreSheetView
from tests.component.gateway.fake import MOMENT, FakeServices, an_id

CLUSTER = "/clusters/khoi-5"
YEAR = f"{CLUSTER}/years/2023"
REGISTRATION = f"{YEAR}/registrations/so-y-te"
SHEET = f"{YEAR}/sheets/so-y-te"
MOVEMENT = an_id("movement")
SUBMIT = StepOffer(step="submit", label="Gửi bảng tự chấm điểm")
CHECK = StepOffer(step="check", label="Xác nhận kiểm tra")
PUBLISH = StepOffer(step="publish", label="Công bố kết quả", is_final=True)


def answer_about_the_province(fake: FakeServices) -> None:
    """Answer every question of the pages about units, clusters, movements and scores."""
    fake.says("GET", "/units/so-y-te", a_unit_card())
    fake.says("GET", "/units/heads", [a_head_account()])
    fake.says("GET", "/units/reorganisations", [an_act()])
    fake.says("GET", CLUSTER, a_cluster_card())
    fake.says("GET", YEAR, a_cluster_year())
    fake.says("GET", f"{YEAR}/pledge", a_pledge())
    fake.says("GET", f"{YEAR}/comparison", a_comparison())
    fake.says("GET", REGISTRATION, a_registration())
    fake.says("GET", SHEET, a_score_sheet())
    fake.says("GET", f"{YEAR}/ranking", a_ranking())
    fake.says("GET", "/criteria-sets", [a_criteria_set()])
    fake.says("GET", "/criteria-sets/bo-2023", a_criteria_set())
    fake.says("GET", f"/movements/{MOVEMENT}", a_movement_card())


def a_unit_card(**more: Any) -> UnitDetail:
    head = HeadView(
        unit_id="so-y-te", post="Giám đốc", name="Trần Thị B", account="", valid_from=date(2022, 1, 1), valid_to=None
    )
    given: dict[str, Any] = {
        "unit_id": "so-y-te",
        "name": "Sở Y tế",
        "kind": "sở",
        "is_province": False,
        "cluster_id": "khoi-5",
        "valid_from": date(2022, 1, 1),
        "valid_to": None,
        "version": 1,
        "names": (),
        "predecessor_ids": (),
        "successor_ids": (),
        "heads": (head,),
        "memberships": (a_membership(),),
    }
    return UnitDetail(**given | more)


def a_membership() -> MembershipView:
    return MembershipView(
        cluster_id="khoi-5",
        cluster_name="Khối thi đua số 5",
        unit_id="so-y-te",
        unit_name="Sở Y tế",
        decision="10/QĐ-UBND",
        valid_from=date(2022, 1, 1),
        valid_to=None,
    )


def a_head_account(**more: Any) -> HeadAccount:
    given: dict[str, Any] = {"unit_id": "so-y-te", "unit_name": "Sở Y tế", "head_name": "Trần Thị B"}
    return HeadAccount(**given | {"head_post": "Giám đốc", "owed": 3, "filed": 1, "late": 1, "missing": 1} | more)


def an_act() -> ReorganisationView:
    return ReorganisationView(
        reorganisation_id=an_id("act"),
        title="Hợp nhất hai sở",
        decision="20/NQ-HĐND",
        decided_on=date(2023, 2, 1),
        effective_on=date(2023, 3, 1),
        carried_out_at=MOMENT,
        carried_out_by="Quản trị",
        ended_ids=("so-cu",),
        begun_ids=("so-moi",),
        renamed_ids=(),
    )


def a_foresight(*blockers: str) -> ReorganisationPreview:
    return ReorganisationPreview(
        ends_on=date(2023, 6, 30),
        ended=("Sở Y tế",),
        begun=("Sở Y tế và Lao động",),
        renamed=(),
        filings=(),
        memberships=(),
        blockers=blockers,
        warnings=("Khối thi đua số 5 còn 3 thành viên.",),
        fingerprint="f1",
    )


def a_cluster_card(**more: Any) -> ClusterDetail:
    given: dict[str, Any] = {
        "cluster_id": "khoi-5",
        "name": "Khối thi đua số 5",
        "kind": "khoi",
        "kind_label": "Khối thi đua",
        "decision": "10/QĐ-UBND",
        "valid_from": date(2022, 1, 1),
        "valid_to": None,
        "on": date(2023, 6, 20),
        "version": 3,
        "members": (a_membership(),),
        "offices": (),
        "rotation": ("so-y-te",),
    }
    return ClusterDetail(**given | more)


def a_cluster_year(**more: Any) -> ClusterYearView:
    member = YearMember(
        unit_id="so-y-te",
        unit_name="Sở Y tế",
        has_signed=False,
        registration_state="sent",
        registration_label="Đã gửi",
        sheet_state="draft",
        sheet_label="Đang tự chấm điểm",
    )
    given: dict[str, Any] = {
        "cluster_id": "khoi-5",
        "cluster_name": "Khối thi đua số 5",
        "year": 2023,
        "state": "open",
        "state_label": "Đang thực hiện",
        "criteria_set_id": "bo-2023",
        "criteria_status": "needs confirmation",
        "registration_due_on": date(2023, 3, 15),
        "self_score_due_on": date(2023, 11, 15),
        "accepts_late_scores": False,
        "awards": (),
        "members": (member,),
        "published_on": None,
        "version": 2,
        "steps": (),
    }
    return ClusterYearView(**given | more)


def a_pledge(**more: Any) -> PledgeView:
    given: dict[str, Any] = {
        "cluster_id": "khoi-5",
        "year": 2023,
        "state": "draft",
        "state_label": "Đang soạn thảo",
        "contents": ("Hoàn thành 100% nhiệm vụ",),
        "targets": (),
        "signed_on": None,
        "place": "",
        "signatories": (),
        "missing_ids": ("so-y-te",),
        "version": 1,
        "steps": (StepOffer(step="sign", label="Ký kết giao ước", is_final=True),),
    }
    return PledgeView(**given | more)


def a_registration(**more: Any) -> RegistrationView:
    target = TargetView(
        code="CT1",
        name="Giường bệnh trên vạn dân",
        measure="giường",
        better="more",
        value=Decimal("29.5"),
        half_year=Decimal("28.0"),
        half_year_percent=Decimal("94.92"),
        achieved=None,
        percent=None,
        is_met=None,
        note="",
    )
    given: dict[str, Any] = {
        "cluster_id": "khoi-5",
        "year": 2023,
        "unit_id": "so-y-te",
        "unit_name": "Sở Y tế",
        "state": "draft",
        "state_label": "Đang soạn thảo",
        "edition": 1,
        "editions": 1,
        "due_on": date(2023, 3, 15),
        "sent_on": None,
        "days_late": 0,
        "targets": (target,),
        "titles": (),
        "version": 4,
        "steps": (),
    }
    return RegistrationView(**given | more)


def a_comparison() -> ComparisonView:
    return ComparisonView(cluster_id="khoi-5", year=2023, registrations=(a_registration(),), missing_ids=())


def a_criteria_set() -> CriteriaSetView:
    criteria = (
        Criterion(code="A1", name="Chỉ tiêu kinh tế", maximum=Decimal(60), formula=Ratio()),
        Criterion(code="A2", name="Xây dựng Đảng", maximum=Decimal(40), formula=Manual()),
    )
    return CriteriaSetView(
        criteria_set_id="bo-2023",
        name="Bộ tiêu chí năm 2023",
        cluster_kinds=("khoi",),
        valid_from=date(2023, 1, 1),
        maximum=Decimal(100),
        groups=(Group(code="A", name="Nhiệm vụ chính trị", maximum=Decimal(100), criteria=criteria),),
        status="needs confirmation",
        source="Hướng dẫn chấm điểm",
        is_used=True,
    )


def a_score(code: str, points: str, **more: Any) -> ScoreView:
    given: dict[str, Any] = {
        "name": f"Tiêu chí {code}",
        "group": "Nhiệm vụ chính trị",
        "maximum": Decimal(60),
        "formula": "Chấm trực tiếp",
        "is_bonus": False,
        "achieved": None,
        "target": None,
        "evidence": "",
        "checked_points": None,
        "official_points": None,
    }
    return ScoreView(code=code, self_points=Decimal(points), **given | more)


def a_score_sheet(**more: Any) -> ScoreSheetView:
    given: dict[str, Any] = {
        "cluster_id": "khoi-5",
        "year": 2023,
        "unit_id": "so-y-te",
        "unit_name": "Sở Y tế",
        "state": "draft",
        "state_label": "Đang tự chấm điểm",
        "submitted_on": None,
        "days_late": 0,
        "self_total": Decimal("38.50"),
        "checked_total": None,
        "official_total": None,
        "scores": (a_score("A2", "38.50"),),
        "facts": (),
        "history": (),
        "version": 5,
        "steps": (),
    }
    return ScoreSheetView(**given | more)


def a_ranking(*steps: StepOffer, **more: Any) -> RankingView:
    member = RankedMember(
        unit_id="so-y-te",
        unit_name="Sở Y tế",
        rank=1,
        total=Decimal("98.50"),
        bonus=Decimal(0),
        votes=None,
        is_tied=False,
        award="CO_TINH",
        award_label="Cờ thi đua của Ủy ban nhân dân tỉnh",
        sheet_state="scored",
        sheet_state_label="Đã chấm điểm chính thức",
    )
    given: dict[str, Any] = {
        "cluster_id": "khoi-5",
        "cluster_name": "Khối thi đua số 5",
        "year": 2023,
        "state": "open",
        "state_label": "Đang thực hiện",
        "criteria_set_id": "bo-2023",
        "criteria_status": "confirmed",
        "voters": None,
        "published_on": None,
        "members": (member,),
        "blockers": (),
        "version": 6,
    }
    return RankingView(**given | more, steps=steps)


def a_movement_card(**more: Any) -> MovementDetail:
    part = ParticipationView(
        unit_id="so-y-te",
        unit_name="Sở Y tế",
        registered_on=date(2023, 4, 1),
        content="Khám bệnh lưu động",
        participants=120,
        result="",
        measures=(),
        version=1,
    )
    given: dict[str, Any] = {
        "movement_id": MOVEMENT,
        "plan_id": an_id("plan 2023"),
        "name": "Cả nước chung sức xây dựng nông thôn mới",
        "period": None,
        "form": "thematic",
        "form_label": "Theo chuyên đề",
        "scope": "province",
        "scope_label": "Toàn tỉnh",
        "unit_id": None,
        "cluster_id": None,
        "starts_on": date(2023, 1, 1),
        "ends_on": None,
        "aims": "",
        "criteria": (),
        "audience": "",
        "indicators": ("Số xã đạt chuẩn",),
        "launched_by": "",
        "document": "",
        "launched_on": date(2023, 1, 5),
        "state": "launched",
        "state_label": "Đã phát động",
        "stages": (),
        "participations": (part,),
        "version": 2,
        "steps": (StepOffer(step="conclude", label="Tổng kết", is_final=True),),
    }
    return MovementDetail(**given | more)
