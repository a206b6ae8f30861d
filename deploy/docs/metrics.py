"""Every metric, with its labels and its meaning."""

from prometheus_client.metrics import MetricWrapperBase

from deploy.docs import markdown
from shared import metrics

ENDINGS = {"counter": ("_total",), "gauge": ("",), "histogram": ("_bucket", "_sum", "_count")}
"""What Prometheus puts behind the name of each kind."""


def page() -> str:
    """Return the page."""
    lines = [
        "Every service shows these at `/metrics`, for Prometheus.",
        "A histogram has the three series `_bucket`, `_sum` and `_count`.\n",
        *markdown.table(("Metric", "Kind", "Labels", "Meaning"), map(_row, declared().values())),
    ]
    return markdown.page("Metrics", lines)


def declared() -> dict[str, MetricWrapperBase]:
    """Return every metric by the name it is declared under."""
    return {name: one for name, one in vars(metrics).items() if isinstance(one, MetricWrapperBase)}


def series(metric: MetricWrapperBase) -> set[str]:
    """Return the names under which Prometheus keeps *metric*."""
    (family,) = metric.describe()
    return {f"{family.name}{ending}" for ending in ENDINGS[family.type]}


def _row(metric: MetricWrapperBase) -> tuple[str, ...]:
    (family,) = metric.describe()
    name = family.name if family.type == "histogram" else min(series(metric))
    labels = ", ".join(metric._labelnames)  # noqa: SLF001 - the library has no public name for it
    return f"`{name}`", family.type, labels, family.documentation
