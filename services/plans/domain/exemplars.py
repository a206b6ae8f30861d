"""The rules of exemplars (điển hình tiên tiến): found, fostered, summarised, replicated."""

from enum import StrEnum

from shared.errors import Refused
from shared.roles import Role
from shared.steps import Step


class ExemplarState(StrEnum):
    """Where an exemplar stands (giai đoạn của điển hình tiên tiến)."""

    FOUND = "found"
    FOSTERED = "fostered"
    RECOGNISED = "recognised"
    REPLICATED = "replicated"
    DROPPED = "dropped"


class SubjectKind(StrEnum):
    """Who an exemplar is (tập thể, cá nhân)."""

    COLLECTIVE = "collective"
    INDIVIDUAL = "individual"


class Region(StrEnum):
    """Where an exemplar lives and works (địa bàn); a place may be several at once."""

    REMOTE = "remote"
    FAR = "far"
    BORDER = "border"
    ETHNIC_MINORITY = "ethnic_minority"


class WorkerClass(StrEnum):
    """What an exemplar does (đối tượng)."""

    WORKER = "worker"
    FARMER = "farmer"
    DIRECT_LABOUR = "direct_labour"
    OFFICIAL = "official"
    LEADER = "leader"
    ENTREPRENEUR = "entrepreneur"
    PUPIL = "pupil"
    OTHER = "other"


EXEMPLAR_LABELS = {
    ExemplarState.FOUND: "Mới phát hiện",
    ExemplarState.FOSTERED: "Đang bồi dưỡng",
    ExemplarState.RECOGNISED: "Đã tổng kết",
    ExemplarState.REPLICATED: "Đang nhân rộng",
    ExemplarState.DROPPED: "Thôi theo dõi",
}
SUBJECT_LABELS = {SubjectKind.COLLECTIVE: "Tập thể", SubjectKind.INDIVIDUAL: "Cá nhân"}
REGION_LABELS = {
    Region.REMOTE: "Vùng sâu",
    Region.FAR: "Vùng xa",
    Region.BORDER: "Vùng biên giới",
    Region.ETHNIC_MINORITY: "Vùng đồng bào dân tộc thiểu số",
}
WORKER_LABELS = {
    WorkerClass.WORKER: "Công nhân",
    WorkerClass.FARMER: "Nông dân",
    WorkerClass.DIRECT_LABOUR: "Người trực tiếp lao động, công tác, học tập",
    WorkerClass.OFFICIAL: "Cán bộ, công chức, viên chức",
    WorkerClass.LEADER: "Lãnh đạo, quản lý",
    WorkerClass.ENTREPRENEUR: "Doanh nhân",
    WorkerClass.PUPIL: "Học sinh, sinh viên",
    WorkerClass.OTHER: "Khác",
}

FOLLOWED = (ExemplarState.FOUND, ExemplarState.FOSTERED, ExemplarState.RECOGNISED, ExemplarState.REPLICATED)
"""The states of an exemplar that is still followed."""

_APPRAISER = frozenset({Role.APPRAISER})
_BOTH = frozenset({Role.APPRAISER, Role.UNIT_OFFICER})

EXEMPLAR_STEPS = (
    Step("foster", ExemplarState.FOUND, ExemplarState.FOSTERED, _BOTH, "Bồi dưỡng"),
    Step("recognise", ExemplarState.FOSTERED, ExemplarState.RECOGNISED, _APPRAISER, "Tổng kết, công nhận"),
    Step("replicate", ExemplarState.RECOGNISED, ExemplarState.REPLICATED, _APPRAISER, "Nhân rộng"),
    Step("replicate", ExemplarState.REPLICATED, ExemplarState.REPLICATED, _APPRAISER, "Nhân rộng thêm"),
    *(
        Step("honour", state, state, _APPRAISER, "Tôn vinh")
        for state in (ExemplarState.RECOGNISED, ExemplarState.REPLICATED)
    ),
    *(
        Step("drop", state, ExemplarState.DROPPED, _APPRAISER, "Thôi theo dõi", needs_reason=True, is_final=True)
        for state in FOLLOWED
    ),
)


class StoryMissing(Refused):
    """What is recognised has a story to tell."""

    message = "Vui lòng viết thành tích, cách làm của điển hình trước khi tổng kết."


class NowhereReplicated(Refused):
    """Replicating names who follows, and nobody follows themselves."""

    message = "Vui lòng chọn ít nhất một đơn vị khác học tập, làm theo điển hình."


class AlreadyHonoured(Refused):
    """An exemplar is honoured once at one occasion."""

    status = 409
    message = "Điển hình đã được tôn vinh tại sự kiện này."


def check_story(story: str) -> None:
    """Refuse to recognise what nobody has described."""
    if not story.strip():
        raise StoryMissing


def followers(unit_id: str, asked: tuple[str, ...], known: frozenset[str]) -> tuple[str, ...]:
    """Return the units that begin to follow: asked for, not following yet, and not the exemplar's own.

    Raises NowhereReplicated where nobody new is left.
    """
    fresh = tuple(dict.fromkeys(each for each in asked if each != unit_id and each not in known))
    if not fresh:
        raise NowhereReplicated
    return fresh
