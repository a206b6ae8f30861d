"""The law the register works with: rulesets, awards, what is unconfirmed, and who confirmed or overrode what."""

from collections.abc import Iterable
from dataclasses import asdict
from typing import Annotated, Any

from fastapi import APIRouter, Query

from services.nominations.commands import rules as acting
from services.nominations.models.rules import RuleActRow
from services.nominations.queries import law
from services.nominations.queries.cards import award_card, ruleset_view
from services.nominations.rules import RESULT_LABELS, Catalogue, Ruleset
from services.nominations.rules.answers import quota
from services.nominations.rules.differences import differences, unconfirmed
from shared import clock
from shared.api.rules import (
    AwardCard,
    DifferenceView,
    QuotaView,
    RuleActDraft,
    RuleActView,
    RulesetView,
    UnconfirmedView,
)
from shared.db import Database, Db
from shared.errors import NotFound
from shared.identity import Caller
from shared.roles import Role

router = APIRouter()

MASTERS = (Role.ADMINISTRATOR, Role.LEADER)


@router.get("/rulesets")
async def rulesets(_: Caller, db: Db) -> tuple[RulesetView, ...]:
    """List every ruleset in the order of their dates."""
    rules = await _current(db)
    return tuple(ruleset_view(rules, one) for one in rules.rulesets)


@router.get("/rulesets/{code}/awards/{award}")
async def one_award(code: str, award: str, _: Caller, db: Db) -> AwardCard:
    """Show everything a ruleset says about one award."""
    rules = await _current(db)
    found = rules.award(award, _known(rules, code).code)
    if found is None:
        raise NotFound
    return award_card(rules, _known(rules, code), found)


@router.get("/rulesets/{code}/unconfirmed")
async def open_values(code: str, _: Caller, db: Db) -> tuple[UnconfirmedView, ...]:
    """List what nobody has confirmed yet."""
    rules = await _current(db)
    rows: Iterable[Any] = unconfirmed(rules, _known(rules, code).code)
    return tuple(UnconfirmedView(**asdict(one)) for one in rows)


@router.get("/rulesets/{code}/differences/{other}")
async def differing(code: str, other: str, _: Caller, db: Db) -> tuple[DifferenceView, ...]:
    """Show what the ruleset *other* says differently."""
    rules = await _current(db)
    found = differences(rules, _known(rules, code).code, _known(rules, other).code)
    return tuple(DifferenceView(**asdict(one)) for one in found)


@router.get("/rulesets/{code}/quotas/{award}")
async def quota_of(  # noqa: PLR0913 - each is a figure of the list
    code: str,
    award: str,
    _: Caller,
    db: Db,
    *,
    used: Annotated[int, Query(ge=0)] = 0,
    advanced_count: Annotated[int | None, Query(ge=0)] = None,
    flag_holders: Annotated[int | None, Query(ge=0)] = None,
    cluster_leaders: Annotated[int | None, Query(ge=0)] = None,
    base: str = "",
    reason: str = "",
) -> QuotaView:
    """Say how many of an award a list may still hold."""
    rules = await _current(db)
    stated = {
        "advanced_count": advanced_count,
        "flag_holders": flag_holders,
        "cluster_leaders": cluster_leaders,
    }
    counts = {name: value for name, value in stated.items() if value is not None}
    found = quota(_known(rules, code), award, counts, used, base=base, reason=reason)
    if found is None:
        raise NotFound
    return QuotaView(**asdict(found), result_label=RESULT_LABELS[found.result])


@router.get("/rule-acts")
async def recorded(caller: Caller, db: Db) -> tuple[RuleActView, ...]:
    """List who confirmed or overrode what, oldest first."""
    caller.require(*MASTERS, Role.APPRAISER)
    async with db.transaction() as session:
        return tuple(_view(row) for row in await law.acts(session))


@router.post("/rule-acts", status_code=201)
async def act(body: RuleActDraft, caller: Caller, db: Db) -> RuleActView:
    """Confirm or override one value; the engine works with it from now on."""
    caller.require(*MASTERS)
    async with db.transaction() as session:
        done = _view(await acting.act(session, body, caller))
    await _current(db)
    return done


async def _current(db: Database) -> Catalogue:
    async with db.transaction() as session:
        return await law.current(session)


def _known(rules: Catalogue, code: str) -> Ruleset:
    found = rules.ruleset(code)
    if found is None:
        raise NotFound
    return found


def _view(row: RuleActRow) -> RuleActView:
    return RuleActView(
        number=row.number,
        ruleset=row.ruleset,
        path=row.path,
        kind=row.kind,
        old=row.old,
        new=row.new,
        by=row.taken_by,
        at=row.taken_at.astimezone(clock.VIETNAM),
        ground=row.ground,
        document=row.document,
    )
