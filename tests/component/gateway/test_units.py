"""Units and their reorganisation, a task in full, a sheet of filings: previewed first, then carried out."""

import json

from tests.component.gateway.conftest import Browser, Gateway
from tests.component.gateway.fake import a_plan, a_quarter, a_task, an_id
from tests.component.gateway.fakes.lifecycle import PLAN, TASK, a_sheet, an_evidence
from tests.component.gateway.fakes.organisation import a_foresight, an_act
from tests.component.gateway.page import Page

NEW = "/units/reorganisations/new"


async def test_act_is_carried_out_as_it_was_previewed(gateway: Gateway) -> None:
    administrator = await gateway.signed_in("quantri")
    gateway.fake.says("POST", "/units/reorganisations/preview", a_foresight())
    gateway.fake.says("POST", "/units/reorganisations", an_act())
    decided = {"title": "Hợp nhất", "decision": "20/NQ", "decided_on": "2023-06-01", "effective_on": "2023-07-01"}
    lines = {
        "ended.1.unit_id": "so-y-te",
        "ended.1.successor_ids": "so-moi",
        "begun.1.name": "Sở Mới",
        "begun.1.kind": "sở",
    }

    previewed = await administrator.press(NEW, NEW, **decided, **lines)
    await administrator.send(previewed, "/units/reorganisations/carry-out", confirmed="yes")

    sent = json.loads(gateway.fake.last("POST").content)
    assert (sent["fingerprint"], sent["begun"][0]["unit_id"], sent["ended"][0]["successor_ids"]) == (
        "f1",
        "so-moi",
        ["so-moi"],
    )


async def test_act_that_is_forbidden_offers_no_button(gateway: Gateway) -> None:
    administrator = await gateway.signed_in("quantri")
    gateway.fake.says("POST", "/units/reorganisations/preview", a_foresight("Đơn vị tiếp nhận không tồn tại."))
    decided = {"title": "Hợp nhất", "decision": "20/NQ", "decided_on": "2023-06-01", "effective_on": "2023-07-01"}

    page = await administrator.press(NEW, NEW, **decided)

    assert page.refusals == ["Chưa thực hiện được: Đơn vị tiếp nhận không tồn tại."]
    assert page.buttons == ["Xem trước"]


async def test_sheet_with_a_faulty_row_files_nothing(gateway: Gateway, officer: Browser) -> None:
    gateway.fake.says("POST", "/filings/sheet", a_sheet("không có đơn vị “so-y-te”."))
    form = (await officer.get("/filings/sheet")).form("/filings/sheet")

    answer = await officer.client.post("/filings/sheet", data=form, files={"document": ("bang.csv", b"a,b")})

    page = Page(answer.text)
    assert page.table("Nội dung đọc được")[0][-1] == "Không có đơn vị “so-y-te”."
    assert "Ghi nhận 1 dòng" not in page.buttons


async def test_sheet_is_filed_as_it_was_previewed(gateway: Gateway, officer: Browser) -> None:
    gateway.fake.says("POST", "/filings/sheet", a_sheet())
    form = (await officer.get("/filings/sheet")).form("/filings/sheet")
    answer = await officer.client.post("/filings/sheet", data=form, files={"document": ("bang.csv", b"a,b")})
    gateway.fake.says("POST", "/filings/sheet", a_sheet(is_filed=True))

    await officer.send(Page(answer.text), "/filings/sheet/confirm")

    sent = gateway.fake.last("POST")
    assert (sent.content, sent.url.params["confirm"], sent.url.params["plan_id"]) == (
        b"a,b",
        "true",
        str(an_id("plan 2023")),
    )


async def test_task_is_assigned_with_the_version_the_person_saw(gateway: Gateway, appraiser: Browser) -> None:
    gateway.fake.says("POST", f"{TASK}/assignment", a_task())

    await appraiser.press(TASK, f"{TASK}/orders/assignment", lead="Sở Nội vụ", coordinating="Sở Y tế\nSở Tài chính")

    sent = json.loads(gateway.fake.last("POST").content)
    assert (sent["version"], sent["lead"], sent["coordinating"]) == (4, "Sở Nội vụ", ["Sở Y tế", "Sở Tài chính"])


async def test_evidence_without_a_title_is_refused_beside_its_form(gateway: Gateway, appraiser: Browser) -> None:
    page = await appraiser.press(TASK, f"{TASK}/evidence", title="", reference="12/BC")

    assert page.refusals == ["Dữ liệu nhập chưa đúng. Tên minh chứng: chưa nhập."]
    assert [request.method for request in gateway.fake.asked if request.method == "POST"] == []


async def test_evidence_that_leads_to_a_script_is_no_link(gateway: Gateway, appraiser: Browser) -> None:
    detail = gateway.fake.answers["GET", TASK][1]
    evidence = (an_evidence(link="javascript:alert(1)"),)
    gateway.fake.says("GET", TASK, detail.model_copy(update={"evidence": evidence}))

    page = await appraiser.get(TASK)

    assert [link for link in page.links().values() if link.startswith("javascript")] == []


async def test_amendment_holds_only_what_a_person_changed(gateway: Gateway, appraiser: Browser) -> None:
    gateway.fake.says("GET", PLAN, a_plan(a_quarter(a_task("Q1-01"), a_task("Q1-02"))))
    gateway.fake.says("POST", f"{PLAN}/amendments", a_plan())
    document = {"document": "99/QĐ-UBND", "dated_on": "2023-06-01", "reason": "Theo chỉ đạo", "confirmed": "yes"}

    await appraiser.press(f"{PLAN}/amend", f"{PLAN}/amend", **document, **{"task.Q1-02.due_on": "2023-06-30"})

    sent = json.loads(gateway.fake.last("POST").content)
    assert (sent["change_tasks"], sent["change_duties"], sent["add_tasks"], sent["remove_tasks"]) == (
        [{"task_key": "Q1-02", "due_on": "2023-06-30"}],
        [],
        [],
        [],
    )
