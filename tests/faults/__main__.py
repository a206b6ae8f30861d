"""`python -m tests.faults`: break parts of the system on purpose, at length; fails when a promise is broken.

Everything runs on a PostgreSQL and a Kafka of its own under var/, on loopback, and ends by itself.
"""

import argparse
import asyncio
import json
import shutil
import sys
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from pathlib import Path

import asyncpg
import httpx
from aiokafka.errors import KafkaError
from rich.console import Console
from rich.table import Table

from deploy.kafka.topics import Unit
from deploy.supervisor import infrastructure
from deploy.trouble import Trouble
from tests.faults.consumer_harness import members
from tests.faults.finding import Finding
from tests.faults.relay_harness import in_one_process, on_kafka
from tests.faults.scene import Scene
from tests.faults.scripts import ROUNDS, play, younger_transaction_holds_the_gap
from tests.faults.weather import broker_hangs, broker_is_gone, database_crashes, database_restarts, storms
from tests.faults.wrong_relays import HighestId, LowestGap, OldestTransaction, SnapshotFence

FOLDER = Path("var/faults")
REPORT = Path("var/faults.json")
UNITS = [Unit(id="so-noi-vu", name="Sở Nội vụ")]

Run = Callable[[Scene], Awaitable[Finding]]


async def _wrong(scene: Scene, kind: type) -> Finding:
    return (await in_one_process(scene, 5_000, kind=kind)).caught()


async def _wrong_fence(scene: Scene) -> Finding:
    began = time.perf_counter()
    found = await play(scene, younger_transaction_holds_the_gap, SnapshotFence)
    seconds = round(time.perf_counter() - began, 1)
    return Finding("caught: SnapshotFence, in its script", ROUNDS, seconds, found["lost"] > 0, lost=found["lost"])


RUNS: Mapping[str, Run] = {
    "relay": lambda scene: on_kafka(scene, 100_000),
    "relay-memory": lambda scene: in_one_process(scene, 20_000),
    "two-relays": lambda scene: in_one_process(scene, 20_000, relays=2),
    "highest-id": lambda scene: _wrong(scene, HighestId),
    "oldest-transaction": lambda scene: _wrong(scene, OldestTransaction),
    "snapshot-fence": _wrong_fence,
    "lowest-gap": lambda scene: _wrong(scene, LowestGap),
    "members": lambda scene: members(scene, 20_000),
    "broker-hangs": lambda scene: storms(scene, "the broker hangs for 30 s", broker_hangs(30)),
    "broker-gone": lambda scene: storms(scene, "the broker is gone for 30 s", broker_is_gone(30)),
    "database": lambda scene: storms(
        scene, "the database restarts, then crashes, under load", database_restarts, database_crashes
    ),
}

WEATHER = (TimeoutError, AssertionError, OSError, httpx.HTTPError, asyncpg.PostgresError, KafkaError, Trouble)


async def _all(names: Sequence[str], console: Console) -> list[Finding]:
    shutil.rmtree(FOLDER, ignore_errors=True)
    found = []
    async with infrastructure(FOLDER, units=UNITS) as parts:
        scene = Scene(parts)
        for number, name in enumerate(names, start=1):
            console.print(f"[{number}/{len(names)}] {name} …", highlight=False, markup=False)
            found.append(await _one(scene, name))
            console.print(f"      {_verdict(found[-1])} after {found[-1].seconds:.0f} s: {found[-1].notes}")
    shutil.rmtree(FOLDER)
    return found


async def _one(scene: Scene, name: str) -> Finding:
    began = time.perf_counter()
    try:
        return await RUNS[name](scene)
    except WEATHER as error:
        return Finding(name, 0, round(time.perf_counter() - began, 1), holds=False, notes={"error": repr(error)})


def _verdict(found: Finding) -> str:
    return "[green]holds[/green]" if found.holds else "[red]BROKEN[/red]"


def _table(findings: Sequence[Finding]) -> Table:
    table = Table(*("what", "tried", "lost", "doubled", "out of order", "seconds", "promise"))
    table.columns[0].overflow = "fold"
    for one in findings:
        figures = (one.tried, one.lost, one.doubled, one.out_of_order, one.seconds)
        table.add_row(one.name, *map(str, figures), _verdict(one))
    return table


def main() -> int:
    """Run what was asked for, write the report, and return 1 where a promise is broken."""
    parser = argparse.ArgumentParser(prog="tests.faults", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"which of: {', '.join(RUNS)} (default: all)")
    names = parser.parse_args().names or list(RUNS)
    if unknown := [name for name in names if name not in RUNS]:
        parser.error(f"unknown: {', '.join(unknown)}")
    console = Console(stderr=False)
    findings = asyncio.run(_all(names, console))
    REPORT.write_text(json.dumps([one.as_json() for one in findings], ensure_ascii=False, indent=2) + "\n")
    console.print(_table(findings))
    console.print(f"written to {REPORT}")
    return 0 if all(one.holds for one in findings) else 1


if __name__ == "__main__":
    sys.exit(main())
