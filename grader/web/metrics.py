"""Numbers for Prometheus, at ``/metrics``, for who bears ``GRADER_METRICS_TOKEN``; to all others there is no such page.

Requests are counted in each process of the web server (``server`` names the folder where several add up); the line,
its workers and their gradings are read from the database, where they outlive processes.
"""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterator

from django.conf import settings
from django.db.models import Count, Min, Sum
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily, HistogramMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from . import pulse
from .models import State, Tally, Work

METHODS = frozenset("GET HEAD POST PUT PATCH DELETE OPTIONS".split())
REQUESTS = Histogram(
    "grader_request_seconds",
    "How long requests took, by the name of their route.",
    ["method", "route", "status"],
    registry=None,
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
)


@require_GET
@never_cache
def metrics(request: HttpRequest) -> HttpResponse:
    """All numbers, in Prometheus' text format."""
    wanted, told = settings.METRICS_TOKEN, request.headers.get("Authorization", "")
    if not wanted or not constant_time_compare(told, f"Bearer {wanted}"):
        raise Http404
    registry = CollectorRegistry()
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
        MultiProcessCollector(registry)
    else:
        registry.register(REQUESTS)
    registry.register(_Line())
    return HttpResponse(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)


class _Line(Collector):
    """What the rows say."""

    def collect(self) -> Iterator[Metric]:
        yield from _work()
        yield from _workers()
        yield _gradings()


def _work() -> Iterator[Metric]:
    states = [str(one) for one in (State.WAITING, State.RUNNING, State.FAILED)]
    found = Work.objects.filter(state__in=states).order_by().values_list("state").annotate(Count("pk"))
    counts = dict(found)
    family = GaugeMetricFamily("grader_work", "Pieces of work by where they stand.", labels=["state"])
    for state in states:
        family.add_metric([state], counts.get(state, 0))
    yield family
    oldest = Work.objects.filter(state=State.WAITING).aggregate(since=Min("created_at"))["since"]
    age = (timezone.now() - oldest).total_seconds() if oldest else 0.0
    yield GaugeMetricFamily("grader_work_oldest_waiting_seconds", "How long the oldest has waited; 0: nothing.", age)


def _workers() -> Iterator[Metric]:
    found = pulse.alive().aggregate(workers=Count("pk"), lanes=Sum("lanes"))
    yield GaugeMetricFamily("grader_workers_alive", "Workers that were seen lately.", found["workers"])
    yield GaugeMetricFamily("grader_lanes_alive", "Their lanes.", found["lanes"] or 0)


def _gradings() -> Metric:
    family = HistogramMetricFamily("grader_grading_seconds", "How long gradings took.", labels=["status"])
    rows: dict[str, dict[str, Tally]] = defaultdict(dict)
    for row in Tally.objects.all():
        rows[row.status][row.le] = row
    for status, by_bucket in sorted(rows.items()):
        total, buckets = 0, []
        for le in pulse.BUCKETS:
            total += by_bucket[le].count if le in by_bucket else 0
            buckets.append((le, total))
        family.add_metric([status], buckets, sum(row.seconds for row in by_bucket.values()))
    return family
