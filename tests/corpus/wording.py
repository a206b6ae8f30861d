"""When two wordings name the same thing: letters, tone marks, spaces, dashes and the usual abbreviations aside."""

import re
import unicodedata

SHORT_FOR = {
    "ubnd": "uy ban nhan dan",
    "hđnd": "hoi dong nhan dan",
    "mttq": "mat tran to quoc",
    "lđlđ": "lien doan lao dong",
    "hđtđkt": "hoi dong thi dua khen thuong",
    "tđkt": "thi dua khen thuong",
    "gd&đt": "giao duc va dao tao",
    "vp": "van phong",
}


def folded(text: str) -> str:
    words = unicodedata.normalize("NFC", text).casefold().split()
    spelled = " ".join(SHORT_FOR.get(word.strip(",;.()"), word) for word in words)
    plain = "".join(letter for letter in unicodedata.normalize("NFD", spelled) if not unicodedata.combining(letter))
    return " ".join(re.findall(r"\w+", plain.replace("đ", "d").replace("y", "i")))


def same(one: str | None, other: str | None) -> bool:
    return folded(one or "") == folded(other or "")
