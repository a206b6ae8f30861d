"""Reads what a document says of itself: number, place, date, issuer, title, year, legal bases, signer."""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from services.plans.importer.outline import OFFICE, SIGNED, Zoned, is_a_person
from services.plans.importer.periods import Horizon
from services.plans.importer.shape import LegalBasis, Named, OutlineEntry, OutlineKind, Signer
from services.plans.importer.source.letters import fold, is_capitals
from services.plans.importer.units import BODIES, UNIT

SYMBOL = re.compile(
    r"[Ss][ỐốOo](?:\s*/\s*No\.?)?\s*:?\s*(?P<number>\d+\w*)?[\s.…_]*"
    r"(?P<type>(?:/\s*20\d\d\s*)?[/-]\s*[A-ZĐ][\w.&/-]*(?:(?<=-)\s+[A-ZĐ][\w.&/-]*)?)"
)
PLACE_AND_DATE = re.compile(
    r"(?P<place>[^\W\d_][^,;:]{1,40}),\s*(?:ngay\b|(?=\d{1,2}\s*/\s*\d{1,2}\s*/\s*\d{4}\s*$))(?P<rest>.*)"
)
SPELLED_DATE = re.compile(r"(\d{1,2})\s*(?:thang|[/.-])\s*(\d{1,2})\s*(?:,?\s*nam|[/.-])\s*(\d{4})")
MOTTO = re.compile(r"cong hoa xa hoi chu nghia viet nam|doc lap\s*-\s*tu do\s*-\s*hanh phuc|dang cong san viet nam")
DECIDES = re.compile(r"quyet dinh\b|(?:v/v|ve viec|ban hanh|theo de nghi|xet de nghi)\b")
SCHOOL_YEAR = re.compile(r"nam hoc\s+(?P<first>20\d\d)\s*-\s*(?P<second>20\d\d)")
YEAR = re.compile(r"\bnam\s+(20\d\d)\b")
ISSUES = re.compile(r"(?:^|,\s*)(?P<issuer>[^,;.]{3,60}?)\s+(?:ban hanh|xay dung|lap)\s+ke hoach\b")
STAMP = re.compile(r"du thao|hoa toc|thuong khan|khan|mat|toi mat|tuyet mat|ban sao|sao y|chinh thuc")
MOTTOES = ("cong hoa xa hoi chu nghia viet nam", "doc lap - tu do - hanh phuc", "dang cong san viet nam")
SHORTEST_MOTTO = 3
CHAIR = re.compile(r"\b(?:khoi|cum) truong\b")
LEVEL = re.compile(r"(?:tinh|thanh pho|huyen|quan|thi xa|xa|phuong|thi tran|dac khu)$")
TYPES = (
    "Bộ luật|Luật|Pháp lệnh|Nghị định|Nghị quyết|Thông tư|Quyết định|Chỉ thị|Kế hoạch|Hướng dẫn"
    "|Công văn|Quy chế|Thông báo"
)
BASIS_OPENING = re.compile(r"(?:can cu|(?:tiep tuc )?(?:thuc hien|trien khai)|theo(?! de nghi))\b")
BASIS_CUT = re.compile(rf";\s*|,\s+(?=(?:{TYPES}|Văn bản)\b)(?![^(]*\))")
BASIS_TAIL = re.compile(rf"[,;]\s+(?={UNIT}.*\b(?:ban hanh|xay dung|lap)\b)")
CITED = re.compile(r"\bsố\s*:?\s*(?P<number>[\w./Đ-]*\d[\wĐƯ./-]*)")


def symbol(zoned: Sequence[Zoned]) -> tuple[str | None, str | None]:
    """Return number and symbol: the plan's own, else those of the decision it is attached to."""
    matches = [found for each in zoned if _in_head(each) and (found := SYMBOL.search(each.block.text))]
    if not matches:
        return None, None
    match = next((m for m in matches if m["type"].lstrip("/- ").startswith("KH")), matches[-1])
    kind = re.sub(r"\s", "", match["type"])
    return match["number"], f"{match['number'] or ''}{kind}"


def place_and_date(zoned: Iterable[Zoned]) -> tuple[str | None, date | None]:
    """Return where and when the document was issued."""
    for each in zoned:
        if _in_head(each) and (match := PLACE_AND_DATE.match(fold(each.block.text))):
            return each.block.text[slice(*match.span("place"))], read_date(match["rest"])
    return None, None


def read_date(text: str) -> date | None:
    """Return the first full date of a text."""
    match = SPELLED_DATE.search(fold(text))
    try:
        return date(int(match[3]), int(match[2]), int(match[1])) if match else None
    except ValueError:
        return None


def title(zoned: Sequence[Zoned]) -> str:
    """Return the title, without the word KẾ HOẠCH when that stands on its own line."""
    kind = next(each.block.text for each in zoned if each.zone == "kind")
    rest = " ".join(each.block.text for each in zoned if each.zone == "title")
    own = kind[len("kế hoạch") :].strip(" :")
    return " ".join(part for part in (own, rest) if part)


def horizon(heading: str, zoned: Sequence[Zoned], issued_on: date | None) -> Horizon | None:
    """Return the plan's year: from the title, else from the opening, else the year it was issued."""
    opening = " ".join(each.block.text for each in zoned if each.zone in {"opening", "attached"})
    for text in (heading, opening):
        if school := SCHOOL_YEAR.search(fold(text)):
            return Horizon(int(school["first"]), is_school=True)
        if years := YEAR.findall(fold(text)):
            return Horizon(int(max(years) if text is heading else years[-1]))
    return Horizon(issued_on.year) if issued_on else None


def issuer(zoned: Sequence[Zoned], place: str | None) -> Named | None:
    """Return who issued the plan: from the letterhead, else from the opening sentence and the place."""
    kinds = [(outline_kind(each), each.block.text) for each in zoned]
    symbol_at = next((place for place, (kind, _) in enumerate(kinds) if kind == "symbol"), len(kinds))
    before = [text for kind, text in kinds[:symbol_at] if kind == "agency"]
    printed = before or [text for kind, text in kinds if kind == "agency"]
    if printed:
        own = [text for text in printed if not CHAIR.search(fold(text))] or printed
        first = max((place for place, text in enumerate(own) if re.match(rf"{BODIES}\b", fold(text))), default=0)
        return Named(name=" ".join(own[first:]))
    for each in zoned:
        match = ISSUES.search(fold(each.block.text)) if each.zone == "opening" else None
        if match:
            name = each.block.text[slice(*match.span("issuer"))]
            full = f"{name} {place}" if place and LEVEL.search(fold(name)) else name
            return Named(name=full, implied=True, ground=f"Câu mở đầu “{name} … kế hoạch” và địa danh “{place}”")
    return None


def signer(zoned: Sequence[Zoned]) -> Signer:
    """Return the office and the name below it; the plan's own signature, else the decision's."""
    signed = [each.block.text for each in zoned if each.zone == "signature"]
    offices = [text for text in signed if is_capitals(text) and OFFICE.match(fold(text))]
    names = [text for text in signed if not is_capitals(text) and is_a_person(text)]
    last = len(signed) - 1 - signed[::-1].index(offices[-1]) if offices else 0
    block = [text for text in signed[: last + 1] if is_capitals(text)]
    return Signer(name=names[-1] if names else None, office=" / ".join(dict.fromkeys(block)) or None)


def legal_bases(zoned: Iterable[Zoned]) -> tuple[LegalBasis, ...]:
    """Return the legal bases, one for each instrument that is named."""
    found = [
        (text.strip(" .;,"), each.block.lines)
        for each in zoned
        if each.zone in {"head", "opening"} and BASIS_OPENING.match(fold(each.block.text))
        for text in _instruments(each.block.text)
    ]
    return tuple(
        LegalBasis(
            key=f"B-{place:02d}",
            text=text,
            number=number["number"].rstrip(".-/") if (number := CITED.search(text)) else None,
            issued_on=read_date(text),
            source_lines=lines,
        )
        for place, (text, lines) in enumerate(found, start=1)
    )


def outline(zoned: Sequence[Zoned]) -> Iterator[OutlineEntry]:
    """Yield the lines that give the document its form."""
    for each in zoned:
        kind = outline_kind(each)
        if kind:
            yield OutlineEntry(kind=kind, text=each.block.text, source_lines=each.block.lines)


def outline_kind(each: Zoned) -> OutlineKind | None:
    """Return what a line outside the body is for; None where its words are read elsewhere or not understood."""
    text = each.block.text
    if each.zone == "head":
        return _head_kind(text)
    if each.zone == "signature" and SIGNED.match(fold(text)):
        return "note"
    if each.zone == "signature":
        return "office" if is_capitals(text) else "signer" if is_a_person(text) else None
    if each.zone == "opening":
        return None if BASIS_OPENING.match(fold(text)) else "opening"
    fixed: dict[str, OutlineKind] = {
        "decision": "decision", "kind": "kind", "title": "title", "attached": "attached_to", "closing": "closing",
        "annex_head": "heading", "footnote": "note",
    }  # fmt: skip
    return fixed.get(each.zone)


def _head_kind(text: str) -> OutlineKind | None:
    folded = fold(text)
    if MOTTO.search(folded) or (len(folded) >= SHORTEST_MOTTO and any(folded in motto for motto in MOTTOES)):
        return "motto"
    if SYMBOL.search(text):
        return "symbol"
    if PLACE_AND_DATE.match(folded):
        return "place_and_date"
    if DECIDES.match(folded) or (is_capitals(text) and OFFICE.match(folded)):
        return "decision"
    if STAMP.match(folded):
        return "note"
    return "agency" if is_capitals(text) else None


def _in_head(each: Zoned) -> bool:
    return each.zone in {"head", "kind", "title", "attached"}


def _instruments(text: str) -> Iterator[str]:
    opening = BASIS_OPENING.match(fold(text))
    tail = BASIS_TAIL.search(fold(text))
    body = text[opening.end() if opening else 0 : tail.start() if tail else len(text)]
    return (piece for piece in BASIS_CUT.split(body) if piece.strip(" .;,"))
