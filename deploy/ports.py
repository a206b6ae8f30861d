"""Loopback ports: chosen free once, then remembered, so that a restart keeps them."""

import json
import random
import socket
from pathlib import Path

from deploy.trouble import Trouble

HOST = "127.0.0.1"

CHOICE = range(20_000, 32_000)
"""Below the range the kernel lends to outgoing connections, which could take a remembered port."""

KEPT = {"kafka": "departments' systems", "gateway": "people's browsers"}
"""Ports that others have written down; only these are never changed silently."""


class Ports:
    """The ports of one data folder, by the name of the part that listens there."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._known: dict[str, int] = json.loads(file.read_text()) if file.exists() else {}

    def of(self, name: str) -> int:
        """Return the port of *name*, free at this moment."""
        port = self._known.get(name)
        if port is not None and is_free(port):
            return port
        if port is not None and name in KEPT:
            raise Trouble(
                f"Port {port} of {name} is taken by another program, and {KEPT[name]} may know it by heart.",
                f"stop that program (ss -ltnp 'sport = :{port}' names it)",
                f'or let the system choose another: remove "{name}" from {self._file}',
            )
        self._known[name] = self._free()
        self._file.write_text(json.dumps(self._known, indent=2) + "\n")
        return self._known[name]

    def remembered(self, name: str) -> int:
        """Return the port *name* has had, whoever listens there now."""
        return self._known[name]

    def _free(self) -> int:
        taken = set(self._known.values())
        for port in random.sample(CHOICE, k=200):
            if port not in taken and is_free(port):
                return port
        raise Trouble(f"No free port was found on {HOST} between {CHOICE.start} and {CHOICE.stop}.")


def is_free(port: int) -> bool:
    """Return whether nobody listens on *port*."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
        return True


def is_open(address: str) -> bool:
    """Return whether somebody listens at *address* (host:port)."""
    host, _, port = address.rpartition(":")
    try:
        socket.create_connection((host, int(port)), timeout=1).close()
    except OSError:
        return False
    return True
