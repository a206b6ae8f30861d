"""Recognises the columns of a task table (bảng nội dung, thời gian, chủ trì, phối hợp) and names its cells."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from services.plans.importer.source.letters import fold

BODY = r"co quan|don vi|bo phan|phong ban|nguoi|can bo|ca nhan|thanh phan|to chuc"
TIMES = r"thoi gian|thoi han|thoi diem|tien do|moc|ky han|ngay|hoan thanh|ket thuc"
LEADING = r"chu tri|thuc hien|phu trach|tham muu|dau moi|trach nhiem|phan cong"
COLUMNS = (
    ("index", r"(?:so )?(?:stt|tt)\b|so thu tu|no\.?$|#$"),
    ("note", r"ghi chu|luu y"),
    ("begin", r".*\b(?:bat dau|khoi dong)\b"),
    ("time", rf".*\b(?:{TIMES})\b|(?:thang|quy|han)$|thang ?/"),
    ("content", r"(?:cac |ten )?(?:noi dung|nhiem vu|cong viec|hoat dong|viec\b|dau viec|chuong trinh|hang muc)"),
    ("support", r".*\b(?:phoi hop|tham gia|cung (?:thuc hien|lam)|ho tro)"),
    ("lead", rf".*\b(?:{LEADING})|(?:{BODY}|(?:phong|khoa)(?=[/,]|$))\b"),
    ("output", r".*\b(?:san pham|ket qua|dau ra|hinh thuc)"),
    ("content", r".*\b(?:noi dung|nhiem vu|cong viec|hoat dong)"),
)  # fmt: skip
PERIOD = re.compile(r"(?:quy|q\.?|thang|t)\s*(?:i{1,3}|iv|\d{1,2})(?:\s*/\s*\d{4})?|(?:0?6|sau) thang (?:dau|cuoi) nam")
TICK = re.compile(r"[xX✓✔√+•v]|\(x\)")
SAME_AS_ABOVE = re.compile(r'(?:-\s*)?(?:nt|như trên)(?:\s*-)?|["”″]|//|-\s*["”]\s*-', re.IGNORECASE)
COUNTED = re.compile(r"\(?(?:\d{1,2}|[A-H])\)?")
LONGEST_TITLE = 60


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table; the same key in two places is one merged cell."""

    key: object
    text: str


@dataclass(frozen=True, slots=True)
class Line:
    """A numbered line; cells are named when it is a row of a task table.

    is_paragraph and goes_on are what the file itself says of where a paragraph begins; both False when it does not.
    """

    number: int
    text: str
    cells: dict[str, str] = field(default_factory=dict)
    is_table_header: bool = False
    is_paragraph: bool = False
    goes_on: bool = False
    is_furniture: bool = False
    is_lost: bool = False


class TaskTable:
    """A task table while its rows are read; it goes on over pages and after its head is repeated."""

    def __init__(self) -> None:
        self.columns: tuple[str, ...] = ()
        self.is_fresh = False
        self._titles: tuple[str, ...] = ()
        self._above: Sequence[Cell] = ()
        self._last: dict[str, str] = {}

    def heads(self, rows: Sequence[Sequence[Cell]]) -> bool:
        """Tell whether rows belong to a task table: their head is known or stands among the first of them."""
        width = len(rows[0]) if rows else 0
        if any(columns_of(_texts(row)) for row in rows[:3]):
            return True
        return bool(self.columns) and len(self.columns) == width

    def line(self, number: int, row: Sequence[Cell], *, may_continue: bool = False) -> Line:
        """Return a row as a line: a head, a row with its cells named, or the rest of the row above."""
        texts = _texts(row)
        found = columns_of(texts)
        printed = " | ".join(text for text in texts if text)
        if (found and (not self._above or texts == list(self._titles))) or self._counts(texts):
            self.columns, self._titles = (found or self.columns), tuple(texts if found else self._titles)
            self.is_fresh = True
            return Line(number, printed, is_table_header=True)
        if not self.columns:
            return Line(number, printed, is_table_header=True)
        same_work = self._is_same_work(row)
        goes_on = same_work or (may_continue and self._goes_on(row, texts))
        named = self._named(texts)
        if goes_on:
            named = self._added(row, named, is_new_paragraph=same_work)
        self._above, self._last, self.is_fresh = row, {**self._last, **named} if goes_on else named, False
        if len(named) == 1 and not goes_on:
            named = {"content": next(iter(named.values()))}
        return Line(number, printed, named, goes_on=goes_on)

    def _counts(self, texts: Sequence[str]) -> bool:
        """Tell whether a row only numbers the columns: (1), (2), (3)."""
        return bool(self.columns) and not self._above and all(COUNTED.fullmatch(text) for text in texts if text)

    def _goes_on(self, row: Sequence[Cell], texts: Sequence[str]) -> bool:
        """Tell whether a row is the rest of the one that the end of a page cut."""
        if not self._above or len([text for text in texts if text]) == 0:
            return False
        if "index" in self.columns:
            return not texts[self.columns.index("index")] and len({cell.key for cell in row}) > 1
        content = self._named(texts).get("content", "")
        return not content or content[:1].islower()

    def _is_same_work(self, row: Sequence[Cell]) -> bool:
        """Tell whether the content is one merged cell with the row above."""
        place = self.columns.index("content")
        return bool(self._above) and row[place].key == self._above[place].key and row[place].text != ""

    def _added(self, row: Sequence[Cell], named: dict[str, str], *, is_new_paragraph: bool) -> dict[str, str]:
        """Return what a row adds to the one it goes on with: nothing where both share a merged cell."""
        pairs = zip(self.columns, row, self._above, strict=False)
        shared = {name for name, cell, above in pairs if cell.key == above.key}
        return {name: f"\n{text}" if is_new_paragraph else text for name, text in named.items() if name not in shared}

    def _named(self, texts: Sequence[str]) -> dict[str, str]:
        named: dict[str, str] = {}
        ticked: list[str] = []
        for place, (name, text) in enumerate(zip(self.columns, texts, strict=False)):
            if not text:
                continue
            if name.startswith("period"):
                ticked.append(self._titles[place] if TICK.fullmatch(text) else text)
            elif SAME_AS_ABOVE.fullmatch(text) and name in self._last:
                named[name] = self._last[name]
            else:
                named[name] = text
        if ticked:
            named["time"] = ", ".join(filter(None, [named.get("time", ""), *ticked]))
        return named


def column_of(title: str) -> str | None:
    """Return what a column holds, judged by its title."""
    folded = re.sub(r"\s+", " ", fold(title)).strip(" .:*")
    if PERIOD.fullmatch(folded):
        return "period"
    return next((name for name, pattern in COLUMNS if re.match(pattern, folded)), None)


def columns_of(titles: Sequence[str]) -> tuple[str, ...] | None:
    """Return the columns a header row announces; None if it is not the header of a task table."""
    if any(len(title) > LONGEST_TITLE for title in titles) or len([title for title in titles if title]) < 2:  # noqa: PLR2004
        return None
    names = [column_of(title) for title in titles]
    known = {name for name in names if name} - {"index", "note"}
    if "content" not in known and len(known & {"time", "lead", "support", "period"}) > 1:
        names = _with_content(names, titles)
    if "content" not in names or not {"time", "lead", "support", "period"} & set(names):
        return None
    return tuple(
        f"{name}{place}" if name == "period" else name if name and name not in names[:place] else f"other{place}"
        for place, name in enumerate(names)
    )


def _with_content(names: Sequence[str | None], titles: Sequence[str]) -> list[str | None]:
    """Take the first column of an unknown name for the content where no title names it."""
    place = next((place for place, name in enumerate(names) if name is None and titles[place]), None)
    return [("content" if at == place else name) for at, name in enumerate(names)]


def _texts(row: Sequence[Cell]) -> list[str]:
    """Return the texts; of cells merged side by side only the first keeps its text."""
    return [cell.text if place == 0 or row[place - 1].key != cell.key else "" for place, cell in enumerate(row)]
