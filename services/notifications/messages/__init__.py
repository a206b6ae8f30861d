"""Every message, one folder each, named after the event or the reminder it speaks of."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from services.notifications.domain import FilingReminder, Ladder
from shared import words
from shared.clock import VIETNAM
from shared.events import EVENTS, Event
from shared.roles import Role

FOLDER = Path(__file__).parent
UNIT = "unit"
"""The addressee of a message that stands for the unit its event is about."""

TEXTS = ("subject.txt", "body.txt", "body.html")


@dataclass(frozen=True, slots=True)
class Words:
    """A message as it was written for one event; html is a fragment."""

    subject: str
    body: str
    html: str
    link: str


@dataclass(frozen=True, slots=True)
class Message:
    """What is told, to whom and through which channels (mẫu thông báo)."""

    name: str
    about: type
    to: Mapping[str, tuple[str, ...]]
    link: str

    def write(self, about: Any, unit: str) -> Words:
        """Return the texts for *about*; *unit* is the name of the unit it is about, empty where there is none."""
        known = {field: getattr(about, field) for field in fields_of(self.about)}
        subject, body, html = (
            TEMPLATES.get_template(f"{self.name}/{text}").render(known, unit=unit).strip() for text in TEXTS
        )
        return Words(subject, body, html, self.link.format_map(known))


def fields_of(about: type) -> tuple[str, ...]:
    """Return the fields a text about *about* may ask for."""
    if is_dataclass(about):
        return tuple(field.name for field in fields(about))
    return tuple(about.model_fields) if issubclass(about, Event) else ()


def layout(frame: str, parts: Mapping[str, str]) -> str:
    """Return the letter *frame*, `layout.txt` or `layout.html`, filled with *parts*."""
    return TEMPLATES.get_template(frame).render(parts)


def _day(moment: date) -> str:
    local = moment.astimezone(VIETNAM) if isinstance(moment, datetime) else moment
    return local.strftime("%d/%m/%Y")


def _money(dong: int) -> str:
    return f"{dong:,}".replace(",", ".") + " đồng"


TEMPLATES = Environment(
    loader=FileSystemLoader(FOLDER),
    undefined=StrictUndefined,
    autoescape=select_autoescape(["html"]),
    trim_blocks=True,
    lstrip_blocks=True,
)
TEMPLATES.filters |= {
    "day": _day,
    "money": _money,
    "filing": words.filing,
    "deadline": words.DEADLINES.__getitem__,
    "award": words.award,
    "authority": words.authority,
    "period": words.period,
}

_ABOUT: Mapping[str, type] = {event.__name__: event for event in EVENTS.values()} | {"FilingReminder": FilingReminder}


def _read(folder: Path) -> Message:
    written = tomllib.loads((folder / "to.toml").read_text())
    to = {UNIT if name == UNIT else Role(name).value: tuple(channels) for name, channels in written["to"].items()}
    return Message(folder.name, _ABOUT[folder.name], to, written["link"])


MESSAGES = {message.name: message for message in map(_read, sorted(path.parent for path in FOLDER.glob("*/to.toml")))}
"""Every message by its name."""

WRITTEN_EVENTS: frozenset[type[Event]] = frozenset(
    message.about for message in MESSAGES.values() if issubclass(message.about, Event)
)
"""The events somebody wrote a message about; the service listens to each of them."""


def _read_ladder() -> Ladder:
    written = tomllib.loads((FOLDER / "FilingReminder" / "ladder.toml").read_text())
    return Ladder(tuple(written["days_before"]), time.fromisoformat(written["at"]))


LADDER = _read_ladder()
"""When a unit is reminded of what it has to file."""
