"""The bare minimum a service is measured against: Starlette and one asyncpg transaction with the same two rows."""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from uuid import UUID

import asyncpg
import orjson
import uuid_utils
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

_NOMINATION = """
INSERT INTO nominations (nomination_id, unit_id, award, subject_kind, subject_id, subject_name, year, mode, state,
  channel, submitted_at, facts, documents, version)
VALUES ($1, $2, $3, $4, $1, $5, $6, $7, 'submitted', 'web', now(), $8, $9, 1)
"""
_OUTBOX = """
INSERT INTO outbox (event_id, aggregatetype, aggregateid, aggregate_version, type, headers, payload)
VALUES ($1, 'nominations.nomination.v1', $2, 1, 'vn.thidua.nominations.NominationSubmitted.v1', $3, $4)
"""
_HEADERS = b'{"ce_id": "' + b"0" * 500 + b'"}'


@asynccontextmanager
async def _lifespan(app: Starlette) -> AsyncIterator[None]:
    app.state.pool = await asyncpg.create_pool(os.environ["THIDUA_POSTGRES"], min_size=10, max_size=10)
    yield
    await app.state.pool.close()


async def _submit(request: Request) -> Response:
    body = await request.body()
    asked = orjson.loads(body)
    row_id = UUID(int=uuid_utils.uuid7().int)
    async with request.app.state.pool.acquire() as connection, connection.transaction():
        await connection.execute(
            _NOMINATION, row_id, asked["unit_id"], asked["award"], asked["subject_kind"], asked["subject_name"],
            asked["year"], asked["mode"], orjson.dumps(asked["facts"]).decode(), asked["documents"],
        )  # fmt: skip
        await connection.execute(_OUTBOX, UUID(int=uuid_utils.uuid7().int), str(row_id), _HEADERS, body)
    return Response(body, status_code=201, media_type="application/json")


async def _ready(_: Request) -> Response:
    return Response(b"ready")


app = Starlette(routes=[Route("/nominations", _submit, methods=["POST"]), Route("/ready", _ready)], lifespan=_lifespan)
