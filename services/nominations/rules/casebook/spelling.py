"""Reads words as people write them: without regard to case, diacritics, sĩ or sỹ, hyphens and spaces."""

import re
import unicodedata
from collections.abc import Mapping
from datetime import date

_NOT_WORD = re.compile(r"[^a-z0-9]+")
_DAY = re.compile(r"^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$")


def fold(text: str) -> str:
    """Return *text* in small Latin letters and single spaces; sỹ reads as sĩ, hoà as hòa."""
    plain = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    letters = "".join(one for one in plain if not unicodedata.combining(one))
    return " ".join(_NOT_WORD.sub(" ", letters).split()).replace("sy", "si")


def glued(text: str) -> str:
    """Return *text* folded, without spaces: CSTĐ cơ sở and CSTĐCS differ by more than that, CSTĐ CS does not."""
    return fold(text).replace(" ", "")


_SHORT = (
    *(("uy ban nhan dan", "ubnd"), ("chien si thi dua", "cstd"), ("bang khen", "bk"), ("giay khen", "gk")),
    *(("huan chuong", "hc"), ("hc lao dong", "hcld"), ("thu tuong chinh phu", "ttg"), ("thu tuong", "ttg")),
    *(("lao dong tien tien", "ldtt"), ("lao dong xuat sac", "ldxs"), ("tap the", "tt"), ("toan quoc", "tq")),
    *(("hang nhat", "1"), ("hang nhi", "2"), ("hang ba", "3")),
    *(("hang iii", "3"), ("hang ii", "2"), ("hang i", "1")),
    *(("danh hieu ", ""), ("chu tich ", ""), ("cua ", ""), ("cap ", ""), ("hang ", "")),
)


def award_key(text: str) -> str:
    """Return an award's name glued, with the usual words shortened: bằng khen is BK, hạng Ba is 3."""
    short = fold(text)
    for long, brief in _SHORT:
        short = short.replace(long, brief)
    return short.replace(" ", "")


def named(text: str, known: Mapping[str, str]) -> str | None:
    """Return what *known*, keyed by glued words, calls *text*."""
    return known.get(glued(text))


def day(text: str) -> date | None:
    """Return a day written 15/3/2023 or 2023-03-15; None where it is neither."""
    text = text.strip()
    if found := _DAY.match(text):
        parts = [int(part) for part in found.groups()]
    else:
        pieces = text.split("-")
        if len(pieces) != len("ymd") or not all(piece.isdigit() for piece in pieces):
            return None
        parts = [int(piece) for piece in reversed(pieces)]
    try:
        return date(parts[2], parts[1], parts[0])
    except ValueError:
        return None


YES = frozenset({"co", "dat", "dung", "du", "yes", "true", "x", "roi"})
NO = frozenset({"khong", "khong dat", "chua", "no", "false", "khong co"})


def yes_no(text: str) -> bool | None:
    """Return có or không; None where it is neither."""
    word = fold(text)
    return True if word in YES else False if word in NO else None
