"""What the year came to, as tables: counted in the owners' databases, in the words people read."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import asyncpg
from rich.box import SIMPLE_HEAD
from rich.table import Table

from deploy.books import Ground
from deploy.ledger import Ledger
from services.nominations.domain import STATE_LABELS
from services.nominations.domain.councils import SESSION_STATE_LABELS
from services.plans.domain import FILING_LABELS, QUARTER_NAMES, TASK_LABELS
from services.plans.domain.exemplars import EXEMPLAR_LABELS
from services.plans.domain.inspections import INSPECTION_LABELS
from services.plans.domain.scoring import CLUSTER_YEAR_LABELS
from shared.words import AWARDS, FILINGS, capital

Word = Callable[[Any], str]


def _word(words: Mapping[Any, str]) -> Word:
    return lambda code: capital(words.get(code, str(code)))


def _number(value: int) -> str:
    return f"{value:,}".replace(",", ".")


@dataclass(frozen=True, slots=True)
class Shown:
    """A table: its caption, its headings, which service counts it and how, and how each column is worded."""

    caption: str
    headings: tuple[str, ...]
    service: str
    query: str
    words: tuple[Word, ...]


TABLES = (
    Shown(
        "Nhiệm vụ của kế hoạch",
        ("Quý", "Trạng thái", "Số nhiệm vụ", "Chuyển từ quý trước"),
        "plans",
        "SELECT quarter, state, count(*), count(carried_from) FROM tasks GROUP BY 1, 2 ORDER BY 1, 2",
        (_word(QUARTER_NAMES), _word(TASK_LABELS), _number, _number),
    ),
    Shown(
        "Kế hoạch, báo cáo của đơn vị",
        ("Loại", "Trạng thái", "Số lượng", "Nộp trễ", "Nộp từ hệ thống của đơn vị"),
        "plans",
        "SELECT duty, state, count(*), count(*) FILTER (WHERE days_late > 0), "
        "count(*) FILTER (WHERE channel = 'kafka') FROM filings GROUP BY 1, 2, due_on ORDER BY due_on, 2",
        (_word(FILINGS), _word(FILING_LABELS), _number, _number, _number),
    ),
    Shown(
        "Thi đua cụm, khối",
        ("Năm", "Trạng thái", "Số cụm, khối", "Đơn vị được chấm điểm", "Đề nghị tặng Cờ, Bằng khen", "Ký giao ước"),
        "plans",
        "SELECT year, y.state, count(DISTINCT y.cluster_id), "
        "(SELECT count(*) FROM score_sheets s WHERE s.year = y.year AND s.state = 'scored'), "
        "(SELECT count(award) FROM cluster_results r WHERE r.year = y.year), "
        "(SELECT count(*) FROM pledge_signatories p WHERE p.year = y.year) "
        "FROM cluster_years y GROUP BY 1, 2 ORDER BY 1",
        (str, _word(CLUSTER_YEAR_LABELS), _number, _number, _number, _number),
    ),
    Shown(
        "Kiểm tra công tác thi đua, khen thưởng",
        ("Trạng thái", "Số cuộc", "Phát hiện", "Phải khắc phục", "Khắc phục trễ hạn"),
        "plans",
        "SELECT i.state, count(DISTINCT i.inspection_id), count(f.finding_id), count(f.due_on), "
        "count(*) FILTER (WHERE f.remedied_on > f.due_on) "
        "FROM inspections i LEFT JOIN findings f USING (inspection_id) GROUP BY 1 ORDER BY 1",
        (_word(INSPECTION_LABELS), _number, _number, _number, _number),
    ),
    Shown(
        "Điển hình tiên tiến",
        ("Trạng thái", "Số điển hình", "Đơn vị học tập"),
        "plans",
        "SELECT state, count(DISTINCT exemplar_id), count(unit_id) FROM (SELECT e.state, e.exemplar_id, r.unit_id "
        "FROM exemplars e LEFT JOIN replications r USING (exemplar_id)) one GROUP BY 1 ORDER BY 1",
        (_word(EXEMPLAR_LABELS), _number, _number),
    ),
    Shown(
        "Hồ sơ đề nghị khen thưởng",
        ("Danh hiệu, hình thức", "Trạng thái", "Số hồ sơ", "Nộp từ hệ thống của đơn vị"),
        "nominations",
        "SELECT award, state, count(*), count(*) FILTER (WHERE channel = 'kafka') "
        "FROM nominations GROUP BY 1, 2 ORDER BY 1, 2",
        (_word(AWARDS), _word(STATE_LABELS), _number, _number),
    ),
    Shown(
        "Khen thưởng",
        ("Danh hiệu, hình thức", "Được khen thưởng", "Tiền thưởng (đồng)", "Đã trao tặng", "Đã hủy bỏ"),
        "nominations",
        "SELECT award, count(*), sum(bonus)::bigint, count(presented_on), count(revoked_on) "
        "FROM award_register GROUP BY 1 ORDER BY 1",
        (_word(AWARDS), _number, _number, _number, _number),
    ),
    Shown(
        "Phiên họp Hội đồng Thi đua - Khen thưởng",
        ("Ngày họp", "Trạng thái", "Thành viên", "Hồ sơ được xét", "Số phiếu", "Thông qua", "Không thông qua"),
        "nominations",
        "SELECT to_char(meets_at AT TIME ZONE 'Asia/Ho_Chi_Minh', 'DD/MM/YYYY'), state, total_members, "
        "count(i.item_id), "
        "(SELECT count(*) FROM ballots JOIN council_items USING (item_id) WHERE session_id = s.session_id), "
        "count(*) FILTER (WHERE is_passed), count(*) FILTER (WHERE NOT is_passed) "
        "FROM council_sessions s JOIN council_items i USING (session_id) GROUP BY s.session_id ORDER BY meets_at",
        (str, _word(SESSION_STATE_LABELS), _number, _number, _number, _number, _number),
    ),
    Shown(
        "Thông báo",
        ("Nội dung", "Trên hệ thống", "Thư điện tử", "Không gửi được"),
        "notifications",
        "SELECT message, count(*) FILTER (WHERE channel = 'in_app' AND sent_at IS NOT NULL), "
        "count(*) FILTER (WHERE channel = 'email' AND sent_at IS NOT NULL), count(failed_at) "
        "FROM notices JOIN deliveries USING (notice_id) GROUP BY 1 ORDER BY 1",
        (str, _number, _number, _number),
    ),
)


async def tables(ground: Ground) -> Sequence[Table]:
    """Return what the year came to."""
    return [await _table(ground, shown) for shown in TABLES]


async def _table(ground: Ground, shown: Shown) -> Table:
    connection = await asyncpg.connect(ground.postgres.dsn(shown.service))
    try:
        rows = await connection.fetch(shown.query)
    finally:
        await connection.close()
    worded = ([word(value) for word, value in zip(shown.words, row, strict=True)] for row in rows)
    numeric = [word is _number for word in shown.words]
    return _grid(shown.caption, list(zip(shown.headings, numeric, strict=True)), worded)


def ledger_tables(ledger: Ledger) -> Sequence[Table]:
    """Return the ledger: promised, told and acted on, topic by topic and listener by listener."""
    services = sorted({line.service for line in ledger.subscribers})
    acted = {(line.topic, line.service): _acted(line.acted, line.told) for line in ledger.subscribers}
    headings = [("Topic", False), *((name, True) for name in ("promised", "told", "repeats", *services))]
    facts = (
        [line.topic, *map(_number, (line.promised, line.told, line.repeats))]
        + [acted.get((line.topic, service), "–") for service in services]
        for line in ledger.topics
        if not line.topic.startswith("ext.")
    )
    refused = sum(line.told for line in ledger.topics if line.topic.startswith("ext."))
    outside = [*(sum(getattr(line, name) for line in ledger.outside) for name in _OUTSIDE), refused]
    effects = [
        (line.name, ", ".join(f"{where} {_number(count)}" for where, count in line.counts.items()))
        for line in ledger.effects
    ]
    return (
        _grid("Ledger: events promised, told, and acted on by each subscriber", headings, facts),
        _grid(
            "Messages from departments' own systems",
            [(name, True) for name in (*_OUTSIDE, "refused")],
            [list(map(_number, outside))],
        ),
        _grid("The same figure as each place counts it", [("", False), ("", False)], effects),
    )


_OUTSIDE = ("records", "sent", "heard", "answered")


def _acted(acted: int, told: int) -> str:
    return _number(acted) if acted == told else f"{_number(acted)} / {_number(told)}"


def _grid(caption: str, headings: Sequence[tuple[str, bool]], rows: Iterable[Sequence[str]]) -> Table:
    table = Table(
        title=caption,
        title_justify="left",
        title_style="bold",
        box=SIMPLE_HEAD,
        show_header=any(heading for heading, _ in headings),
    )
    for heading, is_number in headings:
        table.add_column(heading, justify="right" if is_number else "left", overflow="fold")
    for row in rows:
        table.add_row(*row)
    return table
