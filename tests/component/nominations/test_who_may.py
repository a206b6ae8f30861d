"""Who may see and do what: by role, and a unit's officer within the unit."""

import pytest

from shared.identity import Identity
from shared.roles import Role
from tests.component.nominations.conftest import (
    ADMINISTRATOR,
    APPRAISER,
    INDIVIDUAL,
    LEADER,
    OFFICER,
    OTHER_OFFICER,
    OTHER_UNIT,
    UNIT,
    Nominations,
)

ROOTLESS_OFFICER = Identity("lac", "Cán bộ không đơn vị", frozenset({Role.UNIT_OFFICER}))


@pytest.mark.parametrize("who", [APPRAISER, LEADER, ADMINISTRATOR, OTHER_OFFICER, ROOTLESS_OFFICER])
async def test_only_the_units_own_officer_submits(nominations: Nominations, who: Identity) -> None:
    answer = await nominations.submit(who)

    assert (answer.status_code, await nominations.count("nominations")) == (403, 0)


async def test_request_without_an_identity_is_refused(nominations: Nominations) -> None:
    answers = [
        await nominations.client.get("/awards"),
        await nominations.client.get("/nominations"),
        await nominations.client.post("/nominations", content=b"{}"),
    ]

    assert [answer.status_code for answer in answers] == [401, 401, 401]


@pytest.mark.parametrize(
    ("who", "step"),
    [
        (OFFICER, "receive"),
        (LEADER, "receive"),
        (OFFICER, "return"),
        (ADMINISTRATOR, "receive"),
        (APPRAISER, "withdraw"),
    ],
)
async def test_step_of_somebody_else_is_refused(nominations: Nominations, who: Identity, step: str) -> None:
    nomination_id = await nominations.submitted()

    answer = await nominations.step(who, nomination_id, step, reason="Vì sao không")

    assert (answer.status_code, answer.json()["message"]) == (403, "Tài khoản không có quyền thực hiện việc này.")


async def test_appraiser_cannot_decide(nominations: Nominations) -> None:
    nomination_id = await nominations.eligible()

    answer = await nominations.step(APPRAISER, nomination_id, "decide", decision_number="312/QĐ-UBND")

    assert (answer.status_code, await nominations.count("awards")) == (403, 0)


@pytest.mark.parametrize("path", ["", "/steps/withdraw"])
async def test_other_units_officer_neither_sees_nor_moves_a_dossier(nominations: Nominations, path: str) -> None:
    nomination_id = await nominations.submitted()
    method = "POST" if path else "GET"

    answer = await nominations.ask(OTHER_OFFICER, method, f"/nominations/{nomination_id}{path}", json={})

    assert (answer.status_code, answer.json()["message"]) == (
        403,
        "Tài khoản chỉ được làm việc với dữ liệu của đơn vị mình.",
    )


async def test_officer_who_also_appraises_moves_only_the_own_unit_as_a_unit(nominations: Nominations) -> None:
    both = Identity("hai-vai", "Hai Vai", frozenset({Role.UNIT_OFFICER, Role.APPRAISER}), OTHER_UNIT)
    nomination_id = await nominations.submitted()

    answer = await nominations.step(both, nomination_id, "withdraw")

    assert answer.status_code == 403
    assert [step["step"] for step in (await nominations.show(nomination_id, both))["steps"]] == [
        "receive",
        "return",
        "hold",
    ]


async def test_officer_is_listed_the_own_units_dossiers_alone(nominations: Nominations) -> None:
    await nominations.submitted()
    await nominations.submit(OTHER_OFFICER, INDIVIDUAL, unit_id=OTHER_UNIT)

    own = await nominations.listed(OFFICER)
    all_ = await nominations.listed(LEADER)

    assert [one["unit_id"] for one in own["items"]] == [UNIT]
    assert all_["total"] == 2


async def test_officer_who_asks_for_another_units_list_is_refused(nominations: Nominations) -> None:
    answer = await nominations.ask(OFFICER, "GET", "/nominations", params={"unit_id": OTHER_UNIT})

    assert answer.status_code == 403


async def test_steps_offered_are_the_callers_own(nominations: Nominations) -> None:
    nomination_id = await nominations.submitted()

    offers = {
        who.user: [step["step"] for step in (await nominations.show(nomination_id, who))["steps"]]
        for who in (OFFICER, APPRAISER, LEADER, ADMINISTRATOR)
    }

    assert offers == {
        UNIT: ["withdraw", "recall"],
        "noivu": ["receive", "return", "hold"],
        "lanhdao": [],
        "quantri": [],
    }


async def test_dossier_nobody_has_is_not_found(nominations: Nominations) -> None:
    answer = await nominations.ask(APPRAISER, "GET", "/nominations/018f3c5e-0000-7000-8000-000000000000")

    assert (answer.status_code, answer.json()["message"]) == (404, "Không tìm thấy hồ sơ.")
