"""The system above its ground: it notices a death, leaves nothing behind, and can stand on parts of others."""

import asyncio
import json
import shutil
import signal
import subprocess
import sys
from collections.abc import AsyncIterator
from email import message_from_bytes
from pathlib import Path

import aiosmtplib
import httpx
import psutil
import pytest
from pydantic import SecretStr

from deploy.folder import ROOT, is_held
from deploy.kafka.broker import Access, Credentials, Kafka
from deploy.outside import Outside
from deploy.passwords import Passwords
from deploy.ports import Ports
from deploy.postgres import Postgres
from deploy.services import MailCatcher
from deploy.supervisor import Infrastructure, System, run, running
from deploy.trouble import Died, Trouble

WORK = """
import asyncio
from deploy.supervisor import run

async def main():
    try:
        print("working", flush=True)
        await asyncio.Event().wait()
    finally:
        await asyncio.sleep(0)
        print("cleaned up")

run(main())
"""

GROUND = """
import asyncio, sys
from pathlib import Path
from deploy.supervisor import infrastructure, run

async def main():
    async with infrastructure(Path(sys.argv[1]), units=[]):
        print("ready", flush=True)
        await asyncio.Event().wait()

run(main())
"""


@pytest.fixture(scope="module")
async def system(infrastructure: Infrastructure, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[System]:
    """One service, standing on a database and a broker that others run."""
    folder = tmp_path_factory.mktemp("system")
    shutil.copytree(infrastructure.folder / "secrets", folder / "secrets")
    admin = infrastructure.kafka.admin
    outside = Outside(
        postgres=SecretStr(infrastructure.postgres.admin_dsn),
        kafka=infrastructure.kafka.bootstrap,
        kafka_user=admin.user,
        kafka_password=SecretStr(admin.password),
    )
    async with running(folder, services=["reporting"], units=infrastructure.units, outside=outside) as system:
        yield system


async def test_a_service_runs_on_parts_of_others_and_starts_none_of_its_own(system: System) -> None:
    async with httpx.AsyncClient() as client:
        answer = await client.get(f"{system.services['reporting'].url}/ready")

    assert (answer.status_code, system.postgres.child, system.kafka.child) == (200, None, None)


async def test_a_running_system_writes_down_where_it_is(system: System) -> None:
    found = json.loads((system.ground.folder / "run.json").read_text())

    assert found["addresses"] == {
        "reporting": system.services["reporting"].url,
        "kafka": system.kafka.bootstrap,
    }


async def test_the_death_of_a_service_ends_the_work_and_is_named(system: System) -> None:
    child = system.services["reporting"].child
    assert child is not None
    assert child.process is not None
    psutil.Process(child.process.pid).kill()

    with pytest.raises(Died, match=r"^reporting ended unasked \(exit status -9\)"):
        await asyncio.wait_for(system.guard(asyncio.Event().wait()), 10)

    await system.services["reporting"].start()


async def test_work_that_fails_because_a_service_died_tells_of_the_death(system: System) -> None:
    service = system.services["reporting"]

    async def kill_and_ask() -> None:
        assert service.child is not None
        service.child.signal_all(signal.SIGKILL)
        async with httpx.AsyncClient() as client:
            await client.get(f"{service.url}/health")

    with pytest.raises(Died, match=r"^reporting ended unasked"):
        await system.guard(kill_and_ask())

    await service.start()


async def test_work_that_fails_by_itself_says_why(system: System) -> None:
    async def fail() -> None:
        raise Trouble("no")

    with pytest.raises(Trouble, match=r"^no$"):
        await system.guard(fail())


async def test_a_part_that_was_asked_to_end_is_not_a_death(system: System) -> None:
    await system.services["reporting"].kill()

    assert await system.guard(asyncio.sleep(0.5, "done")) == "done"

    await system.services["reporting"].start()


async def test_a_service_can_be_killed_and_started_again(system: System) -> None:
    service = system.services["reporting"]

    await service.kill()
    await service.start()

    async with httpx.AsyncClient() as client:
        assert (await client.get(f"{service.url}/health")).status_code == 200


async def test_caught_mail_can_be_read(tmp_path: Path) -> None:
    catcher = MailCatcher(tmp_path, Ports(tmp_path / "ports.json").of("mail"))
    await catcher.start()
    host, _, port = catcher.address.partition(":")

    await aiosmtplib.send(
        "Subject: Sap den han\r\n\r\nKính gửi đơn vị\r\n".encode(),
        sender="thidua@localhost", recipients=["so-y-te@example.vn"], hostname=host, port=int(port),
    )  # fmt: skip

    await catcher.stop()
    (file,) = catcher.folder.glob("*.eml")
    mail = message_from_bytes(file.read_bytes())
    assert (mail["X-Kept-For"], mail["Subject"]) == ("so-y-te@example.vn", "Sap den han")
    assert mail.get_payload(decode=True) == "Kính gửi đơn vị\r\n".encode()


async def test_a_wrong_password_of_the_brokers_administrator_is_said(infrastructure: Infrastructure) -> None:
    access = Access(infrastructure.kafka.bootstrap, Credentials("admin", "guess"))

    with pytest.raises(Trouble, match="does not accept the user 'admin' with its password"):
        await Kafka(access, Passwords(Path("unused")), None).start()


async def test_a_wrong_password_of_the_databases_administrator_is_said(infrastructure: Infrastructure) -> None:
    address = f"postgresql://postgres:guess@{infrastructure.postgres.admin_dsn.partition('@')[2]}"

    with pytest.raises(Trouble, match="does not accept the administrator's password"):
        await Postgres(address, Passwords(Path("unused")), None).start()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_whoever_is_asked_to_end_cleans_up_first(number: signal.Signals) -> None:
    process = subprocess.Popen([sys.executable, "-c", WORK], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "working\n"

    process.send_signal(number)

    assert (process.stdout.read(), process.wait(timeout=30)) == ("cleaned up\n", 0)
    process.stdout.close()


def test_work_that_fails_is_not_taken_for_work_that_was_ended() -> None:
    async def fail() -> None:
        raise Trouble("no")

    with pytest.raises(Trouble, match=r"^no$"):
        run(fail())


def _children(folder: Path) -> list[psutil.Process]:
    files = sorted((folder / "run").glob("*.json"))
    return [psutil.Process(json.loads(file.read_text())["pid"]) for file in files]


@pytest.fixture
def ground(tmp_path: Path) -> "subprocess.Popen[str]":
    """A process that keeps a PostgreSQL and a Kafka of its own, both ready."""
    process = subprocess.Popen(
        [sys.executable, "-c", GROUND, str(tmp_path)], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    process.stdout.close()
    return process


def test_nothing_outlives_a_supervisor_that_was_killed(ground: "subprocess.Popen[str]", tmp_path: Path) -> None:
    children = _children(tmp_path)

    ground.kill()
    ground.wait()

    _, left = psutil.wait_procs(children, timeout=30)
    assert (len(children), left, is_held(tmp_path)) == (2, [], False)


def test_a_supervisor_that_is_asked_to_end_ends_in_good_order(ground: "subprocess.Popen[str]", tmp_path: Path) -> None:
    children = _children(tmp_path)

    ground.terminate()

    assert ground.wait(timeout=60) == 0
    assert [child for child in children if child.is_running()] == []
    assert "database system is shut down" in (tmp_path / "log" / "postgres.log").read_text()
    assert (tmp_path / "kafka" / "data" / ".kafka_cleanshutdown").exists()
    assert list((tmp_path / "run").iterdir()) == []
