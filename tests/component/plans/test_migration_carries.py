"""What the first release wrote lives on in the tables of the next."""

from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine

from deploy.supervisor import Infrastructure
from shared.migrate import migrate

PLAN = "018f0000-0000-7000-8000-000000000001"
WRITTEN = (
    "INSERT INTO drafts VALUES (:plan, 'x', 'x', now(), 'x', '{}', true)",
    """
    INSERT INTO plans
    VALUES (:plan, :plan, 2023, '1', '1/KH', 'KH', 'UBND', '2022-12-23', 'issued', NULL, '{}', '{}', '{}', 1)
    """,
    """
    INSERT INTO units (unit_id, name, kind, valid_from, position, version)
    VALUES ('so-y-te', 'Sở Y tế', 'so', '2020-01-01', 1, 1)
    """,
    """
    INSERT INTO tasks
    VALUES (:plan, 'Q1-01', 1, 1, 'Nhiệm vụ', '{Xét,"đột xuất (nếu có)"}', true, false, 'before', '2023-03-15', false,
            'completed', false, 100, '', NULL, NULL)
    """,
    """
    INSERT INTO filings
    VALUES (:plan, :plan, 'so-y-te', 'unit_plan', 2023, 'before', '2023-03-15', '2023-03-14', 'accepted', false, 0,
            '1/KH', '2023-03-01', now(), 'web', '', '{}', 3)
    """,
)


async def test_plan_of_the_first_release_gets_its_parts_duties_and_last_days(infrastructure: Infrastructure) -> None:
    dsn = await infrastructure.postgres.empty("plans_carried", "plans")
    await migrate("plans", dsn, "0001")
    engine = create_async_engine(dsn.replace("postgresql://", "postgresql+asyncpg://", 1))
    async with engine.begin() as connection:
        for statement in WRITTEN:
            await connection.execute(text(statement), {"plan": PLAN} if ":plan" in statement else {})

    await migrate("plans", dsn)

    async with engine.connect() as connection:
        parts = [tuple(row) for row in await connection.execute(text("SELECT part_key, state FROM task_parts"))]
        duties = [tuple(row) for row in await connection.execute(text("SELECT code, name, owes FROM duties"))]
        last_day = await connection.scalar(text("SELECT last_day_on::text FROM tasks"))
    await engine.dispose()
    assert sorted(parts) == [("a", "part_done"), ("b", "part_not_arising")]
    assert duties == [("unit_plan", "Kế hoạch thi đua, khen thưởng", "all")]
    assert last_day == "2023-03-14"
