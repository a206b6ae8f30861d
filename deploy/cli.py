"""`thidua`: what an operator does with the system, one verb each."""

import asyncio
import json
import os
import signal
import subprocess
import sys
import time
from functools import partial
from pathlib import Path
from typing import Annotated, Any

import typer
from alembic import command
from rich.console import Console
from rich.markup import escape
from rich.table import Table
from typer.core import TyperGroup

from deploy import audit, dead_letters, ledger
from deploy.accounts import COUNCIL, OFFICE
from deploy.assess import assess
from deploy.connection import connection
from deploy.demo import FOLDER
from deploy.demo import main as walk
from deploy.folder import ROOT, is_held, log_of
from deploy.ground import attached, attached_kafka, attached_postgres, migrate
from deploy.kafka import provision
from deploy.kafka.topics import PROVINCE, province
from deploy.kafka.topics import SERVICES as TELLERS
from deploy.operator import ask
from deploy.outside import Outside
from deploy.passwords import new_environment, read
from deploy.plan_preview import told
from deploy.postgres import SERVICES
from deploy.seed.tables import ledger_tables
from deploy.supervisor import run, running
from deploy.trouble import Trouble
from services.plans.importer.apart import preview_apart
from services.plans.importer.shape import NotAPlan
from shared.migrate import configuration

PATIENCE = 180.0
"""Seconds within which a detached system must be up, or an ending one gone."""

REFUSED = 2
"""The exit status for a file that is no plan."""


class _Plain(TyperGroup):
    """Shows what the operator can put right as a sentence, never as a stack trace."""

    def invoke(self, context: Any) -> Any:
        try:
            return super().invoke(context)
        except Trouble as trouble:
            typer.echo(str(trouble), err=True)
            raise typer.Exit(1) from trouble


app = typer.Typer(
    cls=_Plain,
    name="thidua",
    help="The register of a province's emulation and commendation work: start it, look at it, connect to it.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
plans = typer.Typer(help="Founding plans.", no_args_is_help=True)
topics = typer.Typer(help="Topics, users and permissions on the broker.", no_args_is_help=True)
units = typer.Typer(help="The province's units and clusters.", no_args_is_help=True)
letters = typer.Typer(help="Records that a service could not act on.", no_args_is_help=True)
app.add_typer(plans, name="plan")
app.add_typer(units, name="units")
app.add_typer(topics, name="topics")
app.add_typer(letters, name="dead-letters")
app.add_typer(audit.verbs, name="audit")

app.command()(assess)

Json = Annotated[bool, typer.Option("--json", help="Answer for a program, as JSON.")]
ServiceName = Annotated[str, typer.Argument(help=f"One of {', '.join(TELLERS)}.")]


@app.callback()
def choose(
    context: typer.Context,
    data: Annotated[Path, typer.Option(help="The data folder.", file_okay=False)] = ROOT / "var",
) -> None:
    """Remember which data folder the verbs are about."""
    context.obj = data.absolute()


@app.command()
def up(
    context: typer.Context,
    *,
    detach: Annotated[bool, typer.Option(help="Return when everything is up, and leave it running.")] = False,
    as_json: Json = False,
) -> None:
    """Start the system as it was left, and say where it is."""
    if detach:
        _detached(context.obj)
        _greet(context.obj, as_json=as_json)
        return

    async def until_asked() -> None:
        async with running(context.obj, say=partial(typer.echo, err=as_json)) as system:
            _greet(context.obj, as_json=as_json)
            await system.guard(asyncio.Event().wait())

    run(until_asked())


@app.command()
def down(context: typer.Context) -> None:
    """End the system in good order."""
    if not is_held(context.obj):
        typer.echo("Nothing is running.")
        return
    pid = int((context.obj / "lock").read_text())
    os.kill(pid, signal.SIGTERM)
    deadline = time.monotonic() + PATIENCE
    while is_held(context.obj):
        if time.monotonic() > deadline:
            raise Trouble(
                f"Process {pid} has not ended within {PATIENCE:.0f} seconds.", f"end it by force: kill -9 {pid}"
            )
        time.sleep(0.1)
    typer.echo("Ended.")


@app.command()
def demo(
    *,
    exit_when_done: Annotated[bool, typer.Option("--exit", help="End when the year is over.")] = False,
    data: Annotated[Path, typer.Option(help="The demo's own data folder, which is made anew.")] = FOLDER,
) -> None:
    """Walk the year 2023 in fast-forward on the real system, then leave the pages open until Ctrl-C."""
    raise typer.Exit(walk(exit_when_done, data))


@app.command()
def connect(
    context: typer.Context,
    unit: Annotated[str, typer.Argument(help="The unit's id, such as so-noi-vu.")],
    *,
    as_json: Json = False,
) -> None:
    """Show how a department's own system connects, and what it may read and write."""
    found = connection(attached_kafka(context.obj, Outside()), province(), unit).as_json()
    _answer(found, [(name.replace("_", " "), _listed(value)) for name, value in found.items()], as_json=as_json)


@app.command("ledger")
def show_ledger(context: typer.Context, *, as_json: Json = False) -> None:
    """Compare what was told with what was acted on, afresh; the exit status is 1 when it does not balance."""
    books = asyncio.run(ledger.ledger(attached(context.obj, Outside())))
    if as_json:
        _answer(books.as_json(), [], as_json=True)
    else:
        Console().print(*ledger_tables(books), *(f"does not add up: {fault}" for fault in books.faults), sep="\n")
    raise typer.Exit(0 if books.is_balanced else 1)


@app.command("migrate")
def bring_up_to_date(context: typer.Context) -> None:
    """Bring every service's database up to date."""
    postgres = attached_postgres(context.obj, Outside())

    async def when_it_answers() -> None:
        await postgres.wait_until_ready()
        await migrate(context.obj, postgres, SERVICES, province())

    asyncio.run(when_it_answers())
    typer.echo("Every database is up to date.")


@app.command()
def rebuild(context: typer.Context) -> None:
    """Make reporting's read models anew from Kafka, beside those in use, and change them over when caught up."""
    environment = attached(context.obj, Outside()).environment("reporting")
    command_line = [sys.executable, "-m", "services.reporting.rebuild"]
    raise typer.Exit(subprocess.run(command_line, env=os.environ | environment, cwd=ROOT, check=False).returncode)


@app.command("env")
def print_environment() -> None:
    """Print a .env file for `docker compose`, with fresh passwords and keys."""
    typer.echo(new_environment((ROOT / "deploy" / "env.example").read_text()), nl=False)


@app.command()
def migration(service: Annotated[str, typer.Argument()], what: Annotated[str, typer.Argument()]) -> None:
    """Begin a new migration of a service's database."""
    number = len(list((ROOT / "services" / service / "migrations").glob("[0-9]*.py"))) + 1
    command.revision(configuration(service), what, rev_id=f"{number:04}", head="head" if number > 1 else "base")


@plans.command("preview")
def preview_plan(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="A plan as .docx, .pdf or .txt.")],
    *,
    as_json: Json = False,
) -> None:
    """Show what the importer understands of a file; the exit status is 2 when it is no plan."""
    found = preview_apart(file.read_bytes(), file.name).result()
    _answer(found.model_dump(mode="json"), [(label, escape(said)) for label, said in told(found)], as_json=as_json)
    raise typer.Exit(REFUSED if isinstance(found, NotAPlan) else 0)


@units.command("import")
def take_in_units(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="Clusters and units, as YAML.")] = PROVINCE,
    *,
    only_preview: Annotated[bool, typer.Option("--preview", help="Say what would change, and keep nothing.")] = False,
    as_json: Json = False,
) -> None:
    """Take in the province's clusters and units, all or nothing; the same file again changes nothing."""
    path = "/units/import/preview" if only_preview else "/units/import"
    found = ask(context.obj, "plans", "POST", path, content=file.read_bytes())
    _answer(found, [(name.replace("_", " "), _listed(value)) for name, value in found.items()], as_json=as_json)


@topics.command()
def apply(context: typer.Context) -> None:
    """Close every difference between topics.yml and the broker."""
    kafka = attached_kafka(context.obj, Outside())
    asyncio.run(kafka.wait_until_ready())
    for line in provision.apply(kafka, [unit.id for unit in province()]):
        typer.echo(f"closed: {line}")


@topics.command()
def check(context: typer.Context, *, as_json: Json = False) -> None:
    """List every difference between topics.yml and the broker; the exit status is 1 when there is any."""
    found = provision.check(attached_kafka(context.obj, Outside()), [unit.id for unit in province()])
    _answer(found, [("difference", line) for line in found], as_json=as_json)
    raise typer.Exit(1 if found else 0)


@letters.command("list")
def list_letters(
    context: typer.Context,
    service: Annotated[str | None, typer.Option(help="Only the letters of this service.")] = None,
    *,
    as_json: Json = False,
) -> None:
    """List what was put aside, newest first."""
    found = dead_letters.listed(context.obj, service)
    lines = [(f"{one['service']} {one['id']}", f"{one['topic']} {one['key']}: {one['error']}") for one in found]
    _answer(found, lines, as_json=as_json)


@letters.command("show")
def show_letter(context: typer.Context, service: ServiceName, letter_id: Annotated[str, typer.Argument()]) -> None:
    """Show one letter with its contents, as JSON."""
    typer.echo(json.dumps(dead_letters.shown(context.obj, service, letter_id), ensure_ascii=False, indent=2))


@letters.command("replay")
def replay_letters(
    context: typer.Context,
    service: ServiceName,
    topic: Annotated[str, typer.Argument(help="The topic the records came from.")],
    key: Annotated[str, typer.Argument(help="The key they share.")],
) -> None:
    """Act again on every letter of a key, oldest first, and let its later records pass."""
    typer.echo(json.dumps(dead_letters.replayed(context.obj, service, topic, key), ensure_ascii=False))


def _detached(folder: Path) -> None:
    log = log_of(folder, "supervisor")
    words = [
        sys.executable,
        "-m",
        "deploy.cli",
        "--data",
        str(folder),
        "up",
        "--json",
    ]  # passwords do not belong in a log
    with log.open("wb") as out:
        ways: list[tuple[Any, ...]] = [(os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0)]
        ways += [(os.POSIX_SPAWN_DUP2, out.fileno(), stream) for stream in (1, 2)]
        pid = os.posix_spawn(sys.executable, words, os.environ, file_actions=ways, setsid=True)
    deadline = time.monotonic() + PATIENCE
    try:
        while read(folder / "run.json").get("pid") != pid:
            if os.waitpid(pid, os.WNOHANG) != (0, 0):
                raise Trouble(log.read_text().strip())
            if time.monotonic() > deadline:
                raise Trouble(
                    f"The system is not up after {PATIENCE:.0f} seconds.", f"its log: {log}", "end it: make down"
                )
            time.sleep(0.1)
    except KeyboardInterrupt:
        os.kill(pid, signal.SIGTERM)
        raise


def _greet(folder: Path, *, as_json: bool) -> None:
    found = read(folder / "run.json")
    accounts = read(folder / "secrets" / "accounts.json")
    lines = [("the register", found["addresses"]["gateway"])]
    lines += [(name, address) for name, address in found["addresses"].items() if name != "gateway"]
    lines += [(f"sign in as {name}", f"first password {accounts[name]}") for name in OFFICE]
    lines += [
        ("council members", f"user names {min(COUNCIL)} to {max(COUNCIL)}"),
        ("units' officers", "user name: the unit's id"),
        ("their first passwords", str(folder / "secrets" / "accounts.json")),
    ]
    _answer(found, lines, as_json=as_json)


def _listed(value: Any) -> str:
    return "\n".join(value) if isinstance(value, list | tuple) else str(value)


def _answer(found: Any, lines: list[tuple[str, str]], *, as_json: bool) -> None:
    if as_json:
        typer.echo(json.dumps(found, ensure_ascii=False, indent=2, default=str))
        return
    table = Table.grid(padding=(0, 2))
    for name, value in lines:
        table.add_row(name, value)
    Console(soft_wrap=True).print(table)


if __name__ == "__main__":
    app()
