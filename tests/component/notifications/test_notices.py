from datetime import datetime
from uuid import uuid4

import pytest

from shared.clock import VIETNAM
from shared.events.notifications import NoticeRead
from shared.events.plans import FilingReturned, PlanIssued, QuarterClosed
from shared.identity import Identity
from shared.roles import Role
from tests.component.notifications.conftest import APPRAISER, LEADER, Notifications, officer
from tests.factories import a_sample, an_id

ADMINISTRATOR = Identity("quantri", "Quản trị", frozenset({Role.ADMINISTRATOR}))
TO_HEALTH = "Đề nghị hoàn thiện kế hoạch thi đua, khen thưởng"
TO_OFFICES = "Đóng quý 1 năm 2023"


async def the_notice(notifications: Notifications, who: Identity) -> str:
    answer = await notifications.ask(who, "GET", "/notices")
    notice_id: str = answer.json()["items"][0]["notice_id"]
    return notice_id


def three_plans() -> list[PlanIssued]:
    return [a_sample(PlanIssued, plan_id=uuid4(), symbol=f"{number}/KH-UBND") for number in range(3)]


@pytest.mark.parametrize(
    ("who", "expected"),
    [
        (officer("so-y-te"), [TO_HEALTH]),
        (officer("so-noi-vu"), []),
        (APPRAISER, [TO_OFFICES]),
        (LEADER, [TO_OFFICES]),
        (ADMINISTRATOR, []),
    ],
    ids=lambda value: getattr(value, "user", None),
)
async def test_everyone_sees_their_own_notices_only(
    notifications: Notifications, who: Identity, expected: list[str]
) -> None:
    await notifications.hear(a_sample(FilingReturned, unit_id="so-y-te"), a_sample(QuarterClosed))

    assert await notifications.inbox(who) == expected
    assert (await notifications.ask(who, "GET", "/notices/unread")).json() == {"count": len(expected)}


async def test_notice_shows_its_text_and_where_it_opens(notifications: Notifications) -> None:
    await notifications.hear(a_sample(FilingReturned, unit_id="so-y-te", reason="Thiếu chỉ tiêu.", missing=()))

    answer = await notifications.ask(officer("so-y-te"), "GET", "/notices")

    (notice,) = answer.json()["items"]
    assert notice["message"] == "FilingReturned"
    assert notice["link"] == f"/filings/{an_id('filing_id')}"
    assert notice["body"].splitlines()[2] == "Lý do: Thiếu chỉ tiêu."
    assert notice["read_at"] is None


async def test_reading_a_notice_is_told_once(notifications: Notifications) -> None:
    await notifications.hear(a_sample(FilingReturned, unit_id="so-y-te"))
    who = officer("so-y-te")
    notice_id = await the_notice(notifications, who)

    first = await notifications.ask(who, "POST", f"/notices/{notice_id}/read")
    second = await notifications.ask(who, "POST", f"/notices/{notice_id}/read")

    read_at = [datetime.fromisoformat(answer.json()["read_at"]) for answer in (first, second)]
    assert read_at == [datetime(2022, 12, 23, 9, tzinfo=VIETNAM)] * 2
    assert len(await notifications.told(NoticeRead)) == 1


async def test_notice_read_before_its_letter_left_is_still_mailed(notifications: Notifications) -> None:
    await notifications.hear(a_sample(FilingReturned, unit_id="so-y-te"))
    who = officer("so-y-te")

    await notifications.ask(who, "POST", f"/notices/{await the_notice(notifications, who)}/read")
    await notifications.send_mail()

    versions = await notifications.rows("SELECT aggregate_version FROM outbox ORDER BY id")
    assert versions == [(1,), (2,), (3,)]


@pytest.mark.parametrize("who", [officer("so-noi-vu"), APPRAISER], ids=lambda who: who.user)
async def test_notice_of_another_is_as_if_it_were_not_there(notifications: Notifications, who: Identity) -> None:
    await notifications.hear(a_sample(FilingReturned, unit_id="so-y-te"))
    notice_id = await the_notice(notifications, officer("so-y-te"))

    answers = [await notifications.ask(who, "POST", f"/notices/{wanted}/read") for wanted in (notice_id, uuid4())]

    assert [answer.status_code for answer in answers] == [404, 404]
    assert answers[0].json() == answers[1].json()
    assert await notifications.told(NoticeRead) == []


async def test_unread_notices_are_counted_and_listed(notifications: Notifications) -> None:
    await notifications.hear(
        *(a_sample(PlanIssued, plan_id=uuid4(), symbol=f"{number}/KH-UBND") for number in range(3))
    )
    await notifications.ask(LEADER, "POST", f"/notices/{await the_notice(notifications, LEADER)}/read")

    unread = await notifications.inbox(LEADER, unread=True)

    assert unread == ["Ban hành Kế hoạch số 1/KH-UBND", "Ban hành Kế hoạch số 0/KH-UBND"]
    assert (await notifications.ask(LEADER, "GET", "/notices/unread")).json() == {"count": 2}


async def test_notices_are_listed_page_by_page(notifications: Notifications) -> None:
    await notifications.hear(
        *(a_sample(PlanIssued, plan_id=uuid4(), symbol=f"{number}/KH-UBND") for number in range(3))
    )

    pages = [(await notifications.ask(LEADER, "GET", "/notices", page=page, size=2)).json() for page in (1, 2)]

    assert [len(page["items"]) for page in pages] == [2, 1]
    assert [page["total"] for page in pages] == [3, 3]


async def test_stranger_is_turned_away(notifications: Notifications) -> None:
    answer = await notifications.client.get("/notices")

    assert answer.status_code == 401
