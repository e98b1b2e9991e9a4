"""Is this process alive, is it ready, and how is it doing? Probes and metrics for operators."""

from __future__ import annotations

from django.db import Error as DatabaseError
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, generate_latest
from prometheus_client.core import GaugeMetricFamily

from chat.database import in_thread
from web.sockets import process


@require_GET
async def live(request: HttpRequest) -> HttpResponse:
    """The event loop turns."""
    return HttpResponse("live\n", content_type="text/plain")


@require_GET
async def ready(request: HttpRequest) -> HttpResponse:
    """Requests can be served: started, not draining, the database answers."""
    here = await process.current()
    if here.draining:
        return HttpResponse("draining\n", status=503, content_type="text/plain")
    try:
        await in_thread(_ask)
    except DatabaseError:
        return HttpResponse("the database does not answer\n", status=503, content_type="text/plain")
    return HttpResponse("ready\n", content_type="text/plain")


def _ask() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


class ProcessMetrics:
    """What the process object counts, read when somebody asks."""

    def collect(self) -> list[GaugeMetricFamily]:
        """The figures."""
        here = process.running()
        if here is None:
            return []
        figures = {
            "switchboard_customers_connected": ("Customers' sockets of this process", len(here.customers)),
            "switchboard_agents_connected": ("Consoles' sockets of this process", len(here.consoles.sockets)),
            "switchboard_threads_live": ("Threads with a local socket", len(here.hub.threads)),
            "switchboard_appends_total": ("Events committed by this process", here.writer.committed),
            "switchboard_append_batches_total": ("Transactions they took", here.writer.batches),
        }
        out = []
        for name, (words, value) in figures.items():
            family = GaugeMetricFamily(name, words)
            family.add_metric([], value)
            out.append(family)
        return out


REGISTRY.register(ProcessMetrics())


@require_GET
async def metrics(request: HttpRequest) -> HttpResponse:
    """Prometheus' text format."""
    return HttpResponse(generate_latest(), content_type=CONTENT_TYPE_LATEST)
