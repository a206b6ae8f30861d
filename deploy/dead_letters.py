"""The dead letters of a running system, asked for over HTTP as an administrator."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx

from deploy.ground import operator_keys
from deploy.kafka.topics import SERVICES
from deploy.passwords import read
from deploy.trouble import Trouble
from shared.identity import Identity, sign
from shared.roles import Role

OPERATOR = Identity("operator", "Người vận hành", frozenset({Role.ADMINISTRATOR}))


def listed(folder: Path, service: str | None) -> list[dict[str, Any]]:
    """Return the newest letters of *service*, or of all services, each with the name of its service."""
    names = SERVICES if service is None else (service,)
    return [{"service": name, **letter} for name in names for letter in _ask(folder, name, "GET", "")]


def shown(folder: Path, service: str, letter_id: str) -> dict[str, Any]:
    """Return one letter, contents and all."""
    letter: dict[str, Any] = _ask(folder, service, "GET", f"/{letter_id}")
    return letter


def replayed(folder: Path, service: str, topic: str, key: str) -> dict[str, Any]:
    """Let *service* act again on every letter of a key; return what it says it did."""
    done: dict[str, Any] = _ask(folder, service, "POST", "/replay", {"topic": topic, "key": key})
    return done


def _ask(folder: Path, service: str, method: str, path: str, body: dict[str, str] | None = None) -> Any:
    private_key, _ = operator_keys(folder)
    with _client(_address(folder, service), sign(OPERATOR, private_key)) as client:
        answer = client.request(method, f"/dead-letters{path}", json=body)
    if answer.is_success:
        return answer.json()
    raise Trouble(f"{service} answered {answer.status_code}: {answer.text}")


def _address(folder: Path, service: str) -> str:
    run_file = folder / "run.json"
    addresses = read(run_file).get("addresses", {})
    if service not in addresses:
        raise Trouble(f"{service} is not running in {folder}.", "start it: make up")
    return str(addresses[service])


@contextmanager
def _client(address: str, token: str) -> Iterator[httpx.Client]:
    headers = {"Authorization": f"Bearer {token}"}
    try:
        with httpx.Client(base_url=address, headers=headers, timeout=60, trust_env=False) as client:
            yield client
    except httpx.TransportError as error:
        raise Trouble(f"{address} does not answer: {error}", "see its log, or start it again: make up") from error
