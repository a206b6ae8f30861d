"""What the notifications service remembers."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, MetaData, Text, text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import Mapped, mapped_column, relationship

from shared.db import Aggregate, Base
from shared.events.plans import DeadlineKind


class Tables(Base):
    """The tables of this service alone; another service may have one of the same name."""

    __abstract__ = True
    metadata = MetaData(naming_convention=Base.metadata.naming_convention)


class RecipientRow(Tables):
    """A unit by name, and the address an operator gave it or a role in place of the default."""

    __tablename__ = "recipients"

    recipient_id: Mapped[str] = mapped_column(Text, primary_key=True)  # a unit's id or a role
    name: Mapped[str] = mapped_column(Text)
    address: Mapped[str | None] = mapped_column(Text)
    cluster_id: Mapped[str | None] = mapped_column(Text)
    dissolved_on: Mapped[date | None]


class SubjectRow(Tables):
    """What later facts speak of by its id: its name, and the units that were named with it."""

    __tablename__ = "subjects"

    subject_id: Mapped[str] = mapped_column(Text, primary_key=True)
    name: Mapped[str] = mapped_column(Text, server_default="")
    unit_ids: Mapped[list[str]] = mapped_column(ARRAY(Text), server_default=text("'{}'"))


class AwaitedRow(Tables):
    """What is awaited by a day, for as long as somebody may have to be reminded of it."""

    __tablename__ = "awaited"
    __table_args__ = (Index("ix_awaited_owner", "owner"),)

    kind: Mapped[str] = mapped_column(Text, primary_key=True)
    key: Mapped[str] = mapped_column(Text, primary_key=True)
    owner: Mapped[str] = mapped_column(Text)  # the aggregate whose end ends the waiting
    last_day_on: Mapped[date]
    told: Mapped[dict[str, Any]] = mapped_column(JSONB)  # the fact that began it, as its text needs it


class OwedFilingRow(Tables):
    """A filing that is still owed, for as long as somebody may have to be reminded of it."""

    __tablename__ = "owed_filings"

    filing_id: Mapped[UUID] = mapped_column(primary_key=True)
    unit_id: Mapped[str] = mapped_column(Text)
    duty: Mapped[str] = mapped_column(Text)
    year: Mapped[int]
    deadline_kind: Mapped[DeadlineKind] = mapped_column(Text)
    due_on: Mapped[date]
    last_day_on: Mapped[date]
    name: Mapped[str | None] = mapped_column(Text)  # of a filing beyond the three of every year
    is_filed: Mapped[bool] = mapped_column(default=False, server_default=text("false"))


class NoticeRow(Aggregate, Tables):
    """One message to one unit or one role (thông báo)."""

    __tablename__ = "notices"
    __table_args__ = (
        CheckConstraint("num_nonnulls(unit_id, role) = 1", name="one_addressee"),
        Index("ix_notices_unit", "unit_id", "created_at"),
        Index("ix_notices_role", "role", "created_at"),
    )

    notice_id: Mapped[UUID] = mapped_column(primary_key=True)
    message: Mapped[str] = mapped_column(Text)
    unit_id: Mapped[str | None] = mapped_column(Text)
    role: Mapped[str | None] = mapped_column(Text)
    subject: Mapped[str] = mapped_column(Text)
    body: Mapped[str] = mapped_column(Text)
    html: Mapped[str] = mapped_column(Text)
    link: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime]
    read_at: Mapped[datetime | None]


class DeliveryRow(Tables):
    """A notice on its way through one channel (lượt gửi)."""

    __tablename__ = "deliveries"
    __table_args__ = (
        CheckConstraint("sent_at IS NULL OR failed_at IS NULL", name="one_outcome"),
        Index("ix_deliveries_waiting", "batch", postgresql_where="sent_at IS NULL AND failed_at IS NULL"),
    )

    notice_id: Mapped[UUID] = mapped_column(ForeignKey("notices.notice_id"), primary_key=True)
    channel: Mapped[str] = mapped_column(Text, primary_key=True)
    # The transaction it was written in; that transaction's job sends it.
    batch: Mapped[str] = mapped_column(Text, server_default=text("pg_current_xact_id()::text"))
    sent_at: Mapped[datetime | None]
    failed_at: Mapped[datetime | None]
    reason: Mapped[str] = mapped_column(Text, default="")

    notice: Mapped[NoticeRow] = relationship(lazy="raise")  # makes the notice be written first
