"""Computes the list markers a Word file does not store ("1.", "a)", "-")."""

import re
from typing import Any

from docx.oxml.ns import qn

ROMAN = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
BULLETS = ("- ", "+ ", "• ")
DEEPEST_STYLE = 20
"""A style that rests on itself is followed no further."""

LARGEST_ROMAN = 400


class Numbering:
    """The running counters of a document's lists."""

    def __init__(self, document: Any) -> None:
        self._styles = {style.style_id: style.element for style in document.styles}
        self._levels, self._restarts = _definitions(document)
        self._counters: dict[int, dict[int, int]] = {}

    def marker(self, paragraph: Any) -> str:
        """Return the marker printed before *paragraph*, with a space after it; empty if there is none."""
        list_id, depth = self._list_of(paragraph)
        levels = self._levels.get(list_id, {})
        if depth not in levels:
            return ""
        kind, text, start = levels[depth]
        if kind == "none":
            return ""
        if kind == "bullet":
            return BULLETS[min(depth, len(BULLETS) - 1)]
        counters = self._counters.setdefault(self._restarts.get(list_id, list_id), {})
        counters[depth] = counters.get(depth, start - 1) + 1
        for deeper in [each for each in counters if each > depth]:
            del counters[deeper]
        return _printed(text, counters, levels) + " "

    def _list_of(self, paragraph: Any) -> tuple[int, int]:
        """Return the list and depth, from the paragraph itself or from its style and the styles that one rests on."""
        properties = paragraph.pPr
        for _ in range(DEEPEST_STYLE):
            if properties is None:
                break
            numbered = properties.find(qn("w:numPr"))
            if numbered is not None:
                return _value(numbered, "w:numId", 0), _value(numbered, "w:ilvl", 0)
            properties = self._style_below(properties)
        return 0, 0

    def _style_below(self, properties: Any) -> Any:
        owner = properties.getparent()
        reference = properties.find(qn("w:pStyle"))
        if reference is None:
            reference = owner.find(qn("w:basedOn"))
        style = self._styles.get(reference.get(qn("w:val"))) if reference is not None else None
        return style.find(qn("w:pPr")) if style is not None else None


def _definitions(document: Any) -> tuple[dict[int, dict[int, tuple[str, str, int]]], dict[int, int]]:
    """Return the levels of every list, and which lists go on counting where another stopped."""
    part = next((rel.target_part for rel in document.part.rels.values() if rel.reltype.endswith("/numbering")), None)
    if part is None:
        return {}, {}
    root = part.element
    abstract = {
        int(each.get(qn("w:abstractNumId"))): {
            int(level.get(qn("w:ilvl"))): _level(level) for level in each.findall(qn("w:lvl"))
        }
        for each in root.findall(qn("w:abstractNum"))
    }
    levels, shared = {}, {}
    for each in root.findall(qn("w:num")):
        list_id, abstract_id = int(each.get(qn("w:numId"))), _value(each, "w:abstractNumId", -1)
        levels[list_id] = abstract.get(abstract_id, {})
        if each.find(qn("w:lvlOverride")) is None:
            shared[list_id] = -1 - abstract_id
    return levels, shared


def _level(level: Any) -> tuple[str, str, int]:
    return _word(level, "w:numFmt", "decimal"), _word(level, "w:lvlText", ""), _value(level, "w:start", 1)


def _word(parent: Any, tag: str, default: str) -> str:
    child = parent.find(qn(tag))
    return default if child is None else str(child.get(qn("w:val")))


def _value(parent: Any, tag: str, default: int) -> int:
    return int(_word(parent, tag, str(default)))


def _printed(text: str, counters: dict[int, int], levels: dict[int, tuple[str, str, int]]) -> str:
    def number(match: re.Match[str]) -> str:
        depth = int(match[1]) - 1
        kind, _, start = levels.get(depth, ("decimal", "", 1))
        return _spelled(kind, counters.get(depth, start))

    return re.sub(r"%(\d)", number, text)


def _spelled(kind: str, count: int) -> str:
    if kind.endswith("Roman") and count < LARGEST_ROMAN:
        spelled = ""
        for value, letters in ROMAN:
            spelled += letters * (count // value)
            count %= value
        return spelled.upper() if kind == "upperRoman" else spelled
    if kind.endswith("Letter"):
        letter = chr(ord("a") + (count - 1) % 26)
        return letter.upper() if kind == "upperLetter" else letter
    return f"{count:02d}" if kind == "decimalZero" else str(count)
