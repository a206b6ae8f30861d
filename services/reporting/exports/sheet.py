"""The rows behind a figure as a sheet that a spreadsheet program opens (CSV)."""

import csv
from collections.abc import Iterable
from io import StringIO

_BYTE_ORDER_MARK = "\ufeff"  # tells spreadsheet programs that the text is UTF-8
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def write(columns: Iterable[str], rows: Iterable[Iterable[str]]) -> bytes:
    """Return *rows* under *columns* as CSV; no cell can be taken for a formula."""
    sheet = StringIO()
    writer = csv.writer(sheet)
    writer.writerow(columns)
    writer.writerows(map(_harmless, rows))
    return (_BYTE_ORDER_MARK + sheet.getvalue()).encode()


def _harmless(cells: Iterable[str]) -> Iterable[str]:
    return (f"'{cell}" if cell.startswith(_FORMULA_STARTS) else cell for cell in cells)
