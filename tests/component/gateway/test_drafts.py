import json

from shared.api.base import Problem
from shared.api.drafts import DraftChange
from tests.component.gateway.conftest import Browser, Gateway
from tests.component.gateway.fake import MOMENT, a_draft, a_plan, an_id
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
    assert page.said("Đoạn chưa hiểu được") == [["1", "Một đoạn lạ", "99"]]
    assert page.said("Nhiệm vụ Quý I năm 2023") == [
        [
            "1",
            "Tổ chức xét khen thưởng Nếu có Xét",
            "chậm nhất ngày 31/03/2023 (theo quý)",
            "Sở Nội vụ (suy ra)",
            "41",
        ]
    ]
    assert page.said("Kế hoạch, báo cáo các đơn vị phải nộp") == [
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


async def test_corrected_deadline_goes_with_the_version_and_nothing_that_stayed(
    gateway: Gateway, appraiser: Browser
) -> None:
    gateway.fake.says("GET", DRAFT, a_draft())
    gateway.fake.says("POST", f"{DRAFT}/corrections", a_draft())

    page = await appraiser.press(DRAFT, f"{DRAFT}/corrections/edit", on="2023-03-15", reason="In nhầm ngày")

    assert page.flashes == ["Đã lưu nội dung sửa."]
    assert json.loads(gateway.fake.last("POST").content) == {
        "version": 1,
        "reason": "In nhầm ngày",
        "corrections": [
            {"op": "set", "at": "/tasks/Q1-01/deadline/kind", "value": "not_later_than"},
            {"op": "set", "at": "/tasks/Q1-01/deadline/on", "value": "2023-03-15"},
            {"op": "set", "at": "/tasks/Q1-01/deadline/implied", "value": False},
        ],
    }


async def test_line_not_understood_becomes_part_of_a_task(gateway: Gateway, appraiser: Browser) -> None:
    gateway.fake.says("GET", DRAFT, a_draft())
    gateway.fake.says("POST", f"{DRAFT}/corrections", a_draft())

    await appraiser.press(DRAFT, f"{DRAFT}/corrections/use_line", key="Q1-01")

    assert json.loads(gateway.fake.last("POST").content)["corrections"] == [
        {"op": "use_line", "line": 99, "key": "Q1-01"}
    ]


async def test_task_split_into_one_is_refused_beside_its_form(gateway: Gateway, appraiser: Browser) -> None:
    gateway.fake.says("GET", DRAFT, a_draft())

    page = await appraiser.press(DRAFT, f"{DRAFT}/corrections/split_task", texts="Một việc")

    assert page.refusals == ["Dữ liệu nhập chưa đúng. Các nhiệm vụ mới: giá trị chưa đúng."]
    assert [node.text for node in page.main.all("textarea") if node.attributes["name"] == "texts"] == ["Một việc"]


async def test_what_was_corrected_is_told_without_codes(gateway: Gateway, appraiser: Browser) -> None:
    what = "Sửa /tasks/Q1-01/deadline/kind: “not_later_than” thành “before”."
    change = DraftChange(
        number=1, what=what, source_lines=(41,), reason="In nhầm", changed_by="Chuyên viên", changed_at=MOMENT
    )
    gateway.fake.says("GET", DRAFT, a_draft().model_copy(update={"changes": (change,)}))

    page = await appraiser.get(DRAFT)

    told = "Sửa cách ghi thời hạn nhiệm vụ Q1-01: “chậm nhất ngày” thành “trước ngày”."
    assert page.table("Nhật ký sửa dự thảo") == [["1", told, "41", "In nhầm", "Chuyên viên", "09:30 10/03/2023"]]
