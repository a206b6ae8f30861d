"""What staff send from the pages of dossiers, councils and decisions, and what they are told when it is refused."""

import json

import pytest

from tests.component.gateway.conftest import Browser, Gateway
from tests.component.gateway.fakes.nominations import (
    AWARD,
    COUNCIL,
    DECISION,
    DOSSIER,
    DRAFT,
    ITEM,
    MEMBER,
    SESSION,
    SHEET,
    a_decision,
    a_dossier_draft,
    a_file,
    a_revocation,
    a_session,
    a_sheet,
    an_item,
    offer,
)

ADDRESS = f"/nominations/{DOSSIER}"
SIGN = offer("sign", "Ban hành quyết định", is_final=True)


async def test_file_goes_through_whole_and_the_same_one_is_pointed_out(gateway: Gateway, officer: Browser) -> None:
    same = "Tệp giống hệt đã được kèm ngày 01/06/2023 với tên “cu.pdf”."
    gateway.fake.says("POST", f"/dossiers/{DRAFT}/files", a_file(same_as=(same,)), 201)
    page = await officer.get(f"/nominations/drafts/{DRAFT}")
    content = b"%PDF-" + b"x" * 600_000

    answer = await officer.client.post(
        f"/nominations/{DRAFT}/files",
        data=page.form(f"/nominations/{DRAFT}/files") | {"kind": "TO_TRINH"},
        files={"file": ("tờ trình.pdf", content)},
    )

    sent = gateway.fake.last("POST")
    assert sent.content == content
    assert dict(sent.url.params) == {"kind": "TO_TRINH", "name": "tờ trình.pdf"}
    after = await officer.get(answer.headers["location"])
    assert after.flashes == [f"Đã nhận tệp to-trinh.pdf (1,2 MB). {same}"]


async def test_only_the_flagged_parts_have_boxes(officer: Browser) -> None:
    page = await officer.get(ADDRESS)

    action = next(
        form.attributes["action"]
        for form in page.main.all("form")
        if form.attributes.get("action", "").endswith("/made")
    )
    assert page.form(action).keys() - {"csrf"} == {"award", "fact.share", "documents"}


async def test_draft_is_saved_with_its_facts_and_the_version_seen(gateway: Gateway, officer: Browser) -> None:
    gateway.fake.says("PUT", f"/drafts/{DRAFT}", a_dossier_draft())

    await officer.press(
        f"/nominations/drafts/{DRAFT}", f"/nominations/drafts/{DRAFT}", **{"fact.share": "12,5", "round_id": ""}
    )

    sent = json.loads(gateway.fake.last("PUT").content)
    assert (sent["version"], sent["facts"], sent["unit_id"]) == (3, {"share": 12.5}, "so-y-te")


async def test_decision_is_signed_only_with_its_tick(gateway: Gateway, leader: Browser) -> None:
    gateway.fake.says("GET", f"/decisions/{DECISION}", a_decision(steps=[SIGN], state="proposed"))
    typed = {"number": "95/QĐ-UBND", "decided_on": "2023-06-20", "signer": "Nguyễn Văn A", "signer_title": "Chủ tịch"}

    page = await leader.press(f"/decisions/{DECISION}", f"/decisions/{DECISION}/steps/sign", **typed)

    assert page.refusals == ["Thao tác này không hoàn tác được. Vui lòng đánh dấu xác nhận trước khi thực hiện."]
    assert page.form(f"/decisions/{DECISION}/steps/sign")["number"] == "95/QĐ-UBND"
    assert "POST" not in {request.method for request in gateway.fake.asked}


async def test_refusal_of_the_owner_stands_beside_its_form(gateway: Gateway, leader: Browser) -> None:
    gateway.fake.says("GET", f"/decisions/{DECISION}", a_decision(steps=[SIGN], state="proposed"))
    path, said = (
        f"/decisions/{DECISION}/steps/sign",
        "Số quyết định này đã được dùng cho một khen thưởng khác trong năm.",
    )
    gateway.fake.refuses("POST", path, 409, said, code="DecisionNumberTaken")
    typed = {"number": "95", "decided_on": "2023-06-20", "signer": "A", "signer_title": "B", "confirmed": "yes"}

    page = await leader.press(f"/decisions/{DECISION}", path, **typed)

    assert (page.refusals, page.form(path)["signer"]) == ([said], "A")


async def test_paper_ballots_are_counted_without_seeing_another_count(gateway: Gateway, appraiser: Browser) -> None:
    item = an_item(papers=3, counted_by=1)
    shown = a_session(item, method="paper", state="casting", state_label="Đang bỏ phiếu")
    gateway.fake.says("GET", f"/council-sessions/{SESSION}", shown)
    gateway.fake.says("POST", f"/council-items/{ITEM}/paper-counts", shown)
    action = f"/sessions/{SESSION}/items/{ITEM}/counts"

    blank = (await appraiser.get(f"/sessions/{SESSION}")).form(action)
    await appraiser.press(f"/sessions/{SESSION}", action, approve="3", disapprove="0", abstain="0", invalid="0")

    assert {name: blank[name] for name in ("approve", "disapprove")} == {"approve": "", "disapprove": ""}
    counted = json.loads(gateway.fake.last("POST").content)
    assert counted == {"approve": 3, "disapprove": 0, "abstain": 0, "invalid": 0}


async def test_attendance_is_sent_for_every_member(gateway: Gateway, appraiser: Browser) -> None:
    gateway.fake.says("POST", f"/council-sessions/{SESSION}/attendance", a_session())
    typed = {f"presence.{MEMBER}": "absent", f"reason.{MEMBER}": "Công tác"}

    await appraiser.press(f"/sessions/{SESSION}", f"/sessions/{SESSION}/attendance", **typed)

    sent = json.loads(gateway.fake.last("POST").content)
    assert [(one["presence"], one["reason"]) for one in sent["attendances"]] == [
        ("absent", "Công tác"),
        ("present", ""),
    ]


async def test_revocation_is_opened_from_the_awards_card(gateway: Gateway, appraiser: Browser) -> None:
    gateway.fake.says("POST", "/revocations", a_revocation(), 201)
    typed = {"ground": "false_merit", "conclusion": "Kết luận số 8", "concluded_on": "2023-06-01", "confirmed": "yes"}

    await appraiser.press(f"/register/{AWARD}", f"/register/{AWARD}/revocation", **typed)

    sent = json.loads(gateway.fake.last("POST").content)
    assert (sent["award_id"], sent["ground"]) == (str(AWARD), "false_merit")


@pytest.mark.parametrize(("faulty", "may"), [(0, True), (1, False)])
async def test_sheet_is_taken_over_only_without_faults(
    gateway: Gateway,
    officer: Browser,
    faulty: int,
    may: bool,  # noqa: FBT001 - a table's cell
) -> None:
    gateway.fake.says("GET", f"/sheets/{SHEET}", a_sheet(faulty=faulty))

    page = await officer.get(f"/nominations/sheets/{SHEET}")

    assert ("Nhập 3 dòng thành hồ sơ đang lập" in page.buttons) is may


async def test_sheet_being_read_says_how_far_it_has_come(gateway: Gateway, officer: Browser) -> None:
    reading = a_sheet(state="reading", state_label="Đang đọc tệp", rows=100_000, done=25_000)
    gateway.fake.says("GET", f"/sheets/{SHEET}", reading)

    page = await officer.get(f"/nominations/sheets/{SHEET}")

    assert page.main.one("p", role="status").text == "Đã đọc 25.000/100.000 dòng. Tải lại"


async def test_member_joins_a_council(gateway: Gateway, appraiser: Browser) -> None:
    gateway.fake.refuses("POST", f"/councils/{COUNCIL}/members", 422, "Thông tin Hội đồng chưa hợp lệ.")
    typed = {"account": "uyvien9", "name": "Trần Thị B", "position": "member"}
    page = await appraiser.get(f"/councils/{COUNCIL}")
    join = next(form for form in page.main.all("form") if any(form.all("input", name="account")))
    hidden = {box.attributes["name"]: box.attributes["value"] for box in join.all("input", type="hidden")}

    answer = await appraiser.client.post(f"/councils/{COUNCIL}/members", data=hidden | typed)

    sent = json.loads(gateway.fake.last("POST").content)
    assert (answer.status_code, sent["version"], sent["join"][0]["account"]) == (422, 1, "uyvien9")
