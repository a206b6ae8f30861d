"""Mail: letters wait in the database until a job hands them to the mail server, as text and HTML."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from email.header import Header
from email.message import EmailMessage
from email.policy import SMTP as SMTP_POLICY
from email.policy import EmailPolicy
from email.utils import format_datetime, parseaddr

from aiosmtplib import SMTP, SMTPException, SMTPRecipientsRefused, SMTPResponseException
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from services.notifications.messages import layout
from services.notifications.models import DeliveryRow, NoticeRow
from services.notifications.queries import Letter
from shared.settings import Settings

NAME = "email"
QUEUE = "mail"
JOB = "send_mail"
TIMEOUT = 30.0
"""Seconds to wait for the mail server's next answer."""

REFUSALS = (SMTPResponseException, SMTPRecipientsRefused)
"""The server answered about this letter and no other: the next one may still go."""

_PERMANENT = 500
"""SMTP answers from here on will not change (RFC 5321, 4.2.1)."""


class _Folding(EmailPolicy):
    """Folds a Vietnamese subject by itself: the default policy loses the space where it breaks one."""

    def fold(self, name: str, value: str) -> str:
        """Return a header in lines of the length mail allows."""
        if name.lower() != "subject":
            return str(super().fold(name, value))
        words = Header(str(value), "utf-8", header_name=name).encode(linesep=self.linesep)
        return f"{name}: {words}{self.linesep}"

    def fold_binary(self, name: str, value: str) -> bytes:
        """Return the same as bytes."""
        return self.fold(name, value).encode("ascii", "surrogateescape")


_POLICY = _Folding(linesep=SMTP_POLICY.linesep)

# The transaction's own id names its batch of letters, so a savepoint rolled back takes along the job it
# deferred and the next letter defers it again.
_DEFER = text(
    "SELECT procrastinate_defer_jobs_v1(ARRAY[ROW("
    ":queue, :job, 0, NULL, this.batch, jsonb_build_object('batch', this.batch), NULL"
    ")::procrastinate_job_to_defer_v1]) "
    "FROM (SELECT pg_current_xact_id()::text AS batch) AS this "
    "WHERE NOT EXISTS (SELECT FROM procrastinate_jobs WHERE queueing_lock = this.batch AND status = 'todo')"
).bindparams(queue=QUEUE, job=JOB)


async def deliver(session: AsyncSession, notice: NoticeRow) -> None:
    """Let *notice* wait for the one job that sends every letter of this transaction after its commit."""
    session.add(DeliveryRow(notice=notice, channel=NAME))
    await session.execute(_DEFER)


@asynccontextmanager
async def connect(settings: Settings) -> AsyncIterator[SMTP]:
    """Give a connection to the mail server, signed in where it asks for it."""
    host, _, port = settings.smtp.rpartition(":")
    client = SMTP(
        hostname=host,
        port=int(port),
        username=settings.smtp_user or None,
        password=settings.smtp_password.get_secret_value() or None,
        start_tls=settings.smtp_tls,
        timeout=TIMEOUT,
    )
    async with client:
        yield client


async def post(client: SMTP, letter: Letter, sender: str) -> None:
    """Hand *letter* to the mail server; raises an SMTPException where it is not taken."""
    # The client would fold the headers anew by the default policy if it were given the message itself.
    await client.sendmail(parseaddr(sender)[1], [letter.address], compose(letter, sender).as_bytes())


def is_permanent(refusal: SMTPException) -> bool:
    """Return whether the server refused the letter or all its addresses for good."""
    answers = refusal.recipients if isinstance(refusal, SMTPRecipientsRefused) else [refusal]
    return all(getattr(answer, "code", 0) >= _PERMANENT for answer in answers)


def compose(letter: Letter, sender: str) -> EmailMessage:
    """Return *letter* as text and HTML.

    Its Message-ID is made of the notice's id, so that a letter sent twice is recognised as one.
    """
    message = EmailMessage(policy=_POLICY)
    message["From"] = sender
    message["To"] = letter.address
    message["Subject"] = letter.subject
    message["Date"] = format_datetime(letter.created_at)
    message["Message-ID"] = f"<{letter.notice_id}@{parseaddr(sender)[1].rpartition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"
    message["Content-Language"] = "vi"
    parts = {"name": letter.name, "subject": letter.subject}
    message.set_content(layout("layout.txt", parts | {"body": letter.body}))
    message.add_alternative(layout("layout.html", parts | {"body": letter.html}), subtype="html")
    return message
