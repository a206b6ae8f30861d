"""Mail leaves from here: one job for the letters of one transaction, tried again with growing pauses."""

import asyncio
from collections.abc import Callable
from uuid import UUID

import psycopg
from aiosmtplib import SMTPException
from procrastinate import App, JobContext, PsycopgConnector, RetryStrategy
from procrastinate.exceptions import ConnectorException
from sqlalchemy.ext.asyncio import AsyncSession

from services.notifications.channels import email
from services.notifications.channels.outcomes import record_failed, record_sent
from services.notifications.models import DeliveryRow, NoticeRow
from services.notifications.queries import waiting_letters
from shared.db import Database
from shared.log import logger
from shared.metrics import JOB_SECONDS, JOBS
from shared.settings import Settings

TRIES_AGAIN = 7
"""How often a job is tried again: after 5 s, 25 s, 2 min, 10 min, 52 min, 4 h and 22 h."""

_RETRIES = RetryStrategy(max_attempts=TRIES_AGAIN, exponential_wait=5)
_RESTART_AFTER = 5.0
_LAST_LETTERS = 5.0  # seconds a job may go on when the process ends; what is left goes out after the restart
_STALLED_JOBS = "retry_stalled_jobs"

_logger = logger("jobs")


class LettersWait(Exception):
    """The mail server put some letters off."""


_TROUBLE = (OSError, SMTPException, LettersWait)


async def run(db: Database, settings: Settings) -> None:
    """Send mail until cancelled; without a mail server the letters wait."""
    if not settings.smtp:
        _logger.warning("mail waits: no mail server is set", setting="THIDUA_SMTP")
        return
    while True:
        try:
            await work(db, settings)
        except (ConnectorException, psycopg.OperationalError) as error:
            _logger.warning("mail waits for the database", error=repr(error))
        await asyncio.sleep(_RESTART_AFTER)


async def work(db: Database, settings: Settings, *, until_empty: bool = False) -> None:
    """Run the jobs of the mail queue, until cancelled or, for a test, until none is due."""
    app = _app(settings.postgres.get_secret_value())
    async with app.open_async():
        await app.run_worker_async(
            queues=[email.QUEUE],
            wait=not until_empty,
            delete_jobs="successful",
            install_signal_handlers=False,
            shutdown_graceful_timeout=_LAST_LETTERS,
            additional_context={"db": db, "settings": settings},
        )


def _app(dsn: str) -> App:
    app = App(connector=PsycopgConnector(conninfo=dsn, min_size=1, max_size=3))
    app.task(name=email.JOB, queue=email.QUEUE, retry=_RETRIES, pass_context=True)(send_mail)
    # A worker that died leaves its job taken; somebody has to give it back.
    stalled = app.task(name=_STALLED_JOBS, queue=email.QUEUE, pass_context=True)(retry_stalled_jobs)
    app.periodic(cron="* * * * *")(stalled)
    return app


async def send_mail(context: JobContext, *, batch: str) -> None:
    """Send the letters of *batch* that wait; after the last try, give up those still waiting and say so."""
    db, settings = context.additional_context["db"], context.additional_context["settings"]
    count = JOBS.labels(settings.service, email.JOB, "again")
    with JOB_SECONDS.labels(settings.service, email.JOB).time(), count.count_exceptions():
        try:
            await send_waiting(db, settings, batch)
        except _TROUBLE as trouble:
            if context.job.attempts < TRIES_AGAIN:
                raise
            await give_up(db, batch, str(trouble))
    JOBS.labels(settings.service, email.JOB, "done").inc()


async def send_waiting(db: Database, settings: Settings, batch: str) -> None:
    """Send each letter of *batch* that waits, marking each in its own transaction.

    Raises LettersWait where the server put letters off, and what the connection raises where it broke.
    """
    async with db.transaction() as session:
        letters = await waiting_letters(session, batch)
    if not letters:
        return
    put_off = []
    async with email.connect(settings) as client:
        for letter in letters:
            try:
                await email.post(client, letter, settings.smtp_from)
            except email.REFUSALS as refusal:
                if email.is_permanent(refusal):
                    await _end(db, letter.notice_id, _failed_for(str(refusal)))
                else:
                    put_off.append(str(refusal))
            else:
                await _end(db, letter.notice_id, record_sent)
    if put_off:
        raise LettersWait("; ".join(put_off))


async def give_up(db: Database, batch: str, reason: str) -> None:
    """Mark what still waits of *batch* as failed."""
    async with db.transaction() as session:
        letters = await waiting_letters(session, batch)
    for letter in letters:
        await _end(db, letter.notice_id, _failed_for(reason))


async def retry_stalled_jobs(context: JobContext, timestamp: int) -> None:  # noqa: ARG001 - procrastinate passes it
    """Give back the jobs of workers that have died."""
    for job in await context.app.job_manager.get_stalled_jobs(queue=email.QUEUE):
        await context.app.job_manager.retry_job(job)


Record = Callable[[AsyncSession, NoticeRow, DeliveryRow], None]


async def _end(db: Database, notice_id: UUID, record: Record) -> None:
    async with db.transaction() as session:
        notice = await session.get_one(NoticeRow, notice_id, with_for_update=True)
        delivery = await session.get_one(DeliveryRow, (notice_id, email.NAME))
        record(session, notice, delivery)


def _failed_for(reason: str) -> Record:
    def record(session: AsyncSession, notice: NoticeRow, delivery: DeliveryRow) -> None:
        record_failed(session, notice, delivery, reason)

    return record
