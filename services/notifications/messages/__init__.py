"""Every message, one folder each, named after the event or the reminder it speaks of."""

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, meta, select_autoescape

from services.notifications.domain import REMINDERS, FilingReminder, Ladder
from shared import words
from shared.clock import VIETNAM
from shared.events import EVENTS, Event
from shared.roles import Role

FOLDER = Path(__file__).parent
UNIT = "unit"
"""The addressee of a message that stands for the unit its event is about."""

ROLES = frozenset(role.value for role in Role)

GROUPS = frozenset(
    {
        "everyone",
        "cluster",
        "inspected",
        "reached",
        "concerned",
        "assigned",
        "amended",
        "coordinating",
        "ranked",
        "council",
    }
)
"""The addressees that are more than a role, `unit`, or a field of the event that holds units' ids."""

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
    """What is told, to whom and through which channels (mẫu thông báo).

    An addressee is a role, `unit`, a field of the event that holds units' ids, or one of `GROUPS`.
    """

    name: str
    about: type
    to: Mapping[str, tuple[str, ...]]
    link: str
    asks: frozenset[str]
    """What the texts ask for."""

    def write(self, about: Any, **named: Any) -> Words:
        """Return the texts for *about*; *named* is what they ask for besides its fields, such as the unit's name."""
        known = {field: getattr(about, field) for field in fields_of(self.about)}
        subject, body, html = (
            TEMPLATES.get_template(f"{self.name}/{text}").render(known | named).strip() for text in TEXTS
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


def _moment(moment: datetime) -> str:
    return moment.astimezone(VIETNAM).strftime("%H giờ %M ngày %d/%m/%Y")


def _named(names: Mapping[Any, str]) -> Callable[[str], str]:
    """Call a code by its name; a code this register does not know stands for itself."""
    return lambda code: names.get(code, code)


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
    "moment": _moment,
    "money": _money,
    "filing": words.filing,
    "deadline": words.DEADLINES.__getitem__,
    "award": words.award,
    "authority": words.authority,
    "period": words.period,
    "mode": _named(words.MODES),
    "subject": _named(words.SUBJECT_KINDS),
    "opinion": _named(words.OPINIONS),
    "council": _named(words.COUNCIL_KINDS),
    "issuer": _named(words.INSPECTION_ISSUERS),
    "inspection": _named(words.INSPECTION_FORMS),
    "finding": _named(words.FINDINGS),
    "severity": _named(words.SEVERITIES),
    "occasion": _named(words.OCCASIONS),
    "lower": lambda phrase: phrase[:1].lower() + phrase[1:],
}

_ABOUT: Mapping[str, type] = (
    {event.__name__: event for event in EVENTS.values()}
    | {"FilingReminder": FilingReminder}
    | {reminder.message: reminder.begins for reminder in REMINDERS}
)


def _read(folder: Path) -> Message:
    written = tomllib.loads((folder / "to.toml").read_text())
    about = _ABOUT[folder.name]
    to = {name: tuple(channels) for name, channels in written["to"].items()}
    strangers = to.keys() - ROLES - GROUPS - {UNIT} - set(fields_of(about))
    if strangers:
        raise ValueError(f"{folder.name} goes to {sorted(strangers)}, which {about.__name__} does not name")
    return Message(folder.name, about, to, written["link"], _asked(folder))


def _asked(folder: Path) -> frozenset[str]:
    asked = (meta.find_undeclared_variables(TEMPLATES.parse((folder / text).read_text())) for text in TEXTS)
    return frozenset().union(*asked)


MESSAGES = {message.name: message for message in map(_read, sorted(path.parent for path in FOLDER.glob("*/to.toml")))}
"""Every message by its name."""

WRITTEN_EVENTS: frozenset[type[Event]] = frozenset(
    message.about
    for message in MESSAGES.values()
    if issubclass(message.about, Event) and message.name == message.about.__name__
)
"""The events somebody wrote a message about; the service listens to each of them."""

SILENT: Mapping[str, str] = tomllib.loads((FOLDER / "silent.toml").read_text())
"""The events that deserve no message, each with the reason."""


def _read_ladder(folder: Path) -> Ladder:
    written = tomllib.loads((folder / "ladder.toml").read_text())
    return Ladder(tuple(written["days_before"]), time.fromisoformat(written["at"]))


LADDERS = {path.parent.name: _read_ladder(path.parent) for path in sorted(FOLDER.glob("*/ladder.toml"))}
"""When somebody is reminded, by the reminder's name."""

LADDER = LADDERS["FilingReminder"]
"""When a unit is reminded of what it has to file."""
