import asyncio
from typing import Any

import httpx

from tests.component.plans.room import APPRAISER, LEADER, Plans, officer

TEXT = """ỦY BAN NHÂN DÂN
XÃ THỬ NGHIỆM
Số: 5/KH-UBND
Thử Nghiệm, ngày 03 tháng 01 năm 2024

KẾ HOẠCH
Công tác thi đua, khen thưởng năm 2024

I. MỘT VÀI LỜI
Xin gửi lời chào.

II. NỘI DUNG
1. Quý I
- Phát động thi đua; ký giao ước.
- Đăng ký danh hiệu.
2. Quý II
- Sơ kết phong trào.
"""


async def correct(plans: Plans, draft: dict[str, Any], *asked: dict[str, Any], **more: Any) -> httpx.Response:
    body = {"version": draft["version"], "corrections": asked, **more}
    return await plans.post(APPRAISER, f"/plans/drafts/{draft['draft_id']}/corrections", body)


async def a_draft(plans: Plans) -> dict[str, Any]:
    draft: dict[str, Any] = (await plans.draft(TEXT.encode())).json()
    return draft


def tasks(draft: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {task["key"]: task for quarter in draft["preview"]["quarters"] for task in quarter["tasks"]}


def unread(draft: dict[str, Any]) -> list[str]:
    return [passage["text"] for passage in draft["preview"]["not_understood"]]


def lines(value: Any) -> set[int]:
    if isinstance(value, dict):
        return set(value.get("source_lines", ())).union(*(lines(each) for each in value.values()))
    if isinstance(value, list):
        return set().union(*(lines(each) for each in value))
    return set()


async def test_any_value_is_corrected_and_the_journal_says_by_whom(plans: Plans) -> None:
    draft = await a_draft(plans)

    answer = await correct(
        plans,
        draft,
        {"op": "set", "at": "/title", "value": "Công tác thi đua năm 2024"},
        {"op": "set", "at": "/tasks/Q1-02/lead", "value": {"name": "Công chức Văn hóa"}},
        reason="Đối chiếu bản ký",
    )

    corrected = answer.json()
    task = tasks(corrected)["Q1-02"]
    assert (corrected["version"], corrected["preview"]["title"]) == (3, "Công tác thi đua năm 2024")
    assert (task["lead"]["name"], task["corrected_by"], task["source_lines"]) == ("Công chức Văn hóa", "noivu", [15])
    assert [(each["number"], each["changed_by"], each["reason"]) for each in corrected["changes"]] == [
        (1, "noivu", "Đối chiếu bản ký"),
        (2, "noivu", "Đối chiếu bản ký"),
    ]


async def test_task_moved_to_another_day_stands_in_its_quarter(plans: Plans) -> None:
    draft = await a_draft(plans)
    deadline = {"kind": "before", "on": "2024-09-15", "implied": False}
    period = {"label": "Quý III", "starts_on": "2024-07-01", "ends_on": "2024-09-30"}

    answer = await correct(
        plans,
        draft,
        {"op": "set", "at": "/tasks/Q1-02/deadline", "value": deadline},
        {"op": "set", "at": "/tasks/Q1-02/period", "value": period},
    )

    assert [quarter["number"] for quarter in answer.json()["preview"]["quarters"]] == [1, 2, 3]


async def test_tasks_are_added_split_and_merged(plans: Plans) -> None:
    draft = await a_draft(plans)

    answer = await correct(
        plans,
        draft,
        {"op": "add_task", "text": "Tổng kết năm", "starts_on": "2024-12-01", "ends_on": "2024-12-31"},
        {"op": "split_task", "key": "Q1-01", "texts": ["Phát động thi đua", "Ký giao ước"]},
        {"op": "merge_tasks", "keys": ["Q1-02", "Q2-01"]},
    )

    found = {key: (task["text"], len(task["parts"])) for key, task in tasks(answer.json()).items()}
    assert found == {
        "Q1-01": ("Phát động thi đua", 0),
        "Q1-03": ("Ký giao ước", 0),
        "Q1-02": ("Đăng ký danh hiệu.", 2),
        "Q4-01": ("Tổng kết năm", 0),
    }
    assert tasks(answer.json())["Q1-02"]["source_lines"] == [15, 17]


async def test_removed_task_leaves_its_line_among_the_unread(plans: Plans) -> None:
    draft = await a_draft(plans)

    answer = await correct(plans, draft, {"op": "remove_task", "key": "Q2-01"})

    assert unread(answer.json()) == [*unread(draft), "Sơ kết phong trào."]
    assert lines(answer.json()["preview"]) == lines(draft["preview"])


async def test_unread_line_becomes_a_task_or_a_part_of_one(plans: Plans) -> None:
    draft = await a_draft(plans)

    answer = await correct(plans, draft, {"op": "use_line", "line": 10}, {"op": "use_line", "line": 9, "key": "Q2-01"})

    found = tasks(answer.json())
    assert (unread(draft), unread(answer.json())) == (["I. MỘT VÀI LỜI", "Xin gửi lời chào."], [])
    assert (found["Q4-01"]["text"], found["Q4-01"]["source_lines"]) == ("Xin gửi lời chào.", [10])
    assert [part["text"] for part in found["Q2-01"]["parts"]] == ["I. MỘT VÀI LỜI"]


async def test_corrections_of_one_request_are_made_together_or_not_at_all(plans: Plans) -> None:
    draft = await a_draft(plans)

    answer = await correct(
        plans, draft, {"op": "remove_task", "key": "Q1-01"}, {"op": "set", "at": "/year", "value": "không rõ"}
    )

    kept = await plans.get(APPRAISER, f"/plans/drafts/{draft['draft_id']}")
    assert (answer.status_code, answer.json()["details"]) == (422, ["Giá trị tại “/year” không hợp lệ."])
    assert (kept["version"], kept["preview"]) == (1, draft["preview"])


async def test_stale_correction_is_told_what_changed(plans: Plans) -> None:
    draft = await a_draft(plans)
    await correct(plans, draft, {"op": "set", "at": "/title", "value": "Tên khác"})

    answer = await correct(plans, draft, {"op": "remove_task", "key": "Q1-01"})

    title = "Sửa /title: “Công tác thi đua, khen thưởng năm 2024” thành “Tên khác”."
    assert (answer.status_code, answer.json()["code"]) == (409, "DraftChanged")
    assert answer.json()["details"] == [f"noivu: {title}"]


async def test_of_two_corrections_at_once_one_is_made(plans: Plans) -> None:
    draft = await a_draft(plans)

    answers = await asyncio.gather(
        *(correct(plans, draft, {"op": "remove_task", "key": key}) for key in ("Q1-01", "Q1-02"))
    )

    assert sorted(answer.status_code for answer in answers) == [200, 409]


async def test_what_a_draft_does_not_have_is_not_corrected(plans: Plans) -> None:
    draft = await a_draft(plans)

    unknown = [
        (await correct(plans, draft, asked)).status_code
        for asked in (
            {"op": "set", "at": "/color", "value": "đỏ"},
            {"op": "set", "at": "/tasks/Q9-01/text", "value": "x"},
            {"op": "remove_task", "key": "Q9-01"},
            {"op": "use_line", "line": 99},
            {"op": "merge_tasks", "keys": ["Q1-01", "Q1-01"]},
        )
    ]

    assert unknown == [422, 404, 404, 422, 422]


async def test_whole_preview_is_replaced_and_the_journal_says_what(plans: Plans) -> None:
    draft = await a_draft(plans)
    path = f"/plans/drafts/{draft['draft_id']}"

    answer = await plans.ask(LEADER, "PUT", path, params={"version": 1}, json={**draft["preview"], "number": "6"})
    stale = await plans.ask(LEADER, "PUT", path, params={"version": 1}, json=draft["preview"])

    assert [(each["what"], each["changed_by"]) for each in answer.json()["changes"]] == [("Sửa number.", "lanhdao")]
    assert stale.status_code == 409


async def test_units_officer_corrects_no_draft(plans: Plans) -> None:
    draft = await a_draft(plans)
    body = {"version": 1, "corrections": [{"op": "remove_task", "key": "Q1-01"}]}

    answer = await plans.post(officer("so-y-te"), f"/plans/drafts/{draft['draft_id']}/corrections", body)

    assert answer.status_code == 403
