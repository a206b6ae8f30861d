"""The marks that list items and headings begin with, and how deep each puts its paragraph."""

import re
import unicodedata

PART, CAPITAL, CHAPTER, ROMAN, NUMBER, LETTER = 0.0, 0.5, 0.75, 1.0, 2.0, 4.0
INTRO, DASH, PLUS, BULLET = 5.0, 6.0, 7.0, 8.0
ROW_PART, ROW_GROUP, ROW = 10.0, 11.0, 12.0

SYMBOLS = (
    "\u2022\u2023\u2043\u2190-\u21ff\u2460-\u24ff\u25a0-\u27bf\u2900-\u297f\u2b00-\u2bff"
    "\uf000-\uf0ff\U0001f000-\U0001faff"
)
"""Bullets, arrows, circled figures, dingbats, Word's own private ones and pictures."""

MARKERS = (
    (PART, re.compile(r"(?:PHẦN|Phần|CHƯƠNG|Chương)\s+(?:(?:THỨ|thứ)\s+\w+|[IVX]+|[A-HĐ]\b|\d+)\s*[.:/-]?(?:\s+|$)")),
    (CHAPTER, re.compile(r"(?:MỤC|Mục)\s+(?:[IVX]+|[A-HĐ]\b|\d{1,2})\s*[.:/-]\s*")),
    (CHAPTER, re.compile(r"§\s*\d{1,2}\s*[.:]?\s*")),
    (
        LETTER,
        re.compile(r"(?:[IVX]+\.)?\d{1,2}(?:\.\d{1,2})?\.(?:[a-zđ][.)]?|(?<=[IVX]\.\d\.)\d{1,2}[.)]?)\s+(?=[^\W\d_])"),
    ),
    (LETTER, re.compile(r"[IVX]+\.\d{1,2}\.\d{1,2}[.)]?\s+(?=\D)")),
    (NUMBER, re.compile(r"[IVX]+\.\d{1,2}[.)]?\s+(?=\D)")),
    (ROMAN, re.compile(r"[IVX]+\s*(?:(?:/-|[.)/:-])\s*(?=[^\W\d_])(?!v)|[.)]\s+(?=\d))")),
    (ROMAN, re.compile(r"(?:Điều|ĐIỀU)\s+\d+\s*[.:]\s*")),
    (CAPITAL, re.compile(r"[A-HĐ]\s*(?:[.)/]|\s[-–—])\s+(?=[^\W\d_]{2})")),
    (NUMBER + 1.5, re.compile(r"\d{1,2}\.\d{1,2}\.\d{1,2}\.?\)?\s+(?=\D)")),
    (NUMBER + 1, re.compile(r"\d{1,2}\.\d{1,2}\.?\)?\s+(?=\D)")),
    (NUMBER, re.compile(r"\d{1,2}(?:[.)](?=\s*[^\W\d_]|\s+0?\d tháng)|\s*(?:/-|[/-])\s+(?=\D))\s*")),
    (NUMBER, re.compile(r"[A-HĐ]\d{1,2}[.)]\s+")),
    (NUMBER, re.compile(r"(?:Khoản|KHOẢN)\s+\d{1,2}\s*[.:]\s*")),
    (LETTER, re.compile(r"(?:(?:[a-zđ]|[ivx]{1,5})[.)/]|\((?:[a-zđ\d]{1,2}|[ivx]{1,5})\))\s+")),
    (DASH, re.compile(r"[-–—]\s*(?=[^\s-])(?!(?:19|20)\d\d\b)")),
    (PLUS, re.compile(r"\+\s*")),
    (
        BULLET,
        re.compile(
            rf"[{SYMBOLS}][{SYMBOLS}\ufe0f]*\s*|[*]+\s*(?=[^\W\d_])|(?:[-=]?>|[»›~]|o(?=\s+[^\W\d_a-z]))\s*(?=\w)"
        ),
    ),
)


def kind_of(marker: str) -> str:
    """Return what the marks of one list share: the sign itself, or that it is a circled figure."""
    return "counted" if unicodedata.category(marker[0]) == "No" else marker
