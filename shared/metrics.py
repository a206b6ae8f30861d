"""Every metric, declared once, with its meaning."""

from prometheus_client import Counter, Gauge, Histogram

_LATENCY = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)

EVENTS_TOLD = Counter(
    "thidua_events_told_total", "Events the relay put on Kafka and had acknowledged", ["service", "topic"]
)
OUTBOX_OLDEST_UNSENT = Gauge(
    "thidua_outbox_oldest_unsent_seconds",
    "Age of the oldest event that was promised and not yet told",
    ["service"],
)
RELAY_GAP_IDS = Gauge("thidua_relay_gap_ids", "Outbox ids whose transactions the relay still waits for", ["service"])
RELAY_IS_LEADER = Gauge("thidua_relay_is_leader", "1 while this process tells the outbox", ["service"])
RELAY_RESTARTS = Counter(
    "thidua_relay_restarts_total",
    "Times the relay dropped its producer and began again from the cursor",
    ["service"],
)

EVENTS_HANDLED = Counter(
    "thidua_events_handled_total",
    "Events a service heard, by what became of them: acted, repeated, unknown, parked, buried, refused",
    ["service", "topic", "outcome"],
)
BATCH_SECONDS = Histogram(
    "thidua_batch_seconds",
    "Time one batch took, from its first statement to its commit",
    ["service"],
    buckets=_LATENCY,
)
CONSUMER_LAG_RECORDS = Gauge(
    "thidua_consumer_lag_records",
    "Records on Kafka that are not acted on yet",
    ["service", "topic", "partition"],
)
CONSUMER_LAG_SECONDS = Gauge(
    "thidua_consumer_lag_seconds",
    "Age of the event last acted on, when it was acted on",
    ["service", "topic"],
)
E2E_LATENCY = Histogram(
    "thidua_e2e_latency_seconds",
    "From a fact's commit at its owner to its effect's commit here",
    ["service"],
    buckets=_LATENCY,
)
CONSUMER_RETRIES = Counter(
    "thidua_consumer_retries_total",
    "Batches rolled back and tried again after a failure around us",
    ["service"],
)
CONSUMER_STOPPED = Gauge(
    "thidua_consumer_stopped",
    "1 while the consumer refuses to bury more records and waits for a person",
    ["service"],
)
RECORDS_EXPIRED = Counter(
    "thidua_records_expired_total", "Records that left Kafka before they were acted on", ["service", "topic"]
)
DEAD_LETTERS = Counter("thidua_dead_letter_total", "Records put aside for a person", ["service", "topic"])
PARKED_KEYS = Gauge("thidua_parked_keys", "Keys whose records wait behind a dead letter", ["service"])

TIMERS_FIRED = Counter(
    "thidua_timers_fired_total", "Timers that rang, by kind and outcome", ["service", "kind", "outcome"]
)
TIMER_LATE_SECONDS = Gauge("thidua_timer_late_seconds", "How late the last timer rang", ["service"])

HTTP_SECONDS = Histogram(
    "thidua_http_request_seconds",
    "Time to answer a request",
    ["service", "method", "route", "status"],
    buckets=_LATENCY,
)
JOBS = Counter("thidua_jobs_total", "Background jobs, by name and outcome", ["service", "job", "outcome"])
JOB_SECONDS = Histogram("thidua_job_seconds", "Time a background job took", ["service", "job"], buckets=_LATENCY)
