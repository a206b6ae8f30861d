"""The plans service as it really runs, but for Kafka: its own database by migration, its routes, a held clock."""

from collections.abc import AsyncIterator
from datetime import datetime

import httpx
import pytest
from joserfc.jwk import OKPKey
from sqlalchemy import text

from deploy.supervisor import Infrastructure
from services.plans.app import app
from services.plans.handlers import on
from shared import clock
from shared.clock import VIETNAM, HeldClock, SystemClock
from shared.db import Database
from shared.messaging.consumer import Consumer
from shared.migrate import migrate
from shared.settings import settings
from tests.component.plans.room import Plans


@pytest.fixture(scope="session")
async def plans_dsn(infrastructure: Infrastructure) -> str:
    dsn = await infrastructure.postgres.empty("plans_component", "plans")
    await migrate("plans", dsn)
    return dsn


@pytest.fixture
async def plans(plans_dsn: str, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Plans]:
    """The service with an empty database, on 23/12/2022, the day the founding plan was issued."""
    key = OKPKey.generate_key("Ed25519")
    monkeypatch.setenv("THIDUA_SERVICE", "plans")
    monkeypatch.setenv("THIDUA_ROLES", '["api"]')
    monkeypatch.setenv("THIDUA_POSTGRES", plans_dsn)
    monkeypatch.setenv("THIDUA_IDENTITY_PUBLIC_KEY", key.as_pem(private=False).decode())
    monkeypatch.setenv("THIDUA_IDENTITY_PRIVATE_KEY", key.as_pem(private=True).decode())
    settings.cache_clear()
    clock.use(HeldClock(datetime(2022, 12, 23, 9, tzinfo=VIETNAM)))
    try:
        async with app.router.lifespan_context(app):
            database: Database = app.state.db
            await _empty(database)
            transport = httpx.ASGITransport(app=app)
            async with httpx.AsyncClient(transport=transport, base_url="http://plans") as client:
                yield Plans(client, database, Consumer(on, database))
    finally:
        clock.use(SystemClock())
        settings.cache_clear()


async def _empty(database: Database) -> None:
    tables = text(
        "SELECT string_agg(quote_ident(tablename), ', ') FROM pg_tables "
        "WHERE schemaname = 'public' AND tablename NOT LIKE 'alembic%' AND tablename NOT LIKE 'outbox\\_%'"
    )
    async with database.transaction() as session:
        names = await session.scalar(tables)
        await session.execute(text(f"TRUNCATE {names}"))
