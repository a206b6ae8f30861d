from datetime import UTC, date, datetime
from typing import Any
from uuid import uuid4

import pytest

from shared.events import Event
from shared.events.nominations import (
    NominationReturned,
    OpinionGiven,
    OpinionLapsed,
    OpinionRequested,
    SessionCalled,
    SessionCancelled,
    SessionHeld,
)
from shared.events.plans import (
    FilingDue,
    FilingLifted,
    FilingRecalled,
    FilingReceived,
    FilingRescheduled,
    FindingRecorded,
    FindingRemedied,
    FurtherFilingDue,
    FurtherFilingReceived,
    RemedyExtended,
    RemedyReported,
    RemedyReturned,
)
from tests.component.notifications.conftest import Notifications, officer
from tests.factories import a_sample

HEALTH = officer("so-y-te")
FILING: dict[str, Any] = {"unit_id": "so-y-te", "duty": "unit_plan"}
DATES: dict[str, Any] = {"due_on": date(2023, 3, 15), "last_day_on": date(2023, 3, 14), "year": 2023}
FINDING: dict[str, Any] = {"unit_id": "so-y-te", "kind": "shortcoming", "due_on": date(2023, 3, 14)}
OPINION: dict[str, Any] = {"office_id": "so-y-te", "due_on": date(2023, 3, 14), "award": "BK_TINH"}


async def due(notifications: Notifications) -> list[tuple[int, int]]:
    """Return the day and the month of every timer."""
    rows = await notifications.rows("SELECT due_at AT TIME ZONE 'Asia/Ho_Chi_Minh' FROM timer ORDER BY due_at")
    return [(moment.day, moment.month) for (moment,) in rows]


async def reminded(notifications: Notifications, message: str) -> list[str]:
    """Return the subjects of the reminders of one kind, oldest first."""
    rows = await notifications.rows(f"SELECT subject FROM notices WHERE message = '{message}' ORDER BY created_at")
    return [subject for (subject,) in rows]


async def test_office_is_reminded_of_an_opinion_it_owes(notifications: Notifications) -> None:
    await notifications.hear(a_sample(OpinionRequested, **OPINION))

    for day in (9, 13, 14):
        await notifications.move(3, day, 7)

    name = "để cho ý kiến: Bằng khen của Chủ tịch Ủy ban nhân dân tỉnh"
    assert await reminded(notifications, "OpinionReminder") == [f"Còn 5 ngày {name}", f"Còn 1 ngày {name}"]
    assert await due(notifications) == []


@pytest.mark.parametrize("end", [OpinionGiven, OpinionLapsed, NominationReturned], ids=lambda event: event.__name__)
async def test_office_that_is_waited_for_no_more_is_not_reminded(
    notifications: Notifications, end: type[Event]
) -> None:
    await notifications.hear(a_sample(OpinionRequested, **OPINION), a_sample(end))

    assert await due(notifications) == []
    assert await notifications.rows("SELECT * FROM awaited") == []


async def test_opinions_about_another_dossier_are_still_waited_for(notifications: Notifications) -> None:
    other: dict[str, Any] = {"nomination_id": uuid4(), "opinion_id": uuid4()}
    await notifications.hear(a_sample(OpinionRequested, **OPINION), a_sample(OpinionRequested, **OPINION, **other))

    await notifications.hear(a_sample(NominationReturned))

    assert await due(notifications) == [(9, 3)]


async def test_unit_is_reminded_to_mend_what_was_found_until_it_reports(notifications: Notifications) -> None:
    await notifications.hear(a_sample(FindingRecorded, **FINDING))
    await notifications.move(2, 28, 7)

    await notifications.hear(a_sample(RemedyReported, unit_id="so-y-te"))
    held = await due(notifications)
    await notifications.hear(a_sample(RemedyReturned, unit_id="so-y-te"))
    resumed = await due(notifications)
    await notifications.hear(a_sample(FindingRemedied, unit_id="so-y-te"))

    assert (held, resumed, await due(notifications)) == ([], [(11, 3)], [])
    assert await reminded(notifications, "RemedyReminder") == ["Còn 14 ngày để khắc phục sau kiểm tra"]


async def test_longer_time_to_mend_moves_the_reminders_and_what_they_say(notifications: Notifications) -> None:
    await notifications.hear(a_sample(FindingRecorded, **FINDING))

    await notifications.hear(a_sample(RemedyExtended, unit_id="so-y-te", due_on=date(2023, 4, 14)))
    await notifications.move(3, 31, 7)

    rows = await notifications.rows("SELECT body FROM notices WHERE message = 'RemedyReminder'")
    assert [body.splitlines()[-1] for (body,) in rows] == ["Thời hạn khắc phục: hết ngày 14/04/2023."]
    assert await due(notifications) == [(11, 4)]


async def test_finding_nobody_has_to_mend_is_not_waited_for(notifications: Notifications) -> None:
    await notifications.hear(a_sample(FindingRecorded, **(FINDING | {"due_on": None, "kind": "strength"})))

    assert await notifications.rows("SELECT * FROM awaited") == []


@pytest.mark.parametrize("end", [SessionHeld, SessionCancelled], ids=lambda event: event.__name__)
async def test_members_are_reminded_of_a_session_that_is_still_to_come(
    notifications: Notifications, end: type[Event]
) -> None:
    early = datetime(2023, 3, 14, 23, 30, tzinfo=UTC)  # 06:30 on the 15th in Vietnam
    await notifications.hear(
        a_sample(SessionCalled, level="province", council_kind="emulation", is_written_round=False, meets_at=early)
    )

    await notifications.move(3, 12, 7)
    waiting = await due(notifications)
    await notifications.hear(a_sample(end))

    assert await reminded(notifications, "SessionReminder") == [
        "Còn 3 ngày đến phiên họp Hội đồng Thi đua - Khen thưởng"
    ]
    assert (waiting, await due(notifications)) == ([(14, 3)], [])


async def test_unit_is_reminded_of_a_further_filing_by_its_name(notifications: Notifications) -> None:
    further = {**FILING, **DATES, "duty": "bao-cao-chuyen-de", "name": "Báo cáo chuyên đề cải cách hành chính"}
    await notifications.hear(a_sample(FurtherFilingDue, **further))

    await notifications.move(3, 11, 7)

    assert await notifications.inbox(HEALTH) == [
        "Còn 3 ngày để nộp “Báo cáo chuyên đề cải cách hành chính”",
        "Yêu cầu nộp “Báo cáo chuyên đề cải cách hành chính”",
    ]


async def test_further_filing_taken_back_is_named_and_owed_again(notifications: Notifications) -> None:
    further = {**FILING, "duty": "bao-cao-chuyen-de", "name": "Báo cáo chuyên đề"}
    await notifications.hear(a_sample(FurtherFilingDue, **further, **DATES), a_sample(FurtherFilingReceived, **further))
    held = await due(notifications)

    await notifications.hear(a_sample(FilingRecalled, unit_id="so-y-te", duty="bao-cao-chuyen-de"))

    assert (held, await due(notifications)) == ([], [(28, 2)])
    assert await reminded(notifications, "FilingRecalled") == ["Đơn vị có mã so-y-te rút lại “Báo cáo chuyên đề”"]


async def test_new_deadline_moves_the_reminders_of_what_is_still_owed(notifications: Notifications) -> None:
    later = {**FILING, "due_on": date(2023, 4, 15), "last_day_on": date(2023, 4, 14)}
    other: dict[str, Any] = {"filing_id": uuid4()}
    await notifications.hear(a_sample(FilingDue, **FILING, **DATES), a_sample(FilingDue, **FILING, **DATES, **other))
    await notifications.hear(a_sample(FilingReceived, **FILING, **other))

    await notifications.hear(a_sample(FilingRescheduled, **later), a_sample(FilingRescheduled, **later, **other))

    assert await due(notifications) == [(31, 3)]


async def test_filing_nobody_asks_for_any_more_is_not_reminded_of(notifications: Notifications) -> None:
    await notifications.hear(a_sample(FilingDue, **FILING, **DATES))

    await notifications.hear(a_sample(FilingLifted, **FILING))

    assert await due(notifications) == []
    assert (await notifications.inbox(HEALTH))[0] == "Không phải nộp kế hoạch thi đua, khen thưởng"
