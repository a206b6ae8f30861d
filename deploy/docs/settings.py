"""Every setting: of one process, and of the whole system."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from pydantic import BaseModel, SecretStr
from pydantic.fields import FieldInfo

from deploy.docs import markdown
from deploy.ground import EVERYBODY, PASSED_ON
from deploy.outside import Outside
from shared.settings import Settings

PREFIX = "THIDUA_"

_HEAD = ("Setting", "Default", "Meaning")

_OF_THE_SYSTEM = MappingProxyType(
    {
        "postgres": "an administrator's address, postgresql://user:password@host:port/db; roles and databases are made",
        "kafka": "bootstrap servers, host:port[,host:port]; topics, users and permissions are made",
        "kafka_user": "SCRAM user of the broker's administrator",
        "kafka_password": "the administrator's SCRAM password",
    }
)
"""Where a setting of the whole system means another thing than in one process."""


def page() -> str:
    """Return the page."""
    lines = [
        "Every setting is an environment variable that begins with `THIDUA_`.",
        "A process that lacks one it needs does not start, and names it.\n",
        "## The whole system\n",
        "Set these in the environment of `make up`, `make demo` or any `thidua` verb.",
        "They replace an embedded part by one that somebody else runs:\n",
        *markdown.table(_HEAD, _rows(Outside, _OF_THE_SYSTEM)),
        "\nThese are handed on to the processes named:\n",
        *markdown.table(("Setting", "Handed on to"), _handed_on()),
        "\n`PASSWORD_<NAME>`, such as `PASSWORD_PLANS`, is the password of a service.",
        "Without it, passwords are made at random when first needed and kept in the data folder, in `secrets/`.\n",
        "## One process\n",
        "`thidua up` gives each process its own; set them where you start processes yourself.\n",
        *markdown.table(_HEAD, _rows(Settings, {})),
    ]
    return markdown.page("Settings", lines)


def _rows(model: type[BaseModel], meanings: Mapping[str, str]) -> Iterator[tuple[str, ...]]:
    for name, field in model.model_fields.items():
        meaning = meanings.get(name) or Settings.model_fields[name].description or ""
        yield f"`{PREFIX}{name.upper()}`", _default(field), meaning


def _default(field: FieldInfo) -> str:
    if field.is_required():
        return "must be set"
    value = field.default
    if isinstance(value, SecretStr):
        value = value.get_secret_value()
    if isinstance(value, frozenset):
        value = str(sorted(value)).replace("'", '"')
    if isinstance(value, bool):
        value = str(value).lower()
    return f"`{value}`" if value not in {"", None} else "none"


def _handed_on() -> Iterator[tuple[str, ...]]:
    yield from ((f"`{PREFIX}{name}`", "every service") for name in EVERYBODY)
    yield from ((f"`{PREFIX}{name}`", service) for service, names in PASSED_ON.items() for name in names)
