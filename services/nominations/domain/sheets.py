"""A sheet of dossiers being taken in (nhập hồ sơ từ tệp): read, looked at, taken over as a whole or not at all."""

from collections.abc import Mapping
from enum import StrEnum

from services.nominations.domain.steps import REGISTER, UNIT
from shared.errors import Refused
from shared.steps import Step


class SheetState(StrEnum):
    """Where a sheet stands (tình trạng nhập tệp)."""

    READING = "reading"
    READ = "read"
    UNREADABLE = "unreadable"
    TAKEN = "taken"


SHEET_LABELS: Mapping[str, str] = {
    SheetState.READING: "Đang đọc tệp",
    SheetState.READ: "Đã đọc, chờ xác nhận",
    SheetState.UNREADABLE: "Không đọc được tệp",
    SheetState.TAKEN: "Đã nhập thành hồ sơ đang lập",
}

SHEET_STEPS: tuple[Step, ...] = (
    Step("sheet_read", SheetState.READING, SheetState.READ, REGISTER, "Đã đọc xong"),
    Step("sheet_unreadable", SheetState.READING, SheetState.UNREADABLE, REGISTER, "Không đọc được"),
    Step("read_again", SheetState.READ, SheetState.READING, UNIT, "Đọc lại theo cột đã chọn"),
    Step("take_over", SheetState.READ, SheetState.TAKEN, UNIT, "Xác nhận nhập"),
)
"""What happens to a sheet."""


class RowsFaulty(Refused):
    """A sheet has rows that cannot be dossiers; none of its rows is taken."""

    message = "Tệp còn dòng chưa hợp lệ; chưa nhập dòng nào. Vui lòng sửa tệp hoặc chọn lại cột."


class ColumnsUnknown(Refused):
    """A column is said to hold something no dossier has, or two columns to hold the same."""

    message = "Cách chọn cột chưa hợp lệ."


def check_columns(columns: Mapping[int, str], known: Mapping[str, str]) -> None:
    """Refuse columns that cannot be read."""
    fields = list(columns.values())
    faults = [f"Không có nội dung “{one}”." for one in fields if one not in known]
    faults += [
        f"{known[one]}: chọn hai cột." for one in dict.fromkeys(fields) if one in known and fields.count(one) > 1
    ]
    if faults:
        raise ColumnsUnknown(details=faults)
