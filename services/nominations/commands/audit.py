"""Writing acts into the log: who did what to what, from where, and on what ground."""

from collections.abc import Mapping
from contextvars import ContextVar
from hashlib import sha256
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.nominations.models import AuditRow
from shared import clock

_client: ContextVar[str] = ContextVar("client", default="")


def come_from(address: str) -> None:
    """Remember from where the request being answered came."""
    _client.set(address[:100])


def client() -> str:
    """Return from where the request being answered came; empty for what the register does by itself."""
    return _client.get()


def record(  # noqa: PLR0913 - who, what, on what, before, after, and why
    session: AsyncSession,
    actor: str,
    act: str,
    about: str,
    about_id: UUID | str,
    *,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    ground: str = "",
) -> None:
    """Write one act into the log of the transaction; *before* and *after* hold codes, never names of people."""
    session.add(
        AuditRow(
            at=clock.now(),
            actor=actor,
            client=client(),
            act=act,
            about=about,
            about_id=str(about_id),
            before=None if before is None else dict(before),
            after=None if after is None else dict(after),
            ground=ground,
        )
    )


def fingerprint(value: str) -> str:
    """Return what the log keeps of a personal field: enough to show that it changed, not what it says."""
    return sha256(value.encode()).hexdigest()[:16]
