"""Spreadsheets of every kind come in as rows of texts, or are refused with a sentence."""

import csv
from datetime import datetime
from io import BytesIO, StringIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from xlsxwriter import Workbook

from shared import sheets
from shared.sheets import SheetUnreadable, rows_of, workbook

cells = st.text(st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="'"), max_size=20).map(str.strip)


def _rows(content: bytes) -> list[tuple[int, tuple[str, ...]]]:
    return list(rows_of(BytesIO(content)))


def test_cells_keep_their_places_where_some_are_empty() -> None:
    assert _rows(workbook([["a", "", "c"], [], ["<b> & đ"]])) == [
        (1, ("a", "", "c")),
        (2, ("", "", "")),
        (3, ("<b> & đ", "", "")),
    ]


def test_values_of_a_workbook_are_read_as_people_write_them() -> None:
    written = BytesIO()
    book = Workbook(written)
    sheet = book.add_worksheet()
    sheet.write_number(1, 1, 12)
    sheet.write_number(1, 2, 1.5)
    sheet.write_boolean(1, 3, True)
    sheet.write_datetime(1, 4, datetime(2023, 3, 15), book.add_format({"num_format": "dd/mm/yyyy"}))  # noqa: DTZ001
    book.close()

    assert _rows(written.getvalue())[1] == (2, ("", "12", "1.5", "có", "2023-03-15"))


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_text_files_are_read_whatever_parts_their_cells(delimiter: str) -> None:
    text = f'\ufefftên{delimiter}năm{delimiter}ghi chú\n Nguyễn Văn An {delimiter}2023{delimiter}"hai\ndòng"\n'

    assert _rows(text.encode()) == [(1, ("tên", "năm", "ghi chú")), (2, ("Nguyễn Văn An", "2023", "hai\ndòng"))]


def test_letters_and_marks_written_apart_become_one() -> None:
    assert _rows("Chie\u0302\u0301n si\u0303,x\n".encode()) == [(1, ("Chiến sĩ", "x"))]


def test_text_that_looks_like_a_formula_comes_back_as_it_was_given() -> None:
    assert _rows(workbook([["=1+1", "0123", "https://a"]])) == [(1, ("=1+1", "0123", "https://a"))]


@pytest.mark.parametrize("content", [b"PK\3\4 no archive", b"\xd0\xcf\x11\xe0 none either", b"a\0b", b"\xff\xfea\0"])
def test_what_is_no_sheet_is_refused(content: bytes) -> None:
    with pytest.raises(SheetUnreadable):
        _rows(content)


def test_an_empty_file_has_no_rows() -> None:
    assert _rows(b"") == []


def test_a_workbook_that_unpacks_too_large_is_refused_unread(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets, "LARGEST_UNPACKED", 1_000_000)
    bomb = BytesIO()
    with ZipFile(bomb, "w", ZIP_DEFLATED) as packed:
        packed.writestr("xl/worksheets/sheet1.xml", b" " * 2_000_000)

    with pytest.raises(SheetUnreadable, match="quá lớn"):
        _rows(bomb.getvalue())


def test_entities_of_a_hostile_workbook_are_not_followed() -> None:
    hostile = BytesIO()
    with ZipFile(hostile, "w") as packed:
        packed.writestr("xl/workbook.xml", '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>')

    with pytest.raises(SheetUnreadable):
        _rows(hostile.getvalue())


@given(st.lists(st.lists(cells, min_size=2, max_size=4), min_size=1, max_size=5))
def test_a_sheet_says_the_same_as_workbook_and_as_text(table: list[list[str]]) -> None:
    text = StringIO()
    csv.writer(text).writerows([["tên", "năm"], *table])

    def told(content: bytes) -> list[list[str]]:
        return [list(row) for _, row in _rows(content)]

    def padded(rows: list[list[str]]) -> list[list[str]]:
        return [[cell for cell in row if cell] for row in rows]

    assert padded(told(workbook([["tên", "năm"], *table]))) == padded(told(text.getvalue().encode()))
