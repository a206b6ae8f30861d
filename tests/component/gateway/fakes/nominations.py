"""The nominations service as the pages of dossiers, councils, decisions and the law meet it: one thing of each kind."""

from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Any

from shared.api.acts import ActLine, ActPage
from shared.api.base import StepOffer
from shared.api.councils import (
    AttendanceView,
    ConflictView,
    CouncilView,
    ItemView,
    MemberView,
    PublishedBallot,
    PublishedBallots,
    SessionSummary,
    SessionView,
    TallyView,
)
from shared.api.decisions import (
    CeremonySummary,
    CeremonyView,
    ChainLink,
    DecisionEntry,
    DecisionSummary,
    DecisionView,
    DoubtView,
    FundView,
    GroundView,
    HonourView,
    PacketComponent,
    PacketView,
    QuestionView,
    RegisterCard,
    RegisterLine,
    RegisterPage,
    RevocationSummary,
    RevocationView,
)
from shared.api.dossiers import (
    CommentView,
    ComponentView,
    ConsultationView,
    CorrectionView,
    Difference,
    DraftLine,
    DraftView,
    FileView,
    HonourLine,
    OpinionView,
    RoundView,
    SheetLine,
    SheetView,
    SubjectView,
    VersionView,
)
from shared.api.rules import (
    AwardCard,
    CitedLine,
    DifferenceView,
    QuotaView,
    RuleActView,
    RulesetView,
    UnconfirmedView,
)
from tests.component.gateway.fake import FakeServices, a_nomination, a_page, an_id

MOMENT = datetime(2023, 6, 20, 2, tzinfo=UTC)
DAY = date(2023, 6, 20)
DOSSIER = an_id("Phòng Kế hoạch")
COUNCIL, SESSION, ITEM, MEMBER = an_id("council"), an_id("session"), an_id("item"), an_id("member")
DECISION, AWARD, CEREMONY, REVOCATION = an_id("decision"), an_id("award"), an_id("ceremony"), an_id("revocation")
ROUND, SHEET, SUBJECT, DRAFT, FILE = (an_id(name) for name in ("round", "sheet", "subject", "dossier draft", "file"))
CORRECTION, OPINION, COMMENT = an_id("correction"), an_id("opinion"), an_id("comment")
QUESTION = an_id("question")


def answer_about_nominations(fake: FakeServices) -> None:
    """Answer every question of the pages, with one thing of each kind."""
    dossier, owner = f"/nominations/{DOSSIER}", a_nomination()
    for path, answer in {
        dossier: owner,
        f"{dossier}/checklist": [a_component(), a_component("BIEN_BAN_HOP", is_enclosed=False)],
        f"{dossier}/corrections": [a_correction()],
        f"{dossier}/versions": [a_version()],
        f"{dossier}/opinions": [an_opinion()],
        f"{dossier}/consultation": a_consultation(),
        f"{dossier}/packet": a_packet(),
        f"/dossiers/{DOSSIER}/files": [a_file()],
        f"/dossiers/{DRAFT}/files": [],
        f"/files/{FILE}/content": b"%PDF-1.7",
        "/drafts": a_page([a_draft_line()]),
        f"/drafts/{DRAFT}": a_dossier_draft(),
        "/sheets": [a_sheet()],
        f"/sheets/{SHEET}": a_sheet(),
        f"/sheets/{SHEET}/lines": [a_sheet_line()],
        "/sheets/template": b"PK",
        "/rounds": [a_round()],
        "/opinions": [an_opinion()],
        "/consultations": [a_consultation()],
        "/subjects": [a_subject()],
        f"/subjects/{SUBJECT}": a_subject(),
        "/councils": [a_council()],
        f"/councils/{COUNCIL}": a_council(),
        "/council-sessions": [SessionSummary(**_session())],
        f"/council-sessions/{SESSION}": a_session(),
        f"/council-sessions/{SESSION}/minutes": b"PK",
        f"/council-items/{ITEM}/ballots": some_ballots(),
        "/decisions": [DecisionSummary(**_decision())],
        f"/decisions/{DECISION}": a_decision(),
        f"/decisions/{DECISION}/paper": b"PK",
        "/fund": a_fund(),
        "/register": RegisterPage(items=(RegisterLine(**_award()),), page=1, size=50, has_more=False),
        f"/register/{AWARD}": an_award_card(),
        "/ceremonies": [a_ceremony_line()],
        f"/ceremonies/{CEREMONY}": a_ceremony(),
        "/revocations": [a_revocation_line()],
        f"/revocations/{REVOCATION}": a_revocation(),
        "/acts": some_acts(),
        "/rulesets": [a_ruleset(), a_ruleset("RS-B", name="Bộ quy định B")],
        "/rulesets/RS-A/unconfirmed": [an_unconfirmed()],
        "/rulesets/RS-A/awards/TTLDXS": a_card(),
        "/rulesets/RS-A/differences/RS-B": [a_difference()],
        "/rulesets/RS-A/quotas/TTLDXS": a_quota(),
        "/rule-acts": [a_rule_act()],
    }.items():
        fake.says("GET", path, answer)


def offer(step: str, label: str, **more: Any) -> StepOffer:
    return StepOffer(step=step, label=label, **more)


def a_component(code: str = "TO_TRINH", **more: Any) -> ComponentView:
    names = {"TO_TRINH": "Tờ trình", "BIEN_BAN_HOP": "Biên bản họp"}
    given: dict[str, Any] = {"is_required": True, "is_enclosed": True, "files": 1}
    return ComponentView(code=code, name=names[code], **given | more)


def a_correction(**more: Any) -> CorrectionView:
    given: dict[str, Any] = {
        "parts": (("fact.share", "Tỷ lệ cá nhân hoàn thành (%)"), ("document.TO_TRINH", "Tờ trình")),
        "note": "Xem lại tỷ lệ.",
        "state": "asked",
        "state_label": "Chờ đơn vị chỉnh sửa",
    }
    return CorrectionView(
        correction_id=CORRECTION,
        nomination_id=DOSSIER,
        asked_by="Chuyên viên",
        asked_at=MOMENT,
        made_by="",
        made_at=None,
        reviewed_at=None,
        **given | more,
    )


def a_version() -> VersionView:
    changed = Difference(part="fact.share", label="Tỷ lệ cá nhân hoàn thành (%)", before="90", after="100")
    return VersionView(version=1, changed_by="Cán bộ Sở Y tế", changed_at=MOMENT, differences=(changed,))


def an_opinion(**more: Any) -> OpinionView:
    given: dict[str, Any] = {
        "office_id": "so-y-te",
        "office_name": "Sở Y tế",
        "rules": (),
        "state": "asked",
        "state_label": "Đang chờ ý kiến",
        "result": "",
        "result_label": "Chưa có ý kiến",
    }
    return OpinionView(
        opinion_id=OPINION,
        nomination_id=DOSSIER,
        kind="whole",
        asked_by="Chuyên viên",
        asked_at=MOMENT,
        due_on=DAY,
        silence_citation="",
        results={},
        said="",
        given_by="",
        given_at=None,
        **given | more,
    )


def a_consultation(**more: Any) -> ConsultationView:
    comment = CommentView(
        comment_id=COMMENT,
        received_at=MOMENT,
        author="Một người dân",
        said="Rất xứng đáng.",
        resolution="",
        resolved_by="",
        resolved_at=None,
    )
    given: dict[str, Any] = {"is_closed": False, "comments": (comment,)}
    return ConsultationView(
        nomination_id=DOSSIER,
        award_name="Tập thể lao động xuất sắc",
        subject_name="Phòng Kế hoạch",
        unit_name="Sở Y tế",
        opened_on=DAY,
        closes_on=date(2023, 7, 4),
        citation="Điều 50",
        place="Cổng thông tin điện tử",
        **given | more,
    )


def a_file(**more: Any) -> FileView:
    given: dict[str, Any] = {
        "name": "to-trinh.pdf",
        "size": 1_300_000,
        "link": None,
        "state": "clean",
        "state_label": "An toàn",
        "same_as": (),
    }
    return FileView(
        file_id=FILE,
        kind="TO_TRINH",
        kind_label="Tờ trình",
        media_type="application/pdf",
        sha256="a" * 64,
        added_by="Cán bộ Sở Y tế",
        added_at=MOMENT,
        **given | more,
    )


def _draft() -> dict[str, Any]:
    return {
        "draft_id": DRAFT,
        "unit_id": "so-y-te",
        "award": "TTLDXS",
        "award_name": "Tập thể lao động xuất sắc",
        "subject_kind": "collective",
        "subject_name": "Phòng Tài chính",
        "year": 2022,
        "mode": "merit",
        "origin": "",
        "saved_by": "Cán bộ Sở Y tế",
        "saved_at": MOMENT,
        "version": 3,
    }


def a_draft_line() -> DraftLine:
    return DraftLine(**_draft())


def a_dossier_draft(**more: Any) -> DraftView:
    given: dict[str, Any] = {"faults": ("Chưa ghi số quyết định công nhận.",)}
    return DraftView(
        **_draft(),
        subject_id=None,
        facts={"share": 12.5},
        documents=(),
        round_id=None,
        checklist=(a_component(is_enclosed=False, files=0),),
        **given | more,
    )


def a_sheet(**more: Any) -> SheetView:
    given: dict[str, Any] = {"state": "read", "state_label": "Đã đọc, chờ xác nhận", "rows": 3, "done": 3, "faulty": 0}
    return SheetView(
        sheet_id=SHEET,
        name="danh-sach.xlsx",
        made_by="Cán bộ Sở Y tế",
        made_at=MOMENT,
        headings=("Họ tên", "Danh hiệu", "Ghi chú"),
        columns=((0, "subject_name", "Họ và tên (tên tập thể)"), (1, "award", "Danh hiệu")),
        fault="",
        origin="s",
        version=2,
        **given | more,
    )


def a_sheet_line(**more: Any) -> SheetLine:
    given: dict[str, Any] = {"faults": ("Chưa có năm.",)}
    return SheetLine(
        row=2,
        award="TTLDXS",
        award_name="Tập thể lao động xuất sắc",
        subject_kind="collective",
        subject_name="Phòng Một",
        year=None,
        mode="merit",
        facts={},
        **given | more,
    )


def a_round(**more: Any) -> RoundView:
    given: dict[str, Any] = {"state": "open", "state_label": "Đang nhận hồ sơ"}
    return RoundView(
        round_id=ROUND,
        name="Đợt xét cuối năm",
        year=2022,
        mode="merit",
        awards=("TTLDXS",),
        opens_on=DAY,
        closes_on=date(2023, 7, 31),
        dossiers=12,
        version=1,
        **given | more,
    )


def a_subject() -> SubjectView:
    honour = HonourLine(
        award="LDTT",
        award_name="Lao động tiên tiến",
        year=2021,
        decided_by="province_chair",
        decision_number="12/QĐ",
        decided_on=date(2022, 1, 5),
        is_revoked=True,
    )
    return SubjectView(
        subject_id=SUBJECT,
        kind="individual",
        kind_label="Cá nhân",
        name="Nguyễn Văn An",
        unit_id="so-y-te",
        honours=(honour,),
    )


def a_council(**more: Any) -> CouncilView:
    members = tuple(
        MemberView(
            member_id=MEMBER if number == 0 else an_id(account),
            account=account,
            name=name,
            position="chair" if number == 0 else "member",
            position_label="Chủ tịch Hội đồng" if number == 0 else "Ủy viên Hội đồng",
            unit_id="",
            valid_from=date(2021, 1, 1),
            valid_to=None,
        )
        for number, (account, name) in enumerate((("lanhdao", "Lãnh đạo"), ("noivu", "Chuyên viên")))
    )
    given: dict[str, Any] = {"members": members}
    return CouncilView(
        council_id=COUNCIL,
        kind="emulation",
        kind_label="Hội đồng Thi đua - Khen thưởng",
        level="province",
        level_label="Cấp tỉnh",
        unit_id="",
        name="Hội đồng Thi đua - Khen thưởng tỉnh",
        decision_number="5/QĐ-UBND",
        decided_on=date(2021, 1, 1),
        legal_basis="Luật Thi đua, Khen thưởng",
        quorum=(2, 3),
        quorum_basis="",
        valid_from=date(2021, 1, 1),
        valid_to=None,
        version=1,
        **given | more,
    )


def _session(**more: Any) -> dict[str, Any]:
    return {
        "session_id": SESSION,
        "council_id": COUNCIL,
        "council_name": "Hội đồng Thi đua - Khen thưởng tỉnh",
        "title": "Phiên họp tháng 6",
        "state": "called",
        "state_label": "Đã triệu tập",
        "method": "electronic",
        "method_label": "Bỏ phiếu kín trên hệ thống",
        "is_written_round": False,
        "meets_at": MOMENT,
        "place": "Phòng họp số 1",
        "version": 4,
        **more,
    }


def a_tally(**more: Any) -> TallyView:
    given: dict[str, Any] = {"approve": 2, "disapprove": 0, "abstain": 0}
    return TallyView(
        members=2,
        papers=2,
        returned=2,
        invalid=0,
        share="100,00 %",
        percent=80,
        percent_basis="Điều 3",
        needed=2,
        is_passed=True,
        **given | more,
    )


def an_item(**more: Any) -> ItemView:
    conflict = ConflictView(
        member_id=an_id("noivu"),
        member_name="Chuyên viên",
        ground="same_unit",
        ground_label="Cùng đơn vị với đối tượng được xét",
        is_detected=True,
        stands_aside=None,
        note="",
    )
    given: dict[str, Any] = {
        "item_id": ITEM,
        "modulus": "",
        "papers": 0,
        "counted_by": 0,
        "has_paper": False,
        "conflicts": (conflict,),
        "tally": None,
        "subject_name": "Phòng Kế hoạch",
    }
    return ItemView(
        position=1,
        kind="nomination",
        kind_label="Xét khen thưởng",
        title="Tập thể lao động xuất sắc",
        nomination_id=DOSSIER,
        unit_id="so-y-te",
        subject_kind="collective",
        percent=80,
        percent_basis="Điều 3",
        **given | more,
    )


def a_session(*items: ItemView, steps: Iterable[StepOffer] = (), **more: Any) -> SessionView:
    attendances = tuple(
        AttendanceView(
            member_id=member_id,
            name=name,
            position_label="Ủy viên Hội đồng",
            presence="present",
            presence_label="Có mặt",
            reason="",
        )
        for member_id, name in ((MEMBER, "Lãnh đạo"), (an_id("noivu"), "Chuyên viên"))
    )
    return SessionView(
        **_session(**more),
        total_members=2,
        present=2,
        written=0,
        quorum=2,
        has_quorum=True,
        proceedings="",
        conclusion="",
        items=items or (an_item(),),
        attendances=attendances,
        steps=tuple(steps),
    )


def some_ballots(*ballots: PublishedBallot, modulus: str = "c5", **more: Any) -> PublishedBallots:
    one = PublishedBallot(
        receipt="AAAAA-BBBBB-CCCCC-DDDDD", serial="00" * 32, signature="00", choice="approve", choice_label="Đồng ý"
    )
    return PublishedBallots(
        item_id=ITEM, modulus=modulus, exponent=65537, ballots=ballots or (one,), tally=a_tally(**more)
    )


def _decision(**more: Any) -> dict[str, Any]:
    return {
        "decision_id": DECISION,
        "issuer": "province_chair",
        "issuer_name": "Chủ tịch Ủy ban nhân dân tỉnh",
        "title": "Tặng danh hiệu năm 2022",
        "state": "drafted",
        "state_label": "Đang dự thảo",
        "number": "",
        "decided_on": None,
        "dossiers": 2,
        "version": 3,
        **more,
    }


def an_entry(position: int = 1, **more: Any) -> DecisionEntry:
    given: dict[str, Any] = {"subject_kind": "collective", "bonus": 2_240_000, "is_confirmed": True}
    return DecisionEntry(
        nomination_id=an_id(f"entry {position}"),
        position=position,
        award="TTLDXS",
        award_name="Tập thể lao động xuất sắc",
        subject_name=f"Phòng {position}",
        unit_id="so-y-te",
        unit_name="Sở Y tế",
        **given | more,
    )


def a_decision(*entries: DecisionEntry, steps: Iterable[StepOffer] = (), **more: Any) -> DecisionView:
    listed = entries or (an_entry(), an_entry(2, subject_kind="individual", bonus=450_000, is_confirmed=False))
    return DecisionView(
        **_decision(**more),
        proposer="Sở Nội vụ",
        proposal_number="",
        proposed_on=None,
        signer="",
        signer_title="",
        basis=("Căn cứ Luật Thi đua, Khen thưởng",),
        recipients=("Sở Tài chính",),
        payer="province_chair",
        total=sum(one.bonus or 0 for one in listed),
        entries=listed,
        steps=tuple(steps),
    )


def a_fund() -> FundView:
    return FundView(
        payer="",
        year=None,
        granted=100,
        due=130,
        paid=30,
        unpaid=100,
        recoverable=0,
        recovered=0,
        outstanding=0,
        left=-30,
    )


def a_packet(**more: Any) -> PacketView:
    question = QuestionView(question_id=QUESTION, asked_on=DAY, question="Bổ sung báo cáo", answered_on=None, answer="")
    given: dict[str, Any] = {"sent_on": None, "reference": "", "days_waiting": None, "questions": (question,)}
    return PacketView(
        nomination_id=DOSSIER,
        components=(PacketComponent(code="TO_TRINH", name="Tờ trình", copies=4, enclosed=1),),
        lacking=("Tờ trình: cần 4 bộ, hiện có 1 bộ.",),
        answered_on=None,
        award_id=None,
        version=2,
        **given | more,
    )


def _award(**more: Any) -> dict[str, Any]:
    return {
        "award_id": AWARD,
        "book_number": 7,
        "book_year": 2023,
        "award": "TTLDXS",
        "award_name": "Tập thể lao động xuất sắc",
        "subject_kind": "collective",
        "subject_id": SUBJECT,
        "subject_name": "Phòng Kế hoạch",
        "unit_id": "so-y-te",
        "unit_name": "Sở Y tế",
        "year": 2022,
        "decision_number": "95/QĐ-UBND",
        "decided_on": date(2023, 3, 1),
        "bonus": 2_240_000,
        "presented_on": None,
        "revoked_on": None,
        "is_imported": False,
        **more,
    }


def an_award_card(**more: Any) -> RegisterCard:
    ground = GroundView(code="false_merit", name="Gian dối", citation="Điều 93", is_confirmed=True)
    given: dict[str, Any] = {"nomination_id": DOSSIER, "grounds": (ground,), "revocation_id": None}
    return RegisterCard(**_award(), **given | more)


def a_ceremony_line() -> CeremonySummary:
    return CeremonySummary(
        ceremony_id=CEREMONY,
        title="Lễ trao tặng",
        state="prepared",
        state_label="Đang chuẩn bị",
        held_at=MOMENT,
        place="Hội trường",
        awards=1,
    )


def a_ceremony(steps: Iterable[StepOffer] = (), **more: Any) -> CeremonyView:
    honour = HonourView(
        award_id=AWARD,
        award_name="Tập thể lao động xuất sắc",
        subject_name="Phòng Kế hoạch",
        unit_name="Sở Y tế",
        decision="Quyết định số 95/QĐ-UBND ngày 01/03/2023",
        result_label="",
    )
    given: dict[str, Any] = {"state": "prepared", "state_label": "Đang chuẩn bị"}
    return CeremonyView(
        ceremony_id=CEREMONY,
        title="Lễ trao tặng",
        held_at=MOMENT,
        place="Hội trường",
        host="Chủ tịch",
        invitees=("Lãnh đạo tỉnh",),
        honours=(honour,),
        script=("Ổn định tổ chức.",),
        missing=("Phòng Kế hoạch",),
        version=2,
        steps=tuple(steps),
        **given | more,
    )


def a_revocation_line() -> RevocationSummary:
    return RevocationSummary(
        revocation_id=REVOCATION,
        award_name="Tập thể lao động xuất sắc",
        subject_name="Phòng Kế hoạch",
        state="opened",
        state_label="Đã có kết luận, chờ báo cáo Hội đồng",
        report_by=DAY,
        decide_by=None,
    )


def a_revocation(steps: Iterable[StepOffer] = (), **more: Any) -> RevocationView:
    links = tuple(
        ChainLink(award_id=an_id(name), award_name=name, decision_number=f"{number}/QĐ", decided_on=DAY)
        for number, name in enumerate(("Lao động tiên tiến", "Chiến sĩ thi đua cơ sở"), 1)
    )
    given: dict[str, Any] = {"state": "revoked", "state_label": "Đã hủy bỏ, đang thu hồi"}
    return RevocationView(
        revocation_id=REVOCATION,
        award_id=AWARD,
        award_name="Tập thể lao động xuất sắc",
        subject_name="Phòng Kế hoạch",
        ground="false_merit",
        ground_label="Gian dối",
        citation="Điều 93",
        conclusion="Kết luận thanh tra số 8",
        concluded_on=DAY,
        report_by=DAY,
        reported_on=DAY,
        decide_by=DAY,
        decision_number="400/QĐ",
        decided_on=DAY,
        to_recover=2_240_000,
        recovered=0,
        object_returned_on=None,
        doubts=(DoubtView(award_id=links[-1].award_id, chain=links, is_direct_finding=False, outcome="", note=""),),
        version=5,
        steps=tuple(steps),
        **given | more,
    )


def some_acts(**more: Any) -> ActPage:
    one = ActLine(
        number=9,
        at=MOMENT,
        actor="noivu",
        client="10.0.0.1",
        act="open",
        act_label="Mở hồ sơ hủy bỏ",
        about="revocation",
        about_label="Hủy bỏ khen thưởng",
        about_id=str(REVOCATION),
        changes=("Tình trạng: Đã có kết luận",),
        ground="Kết luận thanh tra",
        is_sealed=True,
    )
    given: dict[str, Any] = {"next": 9}
    return ActPage(items=(one,), abouts=(("revocation", "Hủy bỏ khen thưởng"),), **given | more)


def a_ruleset(code: str = "RS-A", **more: Any) -> RulesetView:
    given: dict[str, Any] = {"name": "Bộ quy định A"}
    return RulesetView(
        code=code,
        valid_from=date(2004, 7, 1),
        valid_to=date(2023, 12, 31),
        based_on="",
        is_unconfirmed=False,
        instruments=("Luật Thi đua, Khen thưởng số 15/2003/QH11",),
        awards=58,
        unconfirmed=1,
        **given | more,
    )


def an_unconfirmed() -> UnconfirmedView:
    return UnconfirmedView(path="awards/TTLDXS/criteria/c1", text="Có 100 % cá nhân", citation="Điều 27")


def a_card() -> AwardCard:
    line = CitedLine(id="c1", text="Có 100 % cá nhân", citation="Điều 27", status="needs confirmation")
    return AwardCard(
        ruleset="RS-A",
        code="TTLDXS",
        name="Tập thể lao động xuất sắc",
        kind_label="Danh hiệu thi đua",
        level_label="Cấp tỉnh",
        subject_kinds=("Tập thể",),
        modes=("Công trạng và thành tích",),
        deciders=(),
        proposer="",
        order="",
        class_rank=0,
        originals=2,
        electronic=True,
        documents=("Tờ trình",),
        criteria=(line,),
        gates=(),
        quotas=(),
        submissions=(),
        limits=(),
        thresholds=(),
        citation="Điều 27",
        status="confirmed",
    )


def a_difference() -> DifferenceView:
    return DifferenceView(
        path="awards/TTLDXS/copies", kind="changed", old=3, new={"originals": 1}, old_citation="A", new_citation="B"
    )


def a_quota(**more: Any) -> QuotaView:
    given: dict[str, Any] = {"used": 12, "allowed": 10, "left": -2}
    return QuotaView(
        rule="q1",
        result="not_met",
        result_label="Không đạt",
        found="Yêu cầu không quá 15 %.",
        citation="Điều 23",
        status="confirmed",
        **given | more,
    )


def a_rule_act() -> RuleActView:
    return RuleActView(
        number=1,
        ruleset="RS-A",
        path="awards/TTLDXS/criteria/c1/status",
        kind="confirm",
        old="needs confirmation",
        new="confirmed",
        by="Quản trị",
        at=MOMENT,
        ground="Đã đối chiếu",
        document="Công báo",
    )
