"""docker-compose.yml names only what is there: settings, commands, files, ports, passwords."""

import re
from typing import Any

import pytest
import yaml
from typer.main import get_command

from deploy.cli import app
from deploy.folder import ROOT
from deploy.passwords import new_environment
from deploy.postgres import SERVICES
from shared.identity import Identity, sign, verifier
from shared.roles import Role
from shared.settings import Settings

TEXT = (ROOT / "docker-compose.yml").read_text()
COMPOSE: dict[str, Any] = yaml.safe_load(TEXT)
PARTS: dict[str, Any] = COMPOSE["services"]
EXAMPLE = (ROOT / "deploy" / "env.example").read_text()
DOCKERFILE = (ROOT / "deploy" / "Dockerfile").read_text()

ONE_SHOTS = {"topics", "migrate"}


def _environment(part: str) -> dict[str, Any]:
    found: dict[str, Any] = PARTS[part].get("environment", {})
    return found


def _filled(value: Any, passwords: dict[str, str]) -> str:
    return re.sub(r"\$\{(\w+):\?\}", lambda named: passwords[named[1]], str(value))


def test_the_file_is_read_on_one_screen() -> None:
    assert len(TEXT.splitlines()) < 130


def test_every_service_is_there() -> None:
    assert {_environment(part)["THIDUA_SERVICE"] for part in PARTS if part in SERVICES} == set(SERVICES)


def test_every_setting_it_names_exists() -> None:
    named = {name for part in PARTS for name in _environment(part) if name.startswith("THIDUA_")}

    assert named - {f"THIDUA_{name.upper()}" for name in Settings.model_fields} == set()


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_gets_all_it_needs_to_start(service: str, monkeypatch: pytest.MonkeyPatch) -> None:
    passwords = _example_environment()
    for name, value in _environment(service).items():
        monkeypatch.setenv(name, _filled(value, passwords))

    settings = Settings()

    assert (settings.service, settings.port, settings.host) == (service, 8000, "0.0.0.0")


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_signs_in_as_itself(service: str) -> None:
    password = f"${{PASSWORD_{service.upper()}:?}}"
    settings = _environment(service)

    assert settings["THIDUA_POSTGRES"] == f"postgresql://{service}:{password}@postgres:5432/{service}"
    if service != "gateway":
        assert (settings["THIDUA_KAFKA_USER"], settings["THIDUA_KAFKA_PASSWORD"]) == (service, password)


def test_only_the_gateway_holds_the_key_that_speaks_for_people() -> None:
    assert [part for part in PARTS if "THIDUA_IDENTITY_PRIVATE_KEY" in _environment(part)] == ["gateway"]


def test_every_application_it_starts_exists() -> None:
    assert {service: (ROOT / "services" / service / "app.py").exists() for service in SERVICES} == dict.fromkeys(
        SERVICES, True
    )


@pytest.mark.parametrize("part", sorted(ONE_SHOTS))
def test_every_verb_it_uses_exists(part: str) -> None:
    program, *words = PARTS[part]["command"].split()
    verb: Any = get_command(app)
    for word in words:
        verb = verb.commands[word]

    assert (program, verb.help is not None) == ("thidua", True)


def test_every_file_it_mounts_exists() -> None:
    mounts = [volume.split(":")[0] for part in PARTS.values() for volume in part.get("volumes", ())]
    files = [mount for mount in mounts if mount.startswith(".")]

    assert files == ["./deploy/kafka/server.properties"]
    assert (ROOT / files[0]).exists()


def test_every_named_volume_is_declared() -> None:
    mounts = {volume.split(":")[0] for part in PARTS.values() for volume in part.get("volumes", ())}

    assert {mount for mount in mounts if not mount.startswith(".")} == set(COMPOSE["volumes"])


def test_the_broker_is_told_all_its_settings_ask_for() -> None:
    asked = set(re.findall(r"\$\{env:(\w+)\}", (ROOT / "deploy" / "kafka" / "server.properties").read_text()))

    assert asked - set(_environment("kafka")) == set()


def test_every_part_that_stays_has_a_health_check() -> None:
    assert {part for part in PARTS if "test" not in PARTS[part]["healthcheck"]} == ONE_SHOTS


def test_every_part_waits_for_what_it_needs() -> None:
    conditions = {
        part: {needed: how["condition"] for needed, how in PARTS[part].get("depends_on", {}).items()} for part in PARTS
    }

    finished = {"topics": "service_completed_successfully", "migrate": "service_completed_successfully"}
    assert conditions == {
        "postgres": {},
        "kafka": {},
        "mail": {},
        "topics": {"kafka": "service_healthy"},
        "migrate": {"postgres": "service_healthy"},
        "plans": finished,
        "nominations": finished,
        "notifications": {**finished, "mail": "service_healthy"},
        "reporting": finished,
        "gateway": dict.fromkeys(["plans", "nominations", "notifications", "reporting"], "service_healthy"),
    }


def test_whatever_is_reachable_is_reachable_from_this_machine_alone() -> None:
    ports = [port for part in PARTS.values() for port in part.get("ports", ())]

    assert [port for port in ports if not port.startswith("127.0.0.1:")] == []


def test_every_address_between_parts_names_a_part_and_the_port_it_listens_on() -> None:
    listens = {"kafka": "9092", "postgres": "5432", "mail": "1025", **dict.fromkeys(SERVICES, "8000")}
    named = {
        (host, port)
        for part in SERVICES
        for value in _environment(part).values()
        for host, port in re.findall(r"(?:@|//|^)([a-z]+):(\d+)", str(value))
    }

    assert {(host, port) for host, port in named if listens.get(host) != port} == set()


def test_the_example_names_every_variable_and_no_other() -> None:
    asked = set(re.findall(r"\$\{(\w+)", TEXT)) | set(re.findall(r"\$\{(\w+)", DOCKERFILE)) - {"BASE"}

    assert set(re.findall(r"^(\w+)=", EXAMPLE, re.MULTILINE)) == asked


def _example_environment() -> dict[str, str]:
    lines = [line for line in new_environment(EXAMPLE).splitlines() if line and not line.startswith("#")]
    return {name: value.strip('"').replace("\\n", "\n") for name, _, value in (line.partition("=") for line in lines)}


def test_a_printed_environment_is_complete_and_its_keys_fit() -> None:
    printed = _example_environment()
    operator = Identity("operator", "Người vận hành", frozenset({Role.ADMINISTRATOR}))

    token = sign(operator, printed["IDENTITY_PRIVATE_KEY"])

    assert [name for name, value in printed.items() if not value] == []
    assert verifier(printed["IDENTITY_PUBLIC_KEY"])(token) == operator


def test_two_printed_environments_share_no_secret() -> None:
    one, other = _example_environment(), _example_environment()

    assert {name for name in one if one[name] == other[name]} == {"PORT", "MAIL_PORT", "BASE_IMAGE", "VERSION"}


def test_the_image_is_built_from_a_base_that_can_be_chosen() -> None:
    assert PARTS["plans"]["build"] == {
        "context": ".",
        "dockerfile": "deploy/Dockerfile",
        "args": {"BASE": "${BASE_IMAGE:-python:3.11-slim-bookworm}"},
    }
    assert "FROM ${BASE}\n" in DOCKERFILE


def test_everything_the_image_copies_exists() -> None:
    copied = [word for line in re.findall(r"^COPY (.*) \S+$", DOCKERFILE, re.MULTILINE) for word in line.split()]

    assert [name for name in copied if not (ROOT / name).exists()] == []
