"""The law as administrators see it: what it says, what differs, and who confirmed or overrode what."""

from collections.abc import AsyncIterator
from datetime import date
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from services.nominations.rules import acts_applied, apply, catalogue
from tests.component.nominations.conftest import ADMINISTRATOR, APPRAISER, LEADER, OFFICER, Nominations

CONFIRM = {
    "ruleset": "RS-B",
    "path": "awards/TTLDTT/criteria/TTLDTT-3a",
    "kind": "confirm",
    "ground": "Đã đối chiếu Điều 28",
    "document": "Luật 06/2022/QH15",
}


@pytest.fixture(autouse=True)
async def files_only(nominations: Nominations) -> AsyncIterator[None]:
    yield
    async with nominations.database.transaction() as session:
        await session.execute(text("TRUNCATE rule_acts"))
    if acts_applied():
        apply(())


async def acted(nominations: Nominations, who: Any = ADMINISTRATOR, **more: Any) -> Any:
    return await nominations.ask(who, "POST", "/rule-acts", json={**CONFIRM, **more})


async def test_rulesets_are_listed_in_the_order_of_their_dates(nominations: Nominations) -> None:
    found = (await nominations.ask(OFFICER, "GET", "/rulesets")).json()

    assert [(one["code"], one["based_on"], one["is_unconfirmed"]) for one in found] == [
        ("RS-A", "", False),
        ("RS-B", "", False),
        ("RS-C", "RS-B", False),
        ("RS-D", "RS-C", True),
    ]


async def test_card_shows_who_decides_before_and_after_the_districts_ended(nominations: Nominations) -> None:
    before = (await nominations.ask(OFFICER, "GET", "/rulesets/RS-B/awards/TTLDTT")).json()
    after = (await nominations.ask(OFFICER, "GET", "/rulesets/RS-C/awards/TTLDTT")).json()

    assert [one["id"] for one in before["deciders"]] == ["department_head", "district_chair", "firm_director"]
    assert [one["id"] for one in after["deciders"]] == ["department_head", "commune_chair", "firm_director"]
    assert after["deciders"][1]["citation"] == "Nghị định số 129/2025/NĐ-CP"


async def test_differences_of_two_rulesets_name_value_and_citation(nominations: Nominations) -> None:
    found = (await nominations.ask(LEADER, "GET", "/rulesets/RS-A/differences/RS-B")).json()

    months = next(one for one in found if one["path"] == "awards/LDTT/criteria/LDTT-3/with/at_least")
    assert (months["kind"], months["old"], months["new"]) == ("changed", 10, 6)
    assert (months["old_citation"], months["new_citation"]) == (
        "Điều 9, Điều 10 Nghị định số 91/2017/NĐ-CP",
        "Thông tư số 01/2024/TT-BNV",
    )


async def test_confirmed_value_is_recorded_and_the_engine_works_with_it(nominations: Nominations) -> None:
    done = await acted(nominations)

    assert (done.status_code, done.json()["number"], done.json()["old"], done.json()["new"]) == (
        201,
        1,
        "needs confirmation",
        "confirmed",
    )
    award = catalogue().award("TTLDTT", "RS-B")
    assert award is not None
    assert {one.id: one.status for one in award.criteria}["TTLDTT-3a"] == "confirmed"
    listed = (await nominations.ask(APPRAISER, "GET", "/rule-acts")).json()
    assert [(one["by"], one["ground"]) for one in listed] == [("Quản trị", "Đã đối chiếu Điều 28")]
    unconfirmed = (await nominations.ask(OFFICER, "GET", "/rulesets/RS-B/unconfirmed")).json()
    assert CONFIRM["path"] not in {one["path"] for one in unconfirmed}


async def test_overridden_figure_counts_from_then_on(nominations: Nominations) -> None:
    path = "base_salaries/3/amount"

    done = await acted(nominations, ruleset="BONUS", path=path, kind="override", new=2_400_000, seen=2_340_000)

    assert done.status_code == 201
    assert catalogue().bonus("CSTD_CS", "individual", date(2025, 1, 1)).amount == 2_400_000


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"path": "awards/NO_SUCH"}, 404),
        ({"ruleset": "RS-X"}, 404),
        ({"ground": " "}, 422),
        ({"seen": "confirmed"}, 409),
        ({"version": 7}, 409),
        ({"path": "awards/LDTT/criteria/LDTT-3/with/at_least", "kind": "override", "new": "nhiều"}, 422),
        ({"path": "awards/LDTT/criteria/LDTT-1"}, 422),  # it is confirmed already
    ],
)
async def test_act_that_does_not_fit_is_refused_and_changes_nothing(
    nominations: Nominations, change: dict[str, Any], status: int
) -> None:
    done = await acted(nominations, **change)

    assert (done.status_code, await nominations.count("rule_acts")) == (status, 0)


@pytest.mark.parametrize("who", [OFFICER, APPRAISER])
async def test_only_leaders_and_administrators_act_on_the_law(nominations: Nominations, who: Any) -> None:
    done = await acted(nominations, who)

    assert (done.status_code, await nominations.count("rule_acts")) == (403, 0)


@pytest.mark.parametrize("statement", ["UPDATE rule_acts SET ground = 'khác'", "DELETE FROM rule_acts"])
async def test_recorded_act_is_never_changed(nominations: Nominations, statement: str) -> None:
    await acted(nominations)

    with pytest.raises(DBAPIError):
        async with nominations.database.transaction() as session:
            await session.execute(text(statement))


async def test_quota_is_answered_while_a_list_is_built(nominations: Nominations) -> None:
    found = await nominations.ask(OFFICER, "GET", "/rulesets/RS-A/quotas/CSTD_CS?advanced_count=40&used=5")

    assert (found.json()["allowed"], found.json()["left"], found.json()["result"]) == (6, 1, "met")
