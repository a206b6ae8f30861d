"""The figures of clusters, inspections and findings, what is held, guidance, and exemplars."""

from services.reporting.figures.figure import Figure, by_then, within
from services.reporting.figures.more_listings import (
    ATTENDANCE_ROWS,
    CLUSTER_ROWS,
    EXEMPLAR_ROWS,
    FINDING_ROWS,
    GUIDANCE_ROWS,
    INSPECTION_PLAN_ROWS,
    INSPECTION_ROWS,
    MEMBER_ROWS,
    OCCASION_ROWS,
)
from shared.events.plans import OccasionKind

_TO_MEND = "findings.kind <> 'strength'"
_MENDED = by_then("findings.remedied_on")
_DIRECT = "exemplars.worker_class IN ('worker', 'farmer', 'direct_labour')"


def _members(name: str, label: str, day: str, condition: str = "true", sums: str = "") -> Figure:
    return Figure(name, label, MEMBER_ROWS, within(f"cluster_units.{day}", condition), sums)


def _inspections(name: str, label: str, day: str) -> Figure:
    return Figure(name, label, INSPECTION_ROWS, within(f"inspections.{day}"))


def _findings(name: str, label: str, day: str, condition: str = "true") -> Figure:
    return Figure(name, label, FINDING_ROWS, within(day, condition))


def _held(name: str, label: str, kinds: tuple[OccasionKind, ...] = (), sums: str = "") -> Figure:
    """Count what was held in the period, of some kinds or of all."""
    named = ", ".join(f"'{kind.value}'" for kind in kinds)
    condition = f"occasions.kind IN ({named})" if kinds else "true"
    return Figure(name, label, OCCASION_ROWS, within("occasions.held_on", condition), sums and f"occasions.{sums}")


def _exemplars(name: str, label: str, day: str, condition: str = "true") -> Figure:
    return Figure(name, label, EXEMPLAR_ROWS, within(f"exemplars.{day}", condition))


CLUSTERS = (
    Figure("pledges_signed", "Cụm, khối ký giao ước thi đua", CLUSTER_ROWS, within("cluster_years.pledged_on")),
    _members("pledges_units", "Đơn vị đã ký giao ước", "pledged_on"),
    _members("targets_registered", "Đơn vị đăng ký chỉ tiêu, danh hiệu", "registered_on"),
    _members("targets_titles", "Danh hiệu được đăng ký", "registered_on", sums="cluster_units.titles"),
    _members("scores_submitted", "Đơn vị gửi bảng tự chấm điểm", "scored_on"),
    _members("scores_late", "Gửi bảng tự chấm điểm trễ hạn", "scored_on", "cluster_units.scored_late > 0"),
    Figure("results_published", "Cụm, khối công bố kết quả", CLUSTER_ROWS, within("cluster_years.published_on")),
    _members("results_ranked", "Đơn vị được xếp hạng", "published_on"),
    _members("results_first", "Đơn vị dẫn đầu", "published_on", "cluster_units.rank = 1"),
    _members("results_proposed", "Đơn vị được đề xuất khen thưởng", "published_on", "cluster_units.award IS NOT NULL"),
)
INSPECTIONS = (
    Figure("inspection_plans_issued", "Kế hoạch kiểm tra", INSPECTION_PLAN_ROWS, within("inspection_plans.issued_on")),
    _inspections("inspections_scheduled", "Cuộc kiểm tra theo lịch", "starts_on"),
    _inspections("inspections_concluded", "Cuộc kiểm tra đã kết luận", "concluded_on"),
    _inspections("inspections_cancelled", "Cuộc kiểm tra đã hủy", "cancelled_on"),
    _findings("findings_strengths", "Ưu điểm ghi nhận", "inspections.starts_on", "findings.kind = 'strength'"),
    _findings("findings_faults", "Hạn chế, vi phạm, kiến nghị ghi nhận", "inspections.starts_on", _TO_MEND),
    _findings("findings_due", "Phải khắc phục trong kỳ", "findings.due_on"),
    _findings("findings_mended", "Đã khắc phục", "findings.due_on", _MENDED),
    _findings("findings_open", "Chưa khắc phục", "findings.due_on", f"NOT {_MENDED}"),
    _findings(
        "findings_overdue",
        "Quá hạn khắc phục",
        "findings.due_on",
        # More time given moves the day, and what was overdue is not until it is late again.
        f"NOT {_MENDED} AND {by_then('findings.overdue_on')} AND findings.overdue_on >= findings.due_on",
    ),
    _findings("findings_suggested", "Đề xuất khen thưởng qua kiểm tra", "findings.suggested_on"),
)
OCCASIONS = (
    _held("occasions_held", "Sự kiện đã tổ chức"),
    _held("occasions_attended", "Lượt người dự", sums="attended"),
    _held(
        "occasions_reviews",
        "Hội nghị sơ kết, tổng kết",
        (OccasionKind.MIDTERM_REVIEW, OccasionKind.FINAL_REVIEW),
    ),
    _held("occasions_ceremonies", "Lễ trao tặng", (OccasionKind.AWARD_CEREMONY,)),
    _held("occasions_commemorations", "Hoạt động kỷ niệm", (OccasionKind.COMMEMORATION,)),
    _held("trainings_held", "Lớp tập huấn", (OccasionKind.TRAINING,)),
    _held("trainings_attended", "Lượt người dự tập huấn", (OccasionKind.TRAINING,), sums="attended"),
    _held("trainings_certified", "Người được cấp chứng nhận", (OccasionKind.TRAINING,), sums="certified"),
    _held("visits_held", "Chuyến học tập kinh nghiệm", (OccasionKind.STUDY_VISIT,)),
    _held("visits_models", "Mô hình học được", (OccasionKind.STUDY_VISIT,), sums="models"),
    Figure("occasions_cancelled", "Sự kiện đã hủy", OCCASION_ROWS, within("occasions.cancelled_on")),
    Figure(
        "occasions_registered",
        "Lượt người đăng ký dự",
        ATTENDANCE_ROWS,
        "occasions.starts_at >= :starts_at AND occasions.starts_at < :until_at",
        sums="attendance.registered",
    ),
    Figure("guidance_published", "Văn bản hướng dẫn", GUIDANCE_ROWS, within("guidance.issued_on")),
)
EXEMPLARS = (
    _exemplars("exemplars_found", "Phát hiện trong kỳ", "found_on"),
    _exemplars("exemplars_direct", "Trong đó: người trực tiếp lao động", "found_on", _DIRECT),
    _exemplars(
        "exemplars_remote",
        "Trong đó: vùng sâu, vùng xa, biên giới, đồng bào dân tộc thiểu số",
        "found_on",
        "exemplars.regions <> ''",
    ),
    _exemplars("exemplars_fostered", "Bồi dưỡng", "fostered_on"),
    _exemplars("exemplars_recognised", "Tổng kết, công nhận", "recognised_on"),
    _exemplars("exemplars_replicated", "Nhân rộng", "replicated_on"),
    _exemplars("exemplars_honoured", "Tôn vinh", "honoured_on"),
    _exemplars("exemplars_dropped", "Thôi theo dõi", "dropped_on"),
)
