"""The compact notation of facts: `xếp loại: 2021=HTXSNV | CSTĐCS: 2021, 2022 | sáng kiến: 2021 cơ sở x2`."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from services.nominations.rules import Catalogue
from services.nominations.rules.casebook.spelling import award_key, day, fold, glued, named, yes_no
from services.nominations.rules.record import Discipline, Held, Initiative, Rating, Record

MONTHS_OF_A_YEAR = 12
EARLIEST_YEAR = 1900


class Unreadable(Exception):
    """A fact cannot be read; the message says which, and what would be right."""


@dataclass
class Facts:
    """What a case states, collected fact by fact."""

    mode: str = "merit"
    year: int | None = None
    record: dict[str, Any] = field(default_factory=lambda: {"awards": {}, "ratings": {}, "facts": {}, "verdicts": {}})
    plain: dict[str, str] = field(default_factory=dict)  # facts of questions other than eligibility

    def of(self, subject_kind: str) -> Record:
        """Return the record the facts describe."""
        facts = self.record["facts"]
        return Record(**{**self.record, "subject_kind": subject_kind, "facts": facts})


@dataclass(frozen=True)
class Words:
    """Every word a case may use, by how it reads without case and diacritics."""

    rules: Catalogue

    @cached_property
    def awards(self) -> Mapping[str, str]:
        """Return codes of awards by their codes, names and abbreviations."""
        known = self.rules.award_names
        pairs = [(code, code) for code in known] + [(name, code) for code, name in known.items()]
        pairs += [(alias, code) for code, aliases in self.rules.words.aliases.items() for alias in aliases]
        return {key(text): code for key in (award_key, glued) for text, code in pairs}

    def award(self, text: str) -> str | None:
        """Return the code of the award *text* names, in full or in short."""
        return self.awards.get(glued(text)) or self.awards.get(award_key(text))

    @cached_property
    def facts(self) -> Mapping[str, str]:
        """Return names of facts by their names, labels and aliases."""
        known = self.rules.words.facts
        written = [fact for one in self.rules.rulesets for award in one.awards for fact in award.facts.items()]
        pairs = [
            (text, name) for name, fact in (*written, *known.items()) for text in (name, fact.label, *fact.aliases)
        ]
        return {glued(text): name for text, name in pairs}

    @cached_property
    def kinds(self) -> Mapping[str, Any]:
        """Return the kind of answer of each fact."""
        known = {
            name: fact for one in self.rules.rulesets for award in one.awards for name, fact in award.facts.items()
        }
        return {**known, **self.rules.words.facts}

    def coded(self, table: Mapping[str, str], text: str, what: str, more: Mapping[str, str] | None = None) -> str:
        """Return the code *text* stands for in *table*; Unreadable names those there are."""
        pairs = {glued(word): code for code, label in table.items() for word in (code, label)}
        pairs |= {glued(word): code for word, code in (more or {}).items()}
        code = named(text, pairs)
        if code is None:
            raise Unreadable(f"{what}: không hiểu “{text}”; có: {', '.join(table.values())}")
        return code


MODE_WORDS = {
    "công trạng": "merit",
    "thường xuyên": "merit",
    "chuyên đề": "thematic",
    "theo đợt": "thematic",
    "đợt": "thematic",
    "phong trào": "thematic",
    "cống hiến": "dedication",
    "kháng chiến": "resistance",
    "chuyên đề, đợt": "thematic",
}
GROUP_WORDS = {"cán bộ": "official", "công chức": "official", "viên chức": "official", "trí thức": "intellectual"}
STREAM_WORDS = {
    "GD&ĐT": "education",
    "GDĐT": "education",
    "giáo dục": "education",
    "giáo dục và đào tạo": "education",
    "KT-XH": "general",
    "chung": "general",
    "khác": "general",
}
HOLD_WORDS = {
    "xem xét kỷ luật": "discipline_review",
    "kỷ luật": "discipline_review",
    "đang xem xét kỷ luật": "discipline_review",
    "khởi tố": "prosecution",
    "điều tra": "prosecution",
    "truy tố": "prosecution",
    "xét xử": "prosecution",
    "thanh tra": "inspection",
    "kiểm tra": "inspection",
    "kiểm toán": "inspection",
    "khiếu nại": "complaint",
    "tố cáo": "complaint",
    "khiếu nại, tố cáo": "complaint",
    "đơn thư": "complaint",
    "báo chí": "press",
}
RATING_WORDS = {
    "xuất sắc": "HTXSNV",
    "tốt": "HTTNV",
    "hoàn thành": "HTNV",
    "không hoàn thành": "KHTNV",
    "HTXS": "HTXSNV",
    "HTT": "HTTNV",
    "HT": "HTNV",
    "KHT": "KHTNV",
}
LEVEL_WORDS = {
    "": "grassroots",
    "coso": "grassroots",
    "cs": "grassroots",
    "grassroots": "grassroots",
    "capcoso": "grassroots",
    "tinh": "province",
    "bo": "province",
    "captinh": "province",
    "capbo": "province",
    "province": "province",
    "toanquoc": "nation",
    "captoanquoc": "nation",
    "nation": "nation",
    "tq": "nation",
}
SUBJECT_WORDS = {"gia đình": "household", "hộ": "household", "đơn vị": "collective", "người": "individual"}

_YEARS = re.compile(r"^(\d{4})(?:\s*[-–]\s*(\d{4}))?$")
_ENTRY = re.compile(r"^(\d{4}(?:\s*[-–]\s*\d{4})?)\s*[=:]?\s*([^()]*?)\s*(?:\((.*)\))?$")
_MONTHS = re.compile(r"^(\d+)\s*(?:tháng|thang|months?)?\s*(.*)$")


def read_facts(text: str, words: Words) -> tuple[Facts, list[str]]:
    """Return what *text* states, and a sentence for each fact that cannot be read."""
    facts, faults = Facts(), []
    pieces = [piece.strip() for piece in text.split("|") if piece.strip()]
    # The year comes first: a rating without a year is that of the case's own.
    for piece in sorted(pieces, key=lambda one: fold(one.split(":")[0]) not in _YEAR_KEYS):
        key, colon, value = piece.partition(":")
        try:
            _read(facts, key.strip(), value.strip() if colon else "", words)
        except Unreadable as error:
            faults.append(str(error))
    return facts, faults


def _read(facts: Facts, key: str, value: str, words: Words) -> None:
    if not value:
        raise Unreadable(f"“{key}”: viết “mục: giá trị”")
    reader = READERS.get(fold(key))
    if reader is not None:
        reader(facts, value, words)
        return
    award = words.award(key)
    if award is not None:
        _award(facts, award, value, words)
        return
    name = named(key, words.facts)
    if name is None:
        raise Unreadable(f"không có mục “{key}” trong cách ghi dữ kiện")
    facts.record["facts"][name] = _answer(key, value, words.kinds[name])


def _answer(key: str, value: str, fact: Any) -> Any:
    turn: Callable[[str, Any], Any] = _ANSWERS.get(fact.kind, _text)
    found = turn(value, fact)
    if found is None:
        raise Unreadable(f"{key}: không hiểu “{value}”")
    return found


def _text(value: str, fact: Any) -> str:
    del fact
    return value


def _number(value: str, fact: Any = None) -> int | None:
    del fact
    found = re.match(r"^(\d[\d.]*)\s*(?:%|tháng|thang|người|năm)?$", value.strip())
    return int(found[1].replace(".", "")) if found else None


def _yes_no(value: str, fact: Any = None) -> bool | None:
    del fact
    return yes_no(value)


def _year_list(value: str, fact: Any = None) -> tuple[int, ...] | None:
    del fact
    if yes_no(value) is False:
        return ()
    return tuple(year for entry in _entries(value) for year in _span(entry))


def _choice(value: str, fact: Any) -> str | None:
    pairs = {glued(word): code for code, label in fact.choices.items() for word in (code, label)}
    pairs |= {glued(word): code for word, code in RATING_WORDS.items()} if "HTXSNV" in fact.choices else {}
    return named(value, pairs)


_ANSWERS: Mapping[str, Callable[[str, Any], Any]] = {
    "year": _number,
    "number": _number,
    "yes_no": _yes_no,
    "choice": _choice,
    "years": _year_list,
}


def _entries(value: str) -> list[str]:
    """Return the entries of a list, parted by ; or , outside brackets."""
    return [one.strip() for one in re.split(r"[;,](?![^(]*\))", value) if one.strip()]


def _span(text: str) -> range:
    found = _YEARS.match(text.strip())
    if not found:
        raise Unreadable(f"“{text}”: viết năm (2022) hoặc khoảng năm (2018-2022)")
    first = int(found[1])
    return range(first, int(found[2] or first) + 1)


def _date(text: str) -> date:
    found = day(text)
    if found is None:
        raise Unreadable(f"“{text}”: viết ngày/tháng/năm")
    return found


COUNTED = {"LDTT": "advanced_count", "CSTD_CS": "grassroots_fighters", "CO_TINH": "flag_holders"}
"""What a mere number beside an award counts."""


def _award(facts: Facts, award: str, value: str, words: Words) -> None:
    count = _number(value)
    if award in COUNTED and count is not None and count < EARLIEST_YEAR:
        facts.record["facts"][COUNTED[award]] = count
        return
    if yes_no(value) is True:
        value = str(_own_year(facts, words.rules.award_names[award]))
    facts.record["awards"][award] = tuple(_held(award, value, words))


def _held(award: str, value: str, words: Words) -> Iterator[Held]:
    if yes_no(value) is False:
        return
    for entry in _entries(value):
        found = _ENTRY.match(entry)
        if not found or found[2]:
            raise Unreadable(f"{words.rules.award_names[award]}: không hiểu “{entry}”; viết năm, chi tiết trong ngoặc")
        more = dict(_details(found[3] or "", words))
        yield from (Held(award, year, **more) for year in _span(found[1]))


def _details(text: str, words: Words) -> Iterator[tuple[str, Any]]:
    for entry in _entries(text):
        head, _, rest = entry.partition(" ")
        two, _, after = entry.partition(" ")[2].partition(" ")
        word, both = glued(head), glued(f"{head} {two}")
        if word in {"qd", "decided"}:
            yield "decided_on", _date(rest)
        elif both == "quyetdinh":
            yield "decided_on", _date(after)
        elif both in {"thuhoi", "huybo"} or word == "revoked":
            yield "revoked_on", _date(rest if word == "revoked" else after)
        elif both == "thanhtich":
            years = _span(after)
            yield from (("from_year", years[0]), ("to_year", years[-1]))
        elif word in {"viec", "achievement"}:
            yield "achievement", fold(rest)
        else:
            yield "mode", words.coded(words.rules.words.modes, entry, "loại hình", MODE_WORDS)


def _ratings(facts: Facts, value: str, words: Words) -> None:
    scale = words.rules.words.facts["rating"].choices
    for entry in _entries(value):
        found = _ENTRY.match(entry)
        years = _span(found[1]) if found else range(_own_year(facts), _own_year(facts) + 1)
        rating = words.coded(scale, found[2] if found else entry, "xếp loại", RATING_WORDS)
        on = _date(re.sub(r"^\D+", "", found[3])) if found and found[3] else None
        facts.record["ratings"].update(dict.fromkeys(years, Rating(rating, on)))


def _own_year(facts: Facts, what: str = "xếp loại") -> int:
    if facts.year is None:
        raise Unreadable(f"{what}: ghi năm, hoặc thêm mục năm")
    return facts.year


def _initiatives(facts: Facts, value: str, _: Words) -> None:
    kept = facts.record.get("initiatives") or ()
    if yes_no(value) is True:
        value = str(_own_year(facts, "sáng kiến"))
    facts.record["initiatives"] = kept if yes_no(value) is False else (*kept, *map(_initiative, _entries(value)))


def _initiative(entry: str) -> Initiative:
    found = _ENTRY.match(entry)
    if not found:
        raise Unreadable(f"sáng kiến: không hiểu “{entry}”; viết 2022 cơ sở x2")
    place, _, times = re.sub(r"[x×]\s*(\d+)\s*$", r"|\1", found[2]).partition("|")
    level = LEVEL_WORDS.get(glued(place))
    if level is None:
        raise Unreadable(f"sáng kiến: không hiểu cấp “{place.strip()}”; có: cơ sở, tỉnh, toàn quốc")
    on = _date(re.sub(r"^\D+", "", found[3])) if found[3] else None
    return Initiative(int(found[1][:4]), level, int(times or 1), on)


def _disciplines(facts: Facts, value: str, words: Words) -> None:
    entries = [] if yes_no(value) is False else _entries(re.sub(r",\s*(?=\d)", " ", value))
    facts.record["disciplines"] = tuple(_discipline(entry, words) for entry in entries)


def _discipline(entry: str, words: Words) -> Discipline:
    found = re.match(
        r"^([^\d]+?)\s+(\d[\d/.-]*)(?:\s*(?:\.\.|đến)\s*(\d[\d/.-]*))?\s*(?:\((?:\D*)([\d/.-]+)\))?$", entry
    )
    if not found:
        raise Unreadable(f"kỷ luật: không hiểu “{entry}”; viết “cảnh cáo 15/3/2022 (xong 15/3/2023)”")
    kind = words.coded(words.rules.words.disciplines, found[1], "kỷ luật")
    begun = None if found[2].isdigit() else _date(found[2])
    ended = _date(found[3] or found[4]) if found[3] or found[4] else None
    return Discipline(kind, begun.year if begun else int(found[2]), begun, ended)


def _holds(facts: Facts, value: str, words: Words) -> None:
    entries = [] if yes_no(value) is False else _entries(value)
    facts.record["facts"]["holds"] = tuple(_hold(one, words) for one in entries)


def _hold(entry: str, words: Words) -> str:
    inside = (code for word, code in HOLD_WORDS.items() if fold(word) in fold(entry))
    return next(inside, None) or words.coded(words.rules.words.holds, entry, "đang xem xét")


def _year(facts: Facts, value: str, _: Words) -> None:
    years = _span(value)
    facts.year = years[-1]


def _school_year(facts: Facts, value: str, words: Words) -> None:
    facts.record["stream"] = "education"
    _year(facts, value, words)


def _period(facts: Facts, value: str, _: Words) -> None:
    years = _span(value)
    facts.year, facts.record["facts"]["from_year"] = years[-1], years[0]


def _mode(facts: Facts, value: str, words: Words) -> None:
    facts.mode = words.coded(words.rules.words.modes, value, "loại hình", MODE_WORDS)


def _group(facts: Facts, value: str, words: Words) -> None:
    facts.record["group"] = words.coded(words.rules.words.groups, value, "nhóm", GROUP_WORDS)


def _stream(facts: Facts, value: str, words: Words) -> None:
    facts.record["stream"] = words.coded(words.rules.words.streams, value, "ngành", STREAM_WORDS)


def _documents(facts: Facts, value: str, words: Words) -> None:
    known = words.rules.words.documents
    facts.record["documents"] = frozenset(words.coded(known, one, "hồ sơ") for one in _entries(value))


def _verdicts(facts: Facts, value: str, _: Words) -> None:
    for entry in _entries(value):
        rule, said = (*entry.split(" ", 1), "")[:2]
        verdict = yes_no(said.lstrip("= "))
        if verdict is None:
            raise Unreadable(f"người thẩm định: không hiểu “{entry}”; viết “CSTDT-1b đạt”")
        facts.record["verdicts"][rule] = verdict


def _achievement(facts: Facts, value: str, _: Words) -> None:
    facts.record["facts"]["achievement"] = fold(value)


def _proposals(facts: Facts, value: str, words: Words) -> None:
    found = []
    for entry in [] if yes_no(value) is False else _entries(value):
        match = re.match(r"^(.*?)\s+(\d{4})\s*(?:\((.*)\))?$", entry)
        code = words.award(match[1]) if match else None
        if match is None or code is None:
            raise Unreadable(f"đã trình: không hiểu “{entry}”; viết “BKTTg 2023”")
        mode = words.coded(words.rules.words.modes, match[3], "loại hình", MODE_WORDS) if match[3] else "merit"
        found.append((code, int(match[2]), mode))
    facts.record["facts"]["proposals"] = tuple(found)


def _recruited(facts: Facts, value: str, _: Words) -> None:
    begun = day(value)
    whole = begun is not None and begun.day == 1
    months = MONTHS_OF_A_YEAR - begun.month + whole if begun else _number(value)
    if months is None and yes_no(value) is not False:
        raise Unreadable(f"tuyển dụng: không hiểu “{value}”; viết “9 tháng” hoặc ngày tuyển dụng")
    if months is not None:
        facts.record["facts"]["recruited_months"] = months


def _months_and(name: str, other: str, turn: Callable[[str], Any]) -> Callable[[Facts, str, Words], None]:
    def read(facts: Facts, value: str, _: Words) -> None:
        if yes_no(value) is False:
            return
        found = _MONTHS.match(value)
        if not found:
            raise Unreadable(f"không hiểu “{value}”; viết số tháng")
        facts.record["facts"][name] = int(found[1])
        rest = found[2].strip(" ,;")
        if rest:
            facts.record["facts"][other] = turn(rest)

    return read


def _post(facts: Facts, value: str, _: Words) -> None:
    found = re.match(r"^(.*?)\s+(\d+)\s*năm(?:\s+(\d+)\s*tháng)?$", value)
    facts.record["facts"]["post"] = (found[1] if found else value).strip().lower()
    if found:
        facts.record["facts"]["post_months"] = int(found[2]) * MONTHS_OF_A_YEAR + int(found[3] or 0)


def _women(facts: Facts, value: str, _: Words) -> None:
    share, answer = _number(value), yes_no(value)
    if share is None and answer is None:
        raise Unreadable(f"nữ: không hiểu “{value}”; viết có, không hoặc tỷ lệ %")
    facts.record["facts"]["women_percent" if share is not None else "is_woman"] = share if share is not None else answer


def _dissolved(facts: Facts, value: str, _: Words) -> None:
    if yes_no(value) is not False:
        facts.record["facts"]["dissolved_on"] = _date(value).isoformat()


def _plain(name: str) -> Callable[[Facts, str, Words], None]:
    def read(facts: Facts, value: str, _: Words) -> None:
        facts.plain[name] = value

    return read


_YEAR_KEYS = frozenset({"nam", "year", "nam hoc", "school year", "giai doan", "period"})


def _keyed(pairs: Iterable[tuple[str, Callable[[Facts, str, Words], None]]]) -> Mapping[str, Any]:
    return {fold(word): reader for names, reader in pairs for word in names.split(" / ")}


READERS: Mapping[str, Callable[[Facts, str, Words], None]] = _keyed(
    (
        ("năm / year / năm thành tích", _year),
        ("năm học / school year", _school_year),
        ("giai đoạn / period", _period),
        ("loại hình / mode", _mode),
        ("nhóm / group", _group),
        ("ngành / stream", _stream),
        ("xếp loại / rating / ratings / mức độ hoàn thành", _ratings),
        ("sáng kiến / initiative / initiatives / đề tài / đề án / công trình / topic", _initiatives),
        ("kỷ luật / discipline", _disciplines),
        ("đang xem xét / holds / tạm dừng", _holds),
        ("hồ sơ / documents / thành phần hồ sơ", _documents),
        ("người thẩm định / verdict / verdicts", _verdicts),
        ("việc / thành tích / achievement", _achievement),
        ("đã trình / proposals / đã đề nghị cấp nhà nước", _proposals),
        ("tuyển dụng / recruited", _recruited),
        ("đào tạo / training", _months_and("training_months", "training_result", str.lower)),
        (
            "chuyển công tác / transfer",
            _months_and(
                "months_in_old_unit", "old_unit_remark", lambda text: "không" not in text and "chưa" not in text
            ),
        ),
        ("thai sản / nghỉ thai sản / maternity", _months_and("maternity_months", "maternity_note", str.lower)),
        ("chức vụ / post", _post),
        ("nữ / women / woman", _women),
        ("giải thể / dissolved", _dissolved),
        ("tổng số thành viên / tổng số / total", _plain("total")),
        ("dự họp / có mặt / present", _plain("present")),
        ("ý kiến bằng văn bản / văn bản / vắng gửi văn bản / written", _plain("written")),
        ("đồng ý / tán thành / agreed / for", _plain("agreed")),
        ("đã đề nghị / used / số đề nghị", _plain("used")),
        ("cơ sở tính / base", _plain("base")),
        ("lý do / reason", _plain("reason")),
        ("áp dụng / ruleset", _plain("ruleset")),
        ("bước / step / thời hạn", _plain("step")),
        ("ngày nộp / nộp ngày / submitted / thực hiện ngày", _plain("submitted")),
        ("từ ngày / from", _plain("from")),
        ("ngày nghỉ / days off", _plain("days_off")),
    )
)
