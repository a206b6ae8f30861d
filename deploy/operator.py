"""What an operator asks of a running service, over HTTP and as an administrator."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx

from deploy.ground import operator_keys
from deploy.passwords import read
from deploy.trouble import Trouble
from shared.identity import Identity, sign
from shared.roles import Role

OPERATOR = Identity("operator", "Người vận hành", frozenset({Role.ADMINISTRATOR}))


def ask(folder: Path, service: str, method: str, path: str, **body: Any) -> Any:
    """Return what *service* answers; *body* is httpx's `json` or `content`.

    Raises Trouble where it does not run, does not answer or refuses, with its own words.
    """
    private_key, _ = operator_keys(folder)
    with _client(_address(folder, service), sign(OPERATOR, private_key)) as client:
        answer = client.request(method, path, **body)
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
