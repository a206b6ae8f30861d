"""The figures of a summary: what each is called, and which rows it counts."""

from collections.abc import Mapping

from services.reporting.figures import dossiers, oversight, work
from services.reporting.figures.figure import Figure
from shared.errors import NotFound


class NoSuchFigure(NotFound):
    """There is no figure of that name."""

    message = "Không có chỉ tiêu này."


TASKS = "Nhiệm vụ của kế hoạch"
FILINGS = "Kế hoạch, báo cáo của đơn vị"
NOMINATIONS = "Hồ sơ đề nghị khen thưởng"
AWARDS = "Khen thưởng"

GROUPS: Mapping[str, tuple[Figure, ...]] = {
    TASKS: work.TASKS,
    FILINGS: work.FILINGS,
    "Phong trào thi đua": work.MOVEMENTS,
    "Cụm, khối thi đua": oversight.CLUSTERS,
    "Điển hình tiên tiến": oversight.EXEMPLARS,
    "Đợt xét khen thưởng": dossiers.ROUNDS,
    NOMINATIONS: dossiers.NOMINATIONS,
    "Hiệp y, lấy ý kiến Nhân dân": dossiers.OPINIONS,
    "Hội đồng": dossiers.COUNCIL,
    AWARDS: dossiers.AWARDS,
    "Kiểm tra, giám sát": oversight.INSPECTIONS,
    "Sự kiện, tập huấn, hướng dẫn": oversight.OCCASIONS,
    "Thông báo": work.NOTICES,
}
"""Every figure under its heading, in the order of the summary."""

FIGURES = {figure.name: figure for figures in GROUPS.values() for figure in figures}
"""Every figure by its name."""


def named(name: str) -> Figure:
    """Return the figure *name*; raises NoSuchFigure."""
    if name not in FIGURES:
        raise NoSuchFigure
    return FIGURES[name]
