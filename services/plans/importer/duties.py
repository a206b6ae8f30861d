"""Finds who must do what (tổ chức thực hiện) and what must be sent when (kế hoạch, báo cáo phải nộp)."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from services.plans.importer.acts import ACT, ASKED, subject
from services.plans.importer.deadlines import Found, find_deadlines
from services.plans.importer.periods import Horizon
from services.plans.importer.shape import (
    Duty,
    FilingDuty,
    Named,
    OrganisationDuties,
    OtherDeadline,
    Passage,
    Statement,
)
from services.plans.importer.source.letters import fold
from services.plans.importer.tree import Node, walk

LEADS_PLAN = re.compile(r"\b(?:chu tri|dau moi)\b.*\b(?:thuc hien|trien khai|tham muu)\b.*\bke hoach nay\b")
SENT = re.compile(r"\b(?:gui|nop|bao cao)\b")
OBJECT = re.compile(r"\b(?:(?P<plan>ke hoach(?! nay))|(?P<report>bao cao|so ket|tong ket))\b")
SPAN = re.compile(
    r"\b(?:(?P<half>(?:0?6|sau) thang|so ket|giua nam)(?: dau nam)?|(?P<quarter>quy)|(?P<year>nam|tong ket))\b"
)
TO = re.compile(
    r"\b(?:gui|nop|bao cao)\b[^;.]*?\b(?:ve|cho|den|toi)\s+(?P<name>(?:[^;.,()]|\([^)]*\)|,(?= khen thuong))+?)"
    r"\s*(?=$|[;.,]|\b(?:truoc|cham nhat|muon nhat|khong|de|theo|vao|den het|tong hop|lan luot)\b)"
)
FROM = re.compile(rf"\b(?:đề nghị|yêu cầu|giao)\s+(?P<name>.{{3,120}}?)\s+(?=(?:{ACT})\b)", re.IGNORECASE)
UNNAMED = "Các cơ quan, đơn vị"
TITLES: dict[Duty, str] = {
    "unit_plan": "Kế hoạch công tác thi đua, khen thưởng {year} của đơn vị",
    "half_year_report": "Báo cáo công tác thi đua, khen thưởng 6 tháng đầu {year}",
    "year_report": "Báo cáo công tác thi đua, khen thưởng {year}",
}
MOST_DAYS = 50
"""No sentence asks for more; one that names thousands of days must not hold up the reader."""

LAST_OF_HALF = 8
BY_MONTH: dict[int, Duty] = {6: "half_year_report", 12: "year_report"}


def organisations(section: Node) -> tuple[OrganisationDuties, ...]:
    """Return the organisations a section names, each with its duties."""
    return tuple(duties for child in section.children or (section,) for duties in _organisation(child))


def numbered(found: Sequence[OrganisationDuties]) -> tuple[OrganisationDuties, ...]:
    """Return the organisations with a key for every duty: O-2-05 is the fifth duty of the second one."""
    return tuple(
        each.model_copy(
            update={
                "duties": tuple(
                    duty.model_copy(update={"key": f"O-{place}-{count:02d}"})
                    for count, duty in enumerate(each.duties, start=1)
                )
            }
        )
        for place, each in enumerate(found, start=1)
    )


def leads(found: Sequence[OrganisationDuties]) -> dict[str, Named]:
    """Return who may be taken to lead the tasks: who leads the plan, and the council for its meetings."""
    grounds: dict[str, Named] = {}
    for each in found:
        leading = next((duty for duty in each.duties if LEADS_PLAN.search(fold(duty.text))), None)
        if leading:
            ground = f"Mục “{each.organisation}”: “{_short(leading.text)}”"
            grounds.setdefault("plan", Named(name=each.organisation, implied=True, ground=ground))
        if fold(each.organisation).startswith("hoi dong thi dua"):
            ground = "Nhiệm vụ là họp Hội đồng"
            grounds.setdefault("council", Named(name=each.organisation, implied=True, ground=ground))
    return grounds


def filings(passages: Iterable[tuple[str | None, Passage]], horizon: Horizon) -> list[FilingDuty | OtherDeadline]:
    """Return what the passages ask to be sent, and the other deadlines they print; a body may stand before each."""
    return [
        duty
        for organisation, passage in passages
        for start, sentence in _sentences(passage.text)
        for duty in _in_sentence(organisation, passage, start, sentence, horizon)
    ]


def _organisation(node: Node) -> Iterator[OrganisationDuties]:
    """Read who is asked: in the heading over the duties, or in the sentence that holds the duty."""
    text = node.block.text
    named = subject(text)
    if not node.children:
        yield _duties(named or UNNAMED, [(text, node.block.lines)], ())
        return
    rest = [(each.block.text, each.block.lines) for child in node.children for each in walk(child)]
    whole = ASKED.sub("", text.rstrip(" :."), count=1)
    yield _duties(named if named and text.rstrip().endswith(":") else whole, rest, node.block.lines)


def _duties(name: str, texts: Sequence[tuple[str, tuple[int, ...]]], heading: tuple[int, ...]) -> OrganisationDuties:
    duties = tuple(Statement(key="", text=text, source_lines=lines) for text, lines in texts)
    return OrganisationDuties(organisation=name[:1].upper() + name[1:], duties=duties, source_lines=heading)


def _sentences(text: str) -> Iterator[tuple[int, str]]:
    start = 0
    for cut in re.finditer(r"[;.](?=\s|$)", text):
        yield start, text[start : cut.start()]
        start = cut.end()
    if text[start:].strip():
        yield start, text[start:]


def _in_sentence(
    organisation: str | None, passage: Passage, start: int, sentence: str, horizon: Horizon
) -> Iterator[FilingDuty | OtherDeadline]:
    folded, before = fold(sentence), 0
    for found in islice(find_deadlines(sentence, horizon), MOST_DAYS):
        key = _duty(folded, before, found) if SENT.search(folded) else None
        before = found.end
        if key is None:
            yield OtherDeadline(text=sentence.strip(), deadline=found.deadline, source_lines=passage.source_lines)
            continue
        asked = FROM.search(passage.text[: start + len(sentence)])
        to = TO.search(folded)
        year = horizon.whole.label[:1].lower() + horizon.whole.label[1:]
        yield FilingDuty(
            key=key,
            title=TITLES[key].format(year=year),
            deadline=found.deadline,
            recurrence="yearly" if "dinh ky" in folded or found.deadline.year_implied else "once",
            from_whom=organisation or (passage.text[slice(*asked.span("name"))] if asked else None),
            to_whom=sentence[slice(*to.span("name"))].strip() if to else None,
            source_lines=passage.source_lines,
        )


def _duty(folded: str, before: int, found: Found) -> Duty | None:
    """Tell what is sent by the words before the date; where they are silent, by the rest and by the month."""
    near = folded[before : found.start]
    what = OBJECT.search(near) or OBJECT.search(folded)
    if what and what["plan"]:
        return "unit_plan"
    spans = list(SPAN.finditer(near))
    if spans and spans[-1]["quarter"]:
        return None
    if any(each["half"] for each in spans) and any(each["year"] for each in spans[1:]):
        return "half_year_report" if found.deadline.on.month <= LAST_OF_HALF else "year_report"
    if spans:
        return "half_year_report" if spans[-1]["half"] else "year_report"
    if what is None:
        return None
    return BY_MONTH.get(found.deadline.on.month)


def _short(text: str) -> str:
    return text if len(text) <= 120 else text[:117].rsplit(" ", 1)[0] + "…"  # noqa: PLR2004 - fits one line on a page
