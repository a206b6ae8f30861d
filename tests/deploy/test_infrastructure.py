"""The ground the services stand on, as it really runs."""

import asyncpg

from deploy.supervisor import Infrastructure


async def test_a_role_reaches_its_own_database(infrastructure: Infrastructure) -> None:
    connection = await asyncpg.connect(infrastructure.postgres.dsn("plans"))

    who = await connection.fetchrow("SELECT current_user, current_database(), lower('ĐƠN VỊ')")

    await connection.close()
    assert tuple(who) == ("plans", "plans", "đơn vị")
