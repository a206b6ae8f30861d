"""Kinds of conditions that stand before every award; None where there is nothing to say."""

from collections.abc import Sequence
from datetime import date

from services.nominations.rules.criteria import Judged, Result, predicate
from services.nominations.rules.words import listed_years


@predicate
def principle() -> None:
    """Keep a principle that only people apply in the catalogue; it finds nothing by itself."""


@predicate
def already_achieved(year: int, received: str, stream: str) -> Judged | None:
    """Ask that the year has begun and, for schools, that the school year is over."""
    on = date.fromisoformat(received)
    if year > on.year:
        return Judged(Result.NOT_MET, f"Thành tích năm {year}, hồ sơ nhận ngày {on:%d/%m/%Y}")
    del stream
    return None


@predicate
def school_year_over(year: int, received: str, stream: str, *, last_month: int) -> Judged | None:
    """Ask schools to wait for the end of the school year, which bears the number of the year it ends in."""
    on = date.fromisoformat(received)
    if stream != "education":
        return None
    over = (on.year, on.month) > (year, last_month)
    found = f"Năm học {year - 1} - {year}, hồ sơ nhận ngày {on:%d/%m/%Y}"
    return Judged(Result.MET if over else Result.NOT_MET, found)


@predicate
def not_rewarded_yet(same: Sequence[str], reason: str) -> Judged | None:
    """Ask that no award rewards the achievement yet; an officer's written reason lets a person decide."""
    if not same:
        return None
    found = f"Đã được tặng: {'; '.join(same)}"
    if reason:
        return Judged(Result.NEEDS_PERSON, f"{found}. Lý do xét: {reason}")
    return Judged(Result.NOT_MET, found)


@predicate
def counted_by_merit(uncounted: Sequence[str]) -> Judged | None:
    """Say which awards of the past do not count towards one by merit."""
    return Judged(Result.MET, f"Không tính: {'; '.join(uncounted)}") if uncounted else None


@predicate
def nothing_pending(holds: Sequence[str], *, kinds: dict[str, str]) -> Judged:
    """Ask that nothing is being looked into; otherwise the dossier waits, and is not refused."""
    if not holds:
        return Judged(Result.MET, "Không có")
    return Judged(Result.NEEDS_PERSON, "Chưa xét: " + "; ".join(kinds.get(one, one) for one in holds))


@predicate
def counted_after_discipline(
    measures: Sequence[Sequence[str]], first_year: int, *, names: dict[str, str]
) -> Judged | None:
    """Ask that the achievement began after the discipline was over."""
    if not measures:
        return None
    running = [names.get(kind, kind) for kind, ended in measures if not ended]
    late = [
        f"{names.get(kind, kind)}, chấp hành xong ngày {date.fromisoformat(ended):%d/%m/%Y}"
        for kind, ended in measures
        if ended and date.fromisoformat(ended) >= date(first_year, 1, 1)
    ]
    if running or late:
        open_ones = [f"{one}, chưa chấp hành xong" for one in running]
        return Judged(Result.NOT_MET, f"{'; '.join([*open_ones, *late])}; thành tích tính từ năm {first_year}")
    return Judged(Result.MET, f"Đã chấp hành xong trước năm {first_year}")


@predicate
def only_proposal(others: Sequence[str]) -> Judged | None:
    """Ask that no other form of the state level is proposed for the subject in the year."""
    return Judged(Result.NOT_MET, f"Đã đề nghị trong năm: {'; '.join(others)}") if others else None


@predicate
def lower_class_held(won: Sequence[int] | None, lower: str) -> Judged | None:
    """Ask for the class below before the one asked for."""
    if not lower:
        return None
    if won is None:
        return Judged(Result.UNKNOWN, f"Chưa có thông tin: {lower}")
    return Judged(Result.MET if won else Result.NOT_MET, f"{lower}: {listed_years(won)}")


@predicate
def after_last_period(rewarded: Sequence[int], first_year: int) -> Judged | None:
    """Ask that the achievement begins after the period that the last such award rewarded."""
    last = max(rewarded, default=None)
    if last is None:
        return None
    found = f"Đã khen thành tích đến năm {last}; thành tích đề nghị tính từ năm {first_year}"
    return Judged(Result.MET if first_year > last else Result.NOT_MET, found)


@predicate
def is_not_stated(stated: bool | None) -> Judged | None:  # noqa: FBT001 - it is a fact of the dossier
    """Ask that something is not so."""
    return Judged(Result.NOT_MET, "Có") if stated else None


@predicate
def is_not_denied(stated: bool | None) -> Judged | None:  # noqa: FBT001 - it is a fact of the dossier
    """Ask that something is not denied; where nothing is said there is nothing to weigh."""
    if stated is None:
        return None
    return Judged(Result.MET if stated else Result.NOT_MET, "Có" if stated else "Không")


@predicate
def proven_duty(stated: bool | None) -> Judged:  # noqa: FBT001 - it is a fact of the dossier
    """Ask for a duty's confirmation by the authority; without it the dossier is completed."""
    if stated is None:
        return Judged(Result.UNKNOWN, "Chưa có xác nhận")
    return Judged(Result.MET if stated else Result.NOT_MET, "Đã xác nhận" if stated else "Chưa hoàn thành")


@predicate
def reported_in_time(months: int | None, *, at_most: int) -> Judged | None:
    """Ask that the report's figures are at most so many months old when the dossier goes to the centre."""
    if months is None:
        return None
    return Judged(Result.MET if months <= at_most else Result.NOT_MET, f"{months} tháng")


@predicate
def women_first(women: bool | None, women_percent: int | None, *, percent: int) -> Judged | None:  # noqa: FBT001
    """Say that a woman, or a collective of mostly women, comes first among equals; it is no condition."""
    if women:
        return Judged(Result.MET, "Thuộc diện ưu tiên: cá nhân nữ")
    if women_percent is not None and women_percent >= percent:
        return Judged(Result.MET, f"Thuộc diện ưu tiên: tập thể có {women_percent} % nữ")
    return None


@predicate
def close_to_work_first(hard: bool | None) -> Judged | None:  # noqa: FBT001 - it is a fact of the dossier
    """Say that those who work directly, or where it is hard, come first among equals; it is no condition."""
    found = "Thuộc diện ưu tiên: tập thể nhỏ, người trực tiếp lao động hoặc vùng khó khăn"
    return Judged(Result.MET, found) if hard else None


@predicate
def trained_well(months: int | None, result: str | None, *, at_least: int, good: tuple[str, ...]) -> Judged | None:
    """Ask that training of *at_least* months ended with a good result; shorter training counts as work."""
    if months is None:
        return None
    if months < at_least:
        return Judged(Result.MET, f"Đào tạo {months} tháng, tính là thời gian công tác")
    if result is None:
        return Judged(Result.UNKNOWN, f"Đào tạo {months} tháng, chưa có kết quả học tập")
    return Judged(Result.MET if result in good else Result.NOT_MET, f"Đào tạo {months} tháng, kết quả {result}")


@predicate
def old_unit_remarked(months: int | None, remark: bool | None, *, at_least: int) -> Judged | None:  # noqa: FBT001
    """Ask for the former unit's remark where the person worked there for *at_least* months of the year."""
    if months is None or months < at_least:
        return None
    if remark:
        return Judged(Result.MET, f"{months} tháng ở đơn vị cũ, có nhận xét")
    return Judged(Result.UNKNOWN, f"{months} tháng ở đơn vị cũ, chưa có nhận xét")


@predicate
def leave_counts_as_work(months: int | None) -> Judged | None:
    """Count maternity leave as working time."""
    return Judged(Result.MET, f"{months} tháng nghỉ thai sản, tính là thời gian công tác") if months else None


@predicate
def still_exists(dissolved_on: str, received: str) -> Judged | None:
    """Ask that the body was not dissolved before its dossier came."""
    if not dissolved_on:
        return None
    ended, on = date.fromisoformat(dissolved_on), date.fromisoformat(received)
    found = f"Giải thể, kết thúc hoạt động ngày {ended:%d/%m/%Y}"
    return Judged(Result.NOT_MET if ended <= on else Result.MET, found)


@predicate
def year_after_decision(decided_in: int | None, received: str, *, years: int) -> Judged:
    """Ask that the dossier comes in the year right after the decision on the last award of the chain."""
    year = date.fromisoformat(received).year
    if not decided_in:
        return Judged(Result.NEEDS_PERSON, "Chưa rõ ngày quyết định lần gần nhất")
    found = f"Quyết định năm {decided_in}, hồ sơ nhận năm {year}"
    return Judged(Result.MET if year == decided_in + years else Result.NOT_MET, found)
