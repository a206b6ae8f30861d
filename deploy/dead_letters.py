"""The dead letters of a running system, asked for as an operator."""

from pathlib import Path
from typing import Any

from deploy.kafka.topics import SERVICES
from deploy.operator import ask


def listed(folder: Path, service: str | None) -> list[dict[str, Any]]:
    """Return the newest letters of *service*, or of all services, each with the name of its service."""
    names = SERVICES if service is None else (service,)
    return [{"service": name, **letter} for name in names for letter in ask(folder, name, "GET", "/dead-letters")]


def shown(folder: Path, service: str, letter_id: str) -> dict[str, Any]:
    """Return one letter, contents and all."""
    letter: dict[str, Any] = ask(folder, service, "GET", f"/dead-letters/{letter_id}")
    return letter


def replayed(folder: Path, service: str, topic: str, key: str) -> dict[str, Any]:
    """Let *service* act again on every letter of a key; return what it says it did."""
    where = {"topic": topic, "key": key}
    done: dict[str, Any] = ask(folder, service, "POST", "/dead-letters/replay", json=where)
    return done
