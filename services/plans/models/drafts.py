"""What persons corrected in the drafts of plans."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Integer, Text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from services.plans.models.base import Plans


class DraftChangeRow(Plans):
    """A correction of a draft (nhật ký sửa dự thảo); the draft's version is the number of its last one, plus one."""

    __tablename__ = "draft_changes"

    draft_id: Mapped[UUID] = mapped_column(ForeignKey("drafts.draft_id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    what: Mapped[str] = mapped_column(Text)
    source_lines: Mapped[list[int]] = mapped_column(ARRAY(Integer))
    reason: Mapped[str] = mapped_column(Text)
    changed_by: Mapped[str] = mapped_column(Text)
    changed_at: Mapped[datetime]
