"""The glossary has every word the code uses, and no other."""

from collections.abc import Iterator
from enum import Enum
from importlib import import_module
from typing import Any

import pytest

from deploy.docs import steps
from deploy.kafka.topics import SERVICES
from shared import words
from shared.db import Aggregate
from shared.roles import ROLE_NAMES, Role
from shared.schemas import declared
from tests.architecture.pages import code, rows

ROOMS = (
    "shared.errors",
    "shared.roles",
    "shared.steps",
    "shared.events.base",
    *(f"shared.events.{name}" for name in ("plans", "nominations", "notifications", "reporting", "ext", "kernel")),
    *(f"services.{service}.{room}" for service in SERVICES for room in ("domain", "models")),
    "services.nominations.rules",
    "services.nominations.rules.ruleset",
)
"""The rooms whose words the glossary may have; what a room holds in modules of its own counts too."""


def written() -> dict[str, str]:
    return {name: cells[1] for cells in rows("glossary.md") if (name := code(cells[0]))}


def aggregates() -> Iterator[str]:
    for service in SERVICES:
        for name, value in vars(import_module(f"services.{service}.models")).items():
            if isinstance(value, type) and issubclass(value, Aggregate) and value is not Aggregate:
                yield name.removesuffix("Row")


def state_labels() -> dict[str, str]:
    return {
        f"{state.__class__.__name__}.{state.name}": label
        for domain, _, table in steps.tables()
        for labels in vars(domain).values()
        if isinstance(labels, dict) and labels and all(isinstance(key, steps.states_of(table)) for key in labels)
        for state, label in labels.items()
    }


def wanted() -> set[str]:
    roles = {f"Role.{role.name}" for role in Role}
    return {*(event.__name__ for event in declared()), *aggregates(), *state_labels(), *roles}


def members(name: str, value: Any) -> set[str]:
    return (
        {f"{name}.{member.name}" for member in value} if isinstance(value, type) and issubclass(value, Enum) else set()
    )


def existing() -> set[str]:
    known = {name: value for room in ROOMS for module in steps.modules(room) for name, value in vars(module).items()}
    named = {name.removesuffix("Row") for name, value in known.items() if isinstance(value, type)}
    inside = {member for name, value in known.items() for member in members(name, value)}
    taken = {step.name for _, _, table in steps.tables() for step in table}
    return named | inside | taken | set(words.AWARDS)


@pytest.mark.parametrize("name", sorted(wanted()))
def test_every_event_aggregate_state_and_role_has_a_row(name: str) -> None:
    glossary = written()

    term = glossary.get(name, "")

    assert term != ""


def test_no_row_names_what_the_code_lacks() -> None:
    names = written().keys()

    unknown = sorted(names - existing())

    assert unknown == []


def test_no_identifier_has_two_rows() -> None:
    names = [name for cells in rows("glossary.md") if (name := code(cells[0]))]

    assert names == list(dict.fromkeys(names))


def test_a_state_is_called_by_the_word_on_the_page() -> None:
    glossary = written()

    differing = {name: label for name, label in state_labels().items() if glossary.get(name) != label}

    assert differing == {}


def test_a_role_is_called_by_the_word_on_the_page() -> None:
    glossary = written()

    assert {role: glossary[f"Role.{role.name}"] for role in Role} == ROLE_NAMES


def test_an_award_is_called_by_the_word_on_the_page() -> None:
    glossary = written()

    assert {award: glossary.get(award) for award in words.AWARDS} == words.AWARDS
