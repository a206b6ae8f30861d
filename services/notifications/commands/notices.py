"""Writing a message: its names, its addressees, one notice to each."""

from collections.abc import Mapping
from typing import Any

import uuid_utils.compat
from sqlalchemy.ext.asyncio import AsyncSession

from services.notifications.channels import CHANNELS
from services.notifications.commands.addressees import addressees
from services.notifications.commands.subjects import task_id
from services.notifications.messages import MESSAGES, Message
from services.notifications.models import NoticeRow, OwedFilingRow
from services.notifications.queries import name_of, name_of_subject
from shared import clock, words


async def notify(about: Any, session: AsyncSession, *, message: str = "", **known: Any) -> None:
    """Write the message about an event or a reminder: one notice to each addressee, through its channels.

    *message* is the folder's name where it is not that of *about*'s type; *known* is what the text may ask for
    besides the fields of *about*.
    """
    chosen = MESSAGES[message or type(about).__name__]
    told = chosen.write(about, **(await _names(chosen, about, session) | known))
    for addressee, channels in (await addressees(chosen, about, session)).items():
        notice = NoticeRow(
            notice_id=uuid_utils.compat.uuid7(),
            message=chosen.name,
            unit_id=addressee.unit_id,
            role=addressee.role,
            subject=told.subject,
            body=told.body,
            html=told.html,
            link=told.link,
            created_at=clock.now(),
        )
        session.add(notice)
        for channel in channels:
            await CHANNELS[channel](session, notice)


async def _names(message: Message, about: Any, session: AsyncSession) -> dict[str, Any]:
    """Return the names the texts of *message* ask for, each found by an id of *about*."""
    return {name: await NAMES[name](about, session) for name in sorted(message.asks & set(NAMES))}


def _unit(field: str) -> Any:
    async def find(about: Any, session: AsyncSession) -> str:
        unit_id = getattr(about, field)
        return await name_of(session, unit_id) if unit_id else ""

    return find


def _subject(field: str, otherwise: str) -> Any:
    async def find(about: Any, session: AsyncSession) -> str:
        return await name_of_subject(session, str(getattr(about, field)), otherwise)

    return find


async def _task(about: Any, session: AsyncSession) -> str:
    return await name_of_subject(session, task_id(about.plan_id, about.task_key), f"Nhiệm vụ {about.task_key}")


async def _inspected(about: Any, session: AsyncSession) -> str:
    if about.unit_id:
        return await name_of(session, about.unit_id)
    return await name_of_subject(session, about.cluster_id, _CLUSTER)


async def _filing(about: Any, session: AsyncSession) -> str:
    """Return what is filed; the name of one beyond the three of every year was told when it became due."""
    owed = await session.get(OwedFilingRow, about.filing_id)
    if owed is not None and owed.name:
        return f"“{owed.name}”"
    return _FILINGS.get(about.duty, "báo cáo, kế hoạch khác")


_FILINGS: Mapping[str, str] = {duty.value: name for duty, name in words.FILINGS.items()}
_CLUSTER = "cụm, khối thi đua"

NAMES: Mapping[str, Any] = {
    "unit": _unit("unit_id"),
    "office": _unit("office_id"),
    "head": _unit("head_id"),
    "inspected": _inspected,
    "cluster": _subject("cluster_id", _CLUSTER),
    "movement": _subject("movement_id", "phong trào thi đua"),
    "occasion": _subject("occasion_id", "sự kiện"),
    "guidance": _subject("guidance_id", "văn bản hướng dẫn"),
    "round": _subject("round_id", "đợt xét"),
    "task": _task,
    "filing": _filing,
}
"""What a text may call by name, and how the name is found."""
