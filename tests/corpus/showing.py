"""What `thidua plan preview FILE --json` prints, run in this process."""

import json
from functools import cache
from pathlib import Path
from typing import Any

from typer.testing import CliRunner

from deploy.cli import app


@cache
def shown(document: Path) -> dict[str, Any]:
    """The printed preview or refusal, asked for once; whatever else comes out fails the reader."""
    answer = CliRunner().invoke(app, ["plan", "preview", str(document), "--json"])
    if answer.exception and not isinstance(answer.exception, SystemExit):
        raise answer.exception
    return json.loads(answer.stdout)  # type: ignore[no-any-return]
