"""What the service counts, as Prometheus reads it: nothing that names a person, an item or an address.

Labels are bounded: a route is its template, a method one of a few, a code one of the rule's. What is of the log
itself (its entries by event, and how far the views lag behind) is read from it when it is asked for, so that it is
right whoever recorded, and in however many processes.

With several processes each counts in files of a folder that `FOLDER_VARIABLE` names; whichever is asked adds them up.
"""

import os
import threading
from collections.abc import Iterator, Sequence

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector
from sqlalchemy import func, select

from api.readers import Readers
from projections.tables import entries
from projections.views import Reading

FOLDER_VARIABLE = "PROMETHEUS_MULTIPROC_DIR"
KIND = CONTENT_TYPE_PLAIN_0_0_4
METHODS = ("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS")
NO_ROUTE = "none"
RULED = ("submit", "confirm")
"""The operations that end with a ruling."""
_BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)

_requests = Histogram(
    "rcm_ledger_request_duration_seconds",
    "How long an answer took.",
    ("method", "route", "status"),
    buckets=_BUCKETS,
    registry=None,
)
_rulings = Counter(
    "rcm_ledger_rulings", "What was submitted or confirmed here: lawful, or refused.", ("outcome",), registry=None
)
_violations = Counter(
    "rcm_ledger_violations", "Why something was refused here, by the rule's code.", ("code",), registry=None
)


def answered(method: str, route: str, status: int, seconds: float) -> None:
    """Count an answer."""
    known = method if method in METHODS else "other"
    _requests.labels(known, route, str(status) if status else "none").observe(seconds)


def ruled(violations: Sequence[str]) -> None:
    """Count a ruling, by the codes of what it found; none where it was lawful."""
    _rulings.labels("refused" if violations else "lawful").inc()
    for code in violations:
        _violations.labels(code).inc()


class OfTheLog(Collector):
    """What is read from the log and its views when it is asked for."""

    def __init__(self, readers: Readers):
        self._readers = readers
        self._lock = threading.Lock()
        self._counted = 0
        self._events: dict[str, int] = {}

    def collect(self) -> Iterator[Metric]:
        with self._readers.views(as_they_are=True) as views:
            shown, head = views.entry, views.ledger.head
            yield GaugeMetricFamily(
                "rcm_ledger_projection_lag_entries",
                "Entries of the log that the views have not taken in yet.",
                value=max(0, head - shown),
            )
            yield GaugeMetricFamily("rcm_ledger_last_entry", "The last entry of the log.", value=head)
            events = CounterMetricFamily(
                "rcm_ledger_appends", "Entries of the log by event, whoever recorded them.", labels=("event",)
            )
            with self._lock:
                views.answer(self._count)
                for event, number in sorted(self._events.items()):
                    events.add_metric([event], number)
            yield events

    def _count(self, reading: Reading) -> None:
        """Those that came since; of an older copy, all."""
        if reading.entry < self._counted:
            self._counted, self._events = 0, {}
        asked = (
            select(entries.c.event, func.count())
            .where(entries.c.entry > self._counted, entries.c.entry <= reading.entry)
            .group_by(entries.c.event)
        )
        for event, number in reading.connection.execute(asked):
            self._events[event] = self._events.get(event, 0) + number
        self._counted = reading.entry


def exposed(of_the_log: OfTheLog) -> bytes:
    """All of it, in Prometheus' text format."""
    registry = CollectorRegistry()
    if os.environ.get(FOLDER_VARIABLE):
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    else:
        for each in (_requests, _rulings, _violations):
            registry.register(each)
    registry.register(of_the_log)
    return generate_latest(registry)
