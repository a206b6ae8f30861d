"""What the written pages tell a person to type exists."""

import re
import shlex
from pathlib import Path
from typing import Any

import pytest
from typer.core import TyperGroup
from typer.main import get_command

from deploy.cli import app
from deploy.docs import settings
from tests.architecture.pages import DOCS, ROOT

PAGES = [*sorted(DOCS.rglob("*.md")), *(ROOT / name for name in ("README.md", "CONTRIBUTING.md", "ARCHITECTURE.md"))]
NOT_A_SETTING = {"THIDUA_KAFKA…", "THIDUA_POSTGRES…"}

each_page = pytest.mark.parametrize("page", PAGES, ids=[str(page.relative_to(ROOT)) for page in PAGES])


def typed(page: Path) -> list[str]:
    """Return what a page shows as code, line by line."""
    text = page.read_text()
    blocks = re.findall(r"^ *```\w*\n(.*?)^ *```", text, re.MULTILINE | re.DOTALL)
    inline = re.findall(r"`([^`\n]+)`", re.sub(r"^ *```.*?^ *```", "", text, flags=re.MULTILINE | re.DOTALL))
    return [line.strip() for line in ("\n".join([*blocks, *inline])).splitlines()]


def verbs(page: Path, program: str) -> list[str]:
    said = (re.match(rf"(?:\S*/)?{program} +(.+)", line) for line in typed(page))
    return [match[1].partition("#")[0].strip() for match in said if match]


def anchor(heading: str) -> str:
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


def exists(words: list[str]) -> bool:
    """Return whether *words* name a command, options of the program left out."""
    while words and words[0].startswith("--"):
        words = [] if words[0] == "--help" else words[2:]
    found: Any = get_command(app)
    for word in words:
        if not isinstance(found, TyperGroup):
            break
        found = found.commands.get(word)
    return found is not None


@each_page
def test_every_verb_of_thidua_exists(page: Path) -> None:
    said = [verb for verb in verbs(page, "thidua") if "VERB" not in verb]

    unknown = [verb for verb in said if not exists(shlex.split(verb))]

    assert unknown == []


@each_page
def test_every_verb_of_make_exists(page: Path) -> None:
    makefile = (ROOT / "Makefile").read_text()
    known = set(re.findall(r"^([a-z-]+):", makefile, re.MULTILINE))

    said = {verb.split()[0] for verb in verbs(page, "make")}

    assert sorted(said - known) == []


@each_page
def test_every_setting_exists(page: Path) -> None:
    known = set(re.findall(r"THIDUA_[A-Z_]+", settings.page()))

    said = set(re.findall(r"THIDUA_[A-Z_]+…?", page.read_text())) - NOT_A_SETTING

    assert sorted(said - known) == []


@each_page
def test_every_link_leads_somewhere(page: Path) -> None:
    text = page.read_text()
    links = re.findall(r"(?<!!)\[[^\]]*\]\(([^)]+)\)", text)

    broken = [link for link in links if not _leads(page, link)]

    assert broken == []


def _leads(page: Path, link: str) -> bool:
    name, _, part = link.partition("#")
    target = page.parent / name if name else page
    if not target.exists():
        return False
    headings = re.findall(r"^#+ (.+)$", target.read_text(), re.MULTILINE) if target.suffix == ".md" else []
    return not part or part in map(anchor, headings)


@each_page
def test_every_file_named_with_its_path_exists(page: Path) -> None:
    said = [line for line in typed(page) if re.fullmatch(r"(deploy|docs|services|shared|tests)/[\w./-]+", line)]

    missing = [name for name in said if not (ROOT / name).exists()]

    assert missing == []
