"""What staff look up afterwards: ceremonies, revocations, one award's card, and the log of acts."""

from typing import Any

import pytest

from shared.identity import Identity
from tests.component.nominations.conftest import APPRAISER, LEADER, OFFICER, Nominations
from tests.component.nominations.test_revocations import CASE, granted, opened

CEREMONY = {
    "title": "Lễ trao tặng quý I",
    "held_at": "2023-03-01T08:00:00+07:00",
    "place": "Hội trường tỉnh",
    "host": "Chủ tịch Ủy ban nhân dân tỉnh",
}


async def seen(nominations: Nominations, path: str, who: Identity = LEADER, **asked: Any) -> Any:
    answer = await nominations.ask(who, "GET", path, params=asked)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def test_card_of_an_award_names_the_grounds_of_its_day_and_the_open_case(nominations: Nominations) -> None:
    award_id = await granted(nominations)
    before = await seen(nominations, f"/register/{award_id}")

    case = (await opened(nominations, award_id)).json()

    after = await seen(nominations, f"/register/{award_id}")
    assert [one["code"] for one in before["grounds"]] == ["false_merit_2003", "unlawful_process_2003"]
    assert (before["revocation_id"], after["revocation_id"]) == (None, case["revocation_id"])


async def test_lists_name_what_they_hold(nominations: Nominations) -> None:
    await opened(nominations, await granted(nominations))
    await nominations.ask(APPRAISER, "POST", "/ceremonies", json=CEREMONY)

    ceremonies, cases = await seen(nominations, "/ceremonies"), await seen(nominations, "/revocations")

    assert [(one["title"], one["state_label"], one["awards"]) for one in ceremonies] == [
        ("Lễ trao tặng quý I", "Đang chuẩn bị", 0)
    ]
    assert [one["state_label"] for one in cases] == ["Đã có kết luận, chờ báo cáo Hội đồng"]


async def test_log_of_acts_reads_in_words(nominations: Nominations) -> None:
    case = (await opened(nominations, await granted(nominations))).json()
    await nominations.ask(APPRAISER, "POST", f"/revocations/{case['revocation_id']}/steps/report", json={})

    page = await seen(nominations, "/acts", about="revocation", about_id=case["revocation_id"])

    assert [(one["act_label"], one["changes"], one["ground"]) for one in page["items"]] == [
        (
            "Báo cáo Hội đồng",
            ["Tình trạng: Đã có kết luận, chờ báo cáo Hội đồng → Đã báo cáo, chờ quyết định hủy bỏ"],
            "",
        ),
        ("Mở hồ sơ hủy bỏ", ["2 mục chi tiết khác"], CASE["conclusion"]),
    ]


@pytest.mark.parametrize(
    ("path", "who"), [("/acts", APPRAISER), ("/acts", OFFICER), ("/ceremonies", OFFICER), ("/revocations", OFFICER)]
)
async def test_looking_back_is_not_for_everybody(nominations: Nominations, path: str, who: Identity) -> None:
    answer = await nominations.ask(who, "GET", path)

    assert answer.status_code == 403
