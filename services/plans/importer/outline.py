"""Divides a document into its zones: letterhead, title, opening, body, closing, recipients, signature."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Literal

from services.plans.importer.periods import Horizon
from services.plans.importer.roles import role_of, stands_alone
from services.plans.importer.source.blocks import Block
from services.plans.importer.source.letters import fold, is_capitals
from services.plans.importer.source.markers import BULLET, NUMBER
from services.plans.importer.timing import is_only_a_period

Zone = Literal[
    "head", "decision", "kind", "title", "attached", "opening", "body", "closing", "recipients", "signature",
    "annex_head", "annex", "form", "footnote", "other",
]  # fmt: skip
PURPOSES = ("objectives", "requirements")
EVERY_ROLE = (*PURPOSES, "tasks", "duties", "provisions")
AFTER_NAMES = ("recipients", "signature", "annex_head", "annex", "form", "footnote", "other")

PLAN = re.compile(r"ke hoach\b")
ATTACHED = re.compile(r"\(?\s*(?:ban hanh )?kem theo\b")
TITLE_ENDS = re.compile(r"(?:can cu|thuc hien|nham|de|tren co so|theo|trien khai|tiep tuc|phat huy)\b")
CLOSING = re.compile(
    r"tren day la|nhan duoc ke hoach|can cu (?:vao )?ke hoach nay|trong qua trinh"
    r"|(?:uy ban nhan dan|ubnd|so|phong|ban|truong|hoi dong)\b.{0,80}\b(?:yeu cau|de nghi)\b"
    r"|(?:yeu cau|de nghi) \w+ \w+"
)
OFFICE = re.compile(
    r"(?:tm|kt|tl|tuq|q)\s*\.|(?:quyen |pho )?(?:chu tich|giam doc|tong giam doc|truong phong|hieu truong|hieu pho"
    r"|chanh van phong|truong ban|bi thu|cuc truong|chi cuc truong|tong bien tap|vien truong|chanh an|thu truong)\b"
)
RECIPIENTS = re.compile(r"noi nhan\b")
ANNEX = re.compile(r"phu luc\b|(?:bieu|danh muc)\b")
SIGNED = re.compile(r"\(?(?:da|da duoc)? ?ky(?: ten)?(?:,? dong dau)?\)?$|\(?ky so")
FORM = re.compile(r"(?:de cuong|bieu mau|mau(?: so)?|bieu so)\b")
FOOTNOTE = re.compile(r"\[\d{1,2}\]\s")
MOTTO = re.compile(r"cong hoa xa hoi chu nghia viet nam")
NUMBERED = re.compile(r"so\s*:")
LONGEST_HEADING = 100
LONGEST_HEAD = 25
TITLE = re.compile(r"ke hoach (?!so\b|nay\b)[^.;:?]*\b(?:thi dua|khen thuong)\b[^.;:?]*$")
SIGNS = (re.compile(r"so\s*:?\s*\d*\s*/\s*(?:20\d\d\s*/\s*)?kh\b"), re.compile(r"can cu\b|thuc hien\b"), RECIPIENTS)
FEWEST_SIGNS = 3
"""Of number and symbol, legal bases, recipients and the sections a plan has."""

ANY_YEAR = Horizon(2000)
LONGEST_NAME = 7


@dataclass(frozen=True, slots=True)
class Zoned:
    """A paragraph and the zone it stands in."""

    zone: Zone
    block: Block


def is_a_person(text: str) -> bool:
    """Tell whether a line is a person's name, perhaps after a rank or degree (Đại tá, ThS.)."""
    words = text.split()
    written = [word[:1].isupper() for word in words]
    spelled = all(word.replace(".", "").replace("'", "").isalpha() for word in words)
    return spelled and 1 < len(words) <= LONGEST_NAME and written[0] and all(written[-2:])


def plan_line(blocks: Sequence[Block]) -> int | None:
    """Return the place of the line that names the document a plan (KẾ HOẠCH)."""
    named = next((place for place, block in enumerate(blocks) if _names_a_plan(block)), None)
    return _titled(blocks) if named is None else named


def _titled(blocks: Sequence[Block]) -> int | None:
    """Return the place of a title that is not set in capitals, where the rest is laid out like a plan as well."""
    signs = sum(any(SIGN.match(fold(block.text)) for block in blocks) for SIGN in SIGNS)
    headings = {role_of(block.text) for block in blocks if block.marker} - {None}
    if signs + len(headings) < FEWEST_SIGNS:
        return None
    head = enumerate(blocks[:LONGEST_HEAD])
    return next((place for place, block in head if not block.marker and TITLE.match(fold(block.text))), None)


def zones(blocks: Sequence[Block]) -> list[Zoned]:
    """Return every paragraph with its zone."""
    found = _zones(blocks, is_open=True)
    return found if any(each.zone in {"body", "annex"} for each in found) else _zones(blocks, is_open=False)


def _zones(blocks: Sequence[Block], *, is_open: bool) -> list[Zoned]:
    """Return the zones; where no heading opens a body, the body begins after the legal bases."""
    kind, last_heading = plan_line(blocks), _last_heading(blocks)
    end = _another_paper(blocks, (kind or 0) + 1)
    zoned: list[Zoned] = []
    zone: Zone = "head"
    signed = False
    for place, block in enumerate(blocks):
        if place == kind:
            zone = "kind"
        elif place == end:
            zone = "other"
        else:
            zone = _next(zone, block, signed=signed, headings_follow=place < last_heading)
        if zone == "opening" and not is_open and not TITLE_ENDS.match(fold(block.text)):
            zone = "body"
        signed = signed or zone == "signature"
        zoned.append(Zoned(zone, block))
    return zoned


def _another_paper(blocks: Sequence[Block], start: int) -> int | None:
    """Return where a second letterhead begins behind the signature: what follows is another paper."""
    signed = next((at for at in range(start, len(blocks)) if RECIPIENTS.match(fold(blocks[at].text))), len(blocks))
    place = next((at for at in range(signed, len(blocks)) if MOTTO.match(fold(blocks[at].text))), None)
    while place and _is_letterhead(blocks[place - 1]):
        place -= 1
    return place


def _is_letterhead(block: Block) -> bool:
    return not block.marker and (is_capitals(block.text) or NUMBERED.match(fold(block.text)) is not None)


def _names_a_plan(block: Block) -> bool:
    named = not block.marker and not block.cells and PLAN.match(fold(block.text)) is not None
    return named and (fold(block.text) == "ke hoach" or is_capitals(block.text))


def _next(zone: Zone, block: Block, *, signed: bool, headings_follow: bool) -> Zone:
    """Return the zone a paragraph opens, or the one it goes on with."""
    if zone in {"kind", "title", "attached"}:
        return _after_title(zone, block)
    if zone == "opening":
        return "body" if _opens_body(block) or _announces(block, EVERY_ROLE) else "opening"
    if zone == "head":
        return "decision" if re.match(r"Điều|ĐIỀU", block.marker) else "head"
    if zone in AFTER_NAMES:
        return _after_names(zone, block, signed=signed)
    return _in_tail(zone, block, headings_follow=headings_follow)


def _after_names(zone: Zone, block: Block, *, signed: bool) -> Zone:
    """Return what follows the recipients: signatures, then annexes; a form to fill in is no part of the plan."""
    if zone == "other":
        return zone
    if FOOTNOTE.match(block.text):
        return "footnote"
    if zone == "form" or FORM.match(fold(block.text)):
        return "form"
    if zone == "annex_head":
        return "annex" if _opens_body(block) or is_only_a_period(block.text, ANY_YEAR) else "annex_head"
    return _in_tail(zone, block, headings_follow=False) if zone == "annex" else _among_names(zone, block, signed=signed)


def _after_title(zone: Zone, block: Block) -> Zone:
    folded = fold(block.text)
    if ATTACHED.match(folded):
        return "attached"
    if _opens_body(block) or (zone != "kind" and _announces(block, PURPOSES)):
        return "body"
    ends = folded.startswith("can cu") or block.text.endswith((".", ":", ";"))
    if block.marker or ends or zone == "attached" or (zone == "title" and TITLE_ENDS.match(folded)):
        return "opening"
    return "title"


def _opens_body(block: Block) -> bool:
    return (bool(block.marker) and block.rank <= NUMBER) or bool(block.cells) or block.is_table_header


def _announces(block: Block, roles: Collection[str]) -> bool:
    """Tell whether a heading without a number opens the body."""
    return (not block.marker or block.rank == BULLET) and stands_alone(block.text) and role_of(block.text) in roles


def _in_tail(zone: Zone, block: Block, *, headings_follow: bool) -> Zone:
    folded = fold(block.text)
    if zone != "annex" and RECIPIENTS.match(folded):
        return "recipients"
    if not block.marker and is_capitals(block.text) and OFFICE.match(folded):
        return "signature"
    if zone == "body" and not block.marker and CLOSING.match(folded) and not headings_follow:
        return "closing"
    return zone


def _among_names(zone: Zone, block: Block, *, signed: bool) -> Zone:
    """Tell recipients from signatures, which may stand side by side on the same lines."""
    folded, capitals = fold(block.text), is_capitals(block.text)
    if ANNEX.match(folded) and len(folded) < LONGEST_HEADING and not block.marker:
        return "annex_head"
    if _opens_body(block):
        return "annex"
    if RECIPIENTS.match(folded) or (block.marker and not is_capitals(block.text)):
        return "recipients"
    if (capitals and not block.marker) or SIGNED.match(folded) or (signed and is_a_person(block.text)):
        return "signature"
    return "recipients" if zone == "recipients" else "annex"


def _last_heading(blocks: Sequence[Block]) -> int:
    """Return the place of the last heading before the recipients and the signature: no closing stands before it."""
    start = plan_line(blocks) or 0
    last = start
    for place, block in enumerate(blocks[start + 1 :], start=start + 1):
        if RECIPIENTS.match(fold(block.text)) or (is_capitals(block.text) and OFFICE.match(fold(block.text))):
            break
        if block.cells or (block.marker and block.rank <= NUMBER):
            last = place
    return last
