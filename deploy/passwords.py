"""Passwords and keys: made at random when first asked for, kept in files only their owner can read."""

import hashlib
import json
import os
import secrets
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from joserfc.jwk import OKPKey


class Passwords:
    """One file of passwords by name, and which of them a server has been told.

    Where programs run apart, as in containers, PASSWORD_<NAME> in the environment is the password of a service.
    """

    def __init__(self, file: Path) -> None:
        self._file = file
        self._told_file = file.with_suffix(".told.json")

    def of(self, name: str) -> str:
        """Return the password of *name*."""
        return self.all([name])[name]

    def all(self, names: Iterable[str]) -> dict[str, str]:
        """Return the passwords of *names*, making those that are missing in one go."""
        names = list(names)
        known = read(self._file)
        given = {name: os.environ[variable] for name in names if (variable := f"PASSWORD_{name.upper()}") in os.environ}
        missing = [name for name in names if name not in known | given]
        if missing:
            known |= {name: secrets.token_urlsafe(24) for name in missing}
            write(self._file, known)
        return {name: (known | given)[name] for name in names}

    def untold(self, names: Iterable[str]) -> set[str]:
        """Return those of *names* whose present password no server was told."""
        told = read(self._told_file)
        return {name for name, password in self.all(names).items() if told.get(name) != _digest(password)}

    def tell(self, names: Iterable[str]) -> None:
        """Remember that a server now knows the passwords of *names*."""
        told = {name: _digest(password) for name, password in self.all(names).items()}
        write(self._told_file, read(self._told_file) | told)


def identity_keys(file: Path) -> tuple[str, str]:
    """Return the private and the public key (PEM) that sign and verify callers."""
    keys = read(file)
    if not keys:
        private, public = new_keys()
        keys = {"private": private, "public": public}
        write(file, keys)
    return keys["private"], keys["public"]


def new_keys() -> tuple[str, str]:
    """Return a new private key and its public half (PEM)."""
    pair = OKPKey.generate_key("Ed25519", auto_kid=False)
    return pair.as_pem(private=True).decode(), pair.as_pem(private=False).decode()


def new_environment(example: str) -> str:
    """Return the .env file that *example* describes, with every empty value made at random."""
    private, public = new_keys()
    made = {"IDENTITY_PRIVATE_KEY": private, "IDENTITY_PUBLIC_KEY": public, "KAFKA_CLUSTER": new_cluster()}
    return "\n".join(_filled(line, made) for line in example.splitlines()) + "\n"


def new_cluster() -> str:
    """Return a new id for a Kafka cluster."""
    # Sixteen bytes; the first letter must not look like an option's dash.
    return "K" + secrets.token_urlsafe(16)[1:]


def _filled(line: str, made: Mapping[str, str]) -> str:
    name, equals, value = line.partition("=")
    if not equals or value or line.startswith("#"):
        return line
    # Compose turns \\n between double quotes into a new line.
    text = made.get(name) or secrets.token_urlsafe(24)
    return f'{name}="{text.strip()}"'.replace("\n", "\\n")


def read(file: Path) -> dict[str, Any]:
    """Return what *file* holds; nothing if it is not there yet."""
    known: dict[str, Any] = json.loads(file.read_text()) if file.exists() else {}
    return known


def write(file: Path, content: Any) -> None:
    """Replace *file* at once, readable by its owner alone from the first byte."""
    write_text(file, json.dumps(content, indent=2, ensure_ascii=False))


def write_text(file: Path, text: str) -> None:
    """Replace *file* by *text*, readable by its owner alone from the first byte."""
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = file.with_name(f"{file.name}.{os.getpid()}")
    draft.unlink(missing_ok=True)
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as out:
        out.write(text)
    draft.replace(file)


def _digest(password: str) -> str:
    return hashlib.sha256(password.encode()).hexdigest()
