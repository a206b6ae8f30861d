"""Ends a connection of a service between any two of its statements."""

from typing import Any

import psycopg
from sqlalchemy import event

from shared.db import Database


class Assassin:
    """Kills the server's side of a database's connection before its n-th statement; the commit is the last one."""

    def __init__(self, database: Database, admin_dsn: str) -> None:
        self._admin_dsn = admin_dsn
        self._left = -1
        self._is_waiting = False
        event.listen(database.engine.sync_engine, "before_cursor_execute", self._before_statement)
        event.listen(database.engine.sync_engine, "commit", self._before_commit)

    def arm(self, statements: int) -> None:
        """Let *statements* through, then kill, once."""
        self._left = statements

    def arm_at_commit(self) -> None:
        """Let every statement through and kill before the commit, once."""
        self._is_waiting = True

    def disarm(self) -> None:
        """Let everybody live."""
        self._left = -1

    @property
    def is_armed(self) -> bool:
        """Return whether nobody was killed since the last call of `arm`."""
        return self._left >= 0

    def _before_statement(self, connection: Any, *_: Any) -> None:
        self._strike(connection)

    def _before_commit(self, connection: Any) -> None:
        if self._is_waiting:
            self._is_waiting, self._left = False, 0
        self._strike(connection)

    def _strike(self, connection: Any) -> None:
        if self._left == 0:
            pid = connection.connection.driver_connection.get_server_pid()
            with psycopg.connect(self._admin_dsn, autocommit=True) as own:
                own.execute("SELECT pg_terminate_backend(%s, 10000)", [pid])
        self._left -= self._left >= 0
