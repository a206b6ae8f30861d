"""The two kinds of failure: Refused is never tried again, everything else is."""

from collections.abc import Sequence


class Refused(Exception):
    """A rule says no; asking again changes nothing.

    Subclass it with the sentence that is false (`AlreadyDecided`). `message` is the Vietnamese sentence a
    person reads; `details` are further sentences, each a thing to mend; `status` is the HTTP answer.
    """

    status = 422
    message = "Yêu cầu không được chấp nhận."

    def __init__(self, message: str | None = None, *, details: Sequence[str] = ()) -> None:
        self.message = message or self.message
        self.details = tuple(details)
        super().__init__(self.message)

    @property
    def code(self) -> str:
        """Return the stable name a program may compare."""
        return type(self).__name__


class NotFound(Refused):
    """There is no such thing."""

    status = 404
    message = "Không tìm thấy."


class Forbidden(Refused):
    """The caller may not do this."""

    status = 403
    message = "Tài khoản không có quyền thực hiện việc này."


class SomeoneWasFaster(Refused):
    """The row changed between reading and writing."""

    status = 409
    message = "Người khác vừa cập nhật. Vui lòng tải lại trang rồi thực hiện lại."


class OutOfTurn(Refused):
    """The steps table has no such step from the present state."""

    status = 409
    message = "Bước này không thực hiện được ở trạng thái hiện tại."
