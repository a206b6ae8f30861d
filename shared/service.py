"""serve(): the frame every service runs in: health, metrics, routes, Kafka in, outbox out, timers."""

import asyncio
import gc
import os
import signal
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Iterable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from typing import Any, cast

from aiokafka.errors import KafkaError
from fastapi import APIRouter, FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from sqlalchemy import text
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from shared import clock, log, metrics, tracing
from shared.api.base import Problem
from shared.db import Database
from shared.errors import Refused
from shared.identity import verifier
from shared.messaging import timers
from shared.messaging.bell import Bell, FarBell
from shared.messaging.broker import Ear, producer
from shared.messaging.failures import WEATHER, is_around_us
from shared.messaging.inlet import Inlet
from shared.messaging.lookout import look_forever
from shared.messaging.relay import tell_forever
from shared.messaging.room import letters
from shared.settings import Settings, settings

Jobs = Callable[[Database, Settings], Awaitable[None]]
"""A service's background jobs: runs until cancelled."""

_COLLECT = (50_000, 20, 50)
"""A batch's thousands of objects live and die together; looking through them midway finds nothing to collect."""

STALE = 60.0
"""Seconds without a look at Kafka after which a consumer counts as stuck."""

_logger = log.logger("service")


def serve(name: str, on: Inlet | None, *routers: APIRouter, jobs: Jobs | None = None) -> FastAPI:
    """Return the service *name* as an ASGI application; its parts start and stop with it."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        async with AsyncExitStack() as stack:
            await _start(app, name, on, jobs, stack)
            yield

    app = FastAPI(title=name, lifespan=lifespan, openapi_url=f"/{name}.json", docs_url=None, redoc_url=None)
    app.add_middleware(_Observe, service=name)
    for kind, answer in _ANSWERS.items():
        app.add_exception_handler(kind, answer)
    for router in (_health, *(() if on is None else (letters(on),)), *routers):
        app.include_router(router)
    return app


async def _start(app: FastAPI, name: str, on: Inlet | None, jobs: Jobs | None, stack: AsyncExitStack) -> None:
    config = settings()
    log.configure(name, config.log_level)
    gc.freeze()
    gc.set_threshold(*_COLLECT)
    if config.clock is not None:
        clock.use(clock.SharedClock(config.clock))
    dsn = config.postgres.get_secret_value()
    bell = Bell()
    far_bell = FarBell(dsn)
    stack.push_async_callback(far_bell.close)
    ring = bell.ring if "relay" in config.roles else far_bell.ring
    database = Database(dsn, pool=config.postgres_pool, service=name, ring=ring)
    stack.push_async_callback(database.close)
    app.state.db, app.state.on, app.state.ear = database, on, None
    app.state.verify = verifier(config.identity_public_key)
    parts: dict[str, Coroutine[Any, Any, None]] = {}
    if on is not None and "consumer" in config.roles and on.topics:
        app.state.ear = Ear(config, on, database)
        parts["consumer"] = app.state.ear.run()
    if on is not None and "relay" in config.roles:
        parts["relay"] = tell_forever(name, dsn, lambda: producer(config), bell)
        parts["lookout"] = look_forever(name, dsn)
    if on is not None and "timers" in config.roles and on.timers:
        parts["timers"] = timers.ring_forever(on, database)
    if jobs is not None and "jobs" in config.roles:
        parts["jobs"] = cast("Coroutine[Any, Any, None]", jobs(database, config))
    tasks = [asyncio.create_task(running, name=part) for part, running in parts.items()]
    for task in tasks:
        task.add_done_callback(_stop_on_crash)
    stack.push_async_callback(_end, tasks)


def _stop_on_crash(task: asyncio.Task[None]) -> None:
    """End the process, so that a service with a dead part does not look alive; its keeper starts it again."""
    error = None if task.cancelled() else task.exception()
    if error is not None:
        _logger.critical("a part of the service crashed", part=task.get_name(), exc_info=error)
        os.kill(os.getpid(), signal.SIGTERM)


async def _end(tasks: Sequence[asyncio.Task[None]]) -> None:
    """End every part at once, so that none waits for another that waits for a broker."""
    for task in tasks:
        task.cancel()
    for task in tasks:
        with suppress(asyncio.CancelledError, *WEATHER, KafkaError):
            await task


_health = APIRouter()


@_health.get("/health")
async def health() -> Response:
    """Say that the process is alive."""
    return Response(b'{"status":"alive"}', media_type="application/json")


@_health.get("/ready")
async def ready(request: Request) -> Response:
    """Say whether the database answers and the consumer listens."""
    faults = await _faults(request.app)
    body = Problem(code="NotReady", message="; ".join(faults)) if faults else {"status": "ready"}
    return _json(body, 503 if faults else 200)


@_health.get("/metrics")
async def measure() -> Response:
    """Show every metric to Prometheus."""
    return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)


async def _faults(app: FastAPI) -> list[str]:
    faults = []
    try:
        async with app.state.db.transaction() as session:
            await session.execute(text("SELECT 1"))
    except WEATHER:
        faults.append("the database does not answer")
    ear: Ear | None = app.state.ear
    if ear is not None and not ear.consumer.next:
        faults.append("Kafka has not assigned any partition yet")
    if ear is not None and time.monotonic() - ear.looked_at > STALE:
        faults.append("the consumer has not looked at Kafka for a minute")
    return faults


def _json(body: Any, status: int) -> Response:
    content = body.model_dump_json() if isinstance(body, Problem) else '{"status":"ready"}'
    return Response(content, status_code=status, media_type="application/json")


async def _refused(_: Request, error: Exception) -> Response:
    refused = cast("Refused", error)
    return _json(Problem(code=refused.code, message=refused.message, details=refused.details), refused.status)


async def _malformed(_: Request, error: Exception) -> Response:
    faults = cast("RequestValidationError", error).errors()
    details = tuple(f"{'.'.join(map(str, fault['loc']))}: {fault['msg']}" for fault in faults)
    return _json(Problem(code="Malformed", message="Yêu cầu không đúng định dạng.", details=details), 422)


async def _weather(_: Request, error: Exception) -> Response:
    if not is_around_us(error):
        raise error
    _logger.warning("request met bad weather", error=repr(error))
    return _json(Problem(code="Resting", message="Hệ thống đang tạm nghỉ. Vui lòng thử lại sau."), 503)


_ANSWERS: dict[type[Exception], Callable[[Request, Exception], Awaitable[Response]]] = {
    Refused: _refused,
    RequestValidationError: _malformed,
    **dict.fromkeys((kind for kind in WEATHER if not issubclass(kind, Refused)), _weather),
}


class _Observe:
    """Times each request by its route and carries the caller's trace into it."""

    def __init__(self, app: ASGIApp, service: str) -> None:
        self._app = app
        self._service = service

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and observe it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        began = time.perf_counter()
        status = 500

        async def watch(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        with tracing.within(tracing.parse(_header(scope["headers"], b"traceparent"))):
            try:
                await self._app(scope, receive, watch)
            finally:
                route = getattr(scope.get("route"), "path", "unmatched")
                labels = (self._service, scope["method"], route, str(status))
                metrics.HTTP_SECONDS.labels(*labels).observe(time.perf_counter() - began)


def _header(headers: Iterable[tuple[bytes, bytes]], name: bytes) -> str | None:
    return next((value.decode("latin-1") for key, value in headers if key == name), None)
