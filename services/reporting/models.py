"""What the reporting service keeps of its own: summaries as they were compiled."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import MetaData, Text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from shared.db import Aggregate, Base


class Tables(Base):
    """The tables of this service alone; the read models are in `projections`."""

    __abstract__ = True
    metadata = MetaData(naming_convention=Base.metadata.naming_convention)


class SummaryRow(Aggregate, Tables):
    """A summary as it stood when it was compiled (báo cáo tổng hợp); never changed afterwards."""

    __tablename__ = "summaries"

    report_id: Mapped[UUID] = mapped_column(primary_key=True)
    year: Mapped[int]
    period: Mapped[str] = mapped_column(Text)
    as_of: Mapped[date]
    compiled_on: Mapped[date]
    compiled_by: Mapped[str] = mapped_column(Text)
    summary: Mapped[dict[str, Any]] = mapped_column(JSONB)  # the answer of GET /summary, as JSON
