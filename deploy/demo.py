"""`thidua demo`: the year 2023 of a province in fast-forward on the real system, and the ledger at its end."""

import argparse
import asyncio
import shutil
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from deploy.accounts import COUNCIL, OFFICE
from deploy.books import Ground
from deploy.folder import ROOT, is_held
from deploy.kafka.topics import PROVINCE
from deploy.ledger import Ledger, ledger
from deploy.part import end_leftovers
from deploy.seed.agenda import agenda
from deploy.seed.candidates import candidates
from deploy.seed.departments import Departments, connected
from deploy.seed.desk import Desk
from deploy.seed.dossiers import Dossier, Sender, dossiers
from deploy.seed.filings import filings_of
from deploy.seed.people import People
from deploy.seed.story import story
from deploy.seed.tables import ledger_tables, tables
from deploy.seed.walk import ISSUED_AT, Stage, issue, play
from deploy.settle import Watch
from deploy.supervisor import System, run, running
from deploy.trouble import Trouble
from shared.clock import SharedClock

FOLDER = ROOT / "var" / "demo"
CLOCK = "clock"
"""The file of the story's clock; only a demo's folder has one."""

DOSSIERS = 200
"""How many dossiers the year has beside those of its story."""

PAGE = 120
"""How many letters a line has where the output is not a terminal."""

Tell = Callable[[date, int, int], None]
"""Is told the day that is being played, how many came before it, and how many there are."""


async def year(system: System, clock: SharedClock, province: bytes, count: int, tell: Tell) -> Ledger:
    """Play the year on a running, empty system with *count* dossiers; return the ledger of what came of it."""
    units = system.ground.units
    departments = Departments(system.kafka, connected([unit.id for unit in units]))
    people = People(system)
    try:
        async with Watch(system) as watch:
            stage = Stage(people, departments, watch, clock)
            plan = await issue(stage, province)
            nominated = _nominated(departments, [Sender(unit.id, unit.name) for unit in units], count)
            desk = Desk(people, nominated, [unit.id for unit in units])
            scenes = story(people, plan.plan_id, desk, plan.clusters, nominated)
            days = agenda(filings_of(plan.owed), nominated, scenes)
            for number, day in enumerate(days):
                tell(day.on, number, len(days))
                await play(stage, plan, desk, day)
            await watch.settle(clock.now())
            tell(days[-1].on, len(days), len(days))
    finally:
        await people.close()
    return await ledger(system)


def _nominated(departments: Departments, units: Sequence[Sender], count: int) -> Sequence[Dossier]:
    """Return the year's many and the few that need more; the latter come from units without a system of their own."""
    by_hand = [unit for unit in units if unit.unit_id not in departments.unit_ids]
    return sorted((*dossiers(units, count), *candidates(by_hand)), key=lambda one: (one.on, one.title))


def main(exit_when_done: bool = False, folder: Path = FOLDER) -> int:  # noqa: FBT001, FBT002 - the verb's one choice
    """Play the year in a data folder of its own, made anew; return 0 when everything went well and adds up."""
    console = Console()
    if not console.is_terminal:
        console = Console(width=PAGE)
    outcome = [1]

    async def play_and_stay() -> None:
        began = time.monotonic()
        clock = prepared(folder)
        async with running(folder, clock=folder / CLOCK, say=console.print) as system:
            console.print(f"ready after {time.monotonic() - began:.0f} seconds")
            books = await system.guard(_played(console, system, clock))
            outcome[0] = 0 if books.is_balanced else 1
            console.print(f"all in all {time.monotonic() - began:.0f} seconds")
            if not exit_when_done:
                _invite(console, system)
                await system.guard(_go_on(clock))

    try:
        run(play_and_stay())
    except Trouble as trouble:
        console.print(str(trouble), style="red")
        return 1
    return outcome[0]


def prepared(folder: Path) -> SharedClock:
    """Empty the folder of an earlier run, and set the clock to the day the plan was issued.

    Raises Trouble where the folder is in use, or holds anything but an earlier run.
    """
    if is_held(folder):
        raise Trouble(f"Another demo is running in {folder}.", "end it: Ctrl-C there", "or: thidua demo --data FOLDER")
    if folder.exists() and any(folder.iterdir()) and not (folder / CLOCK).exists():
        raise Trouble(f"{folder} holds something that is not a demo's.", "name another: thidua demo --data FOLDER")
    if folder.exists():
        end_leftovers(folder)
        shutil.rmtree(folder)
    folder.mkdir(parents=True)
    return SharedClock(folder / CLOCK, start=ISSUED_AT)


async def _played(console: Console, system: System, clock: SharedClock) -> Ledger:
    began = time.monotonic()
    with _progress(console) as tell:
        books = await year(system, clock, PROVINCE.read_bytes(), DOSSIERS, tell)
    console.print(f"the year 2023 took {time.monotonic() - began:.0f} seconds")
    await _show(console, system, books)
    return books


@contextmanager
def _progress(console: Console) -> Iterator[Tell]:
    """Show the day that is being played: as a bar on a terminal, as a line a month elsewhere."""
    if not console.is_terminal:
        yield _MonthByMonth(console)
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console) as progress:
        bar = progress.add_task("", total=None)
        yield lambda on, done, total: progress.update(bar, description=_named(on), completed=done, total=total)


class _MonthByMonth:
    """Prints a line whenever a month of the story begins."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._month = (0, 0)

    def __call__(self, on: date, done: int, total: int) -> None:
        if (on.year, on.month) != self._month:
            self._month = on.year, on.month
            self._console.print(f"{_named(on)} ({done}/{total})")


def _named(on: date) -> str:
    return f"ngày {on:%d/%m/%Y}"


async def _show(console: Console, ground: Ground, books: Ledger) -> None:
    for table in (*await tables(ground), *ledger_tables(books)):
        console.print(table)
    if books.is_balanced:
        console.print("The ledger balances: every subscriber acted on every event exactly once.", style="bold green")
    for fault in books.faults:
        console.print(f"does not add up: {fault}", style="bold red")


def _invite(console: Console, system: System) -> None:
    passwords = system.passwords.all([*OFFICE, min(COUNCIL), system.ground.units[0].id])
    console.print(f"\nOpen {system.services['gateway'].url} in a browser.", style="bold")
    for user, password in passwords.items():
        console.print(f"  sign in as {user}, password {password}", highlight=False)
    if system.mail is not None:
        console.print(f"Mail is kept in {system.mail.folder}.")
    console.print("Ctrl-C ends everything.")


async def _go_on(clock: SharedClock) -> None:
    """Let the time of the story go on at its natural pace for whoever looks around."""
    stopped_at, began = clock.now(), time.monotonic()
    while True:
        await asyncio.sleep(1)
        clock.move(stopped_at + timedelta(seconds=time.monotonic() - began))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="thidua demo", description="Walk the year 2023 in fast-forward.")
    parser.add_argument("--exit", action="store_true", help="end when the year is over, with the exit status")
    parser.add_argument("--data", type=Path, default=FOLDER, help="the data folder, which is made anew")
    return parser.parse_args()


if __name__ == "__main__":
    chosen = _arguments()
    sys.exit(main(chosen.exit, chosen.data))
