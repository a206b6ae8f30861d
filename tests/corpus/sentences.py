"""The sentences of a document, taken from its source without the importer, and whether a preview still holds them."""

import re
from collections.abc import Iterator
from html import unescape
from itertools import pairwise
from pathlib import Path
from typing import Any

import docx
from docx.oxml.ns import qn

from tests.corpus.wording import folded

SOURCES = Path(__file__).parent / "sources"
HIDDEN = re.compile(r"<(style|title)>.*?</\1>", re.DOTALL)
BLOCK = re.compile(r"<br>|</?(?:p|td|tr|th|h1|table|div)[^>]*>")
TAG = re.compile(r"<[^>]+>")

A_SENTENCE = 12
"""Words from which on a line says something; a shorter one may have become a date, a period or a unit."""

KEPT = 0.35
"""The share of a sentence's pairs of neighbouring words that its parts in a preview still show."""


def sentences(document: Path) -> Iterator[str]:
    for piece in _READ[document.suffix](document):
        if sum(word.isalpha() for word in folded(piece).split()) >= A_SENTENCE:
            yield piece.strip()


def kept(sentence: str, preview: dict[str, Any]) -> bool:
    """Whether most of the sentence stands somewhere in the preview, whole or in parts."""
    shown = f" {' | '.join(folded(text) for text in _texts(preview))} "
    pairs = [f" {first} {second} " for first, second in pairwise(folded(sentence).split())]
    return sum(pair in shown for pair in pairs) >= KEPT * len(pairs)


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    for each in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _texts(each)


def _of_text(document: Path) -> list[str]:
    return re.split(r"[\n\t|]", document.read_text("utf-8-sig"))


def _of_word(document: Path) -> list[str]:
    body = docx.Document(str(document)).element.body
    return ["".join(part.text or "" for part in line.iter(qn("w:t"))) for line in body.iter(qn("w:p"))]


def _of_print(document: Path) -> list[str]:
    page = HIDDEN.sub("", (SOURCES / f"{document.stem}.html").read_text("utf-8"))
    return [unescape(TAG.sub(" ", piece)) for piece in BLOCK.split(page)]


_READ = {".txt": _of_text, ".docx": _of_word, ".pdf": _of_print}
