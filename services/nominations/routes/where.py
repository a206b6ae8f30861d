"""From where a request came, for the log of acts."""

from fastapi import Request

from services.nominations.commands.audit import come_from


async def remember_client(request: Request) -> None:
    """Remember the address the gateway passed on, or the one that called."""
    passed_on = request.headers.get("x-forwarded-for", "").partition(",")[0].strip()
    come_from(passed_on or (request.client.host if request.client else ""))
