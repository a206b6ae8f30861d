"""`thidua audit verify`: walk a service's chain of acts and name the first break."""

import asyncio
from pathlib import Path
from typing import Annotated

import typer
from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine

from deploy.ground import attached_postgres
from deploy.outside import Outside
from deploy.trouble import Trouble
from services.nominations.domain.audit import Verdict
from services.nominations.queries import audit

BROKEN = 1
"""The exit status when the chain does not hold."""

verbs = typer.Typer(help="The log of acts and its chain.", no_args_is_help=True)


@verbs.callback()
def about() -> None:
    """Look at the log of acts and its chain."""


@verbs.command("verify")
def verify(
    context: typer.Context,
    expect: Annotated[
        str, typer.Option(help="PLACE:HASH as an earlier run printed it; shows whether newer links were cut off.")
    ] = "",
) -> None:
    """Check every link of the chain; the exit status is 1 when one does not hold, and the first is named."""
    verdict = asyncio.run(verified(context.obj, _noted(expect)))
    typer.echo(f"links that hold: {verdict.links}; waiting for their link: {verdict.waiting}")
    if verdict.broken:
        typer.echo(f"broken at {verdict.broken.position}: {verdict.broken.fault}", err=True)
        raise typer.Exit(BROKEN)
    typer.echo(f"the chain holds; note for the next time: --expect {verdict.links}:{verdict.head}")


async def verified(folder: Path, expected: tuple[int, str] | None = None) -> Verdict:
    """Return what verifying the running system's chain finds."""
    return await verified_at(attached_postgres(folder, Outside()).dsn("nominations"), expected)


async def verified_at(dsn: str, expected: tuple[int, str] | None = None) -> Verdict:
    """Return what verifying the chain of the database at *dsn* finds, as of one moment."""
    engine = create_async_engine(
        dsn.replace("postgresql://", "postgresql+asyncpg://", 1), isolation_level="REPEATABLE READ"
    )
    try:
        async with AsyncSession(engine) as session:
            return await audit.verify(session, expected=expected)
    finally:
        await engine.dispose()


def _noted(expect: str) -> tuple[int, str] | None:
    place, _, noted = expect.partition(":")
    if not expect:
        return None
    if not place.isdecimal() or not noted:
        raise Trouble(f"{expect} is not PLACE:HASH.", "give what an earlier `thidua audit verify` printed")
    return int(place), noted
