"""Telling a bad record from bad weather: the first is put aside, the second is waited out."""

from collections.abc import Awaitable, Callable
from contextlib import nullcontext
from typing import Any

import asyncpg
from aiokafka.errors import KafkaError
from sqlalchemy.exc import DBAPIError, PendingRollbackError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm.exc import StaleDataError

from shared.errors import SomeoneWasFaster
from shared.messaging import outbox

WEATHER = (
    OSError,
    TimeoutError,
    KafkaError,
    SQLAlchemyError,
    asyncpg.PostgresError,
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,
    SomeoneWasFaster,
)
"""What bad weather looks like; `is_around_us` tells it from a record's own fault."""

_STATES = frozenset({"08", "25", "40", "53", "55", "57", "58"})
"""SQLSTATE classes that say nothing about the record: connection, transaction, resources, locks, shutdown."""


def is_around_us(error: BaseException) -> bool:
    """Return whether *error* comes from the database or the network rather than from the record."""
    if isinstance(error, DBAPIError):
        return error.connection_invalidated or _state(error.orig) in _STATES or isinstance(error.orig, OSError)
    if isinstance(error, asyncpg.PostgresError):
        return _state(error) in _STATES
    return isinstance(
        error,
        OSError
        | TimeoutError
        | KafkaError
        | PoolTimeout
        | PendingRollbackError
        | StaleDataError
        | SomeoneWasFaster
        | asyncpg.InterfaceError
        | asyncpg.InternalClientError,  # what the driver says of a connection that ended between two of its steps
    )


def _state(error: BaseException | None) -> str:
    return (getattr(error, "sqlstate", None) or "")[:2]


async def attempt(
    session: AsyncSession, act: Callable[..., Awaitable[Any]], *arguments: Any, in_savepoint: bool = True
) -> Exception | None:
    """Call *act* in a savepoint; return the error that was its own fault, with all it did undone.

    Without a savepoint, whoever calls undoes it with the whole transaction.
    Raises whatever is not its fault: the whole transaction is tried again then.
    """
    kept = outbox.promised(session)
    try:
        async with session.begin_nested() if in_savepoint else nullcontext():
            await act(*arguments)
            await session.flush()
    except Exception as error:
        if is_around_us(error):
            raise
        outbox.forget(session, kept)
        return error
    return None
