"""Reads a subject's history as the notation writes it: awards, ratings, initiatives, discipline, what is pending."""

import re
from collections.abc import Callable, Iterator
from typing import Any

from services.nominations.rules.casebook.spelling import fold, glued, yes_no
from services.nominations.rules.casebook.values import (
    ENTRY,
    Facts,
    Unreadable,
    date_of,
    entries,
    listed,
    number,
    own_year,
    span,
)
from services.nominations.rules.casebook.words import HOLD_WORDS, LEVEL_WORDS, MODE_WORDS, RATING_WORDS, Words
from services.nominations.rules.record import Discipline, Held, Initiative, Rating

EARLIEST_YEAR = 1900
COUNTED = {"LDTT": "advanced_count", "CSTD_CS": "grassroots_fighters", "CO_TINH": "flag_holders"}
"""What a mere number beside an award counts."""


def read_award(facts: Facts, award: str, value: str, words: Words) -> None:
    """Read `CSTĐCS: 2020, 2021`, or how many hold it: `LĐTT: 14`."""
    count = number(value)
    if award in COUNTED and count is not None and count < EARLIEST_YEAR:
        facts.record["facts"][COUNTED[award]] = count
        return
    if yes_no(value) is True:
        value = str(own_year(facts, words.rules.award_names[award]))
    known = facts.record["awards"].get(award, ())
    facts.record["awards"][award] = (*known, *_held(award, value, words))


def _held(award: str, value: str, words: Words) -> Iterator[Held]:
    if yes_no(value) is False:
        return
    for entry in entries(value):
        found = ENTRY.match(entry)
        if not found or found[2]:
            raise Unreadable(f"{words.rules.award_names[award]}: không hiểu “{entry}”; viết năm, chi tiết trong ngoặc")
        more = dict(_details(found[3] or "", words))
        if more.get("revoked_on") and more.get("decided_on") and more["revoked_on"] < more["decided_on"]:
            raise Unreadable(f"{words.rules.award_names[award]}: thu hồi trước ngày quyết định")
        yield from (Held(award, year, **more) for year in span(found[1]))


def _details(text: str, words: Words) -> Iterator[tuple[str, Any]]:
    for entry in listed(text):
        head, _, rest = entry.partition(" ")
        two, _, after = entry.partition(" ")[2].partition(" ")
        word, both = glued(head), glued(f"{head} {two}")
        if word in {"qd", "decided"}:
            yield "decided_on", date_of(rest)
        elif both == "quyetdinh":
            yield "decided_on", date_of(after)
        elif both in {"thuhoi", "huybo"} or word == "revoked":
            yield "revoked_on", date_of(rest if word == "revoked" else after)
        elif both == "thanhtich":
            years = span(after)
            yield from (("from_year", years[0]), ("to_year", years[-1]))
        elif word in {"viec", "achievement"}:
            yield "achievement", fold(rest)
        else:
            yield "mode", words.coded(words.rules.words.modes, entry, "loại hình", MODE_WORDS)


def ratings(facts: Facts, value: str, words: Words) -> None:
    """Read `xếp loại: 2021=HTXSNV; 2022=HTTNV (ngày 5/1/2023)`."""
    scale = words.rules.words.facts["rating"].choices
    for entry in map(_year_first, entries(value)):
        found = ENTRY.match(entry)
        years = span(found[1]) if found else range(own_year(facts), own_year(facts) + 1)
        rating = words.coded(scale, found[2] if found else entry, "xếp loại", RATING_WORDS)
        _rate(facts, years, rating, found[3] if found else None)


def _year_first(entry: str) -> str:
    """Return `HTTNV 2022` as `2022=HTTNV`."""
    return re.sub(r"^([^\d(]+?)\s*[=:]?\s*(\d{4}(?:-\d{4})?)(?=\s*(?:\(|$))", r"\2=\1", entry)


def rated(code: str) -> Callable[[Facts, str, Words], None]:
    """Return the reader of `HTXSNV: 2021, 2022`."""

    def read(facts: Facts, value: str, words: Words) -> None:
        del words
        for entry in [str(own_year(facts))] if yes_no(value) is True else entries(value):
            found = ENTRY.match(entry)
            if not found or found[2]:
                raise Unreadable(f"{code}: không hiểu “{entry}”; viết các năm")
            _rate(facts, span(found[1]), code, found[3])

    return read


def _rate(facts: Facts, years: range, rating: str, told: str | None) -> None:
    on = date_of(re.sub(r"^\D+", "", told)) if told else None
    known = facts.record["ratings"]
    twice = [year for year in years if year in known and known[year].rating != rating]
    if twice:
        raise Unreadable(f"xếp loại: năm {twice[0]} ghi hai mức {known[twice[0]].rating} và {rating}")
    known.update(dict.fromkeys(years, Rating(rating, on)))


def initiatives(level: str = "grassroots") -> Callable[[Facts, str, Words], None]:
    """Return the reader of `sáng kiến: 2021 cơ sở x2; 2022 tỉnh`; *level* is that of an entry without one."""

    def read(facts: Facts, value: str, _: Words) -> None:
        kept = facts.record.get("initiatives") or ()
        if yes_no(value) is False:
            facts.record["initiatives"] = kept
            return
        told = [str(own_year(facts, "sáng kiến"))] if yes_no(value) is True else entries(value)
        facts.record["initiatives"] = (*kept, *(one for entry in told for one in _initiatives(entry, level)))

    return read


def _initiatives(entry: str, level: str) -> list[Initiative]:
    found = ENTRY.match(entry)
    if not found:
        raise Unreadable(f"sáng kiến: không hiểu “{entry}”; viết 2022 cơ sở x2")
    place, _, times = re.sub(r"[x×]\s*(\d+)\s*$", r"|\1", found[2]).partition("|")
    stated = LEVEL_WORDS.get(glued(place)) if place.strip() else level
    if stated is None:
        raise Unreadable(f"sáng kiến: không hiểu cấp “{place.strip()}”; có: cơ sở, tỉnh, toàn quốc")
    on = date_of(re.sub(r"^\D+", "", found[3])) if found[3] else None
    return [Initiative(year, stated, int(times or 1), on) for year in span(found[1])]


def disciplines(facts: Facts, value: str, words: Words) -> None:
    """Read `kỷ luật: cảnh cáo 1/3/2022 (xong 1/3/2023)`."""
    told = [] if yes_no(value) is False else entries(re.sub(r",\s*(?=\d)", " ", value))
    known = facts.record.get("disciplines", ())
    facts.record["disciplines"] = (*known, *(_discipline(entry, words) for entry in told))


def _discipline(entry: str, words: Words) -> Discipline:
    found = re.match(
        r"^([^\d]+?)\s+(\d[\d/.-]*)(?:\s*(?:\.\.|đến)\s*(\d[\d/.-]*))?\s*(?:\((?:\D*)([\d/.-]+)\))?$", entry
    )
    if not found:
        raise Unreadable(f"kỷ luật: không hiểu “{entry}”; viết “cảnh cáo 15/3/2022 (xong 15/3/2023)”")
    kind = words.coded(words.rules.words.disciplines, found[1], "kỷ luật")
    begun = None if found[2].isdigit() else date_of(found[2])
    ended = date_of(found[3] or found[4]) if found[3] or found[4] else None
    if begun and ended and ended < begun:
        raise Unreadable(f"kỷ luật: “{entry}” chấp hành xong trước ngày quyết định")
    return Discipline(kind, begun.year if begun else int(found[2]), begun, ended)


def holds(facts: Facts, value: str, words: Words) -> None:
    """Read `đang xem xét: tố cáo`."""
    told = [] if yes_no(value) is False else entries(value)
    known = facts.record["facts"].get("holds", ())
    facts.record["facts"]["holds"] = (*known, *(_hold(one, words) for one in told))


def _hold(entry: str, words: Words) -> str:
    inside = (code for word, code in HOLD_WORDS.items() if fold(word) in fold(entry))
    return next(inside, None) or words.coded(words.rules.words.holds, entry, "đang xem xét")


def proposals(facts: Facts, value: str, words: Words) -> None:
    """Read `đã trình: HCLĐ hạng Ba 2023 (đột xuất)`."""
    found = []
    for entry in [] if yes_no(value) is False else entries(value):
        match = re.match(r"^(.*?)\s+(\d{4})\s*(?:\((.*)\))?$", entry)
        code = words.award(match[1]) if match else None
        if match is None or code is None:
            raise Unreadable(f"đã trình: không hiểu “{entry}”; viết “BKTTg 2023”")
        mode = words.coded(words.rules.words.modes, match[3], "loại hình", MODE_WORDS) if match[3] else "merit"
        found.append((code, int(match[2]), mode))
    facts.record["facts"]["proposals"] = (*facts.record["facts"].get("proposals", ()), *found)
