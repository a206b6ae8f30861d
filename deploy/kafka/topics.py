"""The topics file, read strictly: what topics there are and what each principal may do, and nothing more."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any, Literal, NamedTuple, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from deploy.folder import ROOT
from deploy.trouble import Trouble

TOPICS = ROOT / "deploy" / "kafka" / "topics.yml"
PROVINCE = ROOT / "deploy" / "data" / "province.yml"

Service = Literal["plans", "nominations", "notifications", "reporting"]
Owner = Literal[Service, "unit"]
Reader = Literal[Service, "departments", "unit"]
SERVICES: tuple[Service, ...] = ("plans", "nominations", "notifications", "reporting")

Model = TypeVar("Model", bound=BaseModel)

UNIT = "{unit}"
UnitId = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]


class Topic(BaseModel):
    """One line of the topics file."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str = Field(pattern=r"^([a-z]+\.[a-z]+(\.state)?|[a-z]+\.dlq|ext\.\{unit\}(\.replies)?)\.v[1-9]$")
    owner: Owner
    writers: tuple[Service, ...] = ()
    partitions: int = Field(ge=1, le=100)
    retention: str = Field(pattern=r"^(forever|[1-9][0-9]*d)$")
    cleanup: Literal["delete", "compact"]
    readers: tuple[Reader, ...]

    @property
    def retention_ms(self) -> int:
        """Return the retention as the broker counts it."""
        return -1 if self.retention == "forever" else int(self.retention[:-1]) * 86_400_000

    @property
    def is_per_unit(self) -> bool:
        """Return whether each department has one of these."""
        return UNIT in self.name

    @model_validator(mode="after")
    def _grants_nothing_by_mistake(self) -> "Topic":
        first, *middle, _ = self.name.split(".")
        if not self.is_per_unit:
            _demand(first == self.owner, f"{self.name} must be owned by {first}, whose name it bears")
            _demand(not self.writers, f"only {self.owner} may write {self.name}")
            _demand("unit" not in self.readers, f"{self.name} is not one department's topic; `unit` cannot read it")
        else:
            _demand("departments" not in self.readers, f"{self.name} is for one department; not for all of them")
            _demand(
                (self.owner == "unit") == ("replies" not in middle),
                f"{self.name}: only the other one is the unit's own",
            )
            _demand(self.owner != "unit" or not self.writers, f"only the department itself may write {self.name}")
        if "dlq" in middle:
            _demand(not self.readers, f"only {self.owner} may read {self.name}")
        _demand((self.cleanup == "compact") == ("state" in middle), f"{self.name}: only *.state.* is compacted")
        return self


class Grant(NamedTuple):
    """One permission: whoever has no grant for a thing cannot touch it."""

    principal: str
    operation: Literal["READ", "WRITE"]
    kind: Literal["TOPIC", "GROUP"]
    name: str
    is_prefix: bool = False


class _Topics(BaseModel):
    model_config = ConfigDict(extra="forbid")
    topics: list[Topic]


class Unit(BaseModel):
    """One unit of the province file (đơn vị)."""

    model_config = ConfigDict(frozen=True)

    id: UnitId
    name: str


class _Province(BaseModel):
    units: list[Unit]


def topics(file: Path = TOPICS) -> list[Topic]:
    """Return the topics, or say in which line of *file* the mistake is."""
    found = _read(file, _Topics).topics
    _refuse_twice(file, [topic.name for topic in found])
    return found


def province(file: Path = PROVINCE) -> list[Unit]:
    """Return the province's units; none while there is no province file."""
    if not file.exists():
        return []
    found = _read(file, _Province).units
    _refuse_twice(file, [unit.id for unit in found])
    return found


def expand(found: Iterable[Topic], unit_ids: Sequence[str]) -> list[Topic]:
    """Return the topics with one of each per-unit topic for every unit."""
    return [
        topic.model_copy(update={"name": topic.name.replace(UNIT, unit_id)})
        for topic in found
        for unit_id in (unit_ids if topic.is_per_unit else [""])
    ]


def department(unit_id: str) -> str:
    """Return the principal of a unit's own system."""
    return f"dept-{unit_id}"


def grants(found: Sequence[Topic], unit_ids: Sequence[str]) -> set[Grant]:
    """Return every permission that follows from the topics file."""
    allowed: set[Grant] = set()
    for service in SERVICES:
        allowed.add(Grant(service, "READ", "GROUP", service, is_prefix=True))
        allowed.update(_of_service(service, found, unit_ids))
    for unit_id in unit_ids:
        allowed.add(Grant(department(unit_id), "READ", "GROUP", f"{unit_id}.", is_prefix=True))
        allowed.update(_of_department(unit_id, found))
    return allowed


def _of_service(service: Service, found: Sequence[Topic], unit_ids: Sequence[str]) -> Iterable[Grant]:
    for topic in found:
        if topic.is_per_unit and service in topic.readers:
            # New departments' topics are read from the moment they exist, hence the prefix.
            yield Grant(service, "READ", "TOPIC", topic.name.partition(UNIT)[0], is_prefix=True)
        for name in _names(topic, unit_ids):
            if service in (topic.writers or (topic.owner,)):
                yield Grant(service, "WRITE", "TOPIC", name)
            if not topic.is_per_unit and (service == topic.owner or service in topic.readers):
                yield Grant(service, "READ", "TOPIC", name)


def _of_department(unit_id: str, found: Sequence[Topic]) -> Iterable[Grant]:
    for topic in found:
        (name,) = _names(topic, [unit_id])
        if topic.owner == "unit":
            yield Grant(department(unit_id), "WRITE", "TOPIC", name)
        if "departments" in topic.readers or "unit" in topic.readers:
            yield Grant(department(unit_id), "READ", "TOPIC", name)


def _names(topic: Topic, unit_ids: Sequence[str]) -> list[str]:
    return [topic.name for topic in expand([topic], unit_ids)]


def _demand(holds: bool, otherwise: str) -> None:  # noqa: FBT001 - the truth that must hold reads first
    if not holds:
        raise ValueError(otherwise)


def _read(file: Path, model: type[Model]) -> Model:
    try:
        tree = yaml.compose(file.read_text(), Loader=yaml.SafeLoader)
        return model.model_validate(yaml.safe_load(file.read_text()))
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise Trouble(f"{file}:{line}: {error.problem}") from error
    except ValidationError as error:
        raise Trouble("\n".join(f"{file}:{_line(tree, one['loc'])}: {_said(one)}" for one in error.errors())) from error


def _refuse_twice(file: Path, names: Sequence[str]) -> None:
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise Trouble(f"{file}: listed more than once: {', '.join(twice)}")


def _line(node: yaml.Node | None, place: Sequence[int | str]) -> int:
    """Return the line of the innermost thing in *place* that the file has."""
    line = 1 if node is None else node.start_mark.line + 1
    for step in place:
        if isinstance(node, yaml.SequenceNode) and isinstance(step, int):
            node = node.value[step]
        elif isinstance(node, yaml.MappingNode):
            node = next((value for key, value in node.value if key.value == step), None)
        if node is None:
            break
        line = node.start_mark.line + 1
    return line


def _said(error: Mapping[str, Any]) -> str:
    where = ".".join(str(step) for step in error["loc"] if isinstance(step, str) and step != "topics")
    given = "" if isinstance(error["input"], dict) else f" (here: {error['input']!r})"
    return f"{where}: {error['msg']}{given}".removeprefix(": ")
