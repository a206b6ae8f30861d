"""A small service in the real frame: it counts, tells each count, and notes every count it hears.

`python -m uvicorn tests.faults.member:app`; its topic is THIDUA_FAULTS_TOPIC.
"""

import os
from typing import Any

from fastapi import APIRouter
from faststream.kafka import KafkaBroker
from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from shared.db import Aggregate, Db
from shared.events import Event
from shared.messaging.inlet import Inlet
from shared.messaging.outbox import tell
from shared.service import serve

SESSION_MS = 3_000
"""A killed member's partitions go to the others after this long; a service waits three times longer."""


class Counted(
    Event,
    topic=os.environ.get("THIDUA_FAULTS_TOPIC", "faults.none.v1"),
    key="name",
    owner="reporting",
):
    """A counter moved on by one."""

    name: str
    number: int


class Own(DeclarativeBase):
    """The tables of this service alone."""


class CounterRow(Aggregate, Own):
    """A counter; its version is its number."""

    __tablename__ = "counter"

    name: Mapped[str] = mapped_column(primary_key=True)


class Poisoned(ValueError):
    """This number cannot be taken."""


on = Inlet("reporting")
router = APIRouter()


@on(Counted)
async def note(event: Counted, session: AsyncSession) -> None:
    """Note the number; a poisoned one only after it is cured."""
    row = {"name": event.name, "number": event.number}
    if await session.scalar(text("SELECT 1 FROM poison WHERE name = :name AND number = :number"), row):
        raise Poisoned(event.number)
    await session.execute(text("INSERT INTO effect (name, number) VALUES (:name, :number)"), row)


@router.post("/count/{name}")
async def count(name: str, db: Db) -> dict[str, int]:
    """Move the counter on, and tell."""
    async with db.transaction() as session:
        row = (await session.execute(select(CounterRow).filter_by(name=name).with_for_update())).scalar_one_or_none()
        if row is None:
            row = CounterRow(name=name)
            session.add(row)
        tell(session, row, Counted(name=name, number=(row.version or 0) + 1))
    return {"number": row.version}


def _impatient(self: Any, *topics: str, **options: Any) -> Any:
    return _subscriber(self, *topics, **options | {"session_timeout_ms": SESSION_MS, "heartbeat_interval_ms": 500})


_subscriber: Any = KafkaBroker.subscriber
setattr(KafkaBroker, "subscriber", _impatient)  # noqa: B010 - the type checker would mind

app = serve("reporting", on, router)
