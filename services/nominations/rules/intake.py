"""What must be right before a dossier can be read at all: known codes, answers of the right kind."""

from collections.abc import Iterator
from datetime import date

from services.nominations.domain import Dossier, Subject
from services.nominations.rules.ruleset import Award
from services.nominations.rules.vocabulary import Fact, Vocabulary, is_year
from shared.errors import Refused

LONGEST_NAME = 300

_KINDS = {
    "year": "một năm",
    "number": "một số nguyên không âm",
    "yes_no": "có hoặc không",
    "choice": "một trong các lựa chọn đã cho",
    "years": "danh sách các năm",
    "text": "nội dung bằng chữ",
}


class DossierInvalid(Refused):
    """A dossier states things that cannot be read; every one of them is listed."""

    message = "Hồ sơ có nội dung chưa hợp lệ."


def faults_in_dossier(award: Award, subject: Subject, dossier: Dossier, on: date, words: Vocabulary) -> Iterator[str]:
    """Yield a Vietnamese sentence for each thing to mend; what is only missing is not a fault."""
    if not 0 < len(subject.name) <= LONGEST_NAME:
        yield f"Tên cá nhân, tập thể được đề nghị phải có, không quá {LONGEST_NAME} ký tự."
    if subject.kind not in award.subject_kinds:
        allowed = ", ".join(words.subject_kinds[kind].lower() for kind in award.subject_kinds)
        yield f"{award.name} chỉ xét tặng cho {allowed}."
    if dossier.mode not in award.modes:
        allowed = ", ".join(words.modes[mode].lower() for mode in award.modes)
        yield f"{award.name} chỉ xét tặng theo loại hình: {allowed}."
    if not is_year(dossier.year):
        yield f"Năm {dossier.year} không hợp lệ."
    elif dossier.year > on.year:
        yield f"Năm {dossier.year} chưa đến; thành tích phải đạt được trước khi đề nghị."
    for name, value in dossier.facts.items():
        yield from _in_fact(name, value, award.facts.get(name), award)
    for code in sorted(dossier.documents - words.documents.keys()):
        yield f"Không có loại tài liệu mang mã “{code}”."


def _in_fact(name: str, value: object, fact: Fact | None, award: Award) -> Iterator[str]:
    if fact is None:
        yield f"{award.name} không hỏi thông tin “{name}”."
    elif value is not None and not fact.accepts(value):
        yield f"{fact.label}: phải là {_KINDS[fact.kind]}."
