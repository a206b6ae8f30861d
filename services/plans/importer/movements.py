"""Finds the emulation movements (phong trào thi đua) a plan names, under all their spellings."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from services.plans.importer.shape import Lines, Movement, Passage
from services.plans.importer.source.letters import fold, name_key

QUOTED = r'["“«]([^"“”«»]{4,160})["”»]'
NAMED = re.compile(rf"(?:{QUOTED}\s*(?:[,;]|và|va)?\s*)+")
OPENING = re.compile(
    r"(?:phong trao(?: thi dua)?(?: yeu nuoc)?(?: chuyen de)?"
    r"|(?:phat dong|huong ung|trien khai|to chuc|so ket|tong ket|thuc hien) (?:cac )?(?:dot |cao diem )?thi dua"
    r"(?: \w+){0,3})"
    r"\s*:?\s*(?=\")"
)
PERIOD = re.compile(r"[\s,;(]*giai doan\s+(\d{4})\s*-\s*(\d{4})")
THEMES = ("cải cách hành chính", "chuyển đổi số", "đổi mới sáng tạo", "học tập suốt đời", "xóa nhà tạm")
THEMED = re.compile(
    r"phong trao thi dua (?:thuc hien |ve |day manh )?(?P<theme>" + "|".join(fold(theme) for theme in THEMES) + r")\b"
)


@dataclass(frozen=True, slots=True)
class Mention:
    """A movement named once, and with how many others."""

    name: str
    period: str | None
    lines: Lines
    company: int


def find_movements(passages: Sequence[Passage]) -> tuple[Movement, ...]:
    """Return each movement once; those a passage lists together come first, for that is where plans name them."""
    quoted = sorted((m for p in passages for m in _quoted(p)), key=lambda mention: mention.company < 2)  # noqa: PLR2004
    themed = [mention for passage in passages for mention in _themed(passage)]
    merged: dict[str, list[Mention]] = {}
    for mention in [*quoted, *themed]:
        merged.setdefault(name_key(mention.name), []).append(mention)
    return tuple(_movement(place, mentions) for place, mentions in enumerate(merged.values(), start=1))


def keys_in(text: str, movements: Sequence[Movement]) -> tuple[str, ...]:
    """Return the keys of the movements a text speaks of."""
    words = f" {name_key(text)} "
    return tuple(movement.key for movement in movements if f" {name_key(movement.name)} " in words)


def _movement(place: int, mentions: Sequence[Mention]) -> Movement:
    spellings = dict.fromkeys(mention.name for mention in mentions)
    name, *aliases = spellings
    return Movement(
        key=f"M-{place:02d}",
        name=name,
        aliases=tuple(aliases),
        period=next((mention.period for mention in mentions if mention.period), None),
        source_lines=tuple(sorted({number for mention in mentions for number in mention.lines})),
    )


def _quoted(passage: Passage) -> Iterator[Mention]:
    for opening in OPENING.finditer(fold(passage.text)):
        run = NAMED.match(passage.text, opening.end())
        if run is None:
            continue
        names = re.findall(QUOTED, run[0])
        follows = PERIOD.match(fold(passage.text), run.end())
        period = f"{follows[1]} - {follows[2]}" if follows else None
        for name in names:
            yield Mention(name.strip(" .,;"), period, passage.source_lines, len(names))


def _themed(passage: Passage) -> Iterator[Mention]:
    for match in THEMED.finditer(fold(passage.text)):
        theme = passage.text[slice(*match.span("theme"))]
        yield Mention(theme[:1].upper() + theme[1:], None, passage.source_lines, 1)
