"""The units of the province and the clusters they belong to, each with its days."""

from datetime import date

from sqlalchemy import Computed, ForeignKey, Index, Text
from sqlalchemy.dialects.postgresql import TSVECTOR
from sqlalchemy.orm import Mapped, mapped_column

from services.plans.models.base import Plans
from shared.db import Aggregate


class ClusterRow(Aggregate, Plans):
    """A cluster or block (cụm, khối thi đua)."""

    __tablename__ = "clusters"

    cluster_id: Mapped[str] = mapped_column(Text, primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    kind: Mapped[str] = mapped_column(Text)
    decision: Mapped[str | None] = mapped_column(Text)
    valid_from: Mapped[date]
    position: Mapped[int]  # the order of the official list


class UnitRow(Aggregate, Plans):
    """A unit (đơn vị); search holds its name without diacritics."""

    __tablename__ = "units"
    __table_args__ = (Index("ix_units_search", "search", postgresql_using="gin"),)

    unit_id: Mapped[str] = mapped_column(Text, primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    kind: Mapped[str] = mapped_column(Text)
    cluster_id: Mapped[str | None] = mapped_column(Text, ForeignKey("clusters.cluster_id"), index=True)
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    position: Mapped[int]  # the order of the official list
    search: Mapped[str] = mapped_column(
        TSVECTOR, Computed("to_tsvector('simple', vn_fold(name))", persisted=True), deferred=True
    )
