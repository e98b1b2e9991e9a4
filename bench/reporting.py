"""How long does a lead wait for a report? A million chats of three months, every report over all of them.

Server time: from the request to the whole answer over the loopback, by one lead alone, medians of several, in turn; the
slowest report counts. Filling the tables and counting ahead are timed beside it, since an installation pays for them.
"""

from __future__ import annotations

import statistics
import time
import urllib.request
from datetime import UTC, datetime, timedelta

from bench.stage import Stage
from tests.support.players import sign_in

CHATS, DAYS = 1_000_000, 90
ROUNDS = 7
FILL = "from chat.models import Site; from tests.support.history import fill; fill(Site.objects.first().pk, {}, {})"
ANALYZE = "from django.db import connection; connection.cursor().execute('ANALYZE')"
REPORTS = {
    "service by language": "/console/office/service?by=language",
    "service by tier": "/console/office/service?by=tier",
    "service by topic": "/console/office/service?by=topic",
    "service by person": "/console/office/service?by=agent",
    "service of one language": "/console/office/service?by=language&only=zh",
    "service as JSON": "/api/v1/reports/service?by=region",
    "waits as told": "/console/office/waits?",
    "fairness": "/console/office/fairness?",
}


def run(quick: bool) -> dict[str, float]:
    """`report_ms`, and a table of all reports."""
    chats = CHATS // 10 if quick else CHATS
    with Stage() as stage:
        begun = time.monotonic()
        stage.instance.manage("shell", "-v", "0", "-c", FILL.format(chats, DAYS))
        # As autovacuum does in an installation that grows slowly.
        stage.instance.manage(
            "shell", "-v", "0", "-c", "from django.db import connection as c; c.cursor().execute('ANALYZE')"
        )
        filled = time.monotonic()
        stage.instance.manage("count_figures", "--again")
        print(
            f"   {chats:,} chats stored in {filled - begun:.0f} s, counted in {time.monotonic() - filled:.0f} s",
            flush=True,
        )
        cookie = sign_in(stage.instance, "nadia@meridian.example")
        today = datetime.now(UTC).date()
        period = f"&from={today - timedelta(days=DAYS)}&to={today}&zone=Asia/Kathmandu"
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))

        def took(path: str) -> float:
            request = urllib.request.Request(stage.instance.url + path + period, headers={"Cookie": cookie})
            since = time.monotonic()
            opener.open(request, timeout=60).read()
            return 1000 * (time.monotonic() - since)

        times: dict[str, list[float]] = {name: [] for name in REPORTS}
        for number in range(ROUNDS + 1):
            for name, path in REPORTS.items():
                found = took(path)
                if number:  # the first round warms up
                    times[name].append(found)
    medians = {name: statistics.median(found) for name, found in times.items()}
    for name, median in medians.items():
        print(f"   {name:<24} {median:7.0f} ms   (of {ROUNDS}: {min(times[name]):.0f} to {max(times[name]):.0f})")
    return {"report_ms": round(max(medians.values()), 1)}
