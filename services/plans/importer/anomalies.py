"""Reports what a person should look at in the printed text; nothing here mends anything."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from services.plans.importer.compound import balanced, is_balanced
from services.plans.importer.periods import Horizon
from services.plans.importer.shape import (
    Anomaly,
    FilingDuty,
    Lines,
    Movement,
    Named,
    Passage,
    Recipient,
    Signer,
    Task,
)
from services.plans.importer.source.letters import fold, name_key, same_letters

SPAN = re.compile(
    r"(?:(?P<count>\d{1,2}) nam|giai doan (?P<count2>\d{1,2}) nam)\s*\(?\s*(?P<first>\d{4})\s*-\s*(?P<last>\d{4})\)?"
)
RANGES = re.compile(r"\d{4}\s*-\s*\d{4}|\d{1,2}/\d{1,2}/\d{4}|luat[^;]*?nam \d{4}|\d{4}/[a-z]")
YEAR = re.compile(r"\bnam (20\d\d)\b")
REVIEW = re.compile(r"(?:6 thang (?:dau|cuoi) nam|so ket[^;.]*?\bnam|quy (?:i{1,3}|iv|\d) nam) (20\d\d)\b")
FORWARD = re.compile(r"^(?:ky ket|dang ky|phat dong)\b")
SCHOOL = re.compile(r"nam hoc (20\d\d) - (20\d\d)")
# What one body or title is called, with the spelling of the law where there is one.
ENTITIES = (
    (r"(?<=mien )(?:dong|tay) nam bo", None),
    (r"nong thon moi", None),
    (r"chien s[iy] thi dua", "Chiến sĩ thi đua"),
    (r"\bban thi dua\W+khen thuong", None),
    (r"hoi dong thi dua\W+khen thuong", None),
    (r"co quan thuong truc(?= hoi dong| cua hoi dong)", None),
    (r"giao duc va dao tao", None),
    (r"co thi dua (?:cua )?chinh phu", None),
)
TERMS = (
    "Cổng TTĐT", "Cổng Thông tin điện tử", "Trang Thông tin điện tử", "Thường trực", "Văn phòng", "Chủ tịch",
    "Hội đồng", "Thành viên", "Lưu", "Ủy ban", "Sở Nội vụ", "Ban Thi đua", "Các cơ quan", "Các đơn vị",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Understood:
    """What the checks look at."""

    horizon: Horizon
    passages: Sequence[Passage]
    tasks: Sequence[Task]
    duties: Sequence[FilingDuty]
    movements: Sequence[Movement]
    recipients: Sequence[Recipient]
    issuer: Named | None
    signer: Signer
    number: str | None
    has_year_in_title: bool
    has_issue_date: bool
    has_legal_bases: bool
    is_attached: bool
    other_paper: Lines


def anomalies(found: Understood) -> tuple[Anomaly, ...]:
    """Return every anomaly, in the order of the codes."""
    return tuple(sorted((each for check in CHECKS for each in check(found)), key=lambda each: each.code))


def _anomaly(code: str, message: str, printed: str, reading: str | None = None, lines: Lines = ()) -> Anomaly:
    return Anomaly(code=code, message=message, printed=printed, reading=reading, source_lines=lines)


def _wrong_spans(found: Understood) -> Iterator[Anomaly]:
    for passage in found.passages:
        for match in SPAN.finditer(fold(passage.text)):
            said = int(match["count"] or match["count2"])
            actual = int(match["last"]) - int(match["first"]) + 1
            if actual != said:
                message = f"Ghi {said} năm nhưng khoảng thời gian gồm {actual} năm dương lịch."
                yield _anomaly("X-01", message, passage.text[slice(*match.span())], None, passage.source_lines)


def _two_years_in_a_pledge(found: Understood) -> Iterator[Anomaly]:
    for task in found.tasks:
        for text in [part.text for part in task.parts] or [task.text]:
            years = set(YEAR.findall(RANGES.sub(" ", fold(text))))
            if FORWARD.match(fold(text)) and len(years) > 1:
                reading = f"năm {max(years)}"
                message = "Một việc hướng tới năm sau lại ghi hai năm khác nhau."
                yield _anomaly("X-02", message, text, reading, task.source_lines)


def _review_of_another_year(found: Understood) -> Iterator[Anomaly]:
    for task in found.tasks:
        match = REVIEW.search(RANGES.sub(lambda each: " " * len(each[0]), fold(task.text)))
        if match and int(match[1]) != found.horizon.year and not found.horizon.is_school:
            message = f"Sơ kết trong kỳ nhưng ghi năm {match[1]}, khác năm kế hoạch {found.horizon.year}."
            printed = task.text[slice(*match.span())]
            yield _anomaly("X-03", message, printed, f"năm {found.horizon.year}", task.source_lines)


def _unbalanced(found: Understood) -> Iterator[Anomaly]:
    for passage in found.passages:
        if not is_balanced(passage.text):
            reading = balanced(passage.text)
            message = "Dấu ngoặc mở và đóng không khớp."
            yield _anomaly(
                "X-04", message, passage.text, reading if reading != passage.text else None, passage.source_lines
            )


def _misspelt_recipients(found: Understood) -> Iterator[Anomaly]:
    for recipient in found.recipients:
        for term in TERMS:
            printed = recipient.name[: len(term)]
            if fold(printed) == fold(term) and not same_letters(printed, term):
                reading = term + recipient.name[len(term) :]
                message = f"Có thể viết sai chính tả: “{printed}”."
                yield _anomaly("X-04", message, recipient.name, reading, recipient.source_lines)


def _spellings(found: Understood) -> Iterator[Anomaly]:
    for pattern, official in ENTITIES:
        seen: dict[str, list[int]] = {}
        for passage in found.passages:
            for match in re.finditer(pattern, fold(passage.text)):
                spelling = passage.text[slice(*match.span())]
                seen.setdefault(spelling, []).extend(passage.source_lines)
        unofficial = official is not None and any(not same_letters(each, official) for each in seen)
        if len(seen) > 1 or unofficial:
            lines = tuple(sorted({number for numbers in seen.values() for number in numbers}))
            message = "Một tên gọi được viết nhiều cách." if len(seen) > 1 else "Tên gọi viết khác văn bản luật."
            yield _anomaly("X-05", message, " / ".join(f"“{each}”" for each in seen), official, lines)


def _mid_term_reviews(found: Understood) -> Iterator[Anomaly]:
    for task in found.tasks:
        for movement in found.movements:
            ends = int(movement.period[-4:]) if movement.period else 0
            if movement.key in task.movement_keys and "so ket" in fold(task.text) and ends > found.horizon.year:
                message = f"Sơ kết giữa kỳ của phong trào giai đoạn {movement.period}, chưa phải tổng kết."
                yield _anomaly("X-06", message, task.text, "sơ kết giữa kỳ", task.source_lines)


def _school_year_in_three_steps(found: Understood) -> Iterator[Anomaly]:
    """Appraised in one quarter, before the council and submitted in the last: the central date may fall before."""
    steps = [task for task in found.tasks if SCHOOL.search(fold(task.text)) or "nam hoc" in fold(task.text)]
    quarters = {task.key.partition("-")[0] for task in steps}
    submits = [task for task in steps if re.match(r"trinh\b", fold(task.text))]
    if len(quarters) > 1 and submits and not found.horizon.is_school:
        lines = tuple(sorted({number for task in steps for number in task.source_lines}))
        message = "Việc xét, họp và trình khen thưởng theo năm học nằm ở nhiều quý; cần đối chiếu hạn trình."
        yield _anomaly("X-07", message, submits[0].text, None, lines)


def _nobody_named(found: Understood) -> Iterator[Anomaly]:
    gaps = (
        ("đơn vị chủ trì", [task for task in found.tasks if task.lead is None or task.lead.implied]),
        ("ngày hoàn thành cụ thể", [task for task in found.tasks if task.deadline.implied]),
    )
    for what, tasks in gaps:
        if tasks:
            lines = tuple(number for task in tasks for number in task.source_lines)
            keys = ", ".join(task.key for task in tasks)
            yield _anomaly("X-08", f"{len(tasks)}/{len(found.tasks)} nhiệm vụ không ghi {what}.", keys, None, lines)


def _incomplete_letterhead(found: Understood) -> Iterator[Anomaly]:
    if found.issuer is None or found.issuer.implied:
        reading = found.issuer.name if found.issuer else None
        yield _anomaly("X-09", "Không thấy tên cơ quan ban hành ở đầu văn bản.", "", reading)
    office = found.signer.office
    if office and not re.match(r"(?:tm|kt|tl|tuq|q)\b", fold(office)) and _is_committee(found):
        yield _anomaly("X-09", "Không thấy “TM. ỦY BAN NHÂN DÂN” trước chức vụ người ký.", office)


def _is_committee(found: Understood) -> bool:
    """Tell whether a committee signs; the decision a plan is attached to is the chairman's own."""
    name = name_key(found.issuer.name) if found.issuer else ""
    return not found.is_attached and name.startswith(("ui ban", "ubnd"))


def _missing_years(found: Understood) -> Iterator[Anomaly]:
    for duty in found.duties:
        if duty.deadline.year_implied:
            on = duty.deadline.on
            message = "Hạn nộp không ghi năm; đọc là mỗi năm của kế hoạch."
            yield _anomaly("X-11", message, f"ngày {on.day} tháng {on.month}", f"{on:%d/%m/%Y}", duty.source_lines)


def _incomplete_identity(found: Understood) -> Iterator[Anomaly]:
    gaps = (
        (found.number is not None, "Văn bản chưa ghi số."),
        (found.has_issue_date, "Văn bản chưa ghi đủ ngày, tháng, năm ban hành."),
        (found.has_year_in_title, "Trích yếu không ghi năm của kế hoạch."),
        (found.has_legal_bases, "Văn bản không ghi căn cứ ban hành."),
        (found.signer.name is not None, "Không thấy họ tên người ký."),
        (bool(found.recipients), "Văn bản không có nơi nhận."),
    )
    for is_there, message in gaps:
        if not is_there:
            yield _anomaly("X-12", message, "")


def _far_years(found: Understood) -> Iterator[Anomaly]:
    for task in found.tasks:
        years = {int(year) for year in YEAR.findall(RANGES.sub(" ", fold(task.text)))}
        far = sorted(year for year in years if abs(year - found.horizon.year) > 1)
        if far:
            message = f"Nhiệm vụ ghi năm {far[0]}, cách xa năm kế hoạch {found.horizon.year}."
            yield _anomaly("X-13", message, task.text, None, task.source_lines)


def _another_paper(found: Understood) -> Iterator[Anomaly]:
    if found.other_paper:
        message = "Tệp có từ hai văn bản trở lên; chỉ văn bản thứ nhất được đọc."
        yield _anomaly("X-14", message, "", None, found.other_paper)


CHECKS = (
    _wrong_spans,
    _two_years_in_a_pledge,
    _review_of_another_year,
    _unbalanced,
    _misspelt_recipients,
    _spellings,
    _mid_term_reviews,
    _school_year_in_three_steps,
    _nobody_named,
    _incomplete_letterhead,
    _missing_years,
    _incomplete_identity,
    _far_years,
    _another_paper,
)
