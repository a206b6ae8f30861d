"""The rules of the house that no linter sees."""

import re
from pathlib import Path

import pytest
from prometheus_client import Counter, Gauge, Histogram

from shared import metrics

ROOT = Path(__file__).resolve().parent.parent.parent
SERVICES = ("plans", "nominations", "notifications", "reporting", "gateway")
CODE = sorted([*(ROOT / "services").rglob("*.py"), *(ROOT / "shared").rglob("*.py")])


def _where(pattern: str) -> list[str]:
    found = re.compile(pattern, re.MULTILINE)
    return [str(file.relative_to(ROOT)) for file in CODE for _ in found.findall(file.read_text())]


def test_everything_is_caught_in_one_place_only() -> None:
    assert _where(r"except (Exception|BaseException)\b|except:") == ["shared/messaging/failures.py"]


def test_faststream_is_wired_in_one_room_only() -> None:
    assert _where(r"^(?:from|import) faststream\b") == ["shared/messaging/broker.py"] * 5


def test_the_time_is_asked_from_the_clock_only() -> None:
    assert _where(r"\bdatetime\.now\(|\bdate\.today\(|\bdatetime\.utcnow\(") == ["shared/clock.py"]


def test_no_business_transaction_notifies() -> None:
    assert _where(r"\bNOTIFY \{|pg_notify") == ["shared/messaging/bell.py"]


@pytest.mark.parametrize("service", SERVICES)
def test_service_says_what_it_owns_tells_and_hears(service: str) -> None:
    docstring = (ROOT / "services" / service / "__init__.py").read_text()

    for word in ("Owns: ", "Tells: ", "Listens: ", "Does not: "):
        assert docstring.count(word) == 1


def test_every_metric_says_what_it_means() -> None:
    declared = [one for one in vars(metrics).values() if isinstance(one, Counter | Gauge | Histogram)]

    wordless = [one._name for one in declared if len(one._documentation) < 10]

    assert len(declared) > 15
    assert wordless == []
    assert {one._name.partition("_")[0] for one in declared} == {"thidua"}
