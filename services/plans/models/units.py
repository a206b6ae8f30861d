"""The units of the province and the clusters they belong to, each with its days."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Computed, ForeignKey, Index, Text, text
from sqlalchemy.dialects.postgresql import JSONB, TSVECTOR
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
    valid_to: Mapped[date | None]
    position: Mapped[int]  # the order of the official list


class UnitRow(Aggregate, Plans):
    """A unit (đơn vị); search holds its name without diacritics.

    cluster_id is the provincial cluster it belongs to today; `MembershipRow` knows every other day.
    A province is a unit that belongs to inter-provincial clusters alone and owes nothing.
    """

    __tablename__ = "units"
    __table_args__ = (Index("ix_units_search", "search", postgresql_using="gin"),)

    unit_id: Mapped[str] = mapped_column(Text, primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    kind: Mapped[str] = mapped_column(Text)
    cluster_id: Mapped[str | None] = mapped_column(Text, ForeignKey("clusters.cluster_id"), index=True)
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    position: Mapped[int]  # the order of the official list
    is_province: Mapped[bool] = mapped_column(default=False, server_default=text("false"))
    is_ours: Mapped[bool] = mapped_column(default=True, server_default=text("true"))  # other provinces are not
    search: Mapped[str] = mapped_column(
        TSVECTOR, Computed("to_tsvector('simple', vn_fold(name))", persisted=True), deferred=True
    )


class UnitNameRow(Plans):
    """What a unit was called, since a day."""

    __tablename__ = "unit_names"

    unit_id: Mapped[str] = mapped_column(Text, ForeignKey("units.unit_id"), primary_key=True)
    valid_from: Mapped[date] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    kind: Mapped[str] = mapped_column(Text)


class HeadRow(Plans):
    """The head accountable for a unit (người đứng đầu), since a day; the next one ends it."""

    __tablename__ = "unit_heads"

    unit_id: Mapped[str] = mapped_column(Text, ForeignKey("units.unit_id"), primary_key=True)
    valid_from: Mapped[date] = mapped_column(primary_key=True)
    valid_to: Mapped[date | None]
    post: Mapped[str] = mapped_column(Text)
    name: Mapped[str] = mapped_column(Text)
    account: Mapped[str] = mapped_column(Text)


class ReorganisationRow(Plans):
    """Mergers, splits and renamings carried out as one act (sắp xếp đơn vị), and what they were."""

    __tablename__ = "reorganisations"

    reorganisation_id: Mapped[UUID] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(Text)
    decision: Mapped[str] = mapped_column(Text)
    decided_on: Mapped[date]
    effective_on: Mapped[date]
    carried_out_at: Mapped[datetime]
    carried_out_by: Mapped[str] = mapped_column(Text)
    act: Mapped[dict[str, Any]] = mapped_column(JSONB)


class SuccessionRow(Plans):
    """That a unit took over from another (kế thừa); many may take over from many."""

    __tablename__ = "successions"

    predecessor_id: Mapped[str] = mapped_column(Text, ForeignKey("units.unit_id"), primary_key=True)
    successor_id: Mapped[str] = mapped_column(Text, ForeignKey("units.unit_id"), primary_key=True, index=True)
    reorganisation_id: Mapped[UUID] = mapped_column(ForeignKey("reorganisations.reorganisation_id"))


class MembershipRow(Plans):
    """That a unit belongs to a cluster by decision, from a day to a day, both included (thành phần cụm, khối).

    The migration excludes two provincial clusters for one unit on one day.
    """

    __tablename__ = "memberships"
    __table_args__ = (Index("ix_memberships_cluster_id", "cluster_id", "valid_from"),)

    unit_id: Mapped[str] = mapped_column(Text, ForeignKey("units.unit_id"), primary_key=True)
    cluster_id: Mapped[str] = mapped_column(Text, ForeignKey("clusters.cluster_id"), primary_key=True)
    valid_from: Mapped[date] = mapped_column(primary_key=True)
    valid_to: Mapped[date | None]
    is_provincial: Mapped[bool]
    decision: Mapped[str | None] = mapped_column(Text)


class OfficeRow(Plans):
    """Who leads a cluster in a year (cụm trưởng, cụm phó; khối trưởng, khối phó)."""

    __tablename__ = "cluster_offices"

    cluster_id: Mapped[str] = mapped_column(Text, ForeignKey("clusters.cluster_id"), primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True)
    head_id: Mapped[str] = mapped_column(Text, ForeignKey("units.unit_id"))
    deputy_id: Mapped[str | None] = mapped_column(Text, ForeignKey("units.unit_id"))
    elected_on: Mapped[date]
