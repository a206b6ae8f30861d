"""Who you are, and which roles you hold: local accounts, sessions, and a brake on guessed passwords."""

import asyncio
import hashlib
import secrets
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from pydantic import BaseModel, ConfigDict, Field, SecretStr
from sqlalchemy import case, delete, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from services.gateway.models import AccountRow, SessionRow, SignInFailureRow
from shared.db import Database
from shared.errors import Refused
from shared.identity import Identity
from shared.roles import Role

IDLE = timedelta(hours=2)
LONGEST = timedelta(hours=12)
SEEN_EVERY = timedelta(minutes=1)
FAILURE_WINDOW = timedelta(minutes=15)
MOST_FAILURES = {"account": 5, "address": 30}

_hasher = PasswordHasher(time_cost=2, memory_cost=19456, parallelism=1)
_NOBODY = _hasher.hash(secrets.token_urlsafe())
"""What an unknown user's password is compared with, so that the answer takes as long as for a known one."""


class WrongNameOrPassword(Refused):
    """The user name or the password is wrong; we do not say which."""

    message = "Tên đăng nhập hoặc mật khẩu không đúng."


class TooManyFailures(Refused):
    """Sign-in failed too often lately for this account or from this address."""

    status = 429
    message = "Đăng nhập sai nhiều lần. Vui lòng thử lại sau 15 phút."


class Account(BaseModel):
    """An account as set-up writes it (tài khoản)."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    user: str = Field(min_length=1, max_length=100)
    name: str = Field(min_length=1)
    roles: frozenset[Role] = Field(min_length=1)
    unit_id: str | None = None
    password: SecretStr


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A session that holds: the person, the token their forms carry, and what their browser keeps."""

    token_hash: bytes
    identity: Identity
    csrf: str
    flash: str | None
    remembered: Mapping[str, Any]


async def ensure_accounts(session: AsyncSession, accounts: Iterable[Account]) -> None:
    """Create or update *accounts*; whoever gets a new password has to sign in again."""
    wanted = {account.user: account for account in accounts}
    rows = await session.scalars(select(AccountRow).where(AccountRow.user_name.in_(wanted)))
    hashes = {row.user_name: row.password_hash for row in rows}
    kept = await asyncio.gather(*(_hash(account, hashes.get(user)) for user, account in wanted.items()))
    changed = [user for user, kept_hash in zip(wanted, kept, strict=True) if hashes.get(user) != kept_hash]
    for account, kept_hash in zip(wanted.values(), kept, strict=True):
        await session.merge(
            AccountRow(
                user_name=account.user,
                name=account.name,
                roles=sorted(account.roles),
                unit_id=account.unit_id,
                password_hash=kept_hash,
            )
        )
    await session.execute(delete(SessionRow).where(SessionRow.user_name.in_(changed)))


async def sign_in(db: Database, user: str, password: str, address: str, now: datetime) -> str:
    """Return the token of a new session; raises WrongNameOrPassword or TooManyFailures.

    The attempt is counted before the password is checked, so that many at once cannot slip past the limit.
    """
    subjects = {"account": f"account:{user}", "address": f"address:{address}"}
    async with db.transaction() as session:
        failures = {kind: await _count(session, subject, now) for kind, subject in subjects.items()}
        account = await session.get(AccountRow, user)
    if any(failures[kind] > most for kind, most in MOST_FAILURES.items()):
        raise TooManyFailures
    is_right = await asyncio.to_thread(_is_right, account.password_hash if account else _NOBODY, password)
    if account is None or not is_right:
        raise WrongNameOrPassword
    async with db.transaction() as session:
        await _forget_failures(session, subjects.values(), now)
        return await open_session(session, user, now)


async def open_session(session: AsyncSession, user: str, now: datetime) -> str:
    """Open a session for *user*, whom somebody has vouched for; return its token. Ended sessions are swept."""
    token = secrets.token_urlsafe(32)
    await session.execute(
        delete(SessionRow).where((SessionRow.seen_at <= now - IDLE) | (SessionRow.created_at <= now - LONGEST))
    )
    session.add(
        SessionRow(
            token_hash=_digest(token),
            user_name=user,
            csrf=secrets.token_urlsafe(32),
            created_at=now,
            seen_at=now,
            flash=None,
            remembered={},
        )
    )
    return token


async def signed_in(session: AsyncSession, token: str, now: datetime) -> SignedIn | None:
    """Return who holds *token*, or None when the session is unknown, idle for too long or too old."""
    found = await session.execute(
        select(SessionRow, AccountRow)
        .join(AccountRow, AccountRow.user_name == SessionRow.user_name)
        .where(SessionRow.token_hash == _digest(token), *_alive(now))
    )
    held = found.one_or_none()
    if held is None:
        return None
    row, account = held
    if now - row.seen_at >= SEEN_EVERY:
        row.seen_at = now
    roles = frozenset(Role(role) for role in account.roles)
    identity = Identity(account.user_name, account.name, roles, account.unit_id)
    return SignedIn(row.token_hash, identity, row.csrf, row.flash, row.remembered)


async def sign_out(session: AsyncSession, token_hash: bytes) -> None:
    """End a session."""
    await session.execute(delete(SessionRow).where(SessionRow.token_hash == token_hash))


async def leave_flash(session: AsyncSession, token_hash: bytes, text: str | None) -> None:
    """Keep the sentence the next page shows once."""
    await session.execute(update(SessionRow).where(SessionRow.token_hash == token_hash).values(flash=text))


async def remember(session: AsyncSession, token_hash: bytes, remembered: Mapping[str, Any]) -> None:
    """Keep what this browser last chose."""
    await session.execute(
        update(SessionRow).where(SessionRow.token_hash == token_hash).values(remembered=dict(remembered))
    )


def _alive(now: datetime) -> tuple[Any, Any]:
    return SessionRow.seen_at > now - IDLE, SessionRow.created_at > now - LONGEST


async def _count(session: AsyncSession, subject: str, now: datetime) -> int:
    """Add one failure to *subject* and return how many it has in the present window."""
    is_stale = SignInFailureRow.since <= now - FAILURE_WINDOW
    added = insert(SignInFailureRow).values(subject=subject, failures=1, since=now)
    counted = added.on_conflict_do_update(
        index_elements=[SignInFailureRow.subject],
        set_={
            "failures": case((is_stale, 1), else_=SignInFailureRow.failures + 1),
            "since": case((is_stale, now), else_=SignInFailureRow.since),
        },
    ).returning(SignInFailureRow.failures)
    return (await session.execute(counted)).scalar_one()


async def _forget_failures(session: AsyncSession, subjects: Collection[str], now: datetime) -> None:
    """Take back the attempt that succeeded: an account starts anew, an address loses only this one."""
    account, address = subjects
    is_stale = SignInFailureRow.since <= now - FAILURE_WINDOW
    await session.execute(delete(SignInFailureRow).where((SignInFailureRow.subject == account) | is_stale))
    await session.execute(
        update(SignInFailureRow)
        .where(SignInFailureRow.subject == address)
        .values(failures=SignInFailureRow.failures - 1)
    )


async def _hash(account: Account, known: str | None) -> str:
    password = account.password.get_secret_value()
    if known is not None and await asyncio.to_thread(_is_right, known, password):
        return known
    return await asyncio.to_thread(_hasher.hash, password)


def _is_right(password_hash: str, password: str) -> bool:
    try:
        return _hasher.verify(password_hash, password)
    except (VerificationError, InvalidHashError):
        return False


def _digest(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()
