"""Reads the distribution list (nơi nhận) and what each recipient gets the document for."""

import re
from collections.abc import Iterable, Iterator

from services.plans.importer.outline import RECIPIENTS, Zoned
from services.plans.importer.shape import Recipient, RecipientRole
from services.plans.importer.source.letters import fold

PRINTED: tuple[tuple[RecipientRole, str], ...] = (
    ("report", r"\((?:de )?(?:b/?c|bao cao)\)"),
    ("coordinate", r"\((?:de )?(?:p/?h|phoi hop)\)"),
    ("act", r"\((?:de )?(?:t/?h|thuc hien)\)"),
    ("inform", r"\(de biet\)"),
    ("archive", r"luu\b"),
)
BETWEEN = re.compile(r";\s+")
IMPLIED: tuple[tuple[RecipientRole, str], ...] = (
    ("publish", r"(?:trang|cong)\b.*(?:tin|ttdt)|(?:dai|bao|cong bao)\b"),
    ("report", r".*\btrung uong\b|bo \w+|(?:thuong truc|tt\.?) .*(?:uy|hdnd|ubnd)\b|chu tich"),
)


def recipients(zoned: Iterable[Zoned]) -> Iterator[Recipient]:
    """Yield the recipients in their order, without the punctuation between them."""
    for each in zoned:
        if each.zone != "recipients":
            continue
        heading = RECIPIENTS.match(fold(each.block.text))
        text = each.block.text[heading.end() :] if heading else each.block.text
        for piece in BETWEEN.split(text) if heading else [text]:
            name = piece.strip(" :;.,")
            if name:
                role, implied = _role(fold(name))
                yield Recipient(name=name, role=role, role_implied=implied, source_lines=each.block.lines)


def _role(folded: str) -> tuple[RecipientRole, bool]:
    for role, pattern in PRINTED:
        if re.search(pattern, folded) and (role != "archive" or folded.startswith("luu")):
            return role, False
    return next((role for role, pattern in IMPLIED if re.match(pattern, folded)), "act"), True
