"""A ceremony as pure values: its steps, the order of hand-over, and the running script."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from shared.errors import NotFound, Refused
from shared.roles import Role
from shared.steps import Step

_DESK = frozenset({Role.APPRAISER})


class CeremonyState(StrEnum):
    """Where a ceremony stands (trạng thái lễ trao tặng)."""

    PREPARED = "prepared"
    HELD = "held"
    CALLED_OFF = "called_off"


CEREMONY_STATE_LABELS: Mapping[str, str] = {
    CeremonyState.PREPARED: "Đang chuẩn bị",
    CeremonyState.HELD: "Đã tổ chức",
    CeremonyState.CALLED_OFF: "Đã hủy lễ",
}

CEREMONY_STEPS: tuple[Step, ...] = (
    Step("conclude", CeremonyState.PREPARED, CeremonyState.HELD, _DESK, "Ghi nhận kết quả trao tặng", is_final=True),
    Step("call_off", CeremonyState.PREPARED, CeremonyState.CALLED_OFF, _DESK, "Hủy lễ", needs_reason=True),
)
"""The only ways a ceremony moves (các bước của lễ trao tặng)."""


class Receipt(StrEnum):
    """How an award was taken (hình thức nhận): a family's representative takes what is given after death."""

    IN_PERSON = "in_person"
    REPRESENTATIVE = "representative"
    ABSENT = "absent"


RECEIPT_LABELS: Mapping[str, str] = {
    Receipt.IN_PERSON: "Trực tiếp nhận",
    Receipt.REPRESENTATIVE: "Người đại diện nhận",
    Receipt.ABSENT: "Vắng mặt",
}


class CeremonyNotFound(NotFound):
    """There is no such ceremony."""

    message = "Không tìm thấy lễ trao tặng."


class NotAtHand(Refused):
    """A certificate or a gift is missing from the checklist."""

    message = "Có khen thưởng chưa chuẩn bị đủ bằng, cờ hoặc hiện vật."


class ResultMissing(Refused):
    """It is not written who took an award."""

    message = "Có khen thưởng chưa ghi kết quả trao tặng."


class ReceiverMissing(Refused):
    """A representative took an award and is not named."""

    message = "Vui lòng ghi tên người đại diện nhận."


class NotOnTheList(Refused):
    """The award is not on the ceremony's list."""

    message = "Khen thưởng không có trong danh sách trao tặng."


class AlreadyPresented(Refused):
    """The award was handed over before, or was revoked."""

    status = 409
    message = "Có khen thưởng đã trao, đã hủy bỏ hoặc chưa thông báo kết quả."


@dataclass(frozen=True, slots=True)
class Honour:
    """One award in a ceremony: its place in the order of rank, who receives it, and under which decision."""

    award_id: str
    rank: tuple[int, ...]
    award_name: str
    subject_kind: str
    subject_name: str
    unit_name: str
    decision: str


def in_order(honours: Iterable[Honour]) -> list[Honour]:
    """Return *honours* from the highest to the lowest; collectives first within one award, then by name."""
    return sorted(honours, key=lambda one: (one.rank, one.subject_kind != "collective", one.subject_name))


def script(title: str, host: str, honours: Sequence[Honour]) -> list[str]:
    """Return the running order (kịch bản điều hành): the decision is read, then the award is given, rank by rank."""
    lines = ["Ổn định tổ chức, chào cờ.", f"Tuyên bố lý do, giới thiệu đại biểu: {title}."]
    groups: dict[tuple[str, str], list[Honour]] = {}
    for one in in_order(honours):
        groups.setdefault((one.award_name, one.decision), []).append(one)
    for (award, decision), members in groups.items():
        lines.append(f"Công bố {decision} về việc tặng {award}.")
        names = "; ".join(f"{one.subject_name} ({one.unit_name})" for one in members)
        lines.append(f"Mời {host} trao {award} cho {len(members)} tập thể, cá nhân: {names}.")
    return [*lines, "Đại diện được khen thưởng phát biểu.", f"{host} phát biểu chỉ đạo.", "Bế mạc."]
