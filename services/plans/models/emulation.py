"""What units emulate in: movements, pledges, targets and titles."""

from uuid import UUID

from sqlalchemy import ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column

from services.plans.models.base import Plans
from shared.db import Aggregate


class MovementRow(Aggregate, Plans):
    """A movement that runs under a plan (phong trào thi đua)."""

    __tablename__ = "movements"

    movement_id: Mapped[UUID] = mapped_column(primary_key=True)
    plan_id: Mapped[UUID] = mapped_column(ForeignKey("plans.plan_id"), index=True)
    position: Mapped[int]
    name: Mapped[str] = mapped_column(Text)
    period: Mapped[str | None] = mapped_column(Text)
