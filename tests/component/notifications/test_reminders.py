from datetime import date, datetime
from typing import Any

from shared.clock import VIETNAM
from shared.events.notifications import NoticeSent
from shared.events.plans import (
    FilingAccepted,
    FilingDue,
    FilingOverdue,
    FilingReceived,
    FilingReturned,
    UnitChanged,
    UnitRegistered,
)
from tests.component.notifications.conftest import APPRAISER, Notifications, officer
from tests.factories import a_sample

OFFICER = officer("so-y-te")
FILING: dict[str, Any] = {"unit_id": "so-y-te"}


def a_filing(**known: Any) -> FilingDue:
    dates = {"due_on": date(2023, 3, 15), "last_day_on": date(2023, 3, 14), "year": 2023}
    return a_sample(FilingDue, **(FILING | dates | known))


async def timers(notifications: Notifications) -> list[datetime]:
    rows = await notifications.rows("SELECT due_at FROM timer ORDER BY due_at")
    return [due_at.astimezone(VIETNAM) for (due_at,) in rows]


async def test_unit_learns_what_it_owes(notifications: Notifications) -> None:
    await notifications.hear(a_filing())

    subjects = await notifications.inbox(OFFICER)

    assert subjects == ["Yêu cầu nộp kế hoạch thi đua, khen thưởng năm 2023"]


async def test_unit_is_reminded_on_every_rung(notifications: Notifications) -> None:
    await notifications.hear(a_filing())

    for month, day in ((2, 28), (3, 1), (3, 11), (3, 12), (3, 13), (3, 14)):
        await notifications.move(month, day, 7)

    reminded = [subject for subject in await notifications.inbox(OFFICER) if not subject.startswith("Yêu cầu")]
    assert reminded == [f"Còn {days} ngày để nộp kế hoạch thi đua, khen thưởng năm 2023" for days in (1, 3, 14)]
    assert await timers(notifications) == []


async def test_reminder_that_rings_late_counts_the_days_still_left(notifications: Notifications) -> None:
    await notifications.hear(a_filing())

    await notifications.move(3, 14, 9)

    assert (await notifications.inbox(OFFICER))[0] == (
        "Hôm nay là ngày cuối cùng nộp kế hoạch thi đua, khen thưởng năm 2023"
    )


async def test_reminder_that_rings_after_the_last_day_says_nothing(notifications: Notifications) -> None:
    await notifications.hear(a_filing())

    await notifications.move(3, 20, 9)

    assert len(await notifications.inbox(OFFICER)) == 1
    assert await timers(notifications) == []


async def test_filing_issued_late_skips_the_rungs_already_past(notifications: Notifications) -> None:
    await notifications.move(3, 5, 9)

    await notifications.hear(a_filing())

    assert await timers(notifications) == [datetime(2023, 3, 11, 7, tzinfo=VIETNAM)]


async def test_unit_that_filed_is_not_reminded(notifications: Notifications) -> None:
    await notifications.hear(a_filing(), a_sample(FilingReceived, **FILING))

    await notifications.move(3, 14, 9)

    assert len(await notifications.inbox(OFFICER)) == 1


async def test_unit_whose_filing_was_returned_is_reminded_again(notifications: Notifications) -> None:
    await notifications.hear(a_filing(), a_sample(FilingReceived, **FILING))
    await notifications.move(3, 10, 9)

    await notifications.hear(a_sample(FilingReturned, **FILING))
    await notifications.move(3, 11, 9)

    assert await notifications.inbox(OFFICER) == [
        "Còn 3 ngày để nộp kế hoạch thi đua, khen thưởng năm 2023",
        "Đề nghị hoàn thiện kế hoạch thi đua, khen thưởng",
        "Yêu cầu nộp kế hoạch thi đua, khen thưởng năm 2023",
    ]


async def test_filing_that_was_accepted_is_owed_no_longer(notifications: Notifications) -> None:
    await notifications.hear(a_filing(), a_sample(FilingReceived, **FILING), a_sample(FilingAccepted, **FILING))

    assert await timers(notifications) == []
    assert await notifications.rows("SELECT * FROM owed_filings") == []


async def test_delay_is_told_to_the_unit_and_to_the_appraising_office(notifications: Notifications) -> None:
    await notifications.hear(a_sample(UnitRegistered, unit_id="so-y-te", name="Sở Y tế"))
    await notifications.hear(a_filing(), a_sample(FilingOverdue, **FILING))

    assert (await notifications.inbox(OFFICER))[0] == "Quá hạn nộp kế hoạch thi đua, khen thưởng: Sở Y tế"
    assert await notifications.inbox(APPRAISER) == ["Quá hạn nộp kế hoạch thi đua, khen thưởng: Sở Y tế"]
    assert await timers(notifications) == []


async def test_unit_is_called_by_its_present_name(notifications: Notifications) -> None:
    named = a_sample(UnitRegistered, unit_id="so-y-te", name="Sở Y tế")
    renamed = a_sample(UnitChanged, unit_id="so-y-te", name="Sở Y tế và Dân số")

    await notifications.hear(named, renamed)
    await notifications.hear(a_filing(), a_sample(FilingOverdue, **FILING))

    assert (await notifications.inbox(OFFICER))[0].endswith(": Sở Y tế và Dân số")


async def test_unit_nobody_has_registered_yet_is_told_all_the_same(notifications: Notifications) -> None:
    await notifications.hear(a_filing(), a_sample(FilingOverdue, **FILING))

    assert (await notifications.inbox(OFFICER))[0].endswith(": Đơn vị có mã so-y-te")


async def test_notice_on_the_list_is_delivered_at_once(notifications: Notifications) -> None:
    await notifications.hear(a_filing())

    (sent,) = await notifications.told(NoticeSent)

    assert (sent["message"], sent["channel"], sent["unit_id"], sent["role"]) == ("FilingDue", "in_app", "so-y-te", None)
