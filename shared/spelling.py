"""Words as people mean them: without diacritics, in small letters, sĩ and sỹ alike, words parted by one space."""

import re
import unicodedata
from functools import lru_cache

_MARKS = re.compile(r"[\u0300-\u036f]")
_GAPS = re.compile(r"[^a-z0-9]+")


@lru_cache(maxsize=200_000)
def fold(text: str) -> str:
    """Return *text* so that spellings of one word are one."""
    bare = _MARKS.sub("", unicodedata.normalize("NFD", text)).replace("đ", "d").replace("Đ", "D").lower()
    return _GAPS.sub(" ", bare.replace("y", "i")).strip()


def squeeze(text: str) -> str:
    """Return *text* folded and without any gap, as abbreviations are compared."""
    return fold(text).replace(" ", "")
