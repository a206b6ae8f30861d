"""One engine, one transaction(), one set of naming conventions."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Annotated, Any

from fastapi import Depends, Request
from sqlalchemy import DateTime, Integer, MetaData
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, AsyncSession, create_async_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, mapped_column
from sqlalchemy.orm.exc import StaleDataError

from shared.errors import SomeoneWasFaster
from shared.messaging import outbox

_GUARDS = {
    "idle_in_transaction_session_timeout": "30s",  # a stuck writer would keep the relay's gaps open
    "transaction_timeout": "120s",
    "lock_timeout": "10s",
    "statement_timeout": "60s",
    "jit": "off",  # our statements are short; compiling them costs more than running them
}


class Base(DeclarativeBase):
    """What every table shares: names of constraints, aware timestamps."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_label)s",
            "uq": "uq_%(table_name)s_%(column_0_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {datetime: DateTime(timezone=True)}  # noqa: RUF012 - SQLAlchemy's own idiom


class Aggregate:
    """A row whose facts are told: version counts them and guards against two people at once."""

    version: Mapped[int] = mapped_column(Integer, default=0)

    @declared_attr.directive
    def __mapper_args__(cls) -> dict[str, Any]:  # noqa: N805 - SQLAlchemy's own idiom
        """Check the version on every update; `tell` moves it."""
        return {"version_id_col": cls.version, "version_id_generator": False}


class Database:
    """A service's own database."""

    def __init__(
        self,
        dsn: str,
        *,
        pool: int = 10,
        service: str = "thidua",
        schema: str = "public",
        ring: Callable[[], None] | None = None,
    ) -> None:
        session = {"application_name": service, "search_path": schema, **_GUARDS}
        self.engine: AsyncEngine = create_async_engine(
            dsn.replace("postgresql://", "postgresql+asyncpg://", 1),
            pool_size=pool,
            max_overflow=0,
            pool_timeout=10,
            connect_args={"server_settings": session, "timeout": 5},
        )
        self._ring = ring or _silence

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[AsyncSession]:
        """Give a session that commits at the end, or leaves nothing behind.

        Promised events are written last, after every aggregate they tell of is locked by its own update.
        """
        session = AsyncSession(self.engine, expire_on_commit=False)
        try:
            yield session
            await session.flush()
            has_promises = await outbox.write(session)
            await session.commit()
        except StaleDataError as error:
            raise SomeoneWasFaster from error
        finally:
            await session.close()
        if has_promises:
            self._ring()

    @asynccontextmanager
    async def driver(self) -> AsyncIterator[Any]:
        """Give the driver's own connection for one hot statement that is its own transaction."""
        async with self.engine.connect() as connection:
            yield await driver(connection)
        self._ring()

    async def close(self) -> None:
        """Close every connection."""
        await self.engine.dispose()


async def driver(connection: AsyncConnection) -> Any:
    """Return the asyncpg connection under SQLAlchemy's, for set-based statements on the hot path."""
    raw = await connection.get_raw_connection()
    return raw.driver_connection


def _silence() -> None:
    """Ring nobody."""


async def _database(request: Request) -> Database:
    database: Database = request.app.state.db
    return database


Db = Annotated[Database, Depends(_database)]
"""A route parameter: the service's database."""
