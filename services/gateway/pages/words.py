"""The words for codes that arrive without their own (bảng thuật ngữ trên màn hình); no code reaches a page."""

from shared.events.plans import Channel, DeadlineKind

DEADLINES = {
    DeadlineKind.BEFORE: "trước ngày",
    DeadlineKind.ON: "ngày",
    DeadlineKind.NOT_LATER_THAN: "chậm nhất ngày",
}
CHANNELS = {Channel.WEB: "Cổng làm việc", Channel.KAFKA: "Hệ thống của đơn vị"}
PERIODS = {
    "Q1": "Quý I",
    "Q2": "Quý II",
    "Q3": "Quý III",
    "Q4": "Quý IV",
    "H1": "6 tháng đầu năm",
    "Y": "Cả năm",
}
QUARTERS = {1: "Quý I", 2: "Quý II", 3: "Quý III", 4: "Quý IV", 5: "Năm sau"}
