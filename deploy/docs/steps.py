"""Every process: its states, and who moves it from one to the next."""

from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from importlib import import_module
from inspect import cleandoc
from pkgutil import iter_modules
from types import ModuleType

from deploy.docs import markdown
from deploy.kafka.topics import SERVICES
from shared.roles import ROLE_NAMES, Role
from shared.steps import Step

_INTRODUCTION = (
    "A state changes by a step of one of these tables and in no other way.",
    "Buttons, permissions and refusals on the pages come from the same tables.",
)

BY_ITSELF = "the calendar"
"""Who takes a step that is nobody's button."""


def page() -> str:
    """Return the page."""
    lines = [*_INTRODUCTION]
    for domain, name, table in tables():
        lines += _process(domain, name, table)
    return markdown.page("Steps", lines)


def tables() -> Iterator[tuple[ModuleType, str, tuple[Step, ...]]]:
    """Yield every steps table once, with the module of the domain that declares it and its name there."""
    seen: set[int] = set()
    for domain in (module for service in SERVICES for module in modules(f"services.{service}.domain")):
        for name, value in vars(domain).items():
            is_table = isinstance(value, tuple) and value and all(isinstance(one, Step) for one in value)
            if is_table and id(value) not in seen:
                seen.add(id(value))
                yield domain, name, value


def modules(room: str) -> Iterator[ModuleType]:
    """Yield the modules of a room, itself last, so that what it passes on is found where it is declared."""
    package = import_module(room)
    for inside in iter_modules(getattr(package, "__path__", ())):
        yield import_module(f"{room}.{inside.name}")
    yield package


def states_of(table: Sequence[Step]) -> type[StrEnum]:
    """Return the states a table speaks of."""
    source = table[0].source
    assert isinstance(source, StrEnum), "a steps table names its states by their type"
    return type(source)


def _process(domain: ModuleType, name: str, table: Sequence[Step]) -> Iterator[str]:
    states = states_of(table)
    labels = _labels(import_module(states.__module__), states)
    yield f"\n## {domain.__name__.split('.')[1]}: {name}\n"
    yield f"{cleandoc(states.__doc__ or '')}\n"
    yield "```mermaid"
    yield "stateDiagram-v2"
    yield from (f"  {state.value}: {labels[state]}" for state in states)
    yield from (f"  [*] --> {state.value}" for state in states if all(one.target != state for one in table))
    yield from dict.fromkeys(f"  {one.source} --> {one.target}: {one.name}" for one in table)
    yield from (f"  {state.value} --> [*]" for state in states if all(one.source != state for one in table))
    yield "```\n"
    rows = ((f"`{one.name}`", one.label, f"`{one.source}`", f"`{one.target}`", _by(one), _asks(one)) for one in table)
    yield from markdown.table(("Step", "Button", "From", "To", "By", "Asks for"), rows)


def _labels(domain: ModuleType, states: type[StrEnum]) -> Mapping[str, str]:
    """Return the words a person reads for *states*, as the module that declares them lists them."""
    found: Mapping[str, str] = next(
        value
        for value in vars(domain).values()
        if isinstance(value, Mapping) and value and all(isinstance(key, states) for key in value)
    )
    return found


def _by(step: Step) -> str:
    return ", ".join(ROLE_NAMES[role] for role in Role if role in step.by) or BY_ITSELF


def _asks(step: Step) -> str:
    """Say what a step needs beyond its state and role; a domain's own kind of step may add columns."""
    route, eligible = getattr(step, "route", None), getattr(step, "eligible", None)
    asked = {
        "a reason": step.needs_reason,
        "every document": getattr(step, "needs_complete", False),
        "every rule met": eligible is True,
        "a rule not met": eligible is False,
        f"route: {route}": route is not None,
        f"owed: {getattr(step, 'asks', None)}": getattr(step, "asks", None) is not None,
        f"done before: {', '.join(sorted(getattr(step, 'after', ())))}": bool(getattr(step, "after", ())),
        "nothing asked of others still open": getattr(step, "needs_settled", False),
        f"within: {getattr(step, 'within', '')}": bool(getattr(step, "within", "")),
        "confirmation": step.is_final,
    }
    return ", ".join(said for said, holds in asked.items() if holds)
