"""A cluster's year as staff work it: registering, scoring, checking, ranking, publishing."""

import json

from tests.component.gateway.conftest import Browser, Gateway
from tests.component.gateway.fakes.organisation import (
    CHECK,
    PUBLISH,
    REGISTRATION,
    SHEET,
    YEAR,
    a_pledge,
    a_ranking,
    a_registration,
    a_score_sheet,
)


async def test_year_that_was_not_opened_says_so(gateway: Gateway, officer: Browser) -> None:
    gateway.fake.refuses("GET", YEAR, 404, "Chưa mở.", code="YearNotOpened")

    page = await officer.get(YEAR)

    assert (page.main.one("p", **{"class": "empty"}).text, page.buttons) == (
        "Cụm, khối chưa mở năm thi đua này.",
        [],
    )


async def test_points_typed_with_a_comma_reach_the_owner_exactly(gateway: Gateway, officer: Browser) -> None:
    gateway.fake.says("PUT", SHEET, a_score_sheet())

    await officer.press(SHEET, SHEET, **{"score.A1.achieved": "1.490,5", "score.A1.target": "1500"})

    assert json.loads(gateway.fake.last("PUT").content) == {
        "version": 5,
        "entries": [
            {"code": "A1", "achieved": "1490.5", "target": "1500"},
            {"code": "A2", "points": "38.5"},
        ],
    }


async def test_points_that_are_no_number_are_said_beside_the_form_with_what_was_typed(
    gateway: Gateway, officer: Browser
) -> None:
    page = await officer.press(SHEET, SHEET, **{"score.A2.points": "bốn mươi"})

    kept = [box.attributes["value"] for box in page.main.all("input", name="score.A2.points")]
    assert (page.refusals, kept) == (["Dữ liệu nhập chưa đúng. Điểm tự chấm: giá trị chưa đúng."], ["bốn mươi"])
    assert [request.method for request in gateway.fake.asked if request.method == "PUT"] == []


async def test_checker_sends_only_the_points_that_were_changed(gateway: Gateway, appraiser: Browser) -> None:
    gateway.fake.says("GET", SHEET, a_score_sheet(state="submitted", steps=(CHECK,)))
    gateway.fake.says("POST", f"{SHEET}/steps/check", a_score_sheet())
    typed = {"change/A2/points": "37", "change/A2/reason": "Thiếu minh chứng"}

    await appraiser.press(SHEET, f"{SHEET}/steps/check", **typed)
    changed = json.loads(gateway.fake.last("POST").content)
    await appraiser.press(SHEET, f"{SHEET}/steps/check")
    unchanged = json.loads(gateway.fake.last("POST").content)

    assert changed["changes"] == [{"code": "A2", "points": "37", "reason": "Thiếu minh chứng"}]
    assert unchanged["changes"] == []


async def test_reason_the_owner_misses_is_said_beside_the_points(gateway: Gateway, appraiser: Browser) -> None:
    gateway.fake.says("GET", SHEET, a_score_sheet(state="submitted", steps=(CHECK,)))
    gateway.fake.refuses("POST", f"{SHEET}/steps/check", 422, "Vui lòng ghi rõ lý do điều chỉnh điểm.")

    page = await appraiser.press(SHEET, f"{SHEET}/steps/check", **{"change/A2/points": "37"})

    kept = [box.attributes["value"] for box in page.main.all("input", name="change/A2/points")]
    assert (page.refusals, kept) == (["Vui lòng ghi rõ lý do điều chỉnh điểm."], ["37"])


async def test_result_is_published_only_once_the_word_is_typed(gateway: Gateway, leader: Browser) -> None:
    gateway.fake.says("GET", f"{YEAR}/ranking", a_ranking(PUBLISH))
    gateway.fake.says("POST", f"{YEAR}/publish", a_ranking())

    refused = await leader.press(f"{YEAR}/ranking", f"{YEAR}/steps/publish", word="có")
    before = [request.method for request in gateway.fake.asked if request.method == "POST"]
    done = await leader.press(f"{YEAR}/ranking", f"{YEAR}/steps/publish", word="công bố")

    assert len(refused.refusals) == 1
    assert (before, done.flashes) == ([], ["Đã công bố kết quả."])


async def test_registration_keeps_its_lines_and_takes_new_ones(gateway: Gateway, officer: Browser) -> None:
    gateway.fake.says("PUT", REGISTRATION, a_registration())
    line = {"code": "CT2", "name": "Trạm y tế đạt chuẩn", "measure": "%", "value": "100", "better": "more"}

    await officer.press(REGISTRATION, REGISTRATION, **{f"target.2.{name}": value for name, value in line.items()})

    sent = json.loads(gateway.fake.last("PUT").content)
    assert [(one["code"], one["value"]) for one in sent["targets"]] == [("CT1", "29.5"), ("CT2", "100")]


async def test_pledge_is_signed_for_those_ticked(gateway: Gateway, appraiser: Browser) -> None:
    gateway.fake.says("POST", f"{YEAR}/pledge/sign", a_pledge())

    await appraiser.press(
        f"{YEAR}/pledge", f"{YEAR}/pledge/steps/sign", signed_on="2023-02-10", confirmed="yes", signs="so-y-te"
    )

    sent = json.loads(gateway.fake.last("POST").content)
    assert (sent["signed_on"], [one["unit_id"] for one in sent["signatories"]]) == ("2023-02-10", ["so-y-te"])
