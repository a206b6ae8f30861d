"""Vietnamese letters: one spelling for storage, one key for comparison."""

import re
import unicodedata
from functools import lru_cache

DASHES = dict.fromkeys("–—−‐‑‒", "-")
QUOTES = {**dict.fromkeys("“”„«»″", '"'), **dict.fromkeys("‘’", "'")}
SAME = str.maketrans({**DASHES, **QUOTES, "đ": "d", "Đ": "d"})
INVISIBLE = re.compile(r"[\u00ad\u200b-\u200f\u202a-\u202e\u2060\ufeff\x00-\x08\x0e-\x1f]")
QUARTER = re.compile(r"\bqui\b")
"""Quí is quý as it is also spelt."""

SYLLABLE = re.compile(
    r"(?:ngh|ng|nh|ch|gh|gi|kh|ph|qu|th|tr|[bcdghklmnpqrstvx])?"
    r"(?:uye|uya|uay|uoi|uou|ieu|yeu|oai|oay|oao|oeo|uyu|uo|ie|ye|ia|ya|ua|uy|ui|uu|ue|oa|oe|oi|oo|ai|ao|au|ay|eo|eu|iu|[aeiouy])"
    r"(?:ch|ng|nh|[cmnpt])?"
)
LONGEST_SYLLABLE = 7
SPACED = re.compile(r"(?:[^\W\d_]\s{1,3}){3,20}[^\W\d_]")
TORN = re.compile(r"(?<!\S)([BCDĐGHKLMNPQRSTVX]) (\w+)")
EMPHASIS = re.compile(r"(?<![\w*])(\*{1,3}|_{2,3})(?=\S)(.+?)(?<=\S)\1(?![\w*])")


def tidy(text: str) -> str:
    """Compose the letters (NFC), drop what nobody sees and the asterisks of emphasis; keep every word."""
    seen = INVISIBLE.sub("", unicodedata.normalize("NFC", text))
    plain = EMPHASIS.sub(r"\2", seen)
    whole = _closed_up(plain.strip())
    return re.sub(r"[^\S\n]+", " ", whole)


def _closed_up(text: str) -> str:
    """Close up a heading in spaced letters (K Ế H O Ạ C H) and the capitals that a scan tore off (D ÂN)."""
    if SPACED.fullmatch(text):
        pieces = re.split(r"\s{2,}", text)
        words = [re.sub(r"\s", "", piece) for piece in pieces]
        return " ".join(words) if len(words) > 1 else " ".join(_syllables(words[0])) or text
    if not is_capitals(text):
        return text
    return TORN.sub(lambda torn: torn[1] + torn[2] if is_syllable(torn[1] + torn[2]) else torn[0], text)


def _syllables(letters: str) -> list[str]:
    """Cut letters into syllables, the longest first; nothing where they make none."""
    ways: dict[int, list[str]] = {len(letters): []}
    for start in reversed(range(len(letters))):
        for end in range(min(start + LONGEST_SYLLABLE, len(letters)), start, -1):
            if end in ways and is_syllable(letters[start:end]):
                ways[start] = [letters[start:end], *ways[end]]
                break
    return ways.get(0, [])


@lru_cache(4096)
def is_syllable(word: str) -> bool:
    """Tell whether letters can be one Vietnamese syllable."""
    return SYLLABLE.fullmatch(fold(word)) is not None


def fold(text: str) -> str:
    """Return *text* without case, tone and accents, letter for letter, so that positions stay true."""
    plain = "".join(unicodedata.normalize("NFD", letter)[0].lower()[0] for letter in text.translate(SAME))
    return QUARTER.sub("quy", plain)


def name_key(text: str) -> str:
    """Return what two spellings of one name share: no punctuation, and y for i as in sỹ and sĩ."""
    return re.sub(r"\W+", " ", fold(text)).strip().replace("y", "i")


def is_capitals(text: str) -> bool:
    """Tell whether a line is printed in capitals."""
    letters = [letter for letter in text if letter.isalpha()]
    return len(letters) > 1 and all(letter.isupper() for letter in letters)


def same_letters(one: str, other: str) -> bool:
    """Tell whether two words differ only in case or in where the tone mark sits (hoà, hòa)."""
    return sorted(unicodedata.normalize("NFD", one.lower())) == sorted(unicodedata.normalize("NFD", other.lower()))
