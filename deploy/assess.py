"""`thidua assess FILE`: asks the rules every case of a case book and says where the answer differs."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.markup import escape

from services.nominations.rules import OUTCOME_LABELS, RESULT_LABELS, catalogue
from services.nominations.rules.casebook.table import CasesInvalid, Checked, Unread, check

UNREADABLE = 2
"""The exit status for a file that is no case book, or has rows that cannot be read."""


def assess(
    file: Annotated[
        Path, typer.Argument(exists=True, dir_okay=False, help="A case book: CSV in UTF-8, or a workbook.")
    ],
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Answer for a program, as JSON.")] = False,
) -> None:
    """Answer every case of a case book; the exit status is 1 when one differs, 2 when something cannot be read."""
    try:
        found = list(check(file, catalogue()))
    except CasesInvalid as error:
        if as_json:
            faults = [{"line": line, "fault": fault} for line, fault in error.faults]
            typer.echo(json.dumps({"file": file.name, "faults": faults}, ensure_ascii=False, indent=2))
        typer.echo(str(error), err=True)
        raise typer.Exit(UNREADABLE) from error
    if as_json:
        typer.echo(json.dumps([as_shown(one) for one in found], ensure_ascii=False, indent=2, default=str))
    else:
        _print(found)
    if any(isinstance(one, Unread) for one in found):
        raise typer.Exit(UNREADABLE)
    raise typer.Exit(1 if any(one.differs for one in found if isinstance(one, Checked)) else 0)


def as_shown(one: Checked | Unread) -> Mapping[str, Any]:
    """Return a case with its answer for a program, or what keeps it from being read."""
    if isinstance(one, Unread):
        return {"id": one.id, "line": one.line, "ok": False, "faults": one.faults}
    case, answer = one.case, one.answer
    return {
        "id": case.id,
        "title": case.title,
        "line": case.line,
        "question": case.question.kind,
        "ok": not one.differs,
        "differs": one.differs,
        "faults": (),
        "ruleset": answer.ruleset,
        "outcome": answer.outcome,
        "outcome_label": OUTCOME_LABELS.get(answer.outcome or "", ""),
        "amount": answer.amount,
        "needed": answer.needed,
        "allowed": answer.allowed,
        "left": answer.left,
        "due": answer.due,
        "citations": tuple(dict.fromkeys(filter(None, answer.cited))),
        **answer.more,
        "findings": [asdict(finding) for finding in answer.findings],
    }


def _print(found: Sequence[Checked | Unread]) -> None:
    console = Console(soft_wrap=True, highlight=False)
    for one in found:
        for line in _unread(one) if isinstance(one, Unread) else _lines(one):
            console.print(escape(line))
    differing = sum(bool(one.differs) for one in found if isinstance(one, Checked))
    unread = sum(isinstance(one, Unread) for one in found)
    more = f", {unread} dòng không đọc được" if unread else ""
    console.print(f"{len(found)} trường hợp, {differing} khác với mong đợi{more}.")


def _unread(one: Unread) -> Iterable[str]:
    yield f"KHÔNG ĐỌC ĐƯỢC  {one.id or '(không có mã)'}  dòng {one.line}"
    yield from (f"      dòng {one.line}: {fault}" for fault in one.faults)


def _lines(one: Checked) -> Iterable[str]:
    case, answer = one.case, one.answer
    word = "KHÁC" if one.differs else "đúng" if case.expected else "trả lời"
    figures = (
        (answer.ruleset, "{}"),
        (OUTCOME_LABELS.get(answer.outcome or "", ""), "{}"),
        (answer.due, "{}"),
        (answer.needed, "cần {} phiếu"),
        (answer.allowed, "được phép {}"),
        (answer.left, "còn {}"),
    )
    said = [worded.format(value) for value, worded in figures if value not in {None, ""}]
    said += [f"{answer.amount:,} đ".replace(",", ".")] if answer.amount is not None else []
    yield f"{word}  {case.id}  {case.title}: {'; '.join(said)}"
    yield from (f"      {difference}" for difference in one.differs)
    for finding in answer.findings:
        mark = "" if finding.status == "confirmed" else " [chưa xác nhận]"
        yield f"    - {finding.rule}: {RESULT_LABELS[finding.result]}{mark}"
        yield f"      Yêu cầu: {finding.required}. Hiện có: {finding.found}"
        yield f"      Căn cứ: {finding.citation}" if finding.citation else "      Căn cứ: chưa có"
    yield from (f"      Căn cứ: {cited}" for cited in dict.fromkeys(answer.citations) if cited)
