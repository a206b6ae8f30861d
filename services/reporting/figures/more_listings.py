"""The rows behind the figures of rounds, opinions, councils, clusters, inspections, occasions and exemplars."""

from services.reporting.figures.listing import Column, Listing, day, local_day, one_of, text
from shared import words

_NOTHING_TO_OPEN = "''"
_PROPOSER = Column("Đơn vị đề nghị", "coalesce(units.name, nominations.unit_id)", text)
_AWARD = Column("Danh hiệu, hình thức", "nominations.award", one_of(words.AWARDS))

ROUND_ROWS = Listing(
    rows_from="rounds",
    order="rounds.opens_on, rounds.name, rounds.round_id",
    link="'/nominations'",
    columns=(
        Column("Đợt xét", "rounds.name", text),
        Column("Năm", "rounds.year", text),
        Column("Nhận từ ngày", "rounds.opens_on", day),
        Column("Đến ngày", "rounds.closes_on", day),
        Column("Ngày đóng", "rounds.closed_on", day),
        Column("Số hồ sơ", "rounds.dossiers", text),
    ),
)
OPINION_ROWS = Listing(
    rows_from=(
        "opinions LEFT JOIN nominations USING (nomination_id) LEFT JOIN units ON units.unit_id = nominations.unit_id "
        "LEFT JOIN units AS offices ON offices.unit_id = opinions.office_id"
    ),
    order="opinions.requested_on, opinions.opinion_id",
    link="'/nominations/' || opinions.nomination_id",
    unit="opinions.office_id",
    columns=(
        Column("Cơ quan được hỏi", "coalesce(offices.name, opinions.office_id)", text),
        _PROPOSER,
        _AWARD,
        Column("Ngày hỏi", "opinions.requested_on", day),
        Column("Thời hạn", "opinions.due_on", day),
        Column("Ngày trả lời", "opinions.given_on", day),
        Column("Ý kiến", "opinions.result", one_of(words.OPINIONS)),
    ),
)
CORRECTION_ROWS = Listing(
    rows_from=(
        "corrections LEFT JOIN nominations USING (nomination_id) LEFT JOIN units ON units.unit_id = corrections.unit_id"
    ),
    order="corrections.requested_on, corrections.correction_id",
    link="'/nominations/' || corrections.nomination_id",
    unit="corrections.unit_id",
    columns=(
        Column("Đơn vị đề nghị", "coalesce(units.name, corrections.unit_id)", text),
        _AWARD,
        Column("Ngày yêu cầu", "corrections.requested_on", day),
        Column("Số nội dung", "corrections.parts", text),
        Column("Ngày chỉnh sửa", "corrections.made_on", day),
        Column("Ngày xem lại", "corrections.reviewed_on", day),
    ),
)
CONSULTATION_ROWS = Listing(
    rows_from=(
        "examinations JOIN nominations USING (nomination_id) LEFT JOIN units ON units.unit_id = nominations.unit_id"
    ),
    order="examinations.consulted_on, examinations.nomination_id",
    link="'/nominations/' || examinations.nomination_id",
    unit="nominations.unit_id",
    columns=(
        _PROPOSER,
        _AWARD,
        Column("Lấy ý kiến từ ngày", "examinations.consulted_on", day),
        Column("Ngày kết thúc", "examinations.consultation_closed_on", day),
        Column("Số ý kiến", "examinations.comments", text),
    ),
)
SESSION_ROWS = Listing(
    rows_from="sessions LEFT JOIN units USING (unit_id)",
    order="sessions.meets_at, sessions.session_id",
    link=_NOTHING_TO_OPEN,
    unit="sessions.unit_id",
    columns=(
        Column("Hội đồng", "sessions.council_kind", one_of(words.COUNCIL_KINDS)),
        Column("Của", "coalesce(units.name, sessions.unit_id)", text),
        Column("Ngày họp", "sessions.meets_at", local_day),
        Column("Ngày bế mạc", "sessions.held_on", day),
        Column("Số thành viên", "sessions.members", text),
        Column("Có mặt", "sessions.present", text),
        Column("Ý kiến bằng văn bản", "sessions.written", text),
        Column("Thông qua", "sessions.passed", text),
        Column("Không thông qua", "sessions.not_passed", text),
    ),
)
CLUSTER_ROWS = Listing(
    rows_from=(
        "cluster_years LEFT JOIN clusters USING (cluster_id) LEFT JOIN units ON units.unit_id = cluster_years.head_id"
    ),
    order="clusters.name, cluster_years.cluster_id, cluster_years.year",
    link=_NOTHING_TO_OPEN,
    columns=(
        Column("Cụm, khối", "coalesce(clusters.name, cluster_years.cluster_id)", text),
        Column("Năm", "cluster_years.year", text),
        Column("Cụm trưởng, khối trưởng", "coalesce(units.name, cluster_years.head_id)", text),
        Column("Ngày ký giao ước", "cluster_years.pledged_on", day),
        Column("Đã ký", "cluster_years.signatories", text),
        Column("Chưa ký", "cluster_years.missing", text),
        Column("Ngày công bố kết quả", "cluster_years.published_on", day),
    ),
)
MEMBER_ROWS = Listing(
    rows_from=(
        "cluster_units LEFT JOIN units USING (unit_id) "
        "LEFT JOIN clusters ON clusters.cluster_id = cluster_units.cluster_id"
    ),
    order="clusters.name, cluster_units.cluster_id, cluster_units.rank, units.name, cluster_units.unit_id",
    link=_NOTHING_TO_OPEN,
    unit="cluster_units.unit_id",
    columns=(
        Column("Cụm, khối", "coalesce(clusters.name, cluster_units.cluster_id)", text),
        Column("Đơn vị", "coalesce(units.name, cluster_units.unit_id)", text),
        Column("Năm", "cluster_units.year", text),
        Column("Chỉ tiêu đăng ký", "cluster_units.targets", text),
        Column("Danh hiệu đăng ký", "cluster_units.titles", text),
        Column("Ngày gửi tự chấm điểm", "cluster_units.scored_on", day),
        Column("Tổng điểm", "cluster_units.total", text),
        Column("Hạng", "cluster_units.rank", text),
        Column("Đề xuất khen thưởng", "cluster_units.award", one_of(words.AWARDS)),
    ),
)
INSPECTION_PLAN_ROWS = Listing(
    rows_from="inspection_plans",
    order="inspection_plans.issued_on, inspection_plans.inspection_plan_id",
    link=_NOTHING_TO_OPEN,
    columns=(
        Column("Cơ quan ban hành", "inspection_plans.issuer", one_of(words.INSPECTION_ISSUERS)),
        Column("Số, ký hiệu", "inspection_plans.reference", text),
        Column("Ngày ban hành", "inspection_plans.issued_on", day),
        Column("Số cuộc kiểm tra", "inspection_plans.inspections", text),
    ),
)
INSPECTION_ROWS = Listing(
    rows_from=(
        "inspections LEFT JOIN units USING (unit_id) LEFT JOIN clusters ON clusters.cluster_id = inspections.cluster_id"
    ),
    order="inspections.starts_on, inspections.inspection_id",
    link=_NOTHING_TO_OPEN,
    unit="inspections.unit_id",
    columns=(
        Column(
            "Nơi được kiểm tra",
            "coalesce(units.name, clusters.name, inspections.unit_id, inspections.cluster_id)",
            text,
        ),
        Column("Hình thức", "inspections.form", one_of(words.INSPECTION_FORMS)),
        Column("Từ ngày", "inspections.starts_on", day),
        Column("Đến ngày", "inspections.ends_on", day),
        Column("Số buổi", "inspections.visits", text),
        Column("Ngày kết luận", "inspections.concluded_on", day),
        Column("Nội dung ghi nhận", "inspections.findings", text),
        Column("Phải khắc phục", "inspections.to_remedy", text),
    ),
)
FINDING_ROWS = Listing(
    rows_from="findings LEFT JOIN units USING (unit_id) LEFT JOIN inspections USING (inspection_id)",
    order="findings.due_on, units.name, findings.finding_id",
    link=_NOTHING_TO_OPEN,
    unit="findings.unit_id",
    columns=(
        Column("Đơn vị", "coalesce(units.name, findings.unit_id)", text),
        Column("Loại", "findings.kind", one_of(words.FINDINGS)),
        Column("Mức độ", "findings.severity", one_of(words.SEVERITIES)),
        Column("Ngày kiểm tra", "inspections.starts_on", day),
        Column("Hạn khắc phục", "findings.due_on", day),
        Column("Ngày khắc phục", "findings.remedied_on", day),
        Column("Số ngày trễ", "findings.days_late", text),
    ),
)
OCCASION_ROWS = Listing(
    rows_from="occasions",
    order="occasions.starts_at, occasions.occasion_id",
    link=_NOTHING_TO_OPEN,
    columns=(
        Column("Loại", "occasions.kind", one_of(words.OCCASIONS)),
        Column("Tên", "occasions.title", text),
        Column("Ngày bắt đầu", "occasions.starts_at", local_day),
        Column("Ngày tổ chức", "occasions.held_on", day),
        Column("Đơn vị được mời", "occasions.invited", text),
        Column("Số người dự", "occasions.attended", text),
        Column("Số người được cấp chứng nhận", "occasions.certified", text),
        Column("Mô hình học được", "occasions.models", text),
    ),
)
ATTENDANCE_ROWS = Listing(
    rows_from="attendance LEFT JOIN units USING (unit_id) LEFT JOIN occasions USING (occasion_id)",
    order="occasions.starts_at, attendance.occasion_id, attendance.unit_id",
    link=_NOTHING_TO_OPEN,
    unit="attendance.unit_id",
    columns=(
        Column("Đơn vị", "coalesce(units.name, attendance.unit_id)", text),
        Column("Loại", "occasions.kind", one_of(words.OCCASIONS)),
        Column("Tên", "occasions.title", text),
        Column("Ngày bắt đầu", "occasions.starts_at", local_day),
        Column("Số người đăng ký", "attendance.registered", text),
    ),
)
GUIDANCE_ROWS = Listing(
    rows_from="guidance",
    order="guidance.issued_on, guidance.reference, guidance.guidance_id",
    link=_NOTHING_TO_OPEN,
    columns=(
        Column("Số, ký hiệu", "guidance.reference", text),
        Column("Trích yếu", "guidance.title", text),
        Column("Cơ quan ban hành", "guidance.issuer", text),
        Column("Ngày ban hành", "guidance.issued_on", day),
        Column("Số đơn vị nhận", "guidance.units", text),
        Column("Ngày thu hồi", "guidance.withdrawn_on", day),
    ),
)
EXEMPLAR_ROWS = Listing(
    rows_from="exemplars LEFT JOIN units USING (unit_id)",
    order="exemplars.found_on, units.name, exemplars.exemplar_id",
    link=_NOTHING_TO_OPEN,
    unit="exemplars.unit_id",
    columns=(
        Column("Đơn vị", "coalesce(units.name, exemplars.unit_id)", text),
        Column("Đối tượng", "exemplars.subject_kind", one_of(words.SUBJECT_KINDS)),
        Column("Lĩnh vực", "exemplars.field", text),
        Column("Thành phần", "exemplars.worker_class", one_of(words.WORKERS)),
        Column("Giai đoạn", "exemplars.state", one_of(words.EXEMPLAR_STATES)),
        Column("Ngày phát hiện", "exemplars.found_on", day),
        Column("Ngày công nhận", "exemplars.recognised_on", day),
        Column("Số đơn vị học tập", "exemplars.followers", text),
    ),
)
