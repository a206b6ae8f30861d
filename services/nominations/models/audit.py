"""What is remembered of every act, and the chain that shows whether somebody changed it afterwards."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Identity, Index, LargeBinary, Text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from services.nominations.models.base import Nominations


class AuditRow(Nominations):
    """One act (nhật ký): who, when, from where, on what, before and after in codes, and on what ground.

    Rows are only ever added; a trigger refuses anything else.
    """

    __tablename__ = "audit_log"

    audit_id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    at: Mapped[datetime]
    actor: Mapped[str] = mapped_column(Text)
    client: Mapped[str] = mapped_column(Text)
    act: Mapped[str] = mapped_column(Text)
    about: Mapped[str] = mapped_column(Text)
    about_id: Mapped[str] = mapped_column(Text)
    before: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    after: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    ground: Mapped[str] = mapped_column(Text)

    __table_args__ = (Index("ix_audit_log_about", "about", "about_id", "audit_id"),)


class UnsealedRow(Nominations):
    """An act that waits for its link (chưa niêm phong); written with the act, taken away with the link."""

    __tablename__ = "audit_unsealed"

    audit_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)


class LinkRow(Nominations):
    """One link of the chain (mắt xích niêm phong), without gaps, in the order of sealing."""

    __tablename__ = "audit_chain"

    position: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    audit_id: Mapped[int] = mapped_column(BigInteger, unique=True)
    hash: Mapped[bytes] = mapped_column(LargeBinary)
