"""Confirming or overriding one value of the law: checked as a rules file is, recorded, and in force at once."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from services.nominations.domain import plain
from services.nominations.models.rules import RuleActRow
from services.nominations.queries.law import acts, as_act, current
from services.nominations.rules import Act, RulesInvalid, load
from services.nominations.rules.acts import NoSuchValue, ValueHasChanged, value_at
from services.nominations.rules.ruleset import CONFIRMED
from shared import clock
from shared.api.rules import RuleActDraft
from shared.errors import Refused, SomeoneWasFaster
from shared.identity import Identity


class GroundMissing(Refused):
    """Nobody wrote on what ground a value is confirmed or overridden."""

    message = "Vui lòng ghi căn cứ xác nhận, điều chỉnh và văn bản đã đối chiếu."


class ValueDoesNotFit(Refused):
    """The rules would not be readable with this value."""

    message = "Giá trị không hợp lệ."


class NothingChanges(Refused):
    """The value already is so."""

    message = "Giá trị đang có đã như vậy."


async def act(session: AsyncSession, body: RuleActDraft, caller: Identity) -> RuleActRow:
    """Record one act, or refuse; what it changes must still read as a rules file has to."""
    recorded = await acts(session)
    if body.version not in {None, len(recorded)}:
        raise SomeoneWasFaster
    ground = plain(body.ground)
    if not ground:
        raise GroundMissing
    before = [as_act(row) for row in recorded]
    written = (await current(session)).written
    path, new = _meant(body, written)
    old = value_at(written[body.ruleset], path)
    if body.seen is not None and body.seen != _plainly(old):
        raise ValueHasChanged
    if _plainly(old) == new:
        raise NothingChanges
    _require_readable([*before, Act(body.ruleset, path, new)])
    row = RuleActRow(
        number=len(recorded) + 1,
        ruleset=body.ruleset,
        path=path,
        kind=body.kind,
        old=_plainly(old),
        new=new,
        taken_by=caller.name,
        taken_at=clock.now(),
        ground=ground,
        document=plain(body.document),
    )
    session.add(row)
    try:
        await session.flush()
    except IntegrityError as error:
        raise SomeoneWasFaster from error
    return row


def _meant(body: RuleActDraft, written: Mapping[str, Any]) -> tuple[str, Any]:
    """Return the path and the value an act is about; to confirm a row is to override its status."""
    if body.ruleset not in written:
        raise NoSuchValue
    if body.kind == "override":
        return body.path, body.new
    path = body.path if body.path.rpartition("/")[2] == "status" else f"{body.path}/status"
    return path, CONFIRMED


def _require_readable(acts_so_far: list[Act]) -> None:
    try:
        load(acts=acts_so_far)
    except RulesInvalid as error:
        raise ValueDoesNotFit(details=[fault for _, fault in error.faults]) from error


def _plainly(value: Any) -> Any:
    """Return a value as JSON has it."""
    if isinstance(value, tuple):
        return [_plainly(one) for one in value]
    if isinstance(value, Mapping):
        return {key: _plainly(one) for key, one in value.items()}
    return value.isoformat() if hasattr(value, "isoformat") else value
