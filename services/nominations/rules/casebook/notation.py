"""The compact notation of facts: `xếp loại: 2021=HTXSNV | CSTĐCS: 2021, 2022 | sáng kiến: 2021 cơ sở x2`."""

import re
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from services.nominations.rules.casebook.history import (
    disciplines,
    holds,
    initiatives,
    proposals,
    rated,
    ratings,
    read_award,
)
from services.nominations.rules.casebook.spelling import day, fold, named, yes_no
from services.nominations.rules.casebook.values import (
    MONTHS,
    Facts,
    Unreadable,
    answer,
    date_of,
    entries,
    number,
    span,
)
from services.nominations.rules.casebook.words import GROUP_WORDS, MODE_WORDS, STREAM_WORDS, Words, near

MONTHS_OF_A_YEAR = 12
_DATED_KEY = re.compile(r"^([^\d]+?)\s+(?:năm\s+)?(\d{4}(?:\s*-\s*\d{4})?)$")
Reader = Callable[[Facts, str, Words], None]


def read_facts(text: str, words: Words) -> tuple[Facts, list[str]]:
    """Return what *text* states, and a sentence for each fact that cannot be read or contradicts another."""
    facts, faults = Facts(), []
    said: dict[str, str] = {}
    pieces = [_parted(piece) for piece in re.split(r"[|\n]", text) if piece.strip()]
    # The year comes first: a rating without a year is that of the case's own.
    for key, value in sorted(pieces, key=lambda one: fold(one[0]) not in _YEAR_KEYS):
        try:
            slot, reader = _reader(key, words)
            if _is_new(said, slot, key, value):
                reader(facts, value, words)
        except Unreadable as error:
            faults.append(str(error))
    return facts, faults


def _parted(piece: str) -> tuple[str, str]:
    """Return the name and the value of a fact, parted by a colon, or by = where there is none.

    `xếp loại năm 2022: HTTNV` is `xếp loại: HTTNV 2022`, and `LĐTT 2022: có` is `LĐTT: 2022`.
    """
    key, _, value = (part.strip() for part in piece.partition(":" if ":" in piece else "="))
    dated = _DATED_KEY.match(key)
    if not dated:
        return key, value
    return dated[1], dated[2] if yes_no(value) is True else f"{value} {dated[2]}"


def _is_new(said: dict[str, str], slot: str, key: str, value: str) -> bool:
    """Return whether a fact is not yet said; Unreadable where it contradicts what is."""
    if not value:
        raise Unreadable(f"“{key}”: viết “mục: giá trị”")
    if slot not in said:
        said[slot] = value
        return True
    before = said[slot]
    if fold(before) == fold(value):
        return False
    if not slot.startswith(_ADDED) or yes_no(before) is False or yes_no(value) is False:
        raise Unreadable(f"{key}: ghi hai lần, khác nhau: “{before}” và “{value}”")
    return True


def _reader(key: str, words: Words) -> tuple[str, Reader]:
    """Return what *key* is one word of, and how its value is read."""
    found = READERS.get(fold(key))
    if found is not None:
        return found
    award = words.award(key)
    if award is not None:
        return f"award {award}", partial(_one_award, award=award)
    name = named(key, words.facts)
    if name is None:
        raise Unreadable(f"không có mục “{key}” trong cách ghi dữ kiện{_like(key, words)}")
    return f"facts {name}", partial(_stated, name=name, key=key)


def _like(key: str, words: Words) -> str:
    stated = (alias for fact in words.kinds.values() for alias in fact.aliases)
    return near(key, (*NAMES, *stated)) or words.like_award(key)


def _one_award(facts: Facts, value: str, words: Words, *, award: str) -> None:
    read_award(facts, award, value, words)


def _stated(facts: Facts, value: str, words: Words, *, name: str, key: str) -> None:
    facts.record["facts"][name] = answer(key, value, words.kinds[name])


def _year(facts: Facts, value: str, _: Words) -> None:
    year = span(value)[-1]
    if facts.year not in {None, year}:
        raise Unreadable(f"năm: ghi hai năm khác nhau, {facts.year} và {year}")
    facts.year = year


def _school_year(facts: Facts, value: str, words: Words) -> None:
    facts.record["stream"] = "education"
    _year(facts, value, words)


def _period(facts: Facts, value: str, words: Words) -> None:
    years = span(value)
    _year(facts, value, words)
    facts.record["facts"]["from_year"] = years[0]


def _mode(facts: Facts, value: str, words: Words) -> None:
    facts.mode = words.coded(words.rules.words.modes, value, "loại hình", MODE_WORDS)


def _group(facts: Facts, value: str, words: Words) -> None:
    facts.record["group"] = words.coded(words.rules.words.groups, value, "nhóm", GROUP_WORDS)


def _stream(facts: Facts, value: str, words: Words) -> None:
    facts.record["stream"] = words.coded(words.rules.words.streams, value, "ngành", STREAM_WORDS)


def _documents(facts: Facts, value: str, words: Words) -> None:
    known = words.rules.words.documents
    listed = facts.record.get("documents", frozenset())
    facts.record["documents"] = listed | frozenset(words.coded(known, one, "hồ sơ") for one in entries(value))


def _verdicts(facts: Facts, value: str, _: Words) -> None:
    for entry in entries(value):
        rule, said = (*entry.split(" ", 1), "")[:2]
        verdict = yes_no(said.lstrip("= "))
        if verdict is None:
            raise Unreadable(f"người thẩm định: không hiểu “{entry}”; viết “CSTDT-1b đạt”")
        facts.record["verdicts"][rule] = verdict


def _achievement(facts: Facts, value: str, _: Words) -> None:
    facts.record["facts"]["achievement"] = fold(value)


def _recruited(facts: Facts, value: str, _: Words) -> None:
    begun = day(value)
    whole = begun is not None and begun.day == 1
    months = MONTHS_OF_A_YEAR - begun.month + whole if begun else number(value)
    if months is None and yes_no(value) is not False:
        raise Unreadable(f"tuyển dụng: không hiểu “{value}”; viết “9 tháng” hoặc ngày tuyển dụng")
    if months is not None:
        facts.record["facts"]["recruited_months"] = months


def _months_and(name: str, other: str, turn: Callable[[str], Any]) -> Callable[[Facts, str, Words], None]:
    def read(facts: Facts, value: str, _: Words) -> None:
        if yes_no(value) is False:
            return
        found = MONTHS.match(value)
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
    share, answer = number(value), yes_no(value)
    if share is None and answer is None:
        raise Unreadable(f"nữ: không hiểu “{value}”; viết có, không hoặc tỷ lệ %")
    facts.record["facts"]["women_percent" if share is not None else "is_woman"] = share if share is not None else answer


def _dissolved(facts: Facts, value: str, _: Words) -> None:
    if yes_no(value) is not False:
        facts.record["facts"]["dissolved_on"] = date_of(value).isoformat()


def _plain(name: str) -> Callable[[Facts, str, Words], None]:
    def read(facts: Facts, value: str, _: Words) -> None:
        facts.plain[name] = value

    return read


_TABLE: tuple[tuple[str, Reader], ...] = (
    ("năm / year / năm thành tích", _year),
    ("năm học / school year", _school_year),
    ("giai đoạn / period", _period),
    ("loại hình / mode", _mode),
    ("nhóm / group", _group),
    ("ngành / stream", _stream),
    ("xếp loại / rating / ratings / mức độ hoàn thành", ratings),
    ("sáng kiến / initiative / initiatives / sáng kiến kinh nghiệm / SKKN", initiatives()),
    ("sáng kiến cấp cơ sở / sáng kiến cơ sở", initiatives()),
    ("sáng kiến cấp tỉnh / sáng kiến tỉnh / sáng kiến cấp bộ", initiatives("province")),
    ("sáng kiến toàn quốc / sáng kiến cấp toàn quốc", initiatives("nation")),
    ("đề tài / đề tài khoa học / topic / topics / đề tài cấp cơ sở", initiatives()),
    ("đề tài cấp tỉnh / đề tài tỉnh", initiatives("province")),
    ("đề án / đề án khoa học", initiatives()),
    ("công trình / công trình khoa học / công trình khoa học và công nghệ", initiatives()),
    ("HTXSNV / hoàn thành xuất sắc nhiệm vụ / HTXS", rated("HTXSNV")),
    ("HTTNV / hoàn thành tốt nhiệm vụ", rated("HTTNV")),
    ("HTNV / hoàn thành nhiệm vụ", rated("HTNV")),
    ("KHTNV / không hoàn thành nhiệm vụ", rated("KHTNV")),
    ("kỷ luật / discipline", disciplines),
    ("đang xem xét / holds / tạm dừng", holds),
    ("hồ sơ / documents / thành phần hồ sơ", _documents),
    ("người thẩm định / verdict / verdicts", _verdicts),
    ("việc / thành tích / achievement", _achievement),
    ("đã trình / proposals / đã đề nghị cấp nhà nước", proposals),
    ("tuyển dụng / recruited", _recruited),
    ("đào tạo / training", _months_and("training_months", "training_result", str.lower)),
    (
        "chuyển công tác / transfer",
        _months_and("months_in_old_unit", "old_unit_remark", lambda text: "không" not in text and "chưa" not in text),
    ),
    ("thai sản / nghỉ thai sản / maternity", _months_and("maternity_months", "maternity_note", str.lower)),
    ("chức vụ / post", _post),
    ("nữ / women / woman", _women),
    ("giải thể / dissolved", _dissolved),
    ("tổng số thành viên / tổng số / số thành viên / thành viên / total", _plain("total")),
    ("dự họp / có mặt / số dự họp / present", _plain("present")),
    ("ý kiến bằng văn bản / văn bản / vắng gửi văn bản / written", _plain("written")),
    ("đồng ý / tán thành / phiếu đồng ý / số phiếu đồng ý / phiếu thuận / agreed / for", _plain("agreed")),
    ("đã đề nghị / used / số đề nghị / đề nghị", _plain("used")),
    ("cơ sở tính / base", _plain("base")),
    ("lý do / lý do vượt mức / reason", _plain("reason")),
    ("áp dụng / ruleset", _plain("ruleset")),
    ("bước / step / thời hạn", _plain("step")),
    ("ngày nộp / nộp ngày / submitted / thực hiện ngày", _plain("submitted")),
    ("từ ngày / from", _plain("from")),
    ("ngày nghỉ / days off", _plain("days_off")),
)
NAMES = tuple(name for names, _ in _TABLE for name in names.split(" / "))
READERS: Mapping[str, tuple[str, Reader]] = {
    fold(name): (names, reader) for names, reader in _TABLE for name in names.split(" / ")
}
_YEAR_KEYS = frozenset(map(fold, ("năm", "year", "năm thành tích", "năm học", "school year", "giai đoạn", "period")))
_ADDED = (
    *("award ", "sáng kiến", "đề tài", "đề án", "công trình", "xếp loại", "HTXSNV", "HTTNV", "HTNV", "KHTNV"),
    *("kỷ luật", "đang xem xét", "hồ sơ", "người thẩm định", "đã trình"),
)
"""What is said piece by piece: a second piece adds to the first."""
