"""The services and the mail catcher as parts of the system."""

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import httpx

from deploy.ground import Infrastructure
from deploy.part import Child, Part
from deploy.ports import HOST, is_open

SERVER = (
    "-m", "uvicorn", "--no-access-log", "--log-level", "warning", "--timeout-graceful-shutdown", "5",
    # Longer than any client keeps an idle connection, or it would be closed under a request on its way.
    "--timeout-keep-alive", "75",
)  # fmt: skip


class Service(Part):
    """A service of ours, ready when its database and Kafka answer it."""

    def __init__(self, name: str, child: Child, address: str) -> None:
        super().__init__(name, child, self._answers)
        self.address = address
        self.url = f"http://{address}"

    async def _answers(self) -> bool:
        if not is_open(self.address):
            return False
        async with httpx.AsyncClient(timeout=5, trust_env=False) as client:
            try:
                return (await client.get(f"{self.url}/ready")).is_success
            except httpx.TransportError:
                return False


class MailCatcher(Part):
    """Where mail goes while there is no mail server: a folder of files."""

    def __init__(self, folder: Path, port: int) -> None:
        self.address = f"{HOST}:{port}"
        self.folder = folder / "mail"
        command = [sys.executable, "-m", "deploy.mail_catcher", str(port), str(self.folder.resolve())]
        super().__init__("mail", Child("mail", folder, command), self._answers)

    async def _answers(self) -> bool:
        return is_open(self.address)


def services(
    ground: Infrastructure, names: Sequence[str], clock: Path | None, mail: MailCatcher | None
) -> dict[str, Service]:
    """Return the services *names*, each with its own settings."""
    addresses = {name: f"{HOST}:{ground.ports.of(name)}" for name in names}
    return {name: _service(ground, name, addresses, _more(name, addresses, clock, mail)) for name in names}


def _service(ground: Infrastructure, name: str, addresses: Mapping[str, str], more: Mapping[str, str]) -> Service:
    host, _, port = addresses[name].partition(":")
    child = ground.program(name, *SERVER, f"services.{name}.app:app", "--host", host, "--port", port, service=name)
    child.environment = {"THIDUA_HOST": host, "THIDUA_PORT": port, **more, **child.environment}
    return Service(name, child, addresses[name])


def _more(name: str, addresses: Mapping[str, str], clock: Path | None, mail: MailCatcher | None) -> dict[str, str]:
    more = {} if clock is None else {"THIDUA_CLOCK": str(clock.absolute())}
    if name == "notifications" and mail is not None:
        more["THIDUA_SMTP"] = mail.address
    if name == "gateway":
        more |= {f"THIDUA_{other.upper()}_URL": f"http://{addresses[other]}" for other in addresses if other != name}
    return more
