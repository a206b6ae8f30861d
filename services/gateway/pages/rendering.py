"""How a template becomes a page: the environment, its filters, and the address of each static file."""

import hashlib
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from services.gateway.pages import words
from services.gateway.pages.facts import fact
from services.gateway.pages.forms import REASON, STEP_FIELDS
from shared.clock import VIETNAM
from shared.words import CHANNELS, DEADLINES, FILINGS, MODES, SUBJECT_KINDS, capital

ROOM = Path(__file__).parent.parent
STATIC = ROOM / "static"
KILO = 1024


def day(moment: date | str | None) -> str:
    """Return a date as people here write it: 15/03/2023."""
    if isinstance(moment, str):
        moment = date.fromisoformat(moment)
    if isinstance(moment, datetime):
        moment = moment.astimezone(VIETNAM)
    return moment.strftime("%d/%m/%Y") if moment else "–"


def minute(moment: datetime | None) -> str:
    """Return a moment in Vietnam's time: 09:05 15/03/2023."""
    return moment.astimezone(VIETNAM).strftime("%H:%M %d/%m/%Y") if moment else "–"


def number(value: int) -> str:
    """Return a whole number with its thousands parted by dots: 1.490.000."""
    return f"{value:,}".replace(",", ".")


def quantity(value: Decimal | float | None) -> str:
    """Return a measured value as people here write it, without zeros that say nothing: 1.490,5."""
    if value is None:
        return "–"
    whole, _, rest = f"{abs(value):f}".partition(".")
    rest = rest.rstrip("0")
    return ("-" if value < 0 else "") + number(int(whole)) + (f",{rest}" if rest else "")


def size(value: int) -> str:
    """Return how large a file is: 850 byte, 12 KB, 3,4 MB."""
    if value < KILO:
        return f"{value} byte"
    if value < KILO * KILO:
        return f"{round(value / KILO)} KB"
    return f"{value / KILO / KILO:.1f} MB".replace(".", ",")


def inside(link: str) -> str:
    """Return *link* when it is a path at this address, and the home page otherwise."""
    is_inside = link.startswith("/") and not link.startswith(("//", "/\\"))
    return link if is_inside and link.isprintable() else "/"


def query(asked: Mapping[str, Any], **changed: Any) -> str:
    """Return *asked* with *changed* as a query, empty values left out."""
    return urlencode({name: value for name, value in {**asked, **changed}.items() if value not in {None, ""}})


def static(name: str) -> str:
    """Return the address of a static file, which changes when the file does."""
    return f"/static/{name}?v={_DIGESTS[name]}"


def render(template: str, **words_: Any) -> Markup:
    """Return the page *template* makes of *words_*."""
    return Markup(_environment.get_template(template).render(words_))  # noqa: S704 - autoescaped by the template


_DIGESTS = {file.name: hashlib.sha256(file.read_bytes()).hexdigest()[:12] for file in STATIC.iterdir()}

_environment = Environment(
    loader=FileSystemLoader(ROOM / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_environment.filters |= {
    "day": day,
    "minute": minute,
    "number": number,
    "size": size,
    "quantity": quantity,
    "capital": capital,
    "inside": inside,
    "fact": fact,
}
_environment.globals |= {
    "query": query,
    "static": static,
    "CHANNELS": CHANNELS,
    "DEADLINES": DEADLINES,
    "FILINGS": FILINGS,
    "areas": words.areas,
    "MODES": MODES,
    "PERIODS": words.PERIODS,
    "QUARTERS": words.QUARTERS,
    "REASON": REASON,
    "STEP_FIELDS": STEP_FIELDS,
    "SUBJECT_KINDS": SUBJECT_KINDS,
    "UNCONFIRMED": words.UNCONFIRMED,
}
