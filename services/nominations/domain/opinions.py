"""What offices are asked about a dossier (hiệp y, thẩm định song song): its states, steps and answers."""

from collections.abc import Mapping
from enum import StrEnum

from services.nominations.domain.steps import REGISTER, UNIT
from shared.errors import Refused
from shared.steps import Step


class OpinionState(StrEnum):
    """Where a question to an office stands (tình trạng lấy ý kiến)."""

    ASKED = "asked"
    GIVEN = "given"
    LAPSED = "lapsed"
    DROPPED = "dropped"


OPINION_LABELS: Mapping[str, str] = {
    OpinionState.ASKED: "Đang chờ ý kiến",
    OpinionState.GIVEN: "Đã có ý kiến",
    OpinionState.LAPSED: "Quá hạn, chưa có ý kiến",
    OpinionState.DROPPED: "Không còn cần ý kiến",
}

OPINION_STEPS: tuple[Step, ...] = (
    Step("answer", OpinionState.ASKED, OpinionState.GIVEN, UNIT, "Cho ý kiến"),
    Step("lapse", OpinionState.ASKED, OpinionState.LAPSED, REGISTER, "Hết hạn cho ý kiến"),
    Step("drop_opinion", OpinionState.ASKED, OpinionState.DROPPED, REGISTER, "Không còn cần ý kiến"),
)
"""What happens to a question asked of an office."""

AGREE, DISAGREE, OTHER, SILENT_AGREEMENT = "agree", "disagree", "other", "silent_agreement"

RESULTS: Mapping[str, str] = {
    AGREE: "Nhất trí",
    DISAGREE: "Không nhất trí",
    OTHER: "Ý kiến khác",
    SILENT_AGREEMENT: "Im lặng, coi như nhất trí",
}
"""What an office may answer; silence speaks only where a rule says so."""

CRITERION_RESULTS = frozenset({"met", "not_met", "unknown"})


class OpinionInvalid(Refused):
    """An answer cannot be read."""

    message = "Ý kiến chưa hợp lệ."


def check_answer(result: str, said: str, results: Mapping[str, str], rules: tuple[str, ...]) -> None:
    """Refuse an answer that says nothing, or speaks of criteria the office was not asked about."""
    faults = []
    if result not in {AGREE, DISAGREE, OTHER}:
        faults.append("Ý kiến phải là: nhất trí, không nhất trí hoặc ý kiến khác.")
    if result != AGREE and not said:
        faults.append("Vui lòng ghi rõ nội dung ý kiến.")
    faults += [f"Cơ quan không được hỏi về tiêu chuẩn {rule}." for rule in results if rule not in rules]
    faults += [f"Chưa có kết quả cho tiêu chuẩn {rule}." for rule in rules if rule not in results]
    faults += [
        f"Kết quả của tiêu chuẩn {rule} không hợp lệ."
        for rule in rules
        if results.get(rule, "met") not in CRITERION_RESULTS
    ]
    if faults:
        raise OpinionInvalid(details=faults)
