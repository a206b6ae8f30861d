"""What the gateway remembers: accounts, sessions, failed sign-ins."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, LargeBinary, Text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import Mapped, mapped_column

from shared.db import Base


class AccountRow(Base):
    """A local account (tài khoản)."""

    __tablename__ = "accounts"

    user_name: Mapped[str] = mapped_column(Text, primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    roles: Mapped[list[str]] = mapped_column(ARRAY(Text))
    unit_id: Mapped[str | None] = mapped_column(Text)
    password_hash: Mapped[str] = mapped_column(Text)


class SessionRow(Base):
    """A signed-in browser (phiên làm việc); the cookie's token is kept only as its hash."""

    __tablename__ = "sessions"

    token_hash: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    user_name: Mapped[str] = mapped_column(ForeignKey("accounts.user_name", ondelete="CASCADE"), index=True)
    csrf: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime]
    seen_at: Mapped[datetime] = mapped_column(index=True)
    flash: Mapped[str | None] = mapped_column(Text)
    remembered: Mapped[dict[str, Any]] = mapped_column(JSONB)


class SignInFailureRow(Base):
    """How often sign-in failed lately for an account or from an address."""

    __tablename__ = "sign_in_failures"

    subject: Mapped[str] = mapped_column(Text, primary_key=True)
    failures: Mapped[int]
    since: Mapped[datetime]
