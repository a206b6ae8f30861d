"""Turns the alphabets from before Unicode (TCVN3, VNI, Windows-1258) into today's letters."""

import re
import unicodedata
from collections.abc import Callable

TCVN3 = str.maketrans(
    "µ¸¶·¹¨»¾¼½Æ©ÇÊÈÉË®ÌÐÎÏÑªÒÕÓÔÖ×ÝØÜÞßãáâä«åèæçé¬êíëìîïóñòô\u00adõøö÷ùúýûüþ¡¢§£¤¥¦",
    "àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵĂÂĐÊÔƠƯ",
)
VNI_TONES = {"ø": "\u0300", "ù": "\u0301", "û": "\u0309", "õ": "\u0303", "ï": "\u0323"}
VNI_MARKS = {
    "â": "\u0302", "ê": "\u0306", "à": "\u0302\u0300", "á": "\u0302\u0301", "å": "\u0302\u0309", "ã": "\u0302\u0303",
    "ä": "\u0302\u0323", "è": "\u0306\u0300", "é": "\u0306\u0301", "ú": "\u0306\u0309", "ü": "\u0306\u0303",
    "ë": "\u0306\u0323", **VNI_TONES,
}  # fmt: skip
VNI_LETTERS = {"ñ": "đ", "ô": "ơ", "ö": "ư", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ", "í": "í", "ì": "ì"}
VNI_PAIR = re.compile(f"([aeouyôö])([{''.join(VNI_MARKS)}])", re.IGNORECASE)
KNOWN = re.compile(r"\b(?:kế hoạch|thi đua|khen thưởng|thực hiện|nhiệm vụ|ủy ban|uỷ ban|tháng|năm|của|và|được)\b")
TODAY = re.compile("[\u0102-\u01b0\u0300-\u0323\u1ea0-\u1ef9]")
STRAY = re.compile("[\u00a1-\u00ff]")
FEWEST_WORDS, FEWEST_STRAYS = 3, 1 / 50

Reading = Callable[[str], str]


def reading_of(text: str) -> Reading | None:
    """Return how the letters of a text become Unicode: as they are, or out of an old alphabet; None if unknown."""
    if TODAY.search(text) or len(STRAY.findall(text)) <= len(text) * FEWEST_STRAYS:
        return as_it_is
    words, read = max(((_words(read(text)), read) for read in OLD), key=lambda each: each[0])
    return read if words >= FEWEST_WORDS else None


def as_it_is(text: str) -> str:
    """Return the text: it is Unicode."""
    return text


def _words(text: str) -> int:
    return len(KNOWN.findall(text.lower()))


def _from_tcvn3(text: str) -> str:
    return text.translate(TCVN3)


def _from_vni(text: str) -> str:
    paired = VNI_PAIR.sub(lambda pair: pair[1] + VNI_MARKS[pair[2].lower()], text)
    return unicodedata.normalize("NFC", "".join(map(_vni_letter, paired)))


def _vni_letter(letter: str) -> str:
    plain = VNI_LETTERS.get(letter.lower(), letter)
    return plain.upper() if letter.isupper() else plain


def _from_1258(text: str) -> str:
    return unicodedata.normalize("NFC", text.encode("latin-1", "replace").decode("cp1258", "replace"))


OLD = (_from_tcvn3, _from_vni, _from_1258)
