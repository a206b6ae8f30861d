"""Alerts, their runbook and the metrics they speak of belong together."""

import re
from typing import Any

import pytest
import yaml

import services
from deploy.docs import metrics
from tests.architecture.pages import DOCS, ROOT

PROMETHEUS = ROOT / "deploy" / "prometheus"
RULES: list[dict[str, Any]] = [
    rule for group in yaml.safe_load((PROMETHEUS / "alerts.yml").read_text())["groups"] for rule in group["rules"]
]
MAKES_A_SERIES = {series: name for name, metric in metrics.declared().items() for series in metrics.series(metric)}

each_alert = pytest.mark.parametrize("rule", RULES, ids=[rule["alert"] for rule in RULES])


def spoken_of(rule: dict[str, Any]) -> set[str]:
    return set(re.findall(r"thidua_\w+", rule["expr"]))


def test_every_alert_has_a_heading_in_the_runbook_and_the_reverse() -> None:
    runbook = (DOCS / "runbook.md").read_text()

    alerts = runbook.partition("## Alerts\n")[2].partition("\n## ")[0]
    headings = re.findall(r"^### (.+)$", alerts, re.MULTILINE)

    assert headings == [rule["alert"] for rule in RULES]


@each_alert
def test_an_alert_leads_to_its_own_heading(rule: dict[str, Any]) -> None:
    assert rule["annotations"]["runbook"] == f"docs/runbook.md#{rule['alert'].lower()}"


@each_alert
def test_an_alert_speaks_of_metrics_that_exist(rule: dict[str, Any]) -> None:
    assert sorted(spoken_of(rule) - MAKES_A_SERIES.keys()) == []


@each_alert
def test_an_alert_speaks_of_metrics_that_the_code_moves(rule: dict[str, Any]) -> None:
    rooms = [*(ROOT / "shared").rglob("*.py"), *(ROOT / "services").rglob("*.py")]
    code = "\n".join(room.read_text() for room in rooms if room.name != "metrics.py")

    still = {series for series in spoken_of(rule) if not re.search(rf"\b{MAKES_A_SERIES[series]}\b", code)}

    assert still == set()


@each_alert
def test_an_alert_says_how_urgent_it_is(rule: dict[str, Any]) -> None:
    assert rule["labels"]["severity"] in {"page", "ticket"}


@each_alert
def test_every_runbook_heading_says_what_it_means_and_what_to_do(rule: dict[str, Any]) -> None:
    runbook = (DOCS / "runbook.md").read_text()

    _, _, rest = runbook.partition(f"### {rule['alert']}\n")
    section = re.split(r"^##", rest, maxsplit=1, flags=re.MULTILINE)[0]

    assert re.findall(r"^\*\*(\w[\w ]*):\*\*", section, re.MULTILINE) == ["Means", "Look at", "Do"]


def test_prometheus_reads_the_alerts_and_every_service() -> None:
    config = yaml.safe_load((PROMETHEUS / "prometheus.yml").read_text())
    (job,) = config["scrape_configs"]
    scraped = [target.partition(":")[0] for one in job["static_configs"] for target in one["targets"]]

    named = re.findall(r"^(\w+)  +", services.__doc__ or "", re.MULTILINE)

    assert config["rule_files"] == ["alerts.yml"]
    assert sorted(scraped) == sorted(named)
