"""What each fact changes in the read models: a table, and one function that folds facts by it."""

from collections.abc import Iterable, Mapping

from services.reporting.projections import PROJECTIONS, read_nominations, read_plans
from services.reporting.projections.notices import NOTICES
from services.reporting.projections.projection import Projection, Rows
from services.reporting.projections.reading import Fields, Reading, row_of, sets
from shared.events import Event
from shared.events.notifications import NoticeFailed, NoticeRead, NoticeSent

_CHANNELS = {"in_app": "in_app_at", "email": "email_at"}


def _sent(notice: Fields, rows: Rows) -> None:
    """Read when a notice left through a channel this report counts."""
    if notice["channel"] in _CHANNELS:
        row_of(rows, notice["notice_id"])[_CHANNELS[notice["channel"]]] = notice["sent_at"]


READINGS: Mapping[type[Event], tuple[Reading, ...]] = {
    **read_plans.READINGS,
    **read_nominations.READINGS,
    NoticeSent: (sets(NOTICES, "message", "unit_id", "role"), (NOTICES, _sent)),
    NoticeFailed: (sets(NOTICES, "message", "unit_id", "role", "failed_at"),),
    NoticeRead: (sets(NOTICES, "read_at"),),
}
"""Every fact that is counted, and what it says about which read models."""

_BY_TYPE = {event.type: readings for event, readings in READINGS.items()}


def fold(facts: Iterable[tuple[str, Fields]]) -> dict[Projection, Rows]:
    """Return what *facts*, in order, say about each row of each read model they speak of."""
    folded: dict[Projection, Rows] = {projection: {} for projection in PROJECTIONS}
    for kind, fields in facts:
        for projection, read in _BY_TYPE[kind]:
            read(fields, folded[projection])
    return {projection: rows for projection, rows in folded.items() if rows}
