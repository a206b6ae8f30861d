import asyncio
from contextlib import suppress
from typing import Any

import pytest
from sqlalchemy import select

from services.notifications.commands.notices import notify
from services.notifications.jobs import TRIES_AGAIN, run
from services.notifications.models import NoticeRow
from shared import clock
from shared.events.nominations import AwardGranted
from shared.events.notifications import NoticeFailed, NoticeRead, NoticeSent
from shared.events.plans import FilingReturned, UnitRegistered
from shared.messaging.outbox import tell
from shared.settings import settings
from tests.component.notifications.conftest import Notifications
from tests.factories import a_sample, an_id

RETURNED = a_sample(FilingReturned, unit_id="so-y-te", reason="Thiếu chỉ tiêu.")
BUSY = "451 4.3.0 busy"
NO_SUCH_USER = "550 5.1.1 no such user"


def to_units(*unit_ids: str) -> list[FilingReturned]:
    return [a_sample(FilingReturned, filing_id=an_id(unit_id), unit_id=unit_id) for unit_id in unit_ids]


async def mailed(notifications: Notifications) -> list[str]:
    return [sent["unit_id"] for sent in await notifications.told(NoticeSent) if sent["channel"] == "email"]


async def jobs(notifications: Notifications, column: str = "status::text") -> list[Any]:
    """Return a column of every job that is not done; the worker's own housekeeping is left out."""
    rows = await notifications.rows(f"SELECT {column} FROM procrastinate_jobs WHERE task_name = 'send_mail'")
    return [value for (value,) in rows]


async def test_nothing_leaves_from_the_transaction_itself(notifications: Notifications) -> None:
    await notifications.hear(RETURNED)

    assert notifications.mailbox.letters == []
    assert await mailed(notifications) == []


async def test_letter_reaches_the_unit_as_text_and_html(notifications: Notifications) -> None:
    await notifications.hear(a_sample(UnitRegistered, unit_id="so-y-te", name="Sở Y tế"))
    await notifications.hear(RETURNED)

    await notifications.send_mail()

    (letter,) = notifications.mailbox.letters
    assert letter["From"] == "Thi Đua <thidua@dongnai.example>"
    assert letter["To"] == "so-y-te@thidua.local"
    assert letter["Subject"] == "Đề nghị hoàn thiện kế hoạch thi đua, khen thưởng"
    text, html = (part.get_content() for part in letter.iter_parts())
    assert text.splitlines()[0] == "Kính gửi: Sở Y tế"
    assert "<p>Lý do: Thiếu chỉ tiêu.</p>" in html.splitlines()


async def test_letter_sent_is_told_once(notifications: Notifications) -> None:
    await notifications.hear(RETURNED)

    await notifications.send_mail()
    await notifications.send_mail()

    assert await mailed(notifications) == ["so-y-te"]
    assert len(notifications.mailbox.letters) == 1
    assert await jobs(notifications) == []


async def test_letters_of_one_transaction_leave_by_one_job(notifications: Notifications) -> None:
    await notifications.hear(*to_units("so-y-te", "so-noi-vu", "so-tu-phap"))

    batches = await jobs(notifications, "args->>'batch'")

    assert await notifications.rows("SELECT DISTINCT batch FROM deliveries") == [(batch,) for batch in batches]
    assert len(batches) == 1
    await notifications.send_mail()
    assert len(notifications.mailbox.letters) == 3


async def test_letters_of_two_transactions_leave_by_two_jobs(notifications: Notifications) -> None:
    first, second = to_units("so-y-te", "so-noi-vu")

    await notifications.hear(first)
    await notifications.hear(second)

    assert await jobs(notifications) == ["todo", "todo"]


async def test_letter_written_after_a_savepoint_was_rolled_back_still_leaves(notifications: Notifications) -> None:
    first, second = to_units("so-y-te", "so-noi-vu")
    async with notifications.database.transaction() as session:
        undone = await session.begin_nested()
        await notify(first, session)
        await undone.rollback()
        session.info.clear()
        await notify(second, session)

    await notifications.send_mail()

    assert await mailed(notifications) == ["so-noi-vu"]


async def test_transaction_that_fails_leaves_neither_notice_nor_job(notifications: Notifications) -> None:
    async def fail() -> None:
        async with notifications.database.transaction() as session:
            await notify(RETURNED, session)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await fail()

    assert await notifications.rows("SELECT * FROM notices") == []
    assert await jobs(notifications) == []


async def test_letter_put_off_is_tried_again_and_the_others_are_not_held_up(notifications: Notifications) -> None:
    notifications.mailbox.answers = [BUSY]
    await notifications.hear(*to_units("so-y-te", "so-noi-vu"))

    await notifications.send_mail()
    after_first_try = await mailed(notifications)
    await notifications.hurry()
    await notifications.send_mail()

    assert after_first_try == ["so-noi-vu"]
    assert await mailed(notifications) == ["so-noi-vu", "so-y-te"]
    assert [letter["To"] for letter in notifications.mailbox.letters] == [
        "so-noi-vu@thidua.local",
        "so-y-te@thidua.local",
    ]


async def test_pause_before_the_next_try_grows(notifications: Notifications) -> None:
    await notifications.hear(RETURNED)
    pauses = []

    for _ in range(3):
        notifications.mailbox.answers = [BUSY]
        await notifications.send_mail()
        pauses += await jobs(notifications, "round(extract(epoch FROM scheduled_at - now()))")
        await notifications.hurry()

    off = [abs(int(pause) - expected) for pause, expected in zip(pauses, (5, 25, 125), strict=True)]
    assert max(off) <= 2


async def test_letter_refused_for_good_fails_at_once(notifications: Notifications) -> None:
    notifications.mailbox.answers = [NO_SUCH_USER]
    await notifications.hear(*to_units("so-y-te", "so-noi-vu"))

    await notifications.send_mail()

    (failed,) = await notifications.told(NoticeFailed)
    assert (failed["unit_id"], failed["channel"], failed["message"]) == ("so-y-te", "email", "FilingReturned")
    assert await mailed(notifications) == ["so-noi-vu"]
    assert await jobs(notifications) == []


async def test_letter_that_is_never_taken_fails_after_the_last_try(notifications: Notifications) -> None:
    notifications.mailbox.answers = [BUSY, BUSY]
    await notifications.hear(RETURNED)

    await notifications.hurry(tries=TRIES_AGAIN - 1)
    await notifications.send_mail()
    before_last_try = await notifications.told(NoticeFailed)
    await notifications.hurry()
    await notifications.send_mail()

    assert before_last_try == []
    (failed,) = await notifications.told(NoticeFailed)
    assert failed["unit_id"] == "so-y-te"
    assert await jobs(notifications) == []


async def test_mail_server_that_is_away_keeps_the_letters_waiting(
    notifications: Notifications, monkeypatch: pytest.MonkeyPatch
) -> None:
    await notifications.hear(RETURNED)
    here = settings().smtp
    monkeypatch.setenv("THIDUA_SMTP", "127.0.0.1:1")
    settings.cache_clear()

    await notifications.send_mail()
    monkeypatch.setenv("THIDUA_SMTP", here)
    settings.cache_clear()
    await notifications.hurry()
    await notifications.send_mail()

    assert await mailed(notifications) == ["so-y-te"]


async def test_job_of_a_worker_that_died_is_given_back(notifications: Notifications) -> None:
    await notifications.hear(RETURNED)
    await notifications.rows("UPDATE procrastinate_jobs SET status = 'doing' RETURNING id")
    await notifications.rows(
        "SELECT procrastinate_defer_jobs_v1(ARRAY[ROW('mail', 'retry_stalled_jobs', 0, NULL, NULL, "
        "jsonb_build_object('timestamp', 0), NULL)::procrastinate_job_to_defer_v1])"
    )

    await notifications.send_mail()

    assert await mailed(notifications) == ["so-y-te"]


async def test_letter_goes_to_the_address_an_operator_wrote(notifications: Notifications) -> None:
    await notifications.hear(a_sample(UnitRegistered, unit_id="so-y-te", name="Sở Y tế"))
    await notifications.rows("UPDATE recipients SET address = 'vanthu@soyte.example' RETURNING 1")
    await notifications.hear(RETURNED)

    await notifications.send_mail()

    assert [letter["To"] for letter in notifications.mailbox.letters] == ["vanthu@soyte.example"]


async def test_award_is_mailed_to_the_unit_and_shown_to_the_leader(notifications: Notifications) -> None:
    await notifications.hear(a_sample(AwardGranted, unit_id="so-y-te", bonus=1_341_000))

    await notifications.send_mail()

    (letter,) = notifications.mailbox.letters
    text, _ = (part.get_content() for part in letter.iter_parts())
    assert "Tiền thưởng: 1.341.000 đồng." in text.splitlines()
    told = [(sent["channel"], sent["unit_id"], sent["role"]) for sent in await notifications.told(NoticeSent)]
    assert told == [("in_app", "so-y-te", None), ("in_app", None, "leader"), ("email", "so-y-te", None)]


async def test_letter_leaves_once_though_its_notice_is_read_meanwhile(notifications: Notifications) -> None:
    await notifications.hear(RETURNED)
    async with notifications.database.transaction() as session:
        notice = (await session.scalars(select(NoticeRow).with_for_update())).one()
        notice.read_at = clock.now()
        tell(session, notice, NoticeRead(notice_id=notice.notice_id, read_at=notice.read_at))
        await session.flush()
        sending = asyncio.create_task(notifications.send_mail())
        async with asyncio.timeout(20):
            while not await notifications.rows("SELECT 1 FROM pg_locks WHERE NOT granted"):
                await asyncio.sleep(0.01)

    await sending

    assert len(notifications.mailbox.letters) == 1
    assert await jobs(notifications) == []
    versions = await notifications.rows("SELECT aggregate_version FROM outbox ORDER BY aggregate_version")
    assert versions == [(1,), (2,), (3,)]


async def test_worker_sends_what_is_written_while_it_waits(notifications: Notifications) -> None:
    worker = asyncio.create_task(run(notifications.database, settings()))

    await notifications.hear(RETURNED)
    await asyncio.wait_for(notifications.mailbox.has_mail.wait(), timeout=20)

    worker.cancel()
    with suppress(asyncio.CancelledError):
        await worker
    assert [letter["To"] for letter in notifications.mailbox.letters] == ["so-y-te@thidua.local"]


async def test_worker_without_a_mail_server_leaves_the_letters_waiting(
    notifications: Notifications, monkeypatch: pytest.MonkeyPatch
) -> None:
    await notifications.hear(RETURNED)
    monkeypatch.setenv("THIDUA_SMTP", "")
    settings.cache_clear()

    await run(notifications.database, settings())

    assert await jobs(notifications) == ["todo"]
