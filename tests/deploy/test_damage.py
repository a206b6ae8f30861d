"""Damaged data is named as such, and never begun again over."""

from pathlib import Path

import pytest

from deploy import postgres
from deploy.kafka import broker
from deploy.passwords import Passwords
from deploy.ports import Ports
from deploy.postgres import Postgres
from deploy.trouble import Died, Trouble

DAMAGED = "its data is damaged: restore a backup, or move the data folder away"


async def _server(folder: Path) -> Postgres:
    return await postgres.embedded(folder, Ports(folder / "ports.json"), Passwords(folder / "secrets" / "pg.json"))


async def test_a_damaged_database_says_so(tmp_path: Path) -> None:
    server = await _server(tmp_path)
    await server.start()
    await server.stop()
    control = tmp_path / "postgres" / "global" / "pg_control"
    control.write_bytes(bytes(control.stat().st_size))

    with pytest.raises(Died) as died:
        await server.start()

    assert died.value.ways_out[0] == DAMAGED


async def test_a_database_folder_that_lost_its_version_is_not_begun_again(tmp_path: Path) -> None:
    (tmp_path / "postgres").mkdir()

    with pytest.raises(Trouble) as refused:
        await _server(tmp_path)

    assert refused.value.what == f"{tmp_path / 'postgres'} is not a PostgreSQL data folder any more."
    assert list((tmp_path / "postgres").iterdir()) == []


async def test_a_broker_folder_that_lost_its_identity_is_not_formatted_again(tmp_path: Path) -> None:
    (tmp_path / "kafka" / "data").mkdir(parents=True)

    with pytest.raises(Trouble) as refused:
        await broker.embedded(tmp_path, Ports(tmp_path / "ports.json"), Passwords(tmp_path / "secrets" / "kafka.json"))

    assert refused.value.what == f"{tmp_path / 'kafka' / 'data'} is not a Kafka data folder any more."
    assert list((tmp_path / "kafka" / "data").iterdir()) == []


async def test_a_half_made_database_folder_is_made_anew(tmp_path: Path) -> None:
    (tmp_path / "postgres.new").mkdir()
    (tmp_path / "postgres.new" / "half").write_text("made")

    server = await _server(tmp_path)

    await server.start()
    await server.stop()
    assert not (tmp_path / "postgres.new").exists()
