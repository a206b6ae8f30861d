"""Joins what the end of a line or of a cell broke apart: words, hyphens, paragraphs of a cell."""

import re
from collections.abc import Iterable

from services.plans.importer.source.letters import fold, is_syllable

ITEM = re.compile(r"(?:[-–—•●▪*]\s*(?=[^\W\d_])|\+\s*\S|[a-zđ][.)]\s|\d{1,2}[.)]\s)")


def join(before: str, after: str) -> str:
    """Join two pieces of one text; a syllable that the margin cut in two becomes one again."""
    last, first = before.rsplit(" ", 1)[-1], after.split(" ", 1)[0]
    stem, follows = last.rstrip("-"), re.match(r"[^\W\d_]*", first)
    head = follows[0] if follows else ""
    if not head or not stem or not (stem + head).isalpha() or not head.islower():
        return before + ("" if re.search(r"(?:\d|\w/|\S/)$", before) and re.match(r"/", after) else " ") + after
    if last == f"{stem}-":
        return before[:-1] + after if is_syllable(stem + head) else f"{before}{after}"
    broken = is_syllable(stem + head) and not (is_syllable(stem) and is_syllable(head))
    return before + after if broken else f"{before} {after}"


def join_lines(lines: Iterable[str]) -> str:
    """Return the text of a cell: wrapped lines joined, its items on lines of their own."""
    kept: list[str] = []
    for line in lines:
        text = line.strip()
        if not text:
            continue
        if kept and not (ITEM.match(text) and _may_begin(kept[-1], text)):
            kept[-1] = join(kept[-1], text)
        else:
            kept.append(text)
    return "\n".join(kept)


def _may_begin(before: str, text: str) -> bool:
    """Tell whether an item may begin after a line: not inside "Thi đua - Khen thưởng", not inside a bracket."""
    inside = before.count("(") > before.count(")")
    hyphen = text[:1] in "-–—" and fold(before).endswith("thi dua") and re.match(r"\W+khen", fold(text))
    return not inside and not hyphen
