"""Takes a task's sentence apart: what it is made of, and which part only arises "nếu có"."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from services.plans.importer.shape import Lines, Part
from services.plans.importer.source.letters import fold

CONDITION = re.compile(r"\s*\((?P<words>(?:neu|khi (?:co|duoc|phat sinh)|truong hop)\b[^)]*)\)")
SAID_CONDITION = re.compile(
    r"(?:^|[,;]?\s)(?P<words>neu (?:co(?! (?:thay doi|vuong mac|kho khan|van de))|phat sinh|duoc|du dieu kien"
    r"|dieu kien|can)\b[^,;.]*"
    r"|khi (?:co (?:yeu cau|huong dan|chi dao|van ban|chu truong|phat sinh|de nghi|y kien)|phat sinh)\b[^,;.]*)"
)
SHELTERED = re.compile(r'\([^)]*\)|"[^"]*"')
# A new act after a comma or "và" begins another part; "Xét, khen thưởng" and "thi đua, khen thưởng" are one.
AFTER_COMMA = (
    "ky ket|ton vinh|cham diem|tham du|dang ky|trao tang|suy ton|phat dong|bieu duong|danh hieu|xem xet"
    "|xet khen thuong|xet tang"
)
AFTER_AND = (
    AFTER_COMMA + "|trien khai|ho so|cac noi dung|cua (?=co quan|hoi dong|ban|uy ban)|trinh|ban hanh|to chuc"
    "|xay dung|tham muu|gui"
)
NOT_A_PART = "hoan thanh|cham nhat|truoc|xong|thoi gian|don vi|co quan|chu tri|phoi hop|giao "
CUT = re.compile(rf";\s+(?!{NOT_A_PART})|,\s+(?={AFTER_COMMA})|\s+va\s+(?={AFTER_AND})")
AGENDA = re.compile(r"^[^:]*\bhop\b[^:]*:\s+")
SHARED_OWNER = re.compile(r"\bcua (?=[^;]*$)")


@dataclass(frozen=True, slots=True)
class Item:
    """What is listed below a task, and where."""

    text: str
    lines: Lines


@dataclass(frozen=True, slots=True)
class Compound:
    """A sentence taken apart; a condition without a conditional part covers the whole task."""

    parts: tuple[Part, ...]
    condition: str | None


def take_apart(text: str, items: Sequence[Item] = ()) -> Compound:
    """Return the parts of a task, from its own sentence or from the items listed below it."""
    listed = list(items) or [Item(part, ()) for part in _split(text)]
    parts = tuple(
        Part(
            key=_letter(place),
            text=part.text,
            is_conditional=condition_of(part.text) is not None,
            source_lines=part.lines,
        )
        for place, part in enumerate(listed)
    )
    condition = condition_of(text) or next((found for part in listed if (found := condition_of(part.text))), None)
    return Compound(parts if items or len(parts) > 1 else (), condition)


def display(text: str) -> str:
    """Return the name to show: without the condition, the last full stop and a quote that opens nothing."""
    condition = CONDITION.search(fold(text))
    named = text[: condition.start()] + text[condition.end() :] if condition else text
    named = balanced(named.strip().rstrip(".;,:/ "))
    return named[:1].upper() + named[1:]


def balanced(text: str) -> str:
    """Drop the curly quotes that have no partner."""
    depth, kept = 0, []
    for letter in text:
        if letter == "”" and depth == 0:
            continue
        depth += (letter == "“") - (letter == "”")
        kept.append(letter)
    balance = "".join(kept)
    return balance if depth == 0 else balance.replace("“", "", depth)


def is_balanced(text: str) -> bool:
    """Tell whether every curly quote and bracket has its partner."""
    return balanced(text) == text and text.count("(") == text.count(")")


def condition_of(text: str) -> str | None:
    """Return the words that make something conditional (nếu có), in brackets or as a clause."""
    match = CONDITION.search(fold(text)) or SAID_CONDITION.search(fold(text))
    return text[match.start("words") : match.end("words")] if match else None


def _split(text: str) -> list[str]:
    sheltered = SHELTERED.sub(lambda match: "#" * len(match[0]), fold(text))
    agenda = AGENDA.match(sheltered)
    start = agenda.end() if agenda else 0
    cuts = [match for match in CUT.finditer(sheltered, start) if sheltered[start : match.start()].strip()]
    edges = zip([start, *(cut.end() for cut in cuts)], [*(cut.start() for cut in cuts), len(text)], strict=True)
    pieces = [text[begin:end].strip().rstrip(".;") for begin, end in edges]
    return [_with_stem(piece, pieces[place - 1] if place else "") for place, piece in enumerate(pieces)]


def _with_stem(piece: str, before: str) -> str:
    """Complete "… và của Cơ quan Thường trực" with the words it shares with the part before it."""
    owner = SHARED_OWNER.search(fold(before))
    if not fold(piece).startswith("cua ") or owner is None:
        return piece
    last = fold(before).rfind(" cua ")
    return f"{before[:last]} {piece}" if last > 0 else piece


def _letter(place: int) -> str:
    return chr(ord("a") + place) if place < 26 else f"a{place}"  # noqa: PLR2004 - letters of the alphabet
