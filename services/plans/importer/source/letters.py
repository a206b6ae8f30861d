"""Vietnamese letters: one spelling for storage, one key for comparison."""

import re
import unicodedata

DASHES = dict.fromkeys("–—−‐‑‒", "-")
QUOTES = {**dict.fromkeys("“”„«»″", '"'), **dict.fromkeys("‘’", "'")}
SAME = str.maketrans({**DASHES, **QUOTES, "đ": "d", "Đ": "d"})
INVISIBLE = re.compile(r"[\u00ad\u200b-\u200f\u202a-\u202e\u2060\ufeff\x00-\x08\x0e-\x1f]")
QUARTER = re.compile(r"\bqui\b")
"""Quí is quý as it is also spelt."""

EMPHASIS = re.compile(r"(?<![\w*])(\*{1,3}|_{2,3})(?=\S)(.+?)(?<=\S)\1(?![\w*])")


def tidy(text: str) -> str:
    """Compose the letters (NFC), drop what nobody sees and the asterisks of emphasis; keep every word."""
    seen = INVISIBLE.sub("", unicodedata.normalize("NFC", text))
    plain = EMPHASIS.sub(r"\2", seen)
    return re.sub(r"[^\S\n]+", " ", plain).strip()


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
