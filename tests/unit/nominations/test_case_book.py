"""The case book a legal officer reads, run against the rules as they are loaded."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from deploy.cli import app
from deploy.folder import ROOT
from services.nominations.rules import catalogue
from services.nominations.rules.casebook.table import CasesInvalid, Checked, Unread, check

BOOKS = sorted((ROOT / "tests" / "cases").glob("*.csv"))
ROWS = [one for book in BOOKS for one in check(book, catalogue())]
CASES = [one for one in ROWS if isinstance(one, Checked)]


@pytest.mark.parametrize("one", CASES, ids=lambda one: one.case.id)
def test_case_is_answered_as_the_officer_expects(one: Checked) -> None:
    assert one.differs == ()


def test_every_case_expects_something_and_there_are_enough_of_them() -> None:
    assert [one.case.id for one in CASES if not one.case.expected] == []
    assert ROWS == CASES
    assert len(CASES) >= 600


def test_an_eligible_answer_never_rests_on_an_unconfirmed_rule() -> None:
    eligible = [one for one in CASES if one.case.question.kind == "eligibility" and one.answer.outcome == "eligible"]

    unconfirmed = [one.case.id for one in eligible if any(found.is_unconfirmed for found in one.answer.findings)]
    assert len(eligible) > 50
    assert unconfirmed == []


def the_answer(book: Path) -> Checked:
    (one,) = check(book, catalogue())
    assert isinstance(one, Checked), one
    return one


def a_book(folder: Path, *rows: str, head: str = "mã,câu hỏi,ngày,danh hiệu,dữ kiện,kết quả") -> Path:
    path = folder / "book.csv"
    path.write_text("\n".join((head, *rows)), "utf-8")
    return path


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        ("A,điều kiện,31/2/2023,LĐTT,,", "ngày: không hiểu “31/2/2023”; viết ngày/tháng/năm"),
        ("A,điều kiện,1/2/2023,Giải nhất,,", "danh hiệu: không có “Giải nhất” trong danh mục"),
        ("A,điều kiện,1/2/2023,LĐTT,màu: xanh,", "không có mục “màu” trong cách ghi dữ kiện"),
        (
            "A,điều kiện,1/2/2023,LĐTT,xếp loại: 2022=GIỎI,",
            (
                "xếp loại: không hiểu “GIỎI”; có: Không hoàn thành nhiệm vụ, Hoàn thành nhiệm vụ, "
                "Hoàn thành tốt nhiệm vụ, Hoàn thành xuất sắc nhiệm vụ"
            ),
        ),
        (
            "A,điều kiện,1/2/2023,LĐTT,sáng kiến: 2022 huyện,",
            "sáng kiến: không hiểu cấp “huyện”; có: cơ sở, tỉnh, toàn quốc",
        ),
        (
            "A,điều kiện,1/2/2023,LĐTT,,giỏi",
            "kết quả: không hiểu “giỏi”; có: đủ điều kiện, không đủ điều kiện, bổ sung, cần người, chưa xét",
        ),
        (
            "A,đố vui,1/2/2023,LĐTT,,",
            "câu hỏi: không hiểu “đố vui”; có: điều kiện, tiền thưởng, hội đồng, thời hạn, tỷ lệ, bộ quy định",
        ),
        ("A,hội đồng,1/2/2023,CSTĐ tỉnh,tổng số: 10,", "dự họp: ghi một số nguyên"),
        ("A,hội đồng,1/2/2023,CSTĐ tỉnh,tổng số: 10 | dự họp: 11 | đồng ý: 9,", "Số liệu không khớp nhau."),
        ("A,điều kiện,1/2/2023,,,", "ghi một danh hiệu hoặc hình thức khen thưởng"),
        (
            "A,điều kiện,1/2/2023,LĐTT,áp dụng: RS-B,",
            "Áp dụng bộ quy định khác với bộ có hiệu lực tại ngày tiếp nhận: vui lòng ghi rõ lý do.",
        ),
    ],
)
def test_unreadable_case_names_its_line_and_what_would_be_right(tmp_path: Path, row: str, fault: str) -> None:
    book = a_book(tmp_path, "B,điều kiện,1/2/2023,LĐTT,xếp loại: 2022=HTTNV,đủ điều kiện", row)

    answered, unread = check(book, catalogue())

    assert isinstance(answered, Checked)
    assert (answered.differs, unread) == ((), Unread(3, "A", (fault,)))


def test_every_fault_of_a_row_is_listed_at_once(tmp_path: Path) -> None:
    book = a_book(tmp_path, "A,điều kiện,hôm nay,LĐTT,,", "A,điều kiện,1/2/2023,LĐTT,màu: xanh | nữ,")

    unread = [one for one in check(book, catalogue()) if isinstance(one, Unread)]

    assert [(one.line, len(one.faults)) for one in unread] == [(2, 1), (3, 3)]


@pytest.mark.parametrize(
    ("head", "fault"),
    [
        ("mã,câu hỏi,ngày,khối lượng", "không có cột “khối lượng” trong mẫu"),
        ("mã,câu hỏi,ngày,danh hiêụ,ket qua?,kết qủa x", "không có cột “kết qủa x” trong mẫu; có phải: kết quả"),
        ("mã,câu hỏi", "thiếu cột “ngày”"),
        ("mã,câu hỏi,ngày,ngày", "cột “ngày” viết hai lần"),
    ],
)
def test_wrong_heading_is_named(tmp_path: Path, head: str, fault: str) -> None:
    with pytest.raises(CasesInvalid) as invalid:
        list(check(a_book(tmp_path, "A,điều kiện,1/2/2023", head=head), catalogue()))

    assert invalid.value.faults == ((1, fault),)


@pytest.mark.parametrize(
    "name",
    ["CSTĐCS", "CSTDCS", "CSTD_CS", "Chiến sĩ thi đua cơ sở", "Chiến sỹ thi đua cơ sở", "CHIẾN SĨ THI ĐUA CƠ SỞ"],
)
def test_award_is_understood_however_it_is_spelt(tmp_path: Path, name: str) -> None:
    book = a_book(tmp_path, f"A,điều kiện,1/2/2023,{name},LĐTT: 2022 | sáng kiến: 2022,")

    one = the_answer(book)

    assert (one.case.question.awards, one.answer.outcome) == (("CSTD_CS",), "eligible")


def test_difference_is_told_with_both_sides(tmp_path: Path) -> None:
    book = a_book(tmp_path, "A,điều kiện,1/2/2023,LĐTT,xếp loại: 2022=HTNV,đủ điều kiện")

    one = the_answer(book)

    assert one.differs == ("kết quả: mong đợi đủ điều kiện, trả lời not_eligible",)


def test_semicolons_of_a_vietnamese_spreadsheet_are_read(tmp_path: Path) -> None:
    path = tmp_path / "book.csv"
    path.write_text("﻿mã;câu hỏi;ngày;danh hiệu;dữ kiện\nA;điều kiện;1/2/2023;LĐTT;xếp loại: 2022=HTTNV", "utf-8")

    one = the_answer(path)

    assert one.answer.outcome == "eligible"


@pytest.mark.parametrize(
    ("row", "status"),
    [
        ("A,điều kiện,1/2/2023,LĐTT,xếp loại: 2022=HTTNV,đủ điều kiện", 0),
        ("A,điều kiện,1/2/2023,LĐTT,xếp loại: 2022=HTTNV,", 0),
        ("A,điều kiện,1/2/2023,LĐTT,xếp loại: 2022=HTNV,đủ điều kiện", 1),
        ("A,điều kiện,1/2/2023,LĐTT,xếp loại: 2022=GIỎI,đủ điều kiện", 2),
    ],
)
@pytest.mark.parametrize("more", [[], ["--json"]])
def test_exit_status_says_whether_a_book_is_as_expected(tmp_path: Path, row: str, status: int, more: list[str]) -> None:
    done = CliRunner().invoke(app, ["assess", str(a_book(tmp_path, row)), *more])

    assert done.exit_code == status
