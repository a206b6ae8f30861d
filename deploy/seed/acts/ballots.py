"""A council member's own program: it asks for papers with blinded numbers, and casts them without a name."""

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from deploy.seed.people import People
from services.nominations.domain.ballots import SERIAL, message_of
from shared.blind_rsa import PublicKey, blind, finalize
from shared.identity import Identity


@dataclass(frozen=True, slots=True)
class Paper:
    """A ballot paper in a member's hand; only its holder knows the number."""

    item_id: str
    serial: bytes
    signature: bytes


async def take_papers(
    people: People, member: Identity, session_id: str, items: Iterable[Mapping[str, Any]]
) -> list[Paper]:
    """Return a paper for each of *items*, signed by the council, which saw nothing but blinded numbers."""
    written = [_write(item) for item in items]
    asked = [{"item_id": one.item_id, "blinded": one.blinded.hex()} for one in written]
    path = f"/council-sessions/{session_id}/papers"
    given = (await people.post(member, "nominations", path, {"papers": asked}))["papers"]
    return [one.open(bytes.fromhex(back["blind_signature"])) for one, back in zip(written, given, strict=True)]


async def cast(people: People, paper: Paper, choice: str) -> None:
    """Put a paper into the urn; nobody signs in for it."""
    ballot = {
        "item_id": paper.item_id,
        "serial": paper.serial.hex(),
        "signature": paper.signature.hex(),
        "choice": choice,
    }
    await people.drop("nominations", "/ballots", ballot)


@dataclass(frozen=True, slots=True)
class _Written:
    """A paper before the council signs it, with what opens the signature."""

    item_id: str
    key: PublicKey
    serial: bytes
    blinded: bytes
    inverse: int

    def open(self, signed: bytes) -> Paper:
        message = message_of(UUID(self.item_id), self.serial)
        return Paper(self.item_id, self.serial, finalize(self.key, message, signed, self.inverse))


def _write(item: Mapping[str, Any]) -> _Written:
    key, serial = PublicKey(int(item["modulus"], 16)), secrets.token_bytes(SERIAL)
    blinded, inverse = blind(key, message_of(UUID(item["item_id"]), serial))
    return _Written(item["item_id"], key, serial, blinded, inverse)
