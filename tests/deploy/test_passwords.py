"""Passwords are made once, readable by their owner alone, and told to a server once."""

import stat
from pathlib import Path

import pytest

from deploy.passwords import Passwords, identity_keys
from shared.identity import Identity, sign, verifier
from shared.roles import Role


def _mode(file: Path) -> int:
    return stat.S_IMODE(file.stat().st_mode)


def test_a_password_stays_the_same(tmp_path: Path) -> None:
    first = Passwords(tmp_path / "kafka.json").of("plans")

    assert Passwords(tmp_path / "kafka.json").of("plans") == first


def test_two_names_get_different_passwords(tmp_path: Path) -> None:
    found = Passwords(tmp_path / "kafka.json").all(["plans", "reporting"])

    assert len(set(found.values())) == 2


def test_only_the_owner_may_read_a_password(tmp_path: Path) -> None:
    passwords = Passwords(tmp_path / "secrets" / "kafka.json")
    passwords.tell(["plans"])

    files = sorted((tmp_path / "secrets").iterdir())

    assert [(file.name, _mode(file)) for file in files] == [("kafka.json", 0o600), ("kafka.told.json", 0o600)]
    assert _mode(tmp_path / "secrets") == 0o700


def test_a_password_is_untold_until_a_server_was_told(tmp_path: Path) -> None:
    passwords = Passwords(tmp_path / "kafka.json")
    passwords.tell(["plans"])

    assert Passwords(tmp_path / "kafka.json").untold(["plans", "reporting"]) == {"reporting"}


def test_a_password_made_anew_is_untold_again(tmp_path: Path) -> None:
    Passwords(tmp_path / "kafka.json").tell(["plans"])
    (tmp_path / "kafka.json").unlink()

    assert Passwords(tmp_path / "kafka.json").untold(["plans"]) == {"plans"}


def test_a_password_from_the_environment_is_used_and_not_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PASSWORD_PLANS", "given")

    found = Passwords(tmp_path / "kafka.json").of("plans")

    assert (found, (tmp_path / "kafka.json").exists()) == ("given", False)


def test_the_operators_key_signs_what_every_service_accepts(tmp_path: Path) -> None:
    private, public = identity_keys(tmp_path / "identity.json")
    operator = Identity("operator", "Người vận hành", frozenset({Role.ADMINISTRATOR}))

    assert verifier(public)(sign(operator, private)) == operator


def test_the_keys_stay_the_same(tmp_path: Path) -> None:
    assert identity_keys(tmp_path / "identity.json") == identity_keys(tmp_path / "identity.json")
