"""The one table of a dossier's steps: from where, to where, by whom, within which time, and under which condition."""

from collections.abc import Iterable
from dataclasses import dataclass

from services.nominations.domain.states import STATE_LABELS, Need, Route, State
from shared.errors import OutOfTurn
from shared.roles import Role
from shared.steps import Step

UNIT = frozenset({Role.UNIT_OFFICER})
DESK = frozenset({Role.APPRAISER})
LEADERS = frozenset({Role.LEADER})
REGISTER: frozenset[Role] = frozenset()
"""Nobody's button: a timer, the last opinion, the council's closed tally or a revocation takes the step."""

SUBMIT = "submit"
RELEASE = "release"

_BOTH = frozenset(Need)
_CONSULTATION = frozenset({Need.CONSULTATION})
_NOTHING: frozenset[Need] = frozenset()


@dataclass(frozen=True, slots=True)
class Move(Step):
    """A step that may hold for one route, one outcome, or what the award asks for, only."""

    route: Route | None = None
    eligible: bool | None = None
    needs_complete: bool = False  # every required document is enclosed
    needs_settled: bool = False  # nothing that was asked of others is still open
    asks: Need | None = None  # the award asks for it, and it has not been done
    after: frozenset[Need] = frozenset()  # none of these may still be owed
    within: str = ""  # the time limit it has to be taken in; the limit begins with the source state


OPEN = (
    State.SUBMITTED,
    State.RECEIVED,
    State.RETURNED,
    State.AWAITING_OPINIONS,
    State.ELIGIBLE,
    State.NOT_ELIGIBLE,
    State.IN_CONSULTATION,
    State.BEFORE_COUNCIL,
    State.COUNCIL_PASSED,
    State.COUNCIL_NOT_PASSED,
    State.BEFORE_CHAIR,
    State.FORWARDED,
    State.CENTRAL_RETURNED,
)
"""Where a dossier still waits for an outcome, and may be held (tạm dừng)."""


def _send_back(source: State) -> Move:
    return Move("return", source, State.RETURNED, DESK, "Trả lại để bổ sung", needs_reason=True)


def _withdraw(source: State) -> Move:
    return Move("withdraw", source, State.WITHDRAWN, UNIT, "Rút hồ sơ", is_final=True)


def _reject(source: State) -> Move:
    return Move("reject", source, State.REJECTED, LEADERS, "Từ chối", needs_reason=True, is_final=True)


def _decide(source: State, after: frozenset[Need]) -> Move:
    label = "Quyết định khen thưởng"
    return Move(
        "decide", source, State.DECIDED, LEADERS, label, is_final=True, route=Route.PROVINCE, after=after,
        within="decide",
    )  # fmt: skip


def _forward(source: State, after: frozenset[Need]) -> Move:
    return Move("forward", source, State.FORWARDED, DESK, "Trình Trung ương", route=Route.CENTRE, after=after)


def _refusal(source: State) -> Move:
    label = "Ghi nhận không khen thưởng"
    return Move(
        "record_refusal", source, State.REJECTED, DESK, label, needs_reason=True, is_final=True, route=Route.CENTRE
    )


def _revoke(source: State) -> Move:
    return Move("revoke", source, State.REVOKED, REGISTER, "Hủy bỏ quyết định", needs_reason=True, is_final=True)


STEPS: tuple[Move, ...] = (
    # The unit (đơn vị): lập, trình, rút, thu hồi, nộp lại.
    Move(SUBMIT, State.DRAFT, State.SUBMITTED, UNIT, "Nộp hồ sơ"),
    _withdraw(State.DRAFT),
    # The receiving desk (tiếp nhận): the day of a complete dossier begins the time limits and chooses the ruleset.
    Move("receive", State.SUBMITTED, State.RECEIVED, DESK, "Tiếp nhận", needs_complete=True, within="receive"),
    _send_back(State.SUBMITTED),
    _withdraw(State.SUBMITTED),
    Move("recall", State.SUBMITTED, State.DRAFT, UNIT, "Thu hồi để sửa"),
    Move("resubmit", State.RETURNED, State.SUBMITTED, UNIT, "Nộp lại", within="resubmit"),
    _withdraw(State.RETURNED),
    # The appraising desk (thẩm định), perhaps with opinions (hiệp y).
    Move(
        "appraise",
        State.RECEIVED,
        State.ELIGIBLE,
        DESK,
        "Kết luận đủ điều kiện",
        eligible=True,
        needs_settled=True,
        within="appraise",
    ),
    Move(
        "appraise",
        State.RECEIVED,
        State.NOT_ELIGIBLE,
        DESK,
        "Kết luận chưa đủ điều kiện",
        eligible=False,
        needs_settled=True,
        within="appraise",
    ),
    Move("ask_opinions", State.RECEIVED, State.AWAITING_OPINIONS, DESK, "Gửi lấy ý kiến hiệp y"),
    Move("gather_opinions", State.AWAITING_OPINIONS, State.RECEIVED, REGISTER, "Đã có đủ ý kiến hiệp y"),
    _send_back(State.RECEIVED),
    _send_back(State.AWAITING_OPINIONS),
    _send_back(State.NOT_ELIGIBLE),
    # Public consultation (lấy ý kiến Nhân dân), where the award asks for it.
    Move(
        "open_consultation",
        State.ELIGIBLE,
        State.IN_CONSULTATION,
        DESK,
        "Đăng lấy ý kiến Nhân dân",
        asks=Need.CONSULTATION,
    ),
    Move("close_consultation", State.IN_CONSULTATION, State.ELIGIBLE, REGISTER, "Kết thúc lấy ý kiến Nhân dân"),
    # The council (Hội đồng): its closed tally passes or does not pass, no person does.
    Move(
        "list_for_council",
        State.ELIGIBLE,
        State.BEFORE_COUNCIL,
        DESK,
        "Trình Hội đồng",
        asks=Need.COUNCIL,
        after=_CONSULTATION,
        needs_settled=True,
    ),
    Move("pass", State.BEFORE_COUNCIL, State.COUNCIL_PASSED, REGISTER, "Hội đồng thông qua"),
    Move("not_pass", State.BEFORE_COUNCIL, State.COUNCIL_NOT_PASSED, REGISTER, "Hội đồng không thông qua"),
    Move("submit_to_chair", State.COUNCIL_PASSED, State.BEFORE_CHAIR, DESK, "Trình Chủ tịch"),
    # The decision (quyết định), here or at the centre. Before the chair nothing is owed: only the council leads there.
    _decide(State.ELIGIBLE, _BOTH),
    _decide(State.BEFORE_CHAIR, _NOTHING),
    _forward(State.ELIGIBLE, _BOTH),
    _forward(State.BEFORE_CHAIR, _NOTHING),
    Move(
        "record_result",
        State.FORWARDED,
        State.DECIDED,
        DESK,
        "Ghi nhận quyết định khen thưởng",
        is_final=True,
        route=Route.CENTRE,
    ),
    _refusal(State.FORWARDED),
    Move(
        "central_return",
        State.FORWARDED,
        State.CENTRAL_RETURNED,
        DESK,
        "Ghi nhận yêu cầu của Trung ương",
        needs_reason=True,
        route=Route.CENTRE,
    ),
    Move(
        "answer_centre",
        State.CENTRAL_RETURNED,
        State.FORWARDED,
        DESK,
        "Trả lời Trung ương",
        route=Route.CENTRE,
        within="answer_centre",
    ),
    _refusal(State.CENTRAL_RETURNED),
    _reject(State.ELIGIBLE),
    _reject(State.NOT_ELIGIBLE),
    _reject(State.COUNCIL_NOT_PASSED),
    _reject(State.BEFORE_CHAIR),
    # After the decision (thông báo, trao tặng, lưu hồ sơ).
    Move("notify", State.DECIDED, State.NOTIFIED, DESK, "Thông báo kết quả", within="notify"),
    Move("present", State.NOTIFIED, State.PRESENTED, DESK, "Ghi nhận đã trao tặng"),
    Move("archive", State.NOTIFIED, State.ARCHIVED, DESK, "Lưu hồ sơ"),
    Move("archive", State.PRESENTED, State.ARCHIVED, DESK, "Lưu hồ sơ"),
    *map(_revoke, (State.DECIDED, State.NOTIFIED, State.PRESENTED, State.ARCHIVED)),
    # A hold (tạm dừng) is no refusal: the dossier goes back to where it was.
    *(Move("hold", one, State.HELD, DESK, "Tạm dừng xét", needs_reason=True) for one in OPEN),
    *(Move(RELEASE, State.HELD, one, DESK, "Tiếp tục xét") for one in OPEN),
)
"""The only ways a dossier moves (các bước xử lý hồ sơ)."""


def by_itself(steps: Iterable[Step], state: str, name: str) -> Step:
    """Return the step *name* that is nobody's button, or refuse."""
    step = next((one for one in steps if (one.source, one.name) == (state, name) and not one.by), None)
    if step is None:
        raise OutOfTurn
    return step


def is_of_unit(step: Step) -> bool:
    """Return whether only the dossier's own unit takes *step*."""
    return step.by == UNIT


def label_of(step: str, state: str) -> str:
    """Return the word on the button that led to *state*."""
    return next((move.label for move in STEPS if (move.name, move.target) == (step, state)), step)


def standing(state: str) -> str:
    """Return where a dossier stands, in the words people read."""
    return STATE_LABELS[state]
