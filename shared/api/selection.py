"""Shapes for whoever puts a list together: what overlaps, how much of a quota is left, and who reaches a milestone."""

from datetime import date
from uuid import UUID

from shared.api.base import Shape
from shared.api.nominations import FindingView


class OverlapLine(Shape):
    """An award or an open dossier that may reward the same achievement (một thành tích, một khen thưởng)."""

    award: str
    award_name: str
    mode: str
    year: int
    unit_id: str
    unit_name: str
    subject_name: str
    is_same_subject: bool  # otherwise only the name is the same
    award_id: UUID | None = None
    nomination_id: UUID | None = None
    state_label: str = ""
    decision_number: str = ""
    decided_on: date | None = None


class QuotaLine(Shape):
    """How much of a quota a list has used (tỷ lệ khống chế); no cap where allowed is empty."""

    award: str
    award_name: str
    unit_id: str  # empty where the quota is the province's
    unit_name: str
    counts: dict[str, int]  # what the share is taken of, by its words
    allowed: int | None
    used: int
    left: int | None
    result: str
    found: str
    citation: str
    status: str


class MilestoneLine(Shape):
    """A subject of the register whose awards lead to another (danh sách gợi ý); a person decides."""

    subject_id: UUID
    subject_kind: str
    subject_name: str
    unit_id: str
    unit_name: str
    findings: tuple[FindingView, ...]
