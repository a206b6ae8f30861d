"""A running system after the year of a small province, and how a test looks at it."""

import json
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import asyncpg
import yaml

from deploy.folder import ROOT
from deploy.kafka.topics import PROVINCE, province
from deploy.ledger import Ledger
from deploy.seed.people import People
from deploy.settle import Watch
from deploy.supervisor import System
from shared.clock import SharedClock

UNITS = province()[:12]
DOSSIERS = 30


@dataclass(frozen=True)
class Walked:
    """A running system after its year."""

    system: System
    clock: SharedClock
    ledger: Ledger
    days: Sequence[date]
    ended_at: datetime

    async def rows(self, service: str, query: str, *values: Any) -> list[tuple[Any, ...]]:
        """Return what a service's own database answers."""
        connection = await asyncpg.connect(self.system.postgres.dsn(service))
        try:
            return [tuple(row) for row in await connection.fetch(query, *values)]
        finally:
            await connection.close()

    async def settle(self) -> None:
        """Wait until nothing is on its way."""
        async with Watch(self.system) as watch:
            await watch.settle(self.clock.now())

    @asynccontextmanager
    async def people(self) -> AsyncIterator[People]:
        """Give everybody's way to the services."""
        people = People(self.system)
        try:
            yield people
        finally:
            await people.close()

    def letters(self) -> Iterator[EmailMessage]:
        """Return every letter in the mail catcher, in the order of arrival."""
        assert self.system.mail is not None
        for file in sorted(self.system.mail.folder.glob("*.eml")):
            letter = message_from_bytes(file.read_bytes(), policy=policy.default)
            assert isinstance(letter, EmailMessage)
            yield letter

    def connection(self, unit_id: str) -> dict[str, Any]:
        """Return what the operator hands to a department's developer."""
        words = [sys.executable, "-m", "deploy.cli", "--data", str(self.system.ground.folder), "connect", unit_id]
        told = subprocess.run([*words, "--json"], check=True, capture_output=True, cwd=ROOT)
        found: dict[str, Any] = json.loads(told.stdout)
        return found


def small_province() -> bytes:
    """Return the province's file with the first units only."""
    written = yaml.load(PROVINCE.read_bytes(), Loader=yaml.BaseLoader)
    written["units"] = written["units"][: len(UNITS)]
    return yaml.safe_dump(written, allow_unicode=True).encode()
