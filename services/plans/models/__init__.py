"""What the plans service remembers: units, plans with their quarters and tasks, filings, movements, drafts."""

from services.plans.models.base import Plans
from services.plans.models.drafts import DraftChangeRow
from services.plans.models.emulation import MovementRow
from services.plans.models.filings import DutyRow, FilingRow
from services.plans.models.oversight import (
    AttendanceRow,
    ExemplarRow,
    FeedRow,
    FindingRow,
    GuidanceRow,
    GuidanceUnitRow,
    HonourRow,
    InspectionPlanRow,
    InspectionRow,
    LearnedModelRow,
    OccasionRow,
    ReplicationRow,
    VisitRow,
)
from services.plans.models.plans import (
    DayOffRow,
    DeadlineChangeRow,
    DeadlineRuleRow,
    DraftRow,
    JournalRow,
    PlanRow,
    PlanVersionRow,
    QuarterRow,
)
from services.plans.models.scoring import ScoreRow
from services.plans.models.tasks import CarryOverRow, EvidenceRow, TaskPartRow, TaskRow
from services.plans.models.units import ClusterRow, UnitRow

__all__ = [
    "AttendanceRow",
    "CarryOverRow",
    "ClusterRow",
    "DayOffRow",
    "DeadlineChangeRow",
    "DeadlineRuleRow",
    "DraftChangeRow",
    "DraftRow",
    "DutyRow",
    "EvidenceRow",
    "ExemplarRow",
    "FeedRow",
    "FilingRow",
    "FindingRow",
    "GuidanceRow",
    "GuidanceUnitRow",
    "HonourRow",
    "InspectionPlanRow",
    "InspectionRow",
    "JournalRow",
    "LearnedModelRow",
    "MovementRow",
    "OccasionRow",
    "PlanRow",
    "PlanVersionRow",
    "Plans",
    "QuarterRow",
    "ReplicationRow",
    "ScoreRow",
    "TaskPartRow",
    "TaskRow",
    "UnitRow",
    "VisitRow",
]
