"""Files that people send: the one of a form, and one that a page carries between its preview and its confirmation."""

import base64
import binascii

from starlette.datastructures import FormData, UploadFile

from services.gateway.pages.forms import Unreadable


async def document(form: FormData, empty: str) -> tuple[str, bytes]:
    """Return the name and bytes of the file of a form; *empty* says what to choose where there is none."""
    sent = form.get("document")
    if not isinstance(sent, UploadFile) or not sent.filename:
        raise Unreadable(details=[empty])
    return sent.filename, await sent.read()


def carried(content: bytes) -> str:
    """Return *content* as the hidden box of a page's confirmation."""
    return base64.b64encode(content).decode()


def uncarried(form: FormData) -> bytes:
    """Return what a confirmation carries; raises Unreadable when it was tampered with."""
    try:
        return base64.b64decode(str(form.get("carried", "")), validate=True)
    except binascii.Error as error:
        raise Unreadable(details=["Tệp xem trước đã bị thay đổi. Vui lòng chọn lại tệp."]) from error
