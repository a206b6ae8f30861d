import csv
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.reporting.exports import sheet


def read(body: bytes) -> list[list[str]]:
    return list(csv.reader(StringIO(body.decode("utf-8-sig"), newline="")))


def test_sheet_says_that_it_is_utf_8() -> None:
    body = sheet.write(["Đơn vị"], [["Sở Y tế"]])

    assert body == "\ufeffĐơn vị\r\nSở Y tế\r\n".encode()


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_cell_is_never_a_formula(start: str) -> None:
    body = sheet.write(["Tên"], [[f"{start}HYPERLINK(1)"]])

    assert read(body)[1] == [f"'{start}HYPERLINK(1)"]


@given(cells=st.lists(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"])), min_size=2, max_size=4))
def test_cells_come_back_as_they_were_written(cells: list[str]) -> None:
    harmless = [f"x{cell}" for cell in cells]

    body = sheet.write(harmless, [harmless])

    assert read(body) == [harmless, harmless]
