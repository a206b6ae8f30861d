"""Documents on their way through: from a person's form to the owner, and from the owner to the person (tài liệu)."""

from collections.abc import AsyncIterator
from urllib.parse import quote

import httpx
from fastapi.responses import Response, StreamingResponse
from starlette.background import BackgroundTask
from starlette.datastructures import FormData, UploadFile

from services.gateway.pages.forms import Unreadable

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"
PIECE = 256 * 1024

_KEPT = ("content-type", "content-disposition", "content-length")


class NoFile(Unreadable):
    """A form that sends a file came without one."""

    message = "Vui lòng chọn tệp cần gửi."


def sent_file(form: FormData, name: str) -> UploadFile:
    """Return the file a form brought; raises NoFile."""
    file = form.get(name)
    if not isinstance(file, UploadFile) or not file.filename or not file.size:
        raise NoFile
    return file


async def pieces(file: UploadFile) -> AsyncIterator[bytes]:
    """Yield a file piece by piece, so that no large one is ever whole in memory."""
    while piece := await file.read(PIECE):
        yield piece


def attached(content: bytes, name: str, media_type: str) -> Response:
    """Return *content* as a file to keep under *name*."""
    headers = {"content-disposition": f"attachment; filename*=UTF-8''{quote(name)}"}
    return Response(content, media_type=media_type, headers=headers)


def passed_on(answer: httpx.Response) -> Response:
    """Return an owner's document as it comes, with its name and kind; it is never shown as a page of ours."""
    kept = {name: answer.headers[name] for name in _KEPT if name in answer.headers}
    return StreamingResponse(answer.aiter_bytes(), headers=kept, background=BackgroundTask(answer.aclose))
