"""One page of a PDF as PDFium gives it: words with their places, ruled lines, rows of text."""

import ctypes
import sys
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

from pypdfium2 import raw

from services.plans.importer.source.letters import tidy

Point = tuple[float, float]
UNKNOWN = "\ufffd"
"""Stands for a glyph whose letter the file does not tell."""

THIN = 3.0
SAMPLE = 400
BREAK, SPACE, COLUMN = 2.0, 0.18, 1.5


@dataclass(frozen=True, slots=True)
class Word:
    """Letters without a gap between them; y is the baseline, upwards, in points."""

    text: str
    x0: float
    x1: float
    y: float
    size: float
    order: int = 0


@dataclass(frozen=True, slots=True)
class Rule:
    """A ruled line, across (y0 == y1) or down (x0 == x1)."""

    x0: float
    y0: float
    x1: float
    y1: float


@dataclass(frozen=True, slots=True)
class Page:
    """A page as it is seen, already turned upright."""

    number: int
    width: float
    height: float
    bottom: float
    words: tuple[Word, ...]
    rules: tuple[Rule, ...]
    has_picture: bool


@dataclass(frozen=True, slots=True)
class Segment:
    """Words of one row without a wide gap between them."""

    text: str
    x0: float
    x1: float


@dataclass(frozen=True, slots=True)
class Row:
    """What stands on one baseline, from left to right."""

    y: float
    size: float
    segments: tuple[Segment, ...]
    words: tuple[Word, ...]

    @property
    def text(self) -> str:
        """The whole row."""
        return " ".join(segment.text for segment in self.segments)

    @property
    def first_width(self) -> float:
        """How much room its first word takes."""
        return self.words[0].x1 - self.words[0].x0

    @property
    def x0(self) -> float:
        """Where it begins."""
        return self.segments[0].x0

    @property
    def x1(self) -> float:
        """Where it ends."""
        return self.segments[-1].x1


def read_page(number: int, page: Any) -> Page:
    """Return the words and rules of a PDFium page."""
    text = page.get_textpage()
    turn = _TURNS[_direction(text)]
    width, height = page.get_size()
    words = tuple(replace(word, order=order) for order, word in enumerate(_words(_glyphs(text, turn))))
    rules = tuple(_rules(page, turn))
    kinds = {each.type for each in page.get_objects(max_depth=2)}
    corners = [turn(x, y) for x, y in _corners(page.get_mediabox())]
    text.close()
    page.close()
    return Page(number, width, height, min(y for _, y in corners), words, rules, raw.FPDF_PAGEOBJ_IMAGE in kinds)


def in_rows(words: Iterable[Word]) -> list[Row]:
    """Return words as rows from top to bottom; what is raised or lowered a little stays in its row."""
    rows: list[list[Word]] = []
    for word in sorted(words, key=lambda each: -each.y):
        if rows and abs(rows[-1][0].y - word.y) < 0.45 * max(rows[-1][0].size, word.size):
            rows[-1].append(word)
        else:
            rows.append([word])
    return [_row(row) for row in rows]


def _row(words: list[Word]) -> Row:
    ordered = sorted(words, key=lambda each: each.x0)
    segments: list[list[Word]] = [[ordered[0]]]
    for left, right in pairwise(ordered):
        apart, size = right.x0 - left.x1, max(left.size, right.size)
        if apart > COLUMN * size or (apart > size / 2 and right.order != left.order + 1):
            segments.append([])
        segments[-1].append(right)
    size = max(word.size for word in ordered)
    base = max(ordered, key=lambda each: each.size).y
    return Row(base, size, tuple(map(_segment, segments)), tuple(ordered))


def _segment(words: list[Word]) -> Segment:
    return Segment(tidy(" ".join(word.text for word in words)), words[0].x0, max(word.x1 for word in words))


_TURNS: tuple[Callable[[float, float], Point], ...] = (
    lambda x, y: (x, y),
    lambda x, y: (y, -x),
    lambda x, y: (-x, -y),
    lambda x, y: (-y, x),
)


def _direction(text: Any) -> int:
    """Return which way most letters follow one another: 0 right, 1 up, 2 left, 3 down; a page may lie on its side."""
    x, y = ctypes.c_double(), ctypes.c_double()
    votes: Counter[int] = Counter({0: 1})
    before: Point | None = None
    for place in range(min(raw.FPDFText_CountChars(text), SAMPLE)):
        raw.FPDFText_GetCharOrigin(text, place, x, y)
        if before:
            across, up = x.value - before[0], y.value - before[1]
            if max(abs(across), abs(up)) < 2 * raw.FPDFText_GetFontSize(text, place) and across != up:
                votes[(0 if across > 0 else 2) if abs(across) > abs(up) else (1 if up > 0 else 3)] += 1
        before = (x.value, y.value)
    return votes.most_common(1)[0][0]


@dataclass(frozen=True, slots=True)
class _Glyph:
    letter: str
    x0: float
    x1: float
    y: float
    size: float


def _glyphs(text: Any, turn: Any) -> Iterator[_Glyph]:
    """Yield the letters in the order the file draws them; a gap is a letter of white space."""
    box, x, y = raw.FS_RECTF(), ctypes.c_double(), ctypes.c_double()
    for place in range(raw.FPDFText_CountChars(text)):
        code = raw.FPDFText_GetUnicode(text, place)
        letter = chr(code) if 0 < code <= sys.maxunicode else UNKNOWN
        letter = "-" if raw.FPDFText_IsHyphen(text, place) == 1 else letter
        raw.FPDFText_GetLooseCharBox(text, place, box)
        raw.FPDFText_GetCharOrigin(text, place, x, y)
        corners = turn(box.left, box.bottom), turn(box.right, box.top)
        (left, right), (low, high) = (sorted(ends) for ends in zip(*corners, strict=True))
        given, seen = raw.FPDFText_GetFontSize(text, place), high - low
        size = max(min(given, seen) if given > 1 else seen * 0.8, 1.0)
        yield _Glyph(letter, left, right, turn(x.value, y.value)[1], size)


def _words(glyphs: Iterable[_Glyph]) -> Iterator[Word]:
    word: list[_Glyph] = []
    for glyph in glyphs:
        if unicodedata.combining(glyph.letter) and word:
            word.append(glyph)
            continue
        if glyph.letter.isspace() or (word and _breaks(word[-1], glyph)):
            yield from _finished(word)
            word = []
        if not glyph.letter.isspace():
            word.append(glyph)
    yield from _finished(word)


def _breaks(last: _Glyph, glyph: _Glyph) -> bool:
    size = max(last.size, glyph.size)
    apart = glyph.x0 - last.x1
    return abs(glyph.y - last.y) > 0.2 * size or apart > SPACE * size or glyph.x1 < last.x0


def _finished(word: list[_Glyph]) -> Iterator[Word]:
    text = unicodedata.normalize("NFC", "".join(glyph.letter for glyph in word)).strip("\x02\ufffe")
    if text:
        sized = word[0]
        yield Word(text, min(g.x0 for g in word), max(g.x1 for g in word), sized.y, sized.size)


def _corners(box: tuple[float, float, float, float]) -> tuple[Point, Point]:
    return (box[0], box[1]), (box[2], box[3])


def _rules(page: Any, turn: Any) -> Iterator[Rule]:
    """Yield the ruled lines: thin boxes, and the straight sides of drawn paths."""
    for path in page.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH], max_depth=1):
        left, bottom, right, top = path.get_bounds()
        if min(right - left, top - bottom) < THIN:
            yield from _rule(turn(left, bottom), turn(right, top))
            continue
        fill, stroke = ctypes.c_int(), ctypes.c_int()
        raw.FPDFPath_GetDrawMode(path, fill, stroke)
        if stroke.value:
            for start, end in _sides(path):
                yield from _rule(turn(*start), turn(*end))


def _rule(start: Point, end: Point) -> Iterator[Rule]:
    (x0, x1), (y0, y1) = sorted((start[0], end[0])), sorted((start[1], end[1]))
    if y1 - y0 < THIN <= x1 - x0:
        yield Rule(x0, (y0 + y1) / 2, x1, (y0 + y1) / 2)
    elif x1 - x0 < THIN <= y1 - y0:
        yield Rule((x0 + x1) / 2, y0, (x0 + x1) / 2, y1)


def _sides(path: Any) -> Iterator[tuple[Point, Point]]:
    matrix = path.get_matrix()
    start = last = (0.0, 0.0)
    x, y = ctypes.c_float(), ctypes.c_float()
    for place in range(min(raw.FPDFPath_CountSegments(path), 2000)):
        segment = raw.FPDFPath_GetPathSegment(path, place)
        raw.FPDFPathSegment_GetPoint(segment, x, y)
        point = matrix.on_point(x.value, y.value)
        kind = raw.FPDFPathSegment_GetType(segment)
        if kind == raw.FPDF_SEGMENT_MOVETO:
            start = point
        elif kind == raw.FPDF_SEGMENT_LINETO:
            yield last, point
        last = point
        if raw.FPDFPathSegment_GetClose(segment):
            yield last, start
            last = start
