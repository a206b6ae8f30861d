"""The contract: every fact this register tells or hears, one file per service that tells it."""

from shared.events import ext, kernel, nominations, notifications, plans, reporting
from shared.events.base import EVENTS, Event

__all__ = ["EVENTS", "Event", "ext", "kernel", "nominations", "notifications", "plans", "reporting"]
