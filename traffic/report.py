"""What came of it? The figures of a run, a table, and the line `RESULT {…}` (keys: docs/performance.md)."""

from __future__ import annotations

import json
from typing import Any

from traffic import checker
from traffic.checker import Findings
from traffic.latency import deliveries, quantile
from traffic.notebook import Dossier
from traffic.setup import Seat
from traffic.stage import Stage

TALLIED = ("reconnects", "reloads", "lost_connections", "resent", "gaps", "startovers", "strangers", "passed_on")

LABELS = (
    ("Chats", ("chats", "served", "unserved", "failed_connects", "requeued", "double_assigned")),
    ("Messages", ("messages", "acknowledged", "seen", "unacknowledged", "refused")),
    ("Must be 0", ("lost", "duplicated", "out_of_order", "wrong_language", "unverified")),
    ("Seconds", ("wait_p50_s", "wait_p99_s", "delivery_p50_s", "delivery_p99_s", "max_delivery_s")),
    ("Mishaps", ("reconnects", "reloads", "lost_connections", "resent", "gaps", "unseen_live")),
)


def judge(stage: Stage) -> tuple[dict[str, Any], list[str], bool]:
    """The figures, what to say about them, and whether all checks passed."""
    notebook = stage.notebook
    roster: dict[str, Seat] = {seat.email: seat for seat in stage.setup.agents} | stage.colleagues
    findings: Findings = checker.check(notebook, roster)
    entries = list(notebook.entries.values())
    dossiers = notebook.everybody
    served = sum(dossier.answered() for dossier in dossiers)
    waits = [_wait(dossier, stage) for dossier in dossiers]
    delivered = deliveries(notebook)
    unverified = sum(dossier.truth is None for dossier in notebook.dossiers.values())
    requeued = sum(
        one.type == "requeued" and one.reason != "transfer"
        for dossier in notebook.dossiers.values()
        if dossier.truth
        for one in dossier.truth.seen.values()
    )
    figures: dict[str, Any] = {
        "chats": len(dossiers),
        "served": served,
        "unserved": len(dossiers) - served,
        "failed_connects": notebook.tally.get("failed_connects", 0),
        "messages": sum(not entry.refused for entry in entries),
        "acknowledged": sum(entry.acked_at is not None for entry in entries),
        "seen": checker.seen(notebook),
        **{kind: findings.counts[kind] for kind in checker.FATAL},
        "wait_p50_s": _seconds(quantile(waits, 0.5)),
        "wait_p99_s": _seconds(quantile(waits, 0.99)),
        "delivery_p50_s": _seconds(quantile(delivered.seconds, 0.5)),
        "delivery_p99_s": _seconds(quantile(delivered.seconds, 0.99)),
        "max_delivery_s": _seconds(max(delivered.seconds, default=None)),
        "double_assigned": findings.counts["double_assigned"],
        "requeued": requeued,
        "unverified": unverified,
        "unacknowledged": sum(entry.acked_at is None and not entry.refused for entry in entries),
        "refused": sum(bool(entry.refused) for entry in entries),
        "unseen_live": delivered.unseen,
        "unknown_agents": findings.counts.get("unknown_agent", 0),
        **{key: notebook.tally.get(key, 0) for key in TALLIED},
    }
    said = [*findings.examples, *notebook.notices]
    said += [
        f"{key}: {count}" for key, count in sorted(notebook.tally.items()) if " " in key or key.startswith("broken")
    ]
    if delivered.slowest[0] > 1:
        said.append(f"slowest delivery: {delivered.slowest[0]:.1f} s, {delivered.slowest[1]}")
    if not served:
        said.append("nobody was served: nothing is proved")
    return figures, said, findings.clean and not unverified and bool(served)


def _wait(dossier: Dossier, stage: Stage) -> float:
    """From arrival to the assignment; of the unserved what they waited."""
    until = dossier.assigned_at() or dossier.gone_at or stage.deadline
    return max(0.0, until - dossier.arrived_at)


def _seconds(value: float | None) -> float | None:
    return None if value is None else round(value, 3)


def table(figures: dict[str, Any]) -> str:
    """For people."""
    lines = []
    for title, keys in LABELS:
        cells = [f"{key.removesuffix('_s').replace('_', ' ')} {_shown(figures[key])}" for key in keys]
        lines.append(f"  {title:<10} " + "   ".join(cells))
    return "\n".join(lines)


def _shown(value: Any) -> str:
    return "–" if value is None else f"{value:,}"


def result(figures: dict[str, Any]) -> str:
    """For programs."""
    return "RESULT " + json.dumps(figures)
