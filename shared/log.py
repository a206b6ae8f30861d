"""One JSON line per thing that happened, with the event and trace it belongs to."""

import logging
import sys

import orjson
import structlog

from shared import tracing

_REDACTED = "***"
_SECRETS = ("password", "secret", "token", "authorization", "cookie", "private_key")


def _add_trace(_: object, __: str, line: structlog.typing.EventDict) -> structlog.typing.EventDict:
    trace = tracing._current.get()  # noqa: SLF001 - asking must not begin a trace
    if trace is not None:
        line["trace_id"] = trace.trace_id
        if trace.causation_id:
            line["event_id"] = trace.causation_id
    return line


def _redact(_: object, __: str, line: structlog.typing.EventDict) -> structlog.typing.EventDict:
    for name in line:
        if any(word in name.lower() for word in _SECRETS):
            line[name] = _REDACTED
    return line


def configure(service: str, level: str) -> None:
    """Send every log line, ours and the libraries', to standard error as JSON."""
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _add_trace,
        _redact,
        structlog.processors.format_exc_info,
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelName(level)),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[structlog.stdlib.ExtraAdder(), *shared],
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                lambda _, __, line: orjson.dumps({"service": service, **line}, default=str).decode(),
            ],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    logging.getLogger("uvicorn.access").disabled = True
    for noisy in ("aiokafka", "httpx", "httpcore", "faststream"):
        logging.getLogger(noisy).setLevel(logging.WARNING)


def logger(room: str) -> structlog.stdlib.BoundLogger:
    """Return the logger of *room*."""
    named: structlog.stdlib.BoundLogger = structlog.get_logger(room)
    return named
