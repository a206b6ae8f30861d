import json

from shared.api.base import Problem
from tests.component.gateway.conftest import Browser, Gateway
from tests.component.gateway.fake import a_draft, a_plan, an_id
from tests.component.gateway.page import Page

DRAFT = f"/plans/drafts/{an_id('draft')}"


async def test_document_goes_to_the_owner_as_it_is(gateway: Gateway, appraiser: Browser) -> None:
    gateway.fake.says("GET", DRAFT, a_draft())
    gateway.fake.says("POST", "/plans/drafts", a_draft(), 201)
    form = (await appraiser.get("/plans/import")).form("/plans/import")

    answer = await appraiser.client.post("/plans/import", data=form, files={"document": ("kế hoạch.docx", b"PK\x03")})

    sent = gateway.fake.last("POST")
    assert answer.headers["location"] == DRAFT
    assert (sent.url.params["filename"], sent.content) == ("kế hoạch.docx", b"PK\x03")


async def test_document_that_is_no_plan_is_refused_with_what_it_lacks(gateway: Gateway, appraiser: Browser) -> None:
    gateway.fake.refuses("POST", "/plans/drafts", 422, "Văn bản không phải kế hoạch.", "Thiếu nhiệm vụ.")
    form = (await appraiser.get("/plans/import")).form("/plans/import")

    answer = await appraiser.client.post("/plans/import", data=form, files={"document": ("a.txt", b"x")})

    assert (answer.status_code, Page(answer.text).refusals) == (422, ["Văn bản không phải kế hoạch. Thiếu nhiệm vụ."])


async def test_form_without_a_document_asks_for_one(appraiser: Browser) -> None:
    page = await appraiser.press("/plans/import", "/plans/import")

    assert page.refusals == ["Dữ liệu nhập chưa đúng. Vui lòng chọn tệp văn bản của kế hoạch."]


async def test_everything_understood_is_shown_with_its_lines(gateway: Gateway, appraiser: Browser) -> None:
    gateway.fake.says("GET", DRAFT, a_draft())

    page = await appraiser.get(DRAFT)

    assert page.table("Điểm cần xem lại trong văn bản") == [
        ["1", "Năm không khớp.", "6 tháng đầu năm 2022", "năm 2023", "88"]
    ]
    assert page.table("Đoạn chưa hiểu được") == [["1", "Một đoạn lạ", "99"]]
    assert page.table("Nhiệm vụ Quý I năm 2023") == [
        [
            "1",
            "Tổ chức xét khen thưởng Nếu có Xét",
            "chậm nhất ngày 31/03/2023 (theo quý)",
            "Sở Nội vụ (suy ra)",
            "41",
        ]
    ]
    assert page.table("Kế hoạch, báo cáo các đơn vị phải nộp") == [
        ["1", "Kế hoạch của đơn vị", "trước ngày 15/03/2023", "Sở Nội vụ", "160"]
    ]
    assert page.table("Căn cứ pháp lý") == [["Luật Thi đua, Khen thưởng năm 2003", "11"]]
    assert page.table("Phong trào thi đua") == [["Xây dựng nông thôn mới", "140"]]
    assert page.table("Trách nhiệm thực hiện") == [["Sở Nội vụ", "2", "120"]]


async def test_document_understood_whole_says_so(gateway: Gateway, appraiser: Browser) -> None:
    gateway.fake.says("GET", DRAFT, a_draft(not_understood=[], anomalies=[]))

    page = await appraiser.get(DRAFT)

    assert page.table("Đoạn chưa hiểu được") == [["Mọi đoạn của văn bản đều đã được hiểu."]]
    assert page.table("Điểm cần xem lại trong văn bản") == [["Không có điểm nào cần xem lại."]]


async def test_what_the_document_lacks_is_said(gateway: Gateway, appraiser: Browser) -> None:
    gateway.fake.says("GET", DRAFT, a_draft(symbol=None, issued_on=None, issuer=None))

    page = await appraiser.get(DRAFT)

    assert page.main.one("dl").text.count("Không thấy trong văn bản") == 3


async def test_issue_needs_its_tick(gateway: Gateway, appraiser: Browser) -> None:
    gateway.fake.says("GET", DRAFT, a_draft())

    page = await appraiser.press(DRAFT, f"{DRAFT}/issue")

    assert page.refusals == ["Thao tác này không hoàn tác được. Vui lòng đánh dấu xác nhận trước khi thực hiện."]


async def test_issued_plan_is_opened(gateway: Gateway, appraiser: Browser) -> None:
    gateway.fake.says("GET", DRAFT, a_draft())
    gateway.fake.says("POST", f"{DRAFT}/issue", a_plan(), 201)

    page = await appraiser.press(DRAFT, f"{DRAFT}/issue", confirmed="yes")

    assert page.title == "Công tác thi đua, khen thưởng năm 2023"
    assert page.flashes == ["Đã ban hành kế hoạch số 274/KH-UBND."]


async def test_incomplete_draft_is_refused_with_every_gap(gateway: Gateway, appraiser: Browser) -> None:
    gateway.fake.says("GET", DRAFT, a_draft())
    gaps = ("Thiếu ngày ban hành.", "Thiếu nhiệm vụ.")
    gateway.fake.says("POST", f"{DRAFT}/issue", Problem(code="PlanIncomplete", message="Chưa đủ.", details=gaps), 422)

    page = await appraiser.press(DRAFT, f"{DRAFT}/issue", confirmed="yes")

    assert page.refusals == ["Chưa đủ. Thiếu ngày ban hành. Thiếu nhiệm vụ."]


async def test_correction_changes_what_was_typed_and_nothing_else(gateway: Gateway, appraiser: Browser) -> None:
    draft = a_draft(symbol=None, number=None, issued_on=None, issuer=None)
    gateway.fake.says("GET", DRAFT, draft)
    gateway.fake.says("PUT", DRAFT, draft)

    page = await appraiser.press(DRAFT, DRAFT, symbol="12/KH-UBND", issued_on="2022-12-30", issuer="UBND tỉnh")

    named = {"number": "12", "symbol": "12/KH-UBND", "issued_on": "2022-12-30", "issuer": {"name": "UBND tỉnh"}}
    assert json.loads(gateway.fake.last("PUT").content) == draft.preview | named
    assert page.flashes == ["Đã lưu nội dung sửa."]


async def test_issuer_left_as_guessed_stays_a_guess(gateway: Gateway, appraiser: Browser) -> None:
    draft = a_draft()
    gateway.fake.says("GET", DRAFT, draft)
    gateway.fake.says("PUT", DRAFT, draft)

    await appraiser.press(DRAFT, DRAFT)

    assert json.loads(gateway.fake.last("PUT").content) == draft.preview
