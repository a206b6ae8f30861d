"""The facts an award's rules ask for: from the boxes of a form to the dossier, and back (nội dung kê khai)."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from starlette.datastructures import FormData

from services.gateway.pages.forms import Unreadable, typed
from shared.api.nominations import AwardView, FactField

_NUMBER = re.compile(r"(\d+|\d{1,3}(\.\d{3})+)(,\d+)?")
ANSWERS = {"yes": True, "no": False}


def read_facts(award: AwardView, form: FormData) -> dict[str, Any]:
    """Return what was declared; an empty box declares nothing. Raises Unreadable with every box to mend."""
    given = typed(form)
    facts: dict[str, Any] = {}
    faults: list[str] = []
    for box in award.fields:
        text = given.get(f"fact.{box.name}", "")
        try:
            if text:
                facts[box.name] = _READERS[box.kind](text)
        except (ValueError, KeyError):
            faults.append(f"{box.label}: giá trị chưa đúng.")
    if faults:
        raise Unreadable(details=faults)
    return facts


def read_documents(award: AwardView, form: FormData) -> tuple[str, ...]:
    """Return the codes of the documents ticked as enclosed."""
    ticked = set(form.getlist("documents"))
    return tuple(code for code, _ in award.documents if code in ticked)


def typed_facts(form: FormData) -> dict[str, str]:
    """Return what was typed into the boxes, to be shown again."""
    return {name.removeprefix("fact."): text for name, text in typed(form).items() if name.startswith("fact.")}


def told_facts(facts: Mapping[str, Any]) -> dict[str, str]:
    """Return a dossier's facts as they would be typed."""
    return {name: _as_typed(value) for name, value in facts.items()}


def fact(value: Any, box: FactField) -> str:
    """Return a fact as a person reads it."""
    if isinstance(value, bool):
        return "Có" if value else "Không"
    return dict(box.choices).get(str(value), _as_typed(value))


def _as_typed(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list | tuple):
        return ", ".join(map(str, value))
    return str(value).replace(".", ",") if isinstance(value, float) else str(value)


def _number(text: str) -> int | float:
    """Return a number as people here write it: 1.490 is a thousand and more, 12,5 is twelve and a half.

    A dot anywhere else could mean either, so it is refused rather than guessed at.
    """
    if not _NUMBER.fullmatch(text):
        raise ValueError(text)
    plain = text.replace(".", "").replace(",", ".")
    return float(plain) if "." in plain else int(plain)


def _years(text: str) -> list[int]:
    return [int(year) for year in re.split(r"[\s,;]+", text) if year]


_READERS: dict[str, Callable[[str], Any]] = {
    "year": int,
    "number": _number,
    "yes_no": ANSWERS.__getitem__,
    "choice": str,
    "years": _years,
    "text": str,
}
