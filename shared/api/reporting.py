"""What the reporting service answers.

GET  /overview?year=                -> OverviewView
GET  /summary?year=&period=         period Q1…Q4, H1, Y -> SummaryView
GET  /figures/{figure}?year=&period=&page=&size= -> FigureRows (the rows a figure counts)
GET  /figures/{figure}.csv?year=&period=  -> text/csv with a UTF-8 mark

&as_of= (optional)                  a day: what happened later is left out, what was revoked later still counts

POST /summaries                     body: CompileSummary -> SummaryView (201; tells ReportCompiled)
"""

from datetime import date

from shared.api.base import Shape


class Figure(Shape):
    """One number of a summary; its rows open at /figures/{figure}."""

    figure: str
    label: str
    value: int


class FigureGroup(Shape):
    """Figures under one heading."""

    title: str
    figures: tuple[Figure, ...]


class SummaryView(Shape):
    """A quarter, half-year or year in figures."""

    year: int
    period: str
    period_label: str
    starts_on: date
    ends_on: date
    as_of: date
    groups: tuple[FigureGroup, ...]


class QuarterLine(Shape):
    """A quarter on the home page: how many tasks are where."""

    quarter: int
    state_label: str
    total: int
    settled: int
    overdue: int
    carried_over: int


class OverviewView(Shape):
    """The year at a glance."""

    year: int
    quarters: tuple[QuarterLine, ...]
    filings: tuple[Figure, ...]
    nominations: tuple[Figure, ...]
    awards: tuple[Figure, ...]


class FigureRow(Shape):
    """A row behind a figure: cells in the order of the columns, and where it opens at the gateway."""

    cells: tuple[str, ...]
    link: str


class FigureRows(Shape):
    """The rows behind a figure."""

    figure: str
    label: str
    columns: tuple[str, ...]
    rows: tuple[FigureRow, ...]
    total: int
    page: int
    size: int


class CompileSummary(Shape):
    """Ask for a summary to be compiled and kept."""

    year: int
    period: str
