"""Kinds of criteria over a subject's history: titles in a row, forms held before, posts, working time."""

from collections.abc import Sequence
from itertools import pairwise

from services.nominations.rules.criteria import Judged, Result, predicate
from services.nominations.rules.words import listed_years

MONTHS = 12


def _met_if(holds: bool, found: str) -> Judged:  # noqa: FBT001 - a condition reads best first
    return Judged(Result.MET if holds else Result.NOT_MET, found)


@predicate
def won_in_year(years: Sequence[int], year: int) -> Judged:
    """Ask for a title of the year itself."""
    return _met_if(year in years, listed_years(years))


@predicate
def ever_won(years: Sequence[int]) -> Judged:
    """Ask for an award won at any time before."""
    return _met_if(bool(years), listed_years(years))


@predicate
def won_times(years: Sequence[int], year: int, *, times: int, within: int) -> Judged:
    """Ask for an award won *times* times in the last *within* years."""
    won = [one for one in years if year - within < one <= year]
    return _met_if(len(won) >= times, listed_years(won))


@predicate
def times_in_a_row(years: Sequence[int], year: int, *, times: int, span: int) -> Judged:
    """Ask for *times* awards one after the other, each for its own *span* years up to the year or before it.

    Awards less than *span* years apart rest on the same years: a person decides.
    """
    last = sorted(one for one in set(years) if one <= year)[-times:]
    found = listed_years(last)
    gaps = [later - earlier for earlier, later in pairwise(last)]
    if len(last) < times or any(gap > span for gap in gaps) or year - last[-1] >= span:
        return Judged(Result.NOT_MET, found)
    if any(gap < span for gap in gaps):
        return Judged(Result.NEEDS_PERSON, f"{found}; các lần tặng tính trùng năm thành tích")
    return Judged(Result.MET, found)


@predicate
def share_over(part: int, whole: int, *, percent: int) -> Judged:
    """Ask for more than *percent* of the whole; half of it exactly is not more than half."""
    if whole == 0 or part > whole:
        return Judged(Result.UNKNOWN, f"Số liệu không khớp: {part} trên tổng số {whole}")
    return _met_if(part * 100 > percent * whole, f"{part} trên tổng số {whole}")


@predicate
def not_newly_recruited(months: int | None, *, at_least: int) -> Judged:
    """Ask a person recruited within the year for *at_least* months of work; maternity leave counts as work."""
    if months is None:
        return Judged(Result.MET, "Không thuộc trường hợp mới tuyển dụng trong năm")
    return _met_if(months >= at_least, f"{months} tháng công tác trong năm")


@predicate
def lighter_than(measure: str | None, *, measure_kind: str, scale: dict[str, str]) -> Judged:
    """Ask that no disciplinary measure of *measure_kind* or heavier was taken in the year."""
    order = list(scale)
    held = measure or order[0]
    return _met_if(order.index(held) < order.index(measure_kind), scale[held])


@predicate
def vouched(stated: bool | None) -> Judged:  # noqa: FBT001 - it is a fact of the dossier
    """Ask for a quality that the unit vouches for by proposing the person after its own consideration (bình xét)."""
    if stated is False:
        return Judged(Result.NOT_MET, "Đơn vị không xác nhận")
    return Judged(Result.MET, "Đơn vị xác nhận khi bình xét, đề nghị")


@predicate
def person_weighs(stated: bool | None) -> Judged:  # noqa: FBT001 - it is a fact of the dossier
    """Leave a quality to a person; what the unit itself denies is not met."""
    if stated is False:
        return Judged(Result.NOT_MET, "Đơn vị không xác nhận")
    return Judged(Result.NEEDS_PERSON, "Đơn vị xác nhận có" if stated else "Người thẩm định xem xét")


@predicate
def years_in_post(
    post: str,
    months: int,
    woman: bool | None,  # noqa: FBT001 - it is a fact of the dossier
    *,
    posts: dict[str, dict[str, int]],
    less_for_women: int,
) -> Judged:
    """Ask for the years in a post that belong to the class; women need one part in *less_for_women* less."""
    bounds = posts.get(post)
    if bounds is None:
        return Judged(Result.NEEDS_PERSON, f"Chức vụ {post}: chưa có mức thời gian")
    parts, of = (less_for_women - 1, less_for_women) if woman else (1, 1)
    lowest, highest = (bounds[key] * MONTHS * parts for key in ("from", "below"))
    found = f"{months // MONTHS} năm {months % MONTHS} tháng"
    if months * of >= highest:
        return Judged(Result.NEEDS_PERSON, f"{found}; thuộc mức thời gian của hạng cao hơn")
    return _met_if(months * of >= lowest, found)


@predicate
def enough_working_years(months: int, *, months_needed: int) -> Judged:
    """Ask for a time of work or service."""
    return _met_if(months >= months_needed, f"{months} tháng")


@predicate
def is_so(stated: bool) -> Judged:  # noqa: FBT001 - it is a fact of the dossier
    """Ask for something that a document shows to be so."""
    return _met_if(stated, "Có" if stated else "Không")


@predicate
def is_stated(stated: bool) -> Judged:  # noqa: FBT001 - it is a fact of the dossier
    """Ask that a document says something; where it does not, it is completed."""
    return Judged(Result.MET, "Có") if stated else Judged(Result.UNKNOWN, "Chưa nêu")
