"""The rows behind the figures of the plan, of filings, dossiers, awards, movements and notices."""

from services.reporting.figures.listing import Column, Listing, day, local_day, one_of, text
from shared import words
from shared.roles import ROLE_NAMES

_TASK_STATES = {
    "planned": "Chưa bắt đầu",
    "started": "Đang thực hiện",
    "completed": "Hoàn thành",
    "not_arising": "Không phát sinh",
    "removed": "Đã bỏ khỏi kế hoạch",
}
_FILING_STATES = {
    "due": "Chưa nộp",
    "received": "Đã nộp",
    "returned": "Trả lại để hoàn thiện",
    "accepted": "Đã chấp nhận",
    "lifted": "Không phải nộp nữa",
}
_NOMINATION_STATES = {
    **words.NOMINATION_STATES,
    "submitted": "Đã trình",
    "received": "Đã tiếp nhận",
    "returned": "Trả lại để hoàn thiện",
    "appraised": "Đã thẩm định",
    "forwarded": "Đã trình cấp có thẩm quyền",
    "rejected": "Không được khen thưởng",
    "withdrawn": "Đơn vị đã rút",
    "decided": "Đã quyết định khen thưởng",
}

FILING_ROWS = Listing(
    rows_from="filings LEFT JOIN units USING (unit_id)",
    order="filings.due_on, units.name, filings.filing_id",
    link="'/filings/' || filings.filing_id",
    unit="filings.unit_id",
    columns=(
        Column("Đơn vị", "coalesce(units.name, filings.unit_id)", text),
        Column("Loại", "coalesce(filings.name, filings.duty)", one_of(words.FILINGS)),
        Column("Hạn nộp", "filings.due_on", day),
        Column("Trạng thái", "filings.state", one_of(_FILING_STATES)),
        Column("Ngày nộp", "filings.received_at", local_day),
        Column("Số ngày trễ", "filings.days_late", text),
        Column("Kênh nộp", "filings.channel", one_of(words.CHANNELS)),
    ),
)
TASK_ROWS = Listing(
    rows_from="tasks",
    order="tasks.quarter, tasks.task_key, tasks.plan_id",
    link="'/plans/' || tasks.plan_id",
    columns=(
        Column("Quý", "tasks.quarter", text),
        Column("Nhiệm vụ", "tasks.text", text),
        Column("Thời hạn", "tasks.due_on", day),
        Column("Trạng thái", "tasks.state", one_of(_TASK_STATES)),
        Column("Tiến độ (%)", "tasks.percent", text),
        Column("Ngày hoàn thành", "tasks.settled_on", day),
    ),
)
NOMINATION_ROWS = Listing(
    rows_from="nominations LEFT JOIN units USING (unit_id) LEFT JOIN examinations USING (nomination_id)",
    order="nominations.submitted_at, nominations.nomination_id",
    link="'/nominations/' || nominations.nomination_id",
    unit="nominations.unit_id",
    columns=(
        Column("Đơn vị đề nghị", "coalesce(units.name, nominations.unit_id)", text),
        Column("Danh hiệu, hình thức", "nominations.award", one_of(words.AWARDS)),
        Column("Đối tượng", "nominations.subject_kind", one_of(words.SUBJECT_KINDS)),
        Column("Loại hình", "nominations.mode", one_of(words.MODES)),
        Column("Năm", "nominations.year", text),
        Column("Ngày trình", "nominations.submitted_at", local_day),
        Column("Trạng thái", "nominations.state", one_of(_NOMINATION_STATES)),
    ),
)
AWARD_ROWS = Listing(
    rows_from="awards LEFT JOIN units USING (unit_id) LEFT JOIN nominations USING (nomination_id)",
    order="awards.decided_on, awards.decision_number, awards.award_id",
    link="coalesce('/nominations/' || awards.nomination_id, '/nominations')",
    unit="awards.unit_id",
    columns=(
        Column("Đơn vị", "coalesce(units.name, awards.unit_id)", text),
        Column("Danh hiệu, hình thức", "awards.award", one_of(words.AWARDS)),
        Column("Đối tượng", "awards.subject_kind", one_of(words.SUBJECT_KINDS)),
        Column("Loại hình", "nominations.mode", one_of(words.MODES)),
        Column("Năm", "awards.year", text),
        Column("Thẩm quyền", "awards.decided_by", one_of(words.AUTHORITIES)),
        Column("Số quyết định", "awards.decision_number", text),
        Column("Ngày quyết định", "awards.decided_on", day),
        Column("Tiền thưởng (đồng)", "awards.bonus", text),
        Column("Ngày trao tặng", "awards.presented_on", day),
        Column("Ngày hủy bỏ", "awards.revoked_on", day),
    ),
)
MOVEMENT_ROWS = Listing(
    rows_from="movements JOIN plans USING (plan_id)",
    order="movements.name, movements.movement_id",
    link="'/plans/' || movements.plan_id",
    columns=(
        Column("Phong trào", "movements.name", text),
        Column("Giai đoạn", "movements.period", text),
        Column("Hình thức", "movements.form", one_of(words.MOVEMENT_FORMS)),
        Column("Phạm vi", "movements.scope", one_of(words.MOVEMENT_SCOPES)),
        Column("Ngày sơ kết", "movements.reviewed_on", day),
        Column("Ngày tổng kết", "movements.concluded_on", day),
        Column("Kế hoạch", "plans.symbol", text),
    ),
)
NOTICE_ROWS = Listing(
    rows_from="notices LEFT JOIN units USING (unit_id)",
    order="coalesce(notices.in_app_at, notices.email_at, notices.failed_at), notices.notice_id",
    link="'/notices'",
    unit="notices.unit_id",
    columns=(
        Column("Người nhận", "coalesce(units.name, notices.unit_id, notices.role)", one_of(ROLE_NAMES)),
        Column("Ngày gửi trên hệ thống", "notices.in_app_at", local_day),
        Column("Ngày gửi thư", "notices.email_at", local_day),
        Column("Ngày gửi không thành công", "notices.failed_at", local_day),
        Column("Ngày đọc", "notices.read_at", local_day),
    ),
)
