"""Every item of the founding plan, with the services it concerns and the tests that prove it."""

import ast
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from deploy.docs import markdown
from deploy.folder import ROOT

DATA = ROOT / "deploy" / "data" / "founding_plan.yml"
TESTS = ROOT / "tests"

Service = Literal["plans", "nominations", "notifications", "reporting"]

_MARK = "covers"
_INTRODUCTION = (
    "The plan of 23/12/2022 that this register began with, item by item; tests and people use the same ids.",
    "A test names the items it proves with `@pytest.mark.covers`; an item of plans without a test fails the suite.",
)


class Item(BaseModel):
    """One item of the plan."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str = Field(pattern=r"^[A-Z]+(-[A-Z]+)?-(Q\d-)?\d\d(\.[a-z])?$")
    title: str = Field(min_length=1)
    services: tuple[Service, ...] = Field(min_length=1)


class Part(BaseModel):
    """A part of the plan with its items."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    part: str
    items: tuple[Item, ...]


def page() -> str:
    """Return the page."""
    proofs = covered()
    lines = [*_INTRODUCTION]
    for part in parts():
        lines.append(f"\n## {part.part}\n")
        rows = ((item.id, item.title, ", ".join(item.services), _tests(proofs.get(item.id, ()))) for item in part.items)
        lines += markdown.table(("Id", "Nội dung", "Services", "Tests"), rows)
    return markdown.page("The founding plan", lines)


@cache
def parts() -> tuple[Part, ...]:
    """Return the plan's parts in the order printed."""
    return TypeAdapter(tuple[Part, ...]).validate_python(yaml.safe_load(DATA.read_text(encoding="utf-8")))


def items() -> Iterator[Item]:
    """Yield every item of every part."""
    yield from (item for part in parts() for item in part.items)


def covered(folder: Path = TESTS) -> Mapping[str, tuple[str, ...]]:
    """Return for each id the tests under *folder* that are marked with it, read from their sources alone."""
    found: dict[str, list[str]] = {}
    for path in sorted(folder.rglob("test_*.py")):
        for test, ids in _marked(path):
            for one in ids:
                found.setdefault(one, []).append(f"{path.relative_to(folder)}::{test}")
    return {one: tuple(tests) for one, tests in found.items()}


def _marked(path: Path) -> Iterator[tuple[str, list[str]]]:
    """Yield each test of a file with the ids of its own marks and of the file's."""
    module = ast.parse(path.read_text(encoding="utf-8"), filename=str(path))
    of_all = [one for node in module.body if _is_pytestmark(node) for one in _ids(node)]
    for node in ast.walk(module):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name.startswith("test_"):
            yield node.name, [*of_all, *(one for mark in node.decorator_list for one in _ids(mark))]


def _is_pytestmark(node: ast.stmt) -> bool:
    return isinstance(node, ast.Assign) and any(
        isinstance(target, ast.Name) and target.id == "pytestmark" for target in node.targets
    )


def _ids(node: ast.AST) -> list[str]:
    calls = (each for each in ast.walk(node) if isinstance(each, ast.Call))
    marks = (each for each in calls if isinstance(each.func, ast.Attribute) and each.func.attr == _MARK)
    return [
        argument.value
        for mark in marks
        for argument in mark.args
        if isinstance(argument, ast.Constant) and isinstance(argument.value, str)
    ]


def _tests(names: tuple[str, ...]) -> str:
    return "<br>".join(f"`{name}`" for name in dict.fromkeys(names))
