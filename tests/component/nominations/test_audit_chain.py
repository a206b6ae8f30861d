"""The log of acts: everything done stands in it, only ever added to, and whoever changes it is found."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from deploy.audit import verified_at
from services.nominations import jobs
from services.nominations.commands.audit import record
from services.nominations.queries import audit
from tests.component.nominations.chamber import at_the_door, called
from tests.component.nominations.conftest import APPRAISER, OFFICER, Nominations


@asynccontextmanager
async def tampering(nominations: Nominations) -> AsyncIterator[Any]:
    """Somebody who owns the tables takes the triggers off, changes rows, and puts the triggers back."""
    async with nominations.database.transaction() as session:
        for table in ("audit_log", "audit_chain"):
            await session.execute(text(f"ALTER TABLE {table} DISABLE TRIGGER USER"))
        yield session
        for table in ("audit_log", "audit_chain"):
            await session.execute(text(f"ALTER TABLE {table} ENABLE TRIGGER USER"))


@pytest.fixture
async def chain(nominations: Nominations) -> Nominations:
    """A service whose log holds the acts of one dossier, all sealed."""
    async with tampering(nominations) as session:
        for table in ("audit_log", "audit_chain", "audit_unsealed"):
            await session.execute(text(f"DELETE FROM {table}"))
    await nominations.eligible()
    await jobs.seal_all(nominations.database)
    return nominations


async def verdict(nominations: Nominations, **more: Any) -> Any:
    async with nominations.database.transaction() as session:
        return await audit.verify(session, **more)


async def acts(nominations: Nominations) -> list[Any]:
    async with nominations.database.transaction() as session:
        return list((await session.execute(text("SELECT * FROM audit_log ORDER BY audit_id"))).all())


async def test_every_step_of_a_dossier_is_an_act_with_before_and_after(chain: Nominations) -> None:
    found = [(one.actor, one.act, one.before, one.after) for one in await acts(chain)]

    assert found == [
        (OFFICER.name, "submit", None, {"state": "submitted", "version": 1}),
        (APPRAISER.name, "receive", {"state": "submitted", "version": 1}, {"state": "received", "version": 2}),
        (APPRAISER.name, "appraise", {"state": "received", "version": 2}, {"state": "eligible", "version": 3}),
    ]


async def test_acts_of_a_session_say_who_from_where_and_why_and_never_how_anybody_voted(chain: Nominations) -> None:
    chamber = await called(chain, [await at_the_door(chain)])
    headers = {"x-forwarded-for": "10.1.2.3, 127.0.0.1"}

    await chain.client.post("/councils", json={}, headers=headers)
    await chamber.step("cancel", reason="Hoãn họp")

    last = (await acts(chain))[-1]
    assert (last.actor, last.act, last.about, last.before, last.after, last.ground) == (
        "noivu",
        "cancel",
        "session",
        {"state": "called"},
        {"state": "cancelled"},
        "Hoãn họp",
    )
    assert last.client == "127.0.0.1"


async def test_untouched_chain_holds(chain: Nominations) -> None:
    found = await verdict(chain)

    assert (found.links, found.waiting, found.broken) == (3, 0, None)


@pytest.mark.parametrize("table", ["audit_log", "audit_chain"])
@pytest.mark.parametrize("change", ["UPDATE {} SET audit_id = audit_id", "DELETE FROM {}", "TRUNCATE {}"])
async def test_log_and_chain_are_only_ever_added_to(chain: Nominations, table: str, change: str) -> None:
    with pytest.raises(DBAPIError):
        async with chain.database.transaction() as session:
            await session.execute(text(change.format(table)))

    assert (await verdict(chain)).links == 3


SECOND = "(SELECT audit_id FROM audit_chain WHERE position = 2)"
TAMPERINGS = {
    "edit": (f"UPDATE audit_log SET actor = 'Ai đó' WHERE audit_id = {SECOND}", 2, "bị sửa"),
    "edit_json": (f"UPDATE audit_log SET after = '{{}}' WHERE audit_id = {SECOND}", 2, "bị sửa"),
    "delete": (f"DELETE FROM audit_log WHERE audit_id = {SECOND}", 2, "bị xóa"),
    "delete_link": ("DELETE FROM audit_chain WHERE position = 2", 2, "bị mất"),
    "rehash": ("UPDATE audit_chain SET hash = sha256('x') WHERE position = 1", 1, "bị sửa"),
    "reorder": (
        """UPDATE audit_chain SET position = CASE position WHEN 1 THEN 2 ELSE 1 END + 10 WHERE position < 3;
        UPDATE audit_chain SET position = position - 10 WHERE position > 10""",
        1,
        "bị sửa",
    ),
    "insert": (
        """INSERT INTO audit_log (at, actor, client, act, about, about_id, ground)
        VALUES (now(), 'Ai đó', '', 'decide', 'nomination', 'x', '')""",
        4,
        "bị chèn ngoài chuỗi",
    ),
}


@pytest.mark.parametrize("way", TAMPERINGS)
async def test_tampering_is_found_at_its_first_link(chain: Nominations, way: str) -> None:
    statements, position, fault = TAMPERINGS[way]
    async with tampering(chain) as session:
        for statement in statements.split(";"):
            await session.execute(text(statement))

    broken = (await verdict(chain)).broken

    assert broken is not None
    assert (broken.position, fault in broken.fault) == (position, True)


async def test_newest_links_cut_off_with_their_acts_are_missed_by_the_noted_head(chain: Nominations) -> None:
    noted = await verdict(chain)
    async with tampering(chain) as session:
        await session.execute(text("DELETE FROM audit_log WHERE audit_id = (SELECT max(audit_id) FROM audit_log)"))
        await session.execute(text("DELETE FROM audit_chain WHERE position = 3"))

    alone, compared = await verdict(chain), await verdict(chain, expected=(noted.links, noted.head))

    assert alone.broken is None
    assert compared.broken.fault == "mắt xích 3 bị cắt bỏ so với dấu đã ghi trước đó"


async def test_act_deleted_while_it_waits_for_its_link_is_missed(chain: Nominations) -> None:
    await chain.submitted()
    async with tampering(chain) as session:
        await session.execute(text("DELETE FROM audit_log WHERE audit_id = (SELECT max(audit_id) FROM audit_log)"))
    await jobs.seal_all(chain.database)

    broken = (await verdict(chain)).broken

    assert broken is not None
    assert broken.fault.endswith("bị xóa trước khi niêm phong")


async def test_sealers_at_once_and_acts_in_between_make_one_chain(chain: Nominations) -> None:
    await asyncio.gather(*(chain.submitted(subject_name=f"Phòng {number}") for number in range(8)))

    await asyncio.gather(*(jobs.seal_all(chain.database) for _ in range(4)), chain.submitted())
    await jobs.seal_all(chain.database)

    found = await verdict(chain)
    assert (found.links, found.waiting, found.broken) == (12, 0, None)


async def test_act_that_commits_late_is_linked_behind_and_not_passed_over(chain: Nominations) -> None:
    async with chain.database.transaction() as slow:
        record(slow, "noivu", "late", "test", "1")
        await slow.flush()
        await chain.submitted()
        await jobs.seal_all(chain.database)
    await jobs.seal_all(chain.database)

    found = await verdict(chain)
    assert (found.links, found.waiting, found.broken) == (5, 0, None)


@pytest.mark.usefixtures("chain")
async def test_one_command_says_that_the_chain_holds(nominations_dsn: str) -> None:
    found = await verified_at(nominations_dsn)

    assert (found.links, found.broken) == (3, None)
