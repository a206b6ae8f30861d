"""The operator's room in every service: its dead letters, over HTTP, for administrators."""

from typing import Any
from uuid import UUID

from fastapi import APIRouter
from pydantic import BaseModel

from shared.db import Db
from shared.identity import Caller
from shared.messaging import dead_letters, timers
from shared.messaging.inlet import Inlet
from shared.messaging.work import replay
from shared.roles import Role


class Replay(BaseModel):
    """Which key to act on again: every letter of it, oldest first."""

    topic: str
    key: str


def letters(on: Inlet) -> APIRouter:
    """Return the routes of the dead letters of *on*'s service."""
    router = APIRouter(prefix="/dead-letters")

    @router.get("")
    async def list_letters(db: Db, caller: Caller) -> list[dict[str, Any]]:
        """List the newest letters."""
        caller.require(Role.ADMINISTRATOR)
        async with db.transaction() as session:
            return list(await dead_letters.listed(session))

    @router.get("/{letter_id}")
    async def show_letter(letter_id: UUID, db: Db, caller: Caller) -> dict[str, Any]:
        """Show one letter, contents and all."""
        caller.require(Role.ADMINISTRATOR)
        async with db.transaction() as session:
            return await dead_letters.show(session, letter_id)

    @router.post("/replay")
    async def replay_key(asked: Replay, db: Db, caller: Caller) -> dict[str, int]:
        """Act again on the letters of one key, in one transaction; what fails again is put aside again."""
        caller.require(Role.ADMINISTRATOR)
        async with db.transaction() as session:
            if asked.topic == dead_letters.TIMER_TOPIC:
                return await timers.replay(session, asked.key)
            return await replay(on, session, asked.topic, asked.key)

    return router
