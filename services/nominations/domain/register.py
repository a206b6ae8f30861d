"""A file of past decisions as pure values: its columns understood, every line checked, every fault named."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO

from services.nominations.domain.texts import LONGEST_TEXT, plain
from shared.errors import Refused
from shared.sheets import rows_of
from shared.spelling import fold

MOST_LINES = 200_000

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "subject_name": ("ten", "ho va ten", "ho ten", "ten tap the", "ho va ten ten tap the", "doi tuong"),
    "subject_kind": ("loai doi tuong", "loai", "ca nhan tap the"),
    "unit": ("don vi", "co quan", "don vi cong tac", "ma don vi"),
    "award": ("khen thuong", "danh hieu", "hinh thuc", "danh hieu hinh thuc khen thuong", "hinh thuc khen thuong"),
    "year": ("nam", "nam thanh tich", "nam khen thuong"),
    "decision_number": ("so quyet dinh", "so qd", "quyet dinh so"),
    "decided_on": ("ngay quyet dinh", "ngay qd", "ngay ky", "ngay"),
    "decided_by": ("cap quyet dinh", "tham quyen", "nguoi quyet dinh"),
}
"""What each column is called in the sheets people keep, without diacritics."""

NEEDED = ("subject_name", "unit", "award", "decision_number", "decided_on")

COLUMN_NAMES: Mapping[str, str] = {
    "subject_name": "Họ và tên, tên tập thể",
    "unit": "Đơn vị",
    "award": "Danh hiệu, hình thức khen thưởng",
    "decision_number": "Số quyết định",
    "decided_on": "Ngày quyết định",
}

_KINDS = {"ca nhan": "individual", "tap the": "collective", "ho gia dinh": "household", "": "individual"}


class ColumnsMissing(Refused):
    """The file lacks columns without which a line says nothing."""

    message = "Tệp thiếu cột bắt buộc."


class TooManyLines(Refused):
    """The file is longer than one import takes."""

    message = f"Tệp có quá {MOST_LINES} dòng; vui lòng chia nhỏ."


class FileKnown(Refused):
    """The very same file was imported before."""

    status = 409
    message = "Tệp này đã được nhập vào sổ khen thưởng trước đó."


@dataclass(frozen=True, slots=True)
class Known:
    """What a line is checked against: awards and authorities by their folded names, units by id and folded name."""

    awards: Mapping[str, str]
    authorities: Mapping[str, str]
    deciders: Mapping[str, str]  # award -> who usually decides it
    units: Mapping[str, tuple[str, str]]  # folded name or id -> (id, name)
    collectives: Collection[str]  # awards for collectives only


@dataclass(frozen=True, slots=True)
class Past:
    """One past award as a file tells it."""

    award: str
    subject_kind: str
    subject_name: str
    unit_id: str
    unit_name: str
    year: int
    decided_by: str
    decision_number: str
    decided_on: date


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a file: what it says, or ALL that is wrong with it."""

    number: int
    past: Past | None
    faults: tuple[str, ...]


def read(content: bytes, known: Known) -> Iterator[Line]:
    """Yield every line of a sheet, understood or with its faults; the first line names the columns."""
    rows = rows_of(BytesIO(content))
    columns = _columns(next(rows, (1, ()))[1])
    for number, row in rows:
        if number > MOST_LINES:
            raise TooManyLines
        cells = {name: plain(row[at])[:LONGEST_TEXT] if at < len(row) else "" for name, at in columns.items()}
        if any(cells.values()):
            yield _line(number, cells, known)


def _columns(head: Sequence[str]) -> dict[str, int]:
    words = [fold(one) for one in head]
    wanted = {name: {fold(one) for one in written} for name, written in COLUMNS.items()}
    found = {name: next((at for at, word in enumerate(words) if word in known), None) for name, known in wanted.items()}
    missing = [COLUMN_NAMES[name] for name in NEEDED if found[name] is None]
    if missing:
        raise ColumnsMissing(details=[f"Thiếu cột “{one}”." for one in missing])
    return {name: at for name, at in found.items() if at is not None}


def _line(number: int, cells: Mapping[str, str], known: Known) -> Line:
    faults: list[str] = []
    award = known.awards.get(fold(cells["award"]))
    if award is None:
        faults.append(f"Không có danh hiệu, hình thức khen thưởng “{cells['award']}”.")
    unit = known.units.get(fold(cells["unit"]))
    if unit is None:
        faults.append(f"Không có đơn vị “{cells['unit']}”.")
    decided_on = _date(cells["decided_on"])
    if decided_on is None:
        faults.append(f"Ngày quyết định “{cells['decided_on']}” không đúng dạng ngày/tháng/năm.")
    faults += [
        f"Thiếu {COLUMN_NAMES[name].lower()}." for name in ("subject_name", "decision_number") if not cells[name]
    ]
    year = cells.get("year", "")
    if year and not re.fullmatch(r"(19|20)\d\d", year):
        faults.append(f"Năm “{year}” không hợp lệ.")
    kind = _KINDS.get(fold(cells.get("subject_kind", "")))
    if kind is None:
        faults.append(f"Không có loại đối tượng “{cells.get('subject_kind', '')}”.")
    decided_by = _decided_by(cells, award, known)
    if decided_by is None:
        faults.append(f"Không có cấp quyết định “{cells.get('decided_by', '')}”.")
    if faults or award is None or unit is None or decided_on is None or kind is None or decided_by is None:
        return Line(number, None, tuple(faults))
    if not cells.get("subject_kind") and award in known.collectives:
        kind = "collective"
    past = Past(
        award=award,
        subject_kind=kind,
        subject_name=cells["subject_name"],
        unit_id=unit[0],
        unit_name=unit[1],
        year=int(year) if year else decided_on.year,
        decided_by=decided_by,
        decision_number=cells["decision_number"],
        decided_on=decided_on,
    )
    return Line(number, past, ())


def _decided_by(cells: Mapping[str, str], award: str | None, known: Known) -> str | None:
    written = fold(cells.get("decided_by", ""))
    return known.authorities.get(written) if written else known.deciders.get(award or "", "")


def _date(text: str) -> date | None:
    for form in ("%d/%m/%Y", "%Y-%m-%d", "%d-%m-%Y", "%d.%m.%Y"):
        try:
            return datetime.strptime(text, form).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    return None
