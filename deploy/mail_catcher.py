"""`python -m deploy.mail_catcher PORT FOLDER`: takes every mail and keeps it as a file instead of sending it."""

import asyncio
import sys
from pathlib import Path

import uuid_utils
from aiosmtpd.smtp import SMTP, Envelope, Session

from deploy.ports import HOST

REPLY = "250 kept"


class Keeper:
    """Writes each mail to a file of its own, named so that the order of arrival is the order of names."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd's name
        """Keep one mail; it is there in full or not at all."""
        to = "".join(f"X-Kept-For: {recipient}\r\n" for recipient in envelope.rcpt_tos)
        file = self._folder / f"{uuid_utils.uuid7()}.eml"
        draft = file.with_suffix(".new")
        draft.write_bytes(to.encode() + (envelope.original_content or b""))
        draft.replace(file)
        return REPLY


async def catch(port: int, folder: Path) -> None:
    """Take mail on *port* until cancelled."""
    keeper = Keeper(folder)
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(keeper, enable_SMTPUTF8=True, loop=loop), HOST, port)
    async with server:
        await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(catch(int(sys.argv[1]), Path(sys.argv[2])))
