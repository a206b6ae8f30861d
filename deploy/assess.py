"""`thidua assess FILE`: asks the rules every case of a case book and says where the answer differs."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.markup import escape

from services.nominations.rules import OUTCOME_LABELS, RESULT_LABELS, catalogue
from services.nominations.rules.casebook.table import CasesInvalid, Checked, check

UNREADABLE = 2
"""The exit status for a file that is no case book."""


def assess(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="A case book as CSV, UTF-8.")],
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Answer for a program, as JSON.")] = False,
) -> None:
    """Answer every case of a case book; the exit status is 1 when one differs, 2 when the file cannot be read."""
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
    raise typer.Exit(1 if any(one.differs for one in found) else 0)


def as_shown(one: Checked) -> Mapping[str, Any]:
    """Return a case with its answer for a program."""
    case, answer = one.case, one.answer
    return {
        "id": case.id,
        "title": case.title,
        "line": case.line,
        "question": case.question.kind,
        "ok": not one.differs,
        "differs": one.differs,
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


def _print(found: Iterable[Checked]) -> None:
    console = Console(soft_wrap=True, highlight=False)
    count = differing = 0
    for one in found:
        count, differing = count + 1, differing + bool(one.differs)
        for line in _lines(one):
            console.print(escape(line))
    console.print(f"{count} trường hợp, {differing} khác với mong đợi.")


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
