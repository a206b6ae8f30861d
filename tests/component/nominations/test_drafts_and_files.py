"""Drafts nobody is told of, their files, and the checklist they are held against."""

import hashlib
from pathlib import Path
from typing import Any

import pytest

from shared.settings import settings
from tests.component.nominations.conftest import APPRAISER, COLLECTIVE, OFFICER, OTHER_OFFICER, Nominations

PDF = b"%PDF-1.7\n" + b"thanh tich " * 1000


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, nominations: Nominations) -> None:  # noqa: ARG001 - whose settings it adds to
    monkeypatch.setenv("THIDUA_FILES", str(tmp_path))
    settings.cache_clear()


def kept(folder: Path) -> list[Path]:
    return [one for one in folder.rglob("*") if one.is_file()]


async def a_draft(nominations: Nominations, **more: Any) -> Any:
    content = {name: value for name, value in COLLECTIVE.items() if name != "documents"} | more
    answer = await nominations.ask(OFFICER, "POST", "/drafts", json=content)
    assert answer.status_code == 201, answer.text
    return answer.json()


async def send(nominations: Nominations, dossier_id: str, body: bytes = PDF, **query: str) -> Any:
    asked = {"kind": "BIEN_BAN_HOP", "name": "Biên bản họp.pdf"} | query
    return await nominations.ask(OFFICER, "POST", f"/dossiers/{dossier_id}/files", params=asked, content=body)


async def test_draft_may_lack_anything_and_says_what(nominations: Nominations) -> None:
    answer = await nominations.ask(OFFICER, "POST", "/drafts", json={"award": "TTLDXS"})

    assert answer.json()["faults"] == [
        "Chưa chọn đối tượng.",
        "Chưa ghi tên cá nhân, tập thể, hộ gia đình.",
        "Chưa ghi năm.",
    ]
    required = [one["code"] for one in answer.json()["checklist"] if one["is_required"]]
    assert required == ["TO_TRINH", "BAO_CAO_THANH_TICH", "BIEN_BAN_HOP"]
    assert await nominations.told() == []


async def test_several_drafts_stand_side_by_side_and_no_other_unit_sees_them(nominations: Nominations) -> None:
    one, two = await a_draft(nominations), await a_draft(nominations, subject_name="Phòng Kế hoạch")

    own = (await nominations.ask(OFFICER, "GET", "/drafts")).json()
    others = (await nominations.ask(OTHER_OFFICER, "GET", "/drafts")).json()
    reached = await nominations.ask(OTHER_OFFICER, "GET", f"/drafts/{one['draft_id']}")
    staff = await nominations.ask(APPRAISER, "GET", f"/drafts/{two['draft_id']}")

    assert {line["draft_id"] for line in own["items"]} == {one["draft_id"], two["draft_id"]}
    assert (others["total"], reached.status_code, staff.status_code) == (0, 403, 403)


async def test_who_saves_over_a_newer_draft_is_told_by_whom(nominations: Nominations) -> None:
    draft = await a_draft(nominations)
    path = f"/drafts/{draft['draft_id']}"
    await nominations.ask(OFFICER, "PUT", path, json={"award": "TTLDXS", "version": 1})

    answer = await nominations.ask(OFFICER, "PUT", path, json={"award": "BK_TTG", "version": 1})

    assert (answer.status_code, answer.json()["details"]) == (
        409,
        ["Nguyễn Văn Cán Bộ đã lưu bản khác lúc 09:00 ngày 15/02/2023."],
    )


async def test_draft_becomes_the_dossier_of_the_same_id_with_its_files(nominations: Nominations) -> None:
    draft = await a_draft(nominations, documents=["TO_TRINH", "BAO_CAO_THANH_TICH"])
    sent = (await send(nominations, draft["draft_id"])).json()

    dossier = await nominations.ask(OFFICER, "POST", f"/drafts/{draft['draft_id']}/submit")
    content = await nominations.ask(APPRAISER, "GET", f"/files/{sent['file_id']}/content")

    assert (dossier.status_code, dossier.json()["nomination_id"]) == (201, draft["draft_id"])
    assert dossier.json()["missing_documents"] == []
    assert (content.content, sent["sha256"]) == (PDF, hashlib.sha256(PDF).hexdigest())
    assert (await nominations.count("drafts"), len(await nominations.facts_of("NominationSubmitted"))) == (0, 1)


async def test_one_bad_draft_keeps_no_other_back(nominations: Nominations) -> None:
    good, bad = await a_draft(nominations), await a_draft(nominations, subject_name="")

    answer = await nominations.ask(
        OFFICER, "POST", "/drafts/submit", json={"drafts": [good["draft_id"], bad["draft_id"]]}
    )

    assert [(one["is_submitted"], one["details"]) for one in answer.json()] == [
        (True, []),
        (False, ["Chưa ghi tên cá nhân, tập thể, hộ gia đình."]),
    ]


@pytest.mark.parametrize(
    ("name", "body", "detail"),
    [
        ("bao-cao.pdf", b"MZ\x90\x00 not a pdf", "Nội dung tệp không đúng với phần mở rộng của tên “bao-cao.pdf”."),
        ("bao-cao.docx", b"PK\x03\x04 broken", "Tệp bị hỏng, không mở được."),
        ("bao-cao.pdf", b"", "Tệp không có nội dung."),
        ("../../.pdf.", PDF, "Chỉ nhận các loại tệp: "),
    ],
)
async def test_file_that_is_not_what_its_name_says_is_refused_and_leaves_nothing(
    nominations: Nominations, tmp_path: Path, name: str, body: bytes, detail: str
) -> None:
    draft = await a_draft(nominations)

    answer = await send(nominations, draft["draft_id"], body, name=name)

    assert answer.status_code == 422
    assert answer.json()["details"][0].startswith(detail)
    assert (kept(tmp_path), await nominations.count("files")) == ([], 0)


async def test_file_larger_than_allowed_is_refused_while_it_comes(
    nominations: Nominations, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft = await a_draft(nominations)
    monkeypatch.setenv("THIDUA_LARGEST_FILE", "1000")
    settings.cache_clear()

    answer = await send(nominations, draft["draft_id"])

    assert (answer.status_code, kept(tmp_path)) == (413, [])


async def test_same_content_twice_is_kept_once_and_pointed_out(nominations: Nominations, tmp_path: Path) -> None:
    draft = await a_draft(nominations)
    await send(nominations, draft["draft_id"])

    again = await send(nominations, draft["draft_id"], name="Bản khác.pdf")

    assert again.json()["same_as"] == [
        "Tệp giống hệt đã được kèm ngày 15/02/2023 với tên “Biên bản họp.pdf” trong một hồ sơ đang lập."
    ]
    assert len(kept(tmp_path)) == 1


async def test_link_stands_for_a_file_and_must_be_one(nominations: Nominations) -> None:
    draft = await a_draft(nominations)
    path = f"/dossiers/{draft['draft_id']}/links"
    body = {"kind": "BAO_CAO_THANH_TICH", "name": "Báo cáo"}

    good = await nominations.ask(OFFICER, "POST", path, json={**body, "link": "https://dongnai.gov.vn/bao-cao"})
    bad = await nominations.ask(OFFICER, "POST", path, json={**body, "link": "javascript:alert(1)"})

    assert (good.status_code, good.json()["link"]) == (201, "https://dongnai.gov.vn/bao-cao")
    assert (bad.status_code, bad.json()["code"]) == (422, "LinkRefused")


async def test_other_unit_gets_no_file(nominations: Nominations) -> None:
    draft = await a_draft(nominations)
    sent = (await send(nominations, draft["draft_id"])).json()

    answers = [
        await nominations.ask(OTHER_OFFICER, "GET", f"/files/{sent['file_id']}/content"),
        await nominations.ask(OTHER_OFFICER, "DELETE", f"/files/{sent['file_id']}"),
    ]

    assert [answer.status_code for answer in answers] == [403, 403]


async def test_file_waits_in_quarantine_where_a_scanner_is_set(
    nominations: Nominations, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft = await a_draft(nominations)
    monkeypatch.setenv("THIDUA_CLAMD", "127.0.0.1:1")
    settings.cache_clear()

    sent = (await send(nominations, draft["draft_id"])).json()
    answer = await nominations.ask(OFFICER, "GET", f"/files/{sent['file_id']}/content")

    assert (sent["state_label"], answer.status_code, answer.json()["code"]) == (
        "Đang chờ quét mã độc",
        409,
        "FileWithheld",
    )


async def test_documents_cannot_be_changed_while_the_desk_has_the_dossier(nominations: Nominations) -> None:
    nomination_id = await nominations.submitted()

    answer = await send(nominations, nomination_id)

    assert (answer.status_code, answer.json()["code"]) == (409, "OutOfTurn")
