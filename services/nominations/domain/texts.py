"""The texts of a dossier: composed, printable, and no longer than anybody reads."""

import unicodedata

from shared.errors import Refused

LONGEST_TEXT = 2000


class TextTooLong(Refused):
    """A text is longer than anybody reads."""

    message = "Nội dung quá dài; tối đa 2.000 ký tự."


def plain(text: str) -> str:
    """Return *text* composed (NFC), on one line, without what cannot be printed."""
    composed = unicodedata.normalize("NFC", text)
    if not composed.isprintable():
        composed = "".join(one if one.isprintable() else " " for one in composed)
    words = " ".join(composed.split())
    if len(words) > LONGEST_TEXT:
        raise TextTooLong
    return words
