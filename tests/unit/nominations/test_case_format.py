"""A case book is read however an official writes it, workbook or text, and what contradicts is told."""

from pathlib import Path

import pytest

from services.nominations.rules import catalogue
from services.nominations.rules.casebook.notation import read_facts
from services.nominations.rules.casebook.table import CasesInvalid, Checked, Unread, check
from services.nominations.rules.casebook.values import Facts
from services.nominations.rules.casebook.words import Words
from shared.sheets import workbook

WORDS = Words(catalogue())
HEAD = ("Mã", "CÂU HỎI", "ngay", "danh hiệu", "dữ kiện", "kết quả")


def read(text: str) -> Facts:
    facts, faults = read_facts(text, WORDS)
    assert faults == []
    return facts


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("HTXSNV: 2021, 2022", "xếp loại: 2021=HTXSNV; 2022=HTXSNV"),
        ("Hoàn thành xuất sắc nhiệm vụ: 2021-2022", "xếp loại: 2021-2022=HTXSNV"),
        ("xếp loại năm 2022: HTTNV", "xếp loại: 2022=HTTNV"),
        ("xep loai = HTTNV 2022", "xếp loại: 2022=HTTNV"),
        ("CSTĐ cấp cơ sở: từ năm 2020 đến năm 2022", "CSTĐCS: 2020, 2021, 2022"),
        ("Chiến sỹ thi đua cơ sở: năm 2020 và năm 2021", "CSTDCS: 2020, 2021"),
        ("CSTĐCS: 2020 | chiến sĩ thi đua cơ sở: 2021", "CSTĐCS: 2020, 2021"),
        ("bằng khen UBND tỉnh: 2017", "BK tỉnh: 2017"),
        ("Bằng khen của Chủ tịch Ủy ban nhân dân tỉnh: 2017", "BK tỉnh: 2017"),
        ("bằng khen của Thủ tướng: 2017", "BKTTg: 2017"),
        ("Huân chương Lao động hạng III: 2017", "HCLĐ hạng Ba: 2017"),
        ("LĐTT năm 2022: có", "LĐTT: 2022"),
        ("sáng kiến cấp tỉnh: 2021", "sáng kiến: 2021 tỉnh"),
        ("sáng kiến: 2021-2022", "sáng kiến: 2021; 2022"),
        ("LĐTT: 2022 (QĐ 05-01-2023)", "LĐTT: 2022 (quyết định 2023-01-05)"),
        ("LĐTT: 2022\nsáng kiến: 2022", "LĐTT: 2022 | sáng kiến: 2022"),
    ],
)
def test_facts_are_understood_however_they_are_written(written: str, plain: str) -> None:
    assert read(written) == read(plain)


@pytest.mark.parametrize(
    ("written", "fault"),
    [
        ("xếp loại: 2022=HTTNV; 2022=HTXSNV", "xếp loại: năm 2022 ghi hai mức HTTNV và HTXSNV"),
        ("LĐTT: 2022 | LĐTT: không", "LĐTT: ghi hai lần, khác nhau: “2022” và “không”"),
        ("quân số: 20 | quân số: 21", "quân số: ghi hai lần, khác nhau: “20” và “21”"),
        ("năm: 2022 | năm học: 2022-2023", "năm: ghi hai năm khác nhau, 2022 và 2023"),
        ("CSTĐCS: 2022-2020", "“2022-2020”: năm sau đứng trước năm trước"),
        ("LĐTT: 2022 (QĐ 1/3/2023; thu hồi 1/2/2023)", "Lao động tiên tiến: thu hồi trước ngày quyết định"),
        (
            "kỷ luật: cảnh cáo 1/3/2022 (xong 1/3/2021)",
            "kỷ luật: “cảnh cáo 1/3/2022 (xong 1/3/2021)” chấp hành xong trước ngày quyết định",
        ),
        (
            "xếp lọai: 2022=HTTNV | mức xếp loại: HTTNV",
            "không có mục “mức xếp loại” trong cách ghi dữ kiện; có phải: xếp loại",
        ),
    ],
)
def test_contradicting_or_unknown_facts_are_told(written: str, fault: str) -> None:
    _, faults = read_facts(written, WORDS)

    assert faults == [fault]


def test_same_fact_said_twice_contradicts_nothing() -> None:
    assert read("quân số: 20 | số người: 20") == read("quân số: 20")


def test_workbook_is_read_like_a_text_below_its_title(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    rows = (("Sổ trường hợp",), (), HEAD, ("A", "điều kiện", "2023-02-15", "LĐTT", "HTTNV: 2022", "đủ điều kiện"))
    path.write_bytes(workbook(rows))

    (one,) = check(path, catalogue())

    assert isinstance(one, Checked)
    assert (one.case.line, one.differs) == (4, ())


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_text_is_read_with_any_delimiter_below_a_remark(tmp_path: Path, encoding: str, mark: str) -> None:
    path = tmp_path / "book.csv"
    row = ("A", "điều kiện", "15-02-2023", "LĐTT", '"HTTNV: 2022\ntuyển dụng: 10 tháng"', "đủ điều kiện")
    path.write_text(f"# một, hai; ba\n{mark.join(HEAD)}\n{mark.join(row)}", encoding)

    (one,) = check(path, catalogue())

    assert isinstance(one, Checked)
    assert one.differs == ()


def test_row_that_cannot_be_read_keeps_no_other_from_being_answered(tmp_path: Path) -> None:
    path = tmp_path / "book.csv"
    rows = (
        ",".join(HEAD),
        'A,"bộ" quy định,15/2/2023,,,',
        "B,bộ quy định,15/2/2023,,,",
        "C,bộ quy định,15/2/2023,,,,thừa",
        "B,bộ quy định,15/2/2023,,,",
        "D,điều kiện,15/2/2023,Lao động tiên tiên,,",
        "E,bộ quy định,15/2/2023,,,",
    )
    path.write_text("\n".join(rows), "utf-8")

    found = list(check(path, catalogue()))

    assert [one for one in found if isinstance(one, Unread)] == [
        Unread(2, "", ("không đọc được dòng CSV; kiểm tra dấu ngoặc kép",)),
        Unread(4, "", ("có 7 ô, bảng chỉ có 6 cột",)),
        Unread(5, "B", ("mã B viết hai lần",)),
    ]
    assert [one.case.id for one in found if isinstance(one, Checked)] == ["B", "D", "E"]


@pytest.mark.parametrize(
    ("written", "fault"),
    [
        (b"\xff\x00\xfe", "tệp phải lưu theo bảng mã UTF-8 (CSV UTF-8)"),
        (b"", "tệp không có dòng tiêu đề"),
        (b"PK\x03\x04", "Không đọc được bảng. Vui lòng dùng tệp Excel (.xlsx, .xls) hoặc CSV bảng mã UTF-8."),
    ],
)
def test_file_that_is_no_table_says_what_would_be(tmp_path: Path, written: bytes, fault: str) -> None:
    path = tmp_path / "book.csv"
    path.write_bytes(written)

    with pytest.raises(CasesInvalid) as invalid:
        list(check(path, catalogue()))

    assert invalid.value.faults == ((1, fault),)


@pytest.mark.parametrize(
    ("days_off", "ends_on"),
    [
        ("", "2023-02-20"),  # Tết of the register's own calendar
        (" | ngày nghỉ: không", "2023-02-13"),
        (" | ngày nghỉ: 20/1/2023..26/1/2023", "2023-02-20"),
        (" | ngày nghỉ: 7/2/2023", "2023-02-14"),
    ],
)
def test_working_days_follow_the_registers_calendar_unless_a_case_states_another(
    tmp_path: Path, days_off: str, ends_on: str
) -> None:
    path = tmp_path / "book.csv"
    asked = f"A,thời hạn,9/1/2023,BK tỉnh,bước: giải quyết | từ ngày: 9/1/2023{days_off},"
    path.write_text(f"{','.join(HEAD)}\n{asked}", "utf-8")

    (one,) = check(path, catalogue())

    assert isinstance(one, Checked)
    assert one.answer.more["ends_on"] == ends_on
