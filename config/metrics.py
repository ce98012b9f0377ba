"""Metrics for Prometheus: counts and timings of requests of all processes, and the current state of the service.

Web processes write their counts into the folder PROMETHEUS_MULTIPROC_DIR, and the one that is asked adds them up. No
label names a person, an address or a record.
"""

import os
from collections.abc import Iterator

from django.conf import settings
from django.db import DatabaseError
from django.db.models import Count, Min
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from prometheus_client import REGISTRY, CollectorRegistry
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from config.release import digest
from tenants import current
from tenants.models import Partnership, SchemaUpgrade


def registry() -> CollectorRegistry:
    """All metrics: of all processes if they share a folder, otherwise of this one."""
    everything = CollectorRegistry()
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
        MultiProcessCollector(everything)  # type: ignore[no-untyped-call]
    else:
        everything.register(REGISTRY)
    everything.register(Service())
    return everything


class Service(Collector):
    """Gauges of the queue and the partnerships, read from the database at each request."""

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """The gauges; only `safetynet_database_up` if the database does not answer."""
        try:
            with current.entered(settings.PUBLIC_SCHEMA_NAME):
                gauges = [*_queue(), *_partnerships()]
        except DatabaseError:
            gauges = []
        yield GaugeMetricFamily("safetynet_database_up", "Whether the database answers.", value=bool(gauges))
        yield from gauges


def _queue() -> Iterator[GaugeMetricFamily]:
    queue = DBTaskResult.objects
    due = queue.ready().aggregate(count=Count("id"), oldest=Min("enqueued_at"))
    jobs = GaugeMetricFamily("safetynet_jobs", "Jobs in the queue, by state.", labels=["state"])
    jobs.add_metric(["due"], due["count"])
    jobs.add_metric(["running"], queue.running().count())
    jobs.add_metric(["dead"], queue.failed().count())
    yield jobs
    waited = (timezone.now() - due["oldest"]).total_seconds() if due["oldest"] else 0
    yield GaugeMetricFamily("safetynet_oldest_job_seconds", "How long the oldest due job has waited.", value=waited)


def _partnerships() -> Iterator[GaugeMetricFamily]:
    states = GaugeMetricFamily("safetynet_partnerships", "Partnerships, by state.", labels=["state"])
    for state, count in Partnership.objects.values_list("state").annotate(Count("id")):
        states.add_metric([state], count)
    yield states
    reached = SchemaUpgrade.objects.filter(release=digest()).values("schema_name")
    behind = Partnership.objects.with_schema().exclude(schema_name__in=reached).count()
    yield GaugeMetricFamily(
        "safetynet_lagging_schemas", "Schemas that are not upgraded to this release.", value=behind
    )
