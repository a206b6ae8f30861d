"""Service processes and a client light enough to measure them from the same two cores."""

import asyncio
import os
import socket
import sys
import time
from asyncio.subprocess import Process
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Self
from unittest.mock import patch

import httpx
import orjson
import psutil

from shared import identity
from shared.identity import Identity
from shared.roles import Role
from shared.settings import settings
from tests.benchmarks.stage import FOLDER, KEYS, Stage, execute

UNIT = "so-noi-vu"
DRAFT = {
    "unit_id": UNIT, "award": "BK_TTG", "year": 2023, "mode": "merit", "subject_kind": "individual",
    "subject_name": "Nguyễn Văn An", "documents": ["TO_TRINH", "BAO_CAO_THANH_TICH", "BIEN_BAN_HOP"],
    "facts": {
        "provincial_commendation_year": 2017, "excellent_years": [2018, 2019, 2020, 2021, 2022, 2023],
        "initiatives": 6, "influence": "Sáng kiến được áp dụng rộng rãi trong ngành. " * 10,
    },
}  # fmt: skip


@asynccontextmanager
async def running(module: str, environment: Mapping[str, str], *arguments: str) -> AsyncIterator[Process]:
    """Keep `python -m module` running in a process of its own."""
    with (FOLDER / "log" / f"{module}.log").open("ab") as log:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", module, *arguments, env={**os.environ, **environment}, stdout=log, stderr=log
        )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.terminate()
        await process.wait()


@asynccontextmanager
async def serving(app: str, environment: Mapping[str, str]) -> AsyncIterator[tuple[str, int]]:
    """Keep *app* running behind uvicorn; give its address and pid."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    arguments = (app, "--host", "127.0.0.1", "--port", str(port), "--log-level", "warning")
    async with running("uvicorn", environment, *arguments) as process:
        await _until_ready(port, process)
        yield f"127.0.0.1:{port}", process.pid


async def _until_ready(port: int, process: Process) -> None:
    async with httpx.AsyncClient() as client:
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline and process.returncode is None:
            try:
                if (await client.get(f"http://127.0.0.1:{port}/ready")).status_code == httpx.codes.OK:
                    return
            except httpx.TransportError:
                pass
            await asyncio.sleep(0.1)
    raise RuntimeError(f"the service on port {port} did not become ready; see {FOLDER / 'log'}")


def megabytes(pid: int) -> float:
    """Return the resident memory of a process."""
    return float(psutil.Process(pid).memory_info().rss) / 2**20


class Client:
    """One kept-alive connection that posts the same dossier again and again."""

    def __init__(self, address: str, token: str) -> None:
        host, port = address.split(":")
        body = orjson.dumps(DRAFT)
        self._place = (host, int(port))
        self._request = (
            f"POST /nominations HTTP/1.1\r\nHost: {address}\r\nAuthorization: Bearer {token}\r\n"
            f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
        ).encode() + body

    async def __aenter__(self) -> Self:
        self._reader, self._writer = await asyncio.open_connection(*self._place)
        return self

    async def __aexit__(self, *_: object) -> None:
        self._writer.close()
        await self._writer.wait_closed()

    async def submit(self) -> bytes:
        """Post one dossier and return the answer's body; raises on anything but 201."""
        self._writer.write(self._request)
        head = await self._reader.readuntil(b"\r\n\r\n")
        size = int(head.lower().split(b"content-length:")[1].split(b"\r\n")[0])
        body = await self._reader.readexactly(size)
        if b" 201 " not in head.split(b"\r\n", 1)[0]:
            raise RuntimeError(body.decode())
        return body


def token(stage: Stage, dsn: str) -> str:
    """Return an officer's identity that outlives the benchmark."""
    stage.settings("nominations", dsn)
    os.environ["THIDUA_IDENTITY_PRIVATE_KEY"] = KEYS["private"]
    settings.cache_clear()
    officer = Identity("officer", "Cán bộ đơn vị", frozenset({Role.UNIT_OFFICER}), UNIT)
    with patch.object(identity, "LIFETIME", timedelta(hours=2)):
        return identity.sign(officer)


async def with_unit(dsn: str) -> None:
    """Let the nominations database know the officer's unit."""
    await execute(dsn, "INSERT INTO units VALUES ($1, 'Sở Nội vụ', '2020-01-01')", UNIT)
