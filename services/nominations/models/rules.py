"""What people did to single values of the law: confirmed them, or overrode them; append-only."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, Text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from services.nominations.models.base import Nominations


class RuleActRow(Nominations):
    """A value confirmed or overridden (xác nhận, điều chỉnh giá trị): numbered without gaps, so that none is lost."""

    __tablename__ = "rule_acts"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    ruleset: Mapped[str] = mapped_column(Text)
    path: Mapped[str] = mapped_column(Text)
    kind: Mapped[str] = mapped_column(Text)
    old: Mapped[Any] = mapped_column(JSONB)
    new: Mapped[Any] = mapped_column(JSONB)
    taken_by: Mapped[str] = mapped_column(Text)
    taken_at: Mapped[datetime]
    ground: Mapped[str] = mapped_column(Text)
    document: Mapped[str] = mapped_column(Text)

    __table_args__ = (
        CheckConstraint("kind IN ('confirm', 'override')", name="kind"),
        CheckConstraint("ground <> ''", name="ground"),
        CheckConstraint("number > 0", name="number"),
    )
