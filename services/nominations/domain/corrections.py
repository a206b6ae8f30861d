"""Correcting parts of a dossier (yêu cầu chỉnh sửa): only what was flagged is unlocked, only the asker re-reviews."""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any

from services.nominations.domain.steps import DESK, REGISTER, UNIT
from shared.errors import Forbidden, Refused
from shared.steps import Step


class CorrectionState(StrEnum):
    """Where a request to correct stands (tình trạng yêu cầu chỉnh sửa)."""

    ASKED = "asked"
    MADE = "made"
    ACCEPTED = "accepted"
    DROPPED = "dropped"


CORRECTION_LABELS: Mapping[str, str] = {
    CorrectionState.ASKED: "Chờ đơn vị chỉnh sửa",
    CorrectionState.MADE: "Đã chỉnh sửa, chờ xem lại",
    CorrectionState.ACCEPTED: "Đã chấp nhận",
    CorrectionState.DROPPED: "Không còn cần chỉnh sửa",
}

CORRECTION_STEPS: tuple[Step, ...] = (
    Step("correct", CorrectionState.ASKED, CorrectionState.MADE, UNIT, "Gửi nội dung đã chỉnh sửa"),
    Step("accept", CorrectionState.MADE, CorrectionState.ACCEPTED, DESK, "Chấp nhận"),
    Step("ask_again", CorrectionState.MADE, CorrectionState.ASKED, DESK, "Yêu cầu chỉnh sửa lại", needs_reason=True),
    Step("drop_correction", CorrectionState.ASKED, CorrectionState.DROPPED, REGISTER, "Không còn cần chỉnh sửa"),
    Step("drop_correction", CorrectionState.MADE, CorrectionState.DROPPED, REGISTER, "Không còn cần chỉnh sửa"),
)
"""What happens to a request to correct parts of a dossier."""

SUBJECT_NAME = "subject_name"
FACT, DOCUMENT = "fact.", "document."


class PartsUnknown(Refused):
    """A request names parts the dossier does not have."""

    message = "Yêu cầu chỉnh sửa nêu nội dung mà hồ sơ không có."


class PartLocked(Refused):
    """The unit changes a part nobody asked it to change."""

    message = "Chỉ được sửa những nội dung đã được yêu cầu."


class NotTheAsker(Forbidden):
    """Somebody else asked for the correction."""

    message = "Chỉ người đã yêu cầu chỉnh sửa được xem lại nội dung này."


def labels_of(facts: Mapping[str, str], documents: Mapping[str, str]) -> dict[str, str]:
    """Return every part of a dossier that can be corrected, with its words."""
    return {
        SUBJECT_NAME: "Tên cá nhân, tập thể, hộ gia đình",
        **{f"{FACT}{name}": label for name, label in facts.items()},
        **{f"{DOCUMENT}{code}": label for code, label in documents.items()},
    }


def check_parts(parts: Iterable[str], known: Mapping[str, str]) -> None:
    """Refuse parts the dossier does not have."""
    if unknown := [part for part in parts if part not in known]:
        raise PartsUnknown(details=unknown)


def check_unlocked(changed: Iterable[str], parts: Iterable[str], known: Mapping[str, str]) -> None:
    """Refuse a change outside the flagged parts."""
    if locked := [part for part in changed if part not in set(parts)]:
        raise PartLocked(details=[known.get(part, part) for part in locked])


def changed_parts(subject_name: str | None, facts: Mapping[str, Any], documents: Iterable[str]) -> list[str]:
    """Return the parts a corrected content speaks of."""
    name = [] if subject_name is None else [SUBJECT_NAME]
    return [*name, *(f"{FACT}{one}" for one in facts), *(f"{DOCUMENT}{one}" for one in documents)]
