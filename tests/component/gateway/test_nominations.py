import json

import pytest

from shared.api.base import StepOffer
from shared.api.nominations import HistoryLine
from tests.component.gateway.conftest import Browser, Gateway
from tests.component.gateway.fake import (
    DECIDE,
    MOMENT,
    RECEIVE,
    RESUBMIT,
    RETURN,
    a_finding,
    a_nomination,
    a_nomination_summary,
    a_page,
    an_award,
    an_id,
)

DOSSIER = f"/nominations/{an_id('Phòng Kế hoạch')}"
LIST = "Danh sách hồ sơ"
NEW = "/nominations/new?award=TTLDXS"
WRONG_BOXES = ("Các năm đạt danh hiệu", "Tỷ lệ cá nhân hoàn thành (%)")
APPRAISE = StepOffer(step="appraise", label="Kết luận đủ điều kiện")


@pytest.mark.parametrize("rows", [0, 1, 3])
async def test_list_asks_a_fixed_number_of_questions(gateway: Gateway, appraiser: Browser, rows: int) -> None:
    gateway.fake.says("GET", "/nominations", a_page(a_nomination_summary(f"Phòng {n}") for n in range(rows)))

    page = await appraiser.get("/nominations")

    assert len(page.table(LIST)) == (rows or 1)
    assert len(gateway.fake.asked) == 5


async def test_dossier_of_the_list_reads_in_words(appraiser: Browser) -> None:
    page = await appraiser.get("/nominations")

    assert page.table(LIST) == [
        [
            "1",
            "Phòng Kế hoạch",
            "Tập thể lao động xuất sắc",
            "Sở Y tế",
            "2022",
            "10/03/2023",
            "–",
            "Đã tiếp nhận, chờ thẩm định",
        ]
    ]


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [("?q=", "Chưa có hồ sơ nào."), ("?state=decided", "Không có hồ sơ nào phù hợp với điều kiện lọc.")],
)
async def test_empty_list_says_why(gateway: Gateway, appraiser: Browser, asked: str, sentence: str) -> None:
    gateway.fake.says("GET", "/nominations", a_page([]))

    page = await appraiser.get(f"/nominations{asked}")

    assert page.table(LIST) == [[sentence]]


async def test_filters_go_to_the_owner_and_are_remembered(gateway: Gateway, appraiser: Browser) -> None:
    await appraiser.get("/nominations?state=received&award=TTLDXS&unit_id=so-y-te&year=2022&q=ke+hoach&page=2")
    await appraiser.get("/nominations")

    first, again = (dict(request.url.params) for request in gateway.fake.asked if request.url.path == "/nominations")
    asked = {"state": "received", "award": "TTLDXS", "unit_id": "so-y-te", "year": "2022", "q": "ke hoach"}
    assert first == asked | {"page": "2", "size": "50"}
    assert again == asked | {"page": "1", "size": "50"}


async def test_number_of_a_row_counts_from_the_first_page(gateway: Gateway, appraiser: Browser) -> None:
    gateway.fake.says("GET", "/nominations", a_page([a_nomination_summary()], total=51, page=2))

    page = await appraiser.get("/nominations?page=2")

    assert page.table(LIST)[0][0] == "51"


@pytest.mark.parametrize(("user", "may"), [("so-y-te", True), ("noivu", False), ("lanhdao", False), ("quantri", False)])
async def test_only_a_unit_submits(gateway: Gateway, user: str, may: bool) -> None:  # noqa: FBT001 - a table's cell
    browser = await gateway.signed_in(user)

    links = (await browser.get("/nominations")).links()
    opened = await browser.client.get("/nominations/new")

    assert ("Lập hồ sơ" in links, opened.status_code) == (may, 200 if may else 403)


async def test_form_asks_for_an_award_first(officer: Browser) -> None:
    page = await officer.get("/nominations/new")

    assert page.main.one("div", id="asked").text == (
        "Chọn danh hiệu hoặc hình thức khen thưởng để hiện nội dung cần kê khai."
    )
    assert page.buttons == ["Chọn"]


async def test_form_asks_for_what_the_award_needs(officer: Browser) -> None:
    page = await officer.get(NEW)

    asked = page.main.one("div", id="asked")
    assert [label.text for label in asked.all("label")] == [
        "Đối tượng",
        "Các năm đạt danh hiệu",
        "Tỷ lệ cá nhân hoàn thành (%)",
        "Nội bộ đoàn kết",
        "Mức xếp loại",
        "Tờ trình",
        "Biên bản họp",
    ]
    assert page.form("/nominations")["award"] == "TTLDXS"


async def test_every_box_has_its_label(officer: Browser) -> None:
    page = await officer.get(NEW)

    labelled = {label.attributes["for"] for label in page.main.all("label")}
    boxes = {
        box.attributes["id"]
        for tag in ("input", "select", "textarea")
        for box in page.main.all(tag)
        if box.attributes.get("type") != "hidden"
    }
    assert boxes == labelled


async def test_dossier_is_sent_with_its_facts_in_their_kinds(gateway: Gateway, officer: Browser) -> None:
    gateway.fake.says("POST", "/nominations", a_nomination(), 201)
    typed = {
        "subject_name": "Phòng Kế hoạch",
        "year": "2022",
        "mode": "merit",
        "subject_kind": "collective",
        "fact.rated_years": "2021, 2022",
        "fact.share": "98,5",
        "fact.is_united": "no",
        "documents": ["TO_TRINH"],
    }

    page = await officer.press(NEW, "/nominations", **typed)

    assert json.loads(gateway.fake.last("POST").content) == {
        "unit_id": "so-y-te",
        "award": "TTLDXS",
        "year": 2022,
        "mode": "merit",
        "subject_kind": "collective",
        "subject_name": "Phòng Kế hoạch",
        "facts": {"rated_years": [2021, 2022], "share": 98.5, "is_united": False},
        "documents": ["TO_TRINH"],
    }
    assert (page.title, page.flashes) == ("Phòng Kế hoạch", ["Đã nộp hồ sơ của Phòng Kế hoạch."])


async def test_everything_typed_wrong_is_said_at_once_and_kept(gateway: Gateway, officer: Browser) -> None:
    typed = {"subject_name": "Phòng A", "subject_kind": "collective", "documents": ["BIEN_BAN_HOP"]}
    wrong = {"fact.rated_years": "hai năm", "fact.share": "gần hết", "fact.is_united": "yes"}

    page = await officer.press(NEW, "/nominations", **typed, **wrong)

    form = page.form("/nominations")
    assert page.refusals == [
        f"Dữ liệu nhập chưa đúng. {' '.join(f'{label}: giá trị chưa đúng.' for label in WRONG_BOXES)}"
    ]
    assert {name: form[name] for name in (*typed, *wrong)} == typed | wrong | {"documents": "BIEN_BAN_HOP"}
    assert [request for request in gateway.fake.asked if request.method == "POST"] == []


async def test_owners_refusal_stands_beside_the_form(gateway: Gateway, officer: Browser) -> None:
    gateway.fake.refuses("POST", "/nominations", 422, "Đơn vị không được đề nghị.", "Điều 27 khoản 2.")

    page = await officer.press(NEW, "/nominations", subject_name="Phòng A")

    assert page.refusals == ["Đơn vị không được đề nghị. Điều 27 khoản 2."]
    assert page.form("/nominations")["subject_name"] == "Phòng A"


async def test_award_that_is_not_in_the_catalogue_is_refused(officer: Browser) -> None:
    page = await officer.press(NEW, "/nominations", award="KHONG_CO", subject_name="Phòng A")

    assert page.refusals == ["Dữ liệu nhập chưa đúng. Vui lòng chọn danh hiệu hoặc hình thức khen thưởng."]


async def test_award_without_facts_or_documents_asks_for_none(gateway: Gateway, officer: Browser) -> None:
    gateway.fake.says("GET", "/awards", [an_award(fields=(), documents=())])

    page = await officer.get(NEW)

    assert list(page.main.all("fieldset")) == []


async def test_findings_are_read_against_the_law(gateway: Gateway, appraiser: Browser) -> None:
    met = a_finding(result="met", result_label="Đạt", required="Hoàn thành", found="Hoàn thành", status="confirmed")
    gateway.fake.says("GET", DOSSIER, a_nomination(findings=(met, a_finding())))

    page = await appraiser.get(DOSSIER)

    assert page.table("Kết quả đối chiếu điều kiện") == [
        ["1", "Hoàn thành", "Hoàn thành", "Điều 27 khoản 1", "Đạt"],
        [
            "2",
            "Có 100% cá nhân hoàn thành nhiệm vụ",
            "Chưa kê khai",
            "Điều 27 khoản 1 Chưa xác nhận",
            "Người thẩm định xem xét",
        ],
    ]


async def test_dossier_reads_in_words(gateway: Gateway, appraiser: Browser) -> None:
    gateway.fake.says(
        "GET", DOSSIER, a_nomination(decision_number="15/QĐ-UBND", decided_on=MOMENT.date(), bonus=2682000)
    )

    page = await appraiser.get(DOSSIER)

    header, declared = (node.text for node in page.main.all("dl"))
    assert header == (
        "Danh hiệu, hình thức Tập thể lao động xuất sắc Đối tượng Tập thể Đơn vị trình Sở Y tế Năm thành tích 2022 "
        "Loại hình khen thưởng Công trạng và thành tích Ngày nộp 09:30 10/03/2023 (Cổng làm việc) "
        "Ngày tiếp nhận 11/03/2023 Thẩm quyền quyết định Chủ tịch Ủy ban nhân dân tỉnh "
        "Quyết định 15/QĐ-UBND ngày 10/03/2023 Tiền thưởng 2.682.000 đồng"
    )
    assert declared == "Các năm đạt danh hiệu 2021, 2022 Nội bộ đoàn kết Có Mức xếp loại Xuất sắc"
    assert [item.text for item in page.main.one("ul", **{"class": "documents"}).all("li")] == [
        "Tờ trình (1 tệp)",
        "Biên bản họp Còn thiếu",
    ]


async def test_history_tells_who_did_what_and_why(gateway: Gateway, officer: Browser) -> None:
    line = HistoryLine(step="return", label="Trả lại để bổ sung", by="Chuyên viên", at=MOMENT, reason="Thiếu biên bản")
    gateway.fake.says("GET", DOSSIER, a_nomination(history=(line,)))

    page = await officer.get(DOSSIER)

    assert page.table("Quá trình xử lý") == [
        ["09:30 10/03/2023", "Trả lại để bổ sung", "Chuyên viên", "Thiếu biên bản"]
    ]


@pytest.mark.parametrize("rows", [0, 1, 3])
async def test_dossier_asks_a_fixed_number_of_questions(gateway: Gateway, appraiser: Browser, rows: int) -> None:
    gateway.fake.says("GET", DOSSIER, a_nomination(findings=(a_finding(),) * rows))

    page = await appraiser.get(DOSSIER)

    assert len(page.table("Kết quả đối chiếu điều kiện")) == (rows or 1)
    assert len(gateway.fake.asked) == 6


async def test_buttons_are_those_the_owner_offers(gateway: Gateway, appraiser: Browser) -> None:
    gateway.fake.says("GET", DOSSIER, a_nomination(steps=[RECEIVE, RETURN]))
    offered = await appraiser.get(DOSSIER)
    gateway.fake.says("GET", DOSSIER, a_nomination())
    nothing = await appraiser.get(DOSSIER)

    assert offered.buttons == ["Tiếp nhận", "Trả lại", *nothing.buttons]


async def test_decision_is_sent_with_its_number_date_and_tick(gateway: Gateway, leader: Browser) -> None:
    gateway.fake.says("GET", DOSSIER, a_nomination(steps=[DECIDE]))
    gateway.fake.says("POST", f"{DOSSIER}/steps/decide", a_nomination(state_label="Đã có quyết định khen thưởng"))

    page = await leader.press(
        DOSSIER, f"{DOSSIER}/steps/decide", decision_number="15/QĐ-UBND", decided_on="2023-06-19", confirmed="yes"
    )

    sent = json.loads(gateway.fake.last("POST").content)
    assert sent == {"version": 5, "decision_number": "15/QĐ-UBND", "decided_on": "2023-06-19"}
    assert page.flashes == ["Đã cập nhật: Đã có quyết định khen thưởng."]


async def test_appraisal_that_needs_grounds_can_be_given_them(gateway: Gateway, appraiser: Browser) -> None:
    gateway.fake.says("GET", DOSSIER, a_nomination(steps=[APPRAISE]))
    gateway.fake.refuses("POST", f"{DOSSIER}/steps/appraise", 422, "Vui lòng ghi rõ căn cứ kết luận.")

    page = await appraiser.press(DOSSIER, f"{DOSSIER}/steps/appraise")

    assert page.refusals == ["Vui lòng ghi rõ căn cứ kết luận."]
    assert page.form(f"{DOSSIER}/steps/appraise")["reason"] == ""


async def test_returned_dossier_comes_back_with_its_facts_filled_in(gateway: Gateway, officer: Browser) -> None:
    gateway.fake.says("GET", DOSSIER, a_nomination(steps=[RESUBMIT]))
    gateway.fake.says("POST", f"{DOSSIER}/steps/resubmit", a_nomination())

    await officer.press(DOSSIER, f"{DOSSIER}/steps/resubmit", documents=["TO_TRINH", "BIEN_BAN_HOP"])

    assert json.loads(gateway.fake.last("POST").content) == {
        "version": 5,
        "facts": {"rated_years": [2021, 2022], "is_united": True, "rating": "HTXSNV"},
        "documents": ["TO_TRINH", "BIEN_BAN_HOP"],
    }


async def test_resubmission_refused_keeps_what_was_typed(gateway: Gateway, officer: Browser) -> None:
    gateway.fake.says("GET", DOSSIER, a_nomination(steps=[RESUBMIT]))
    gateway.fake.refuses("POST", f"{DOSSIER}/steps/resubmit", 422, "Còn thiếu.")

    page = await officer.press(DOSSIER, f"{DOSSIER}/steps/resubmit", **{"fact.share": "97"})

    assert page.refusals == ["Còn thiếu."]
    assert page.form(f"{DOSSIER}/steps/resubmit")["fact.share"] == "97"


async def test_dossier_of_an_award_no_longer_in_the_catalogue_is_still_read(
    gateway: Gateway, appraiser: Browser
) -> None:
    gateway.fake.says("GET", "/awards", [])

    page = await appraiser.get(DOSSIER)

    assert page.title == "Phòng Kế hoạch"
