"""How long did a message take from the wire of one side to the eyes of the other?

Measured on this program's one clock. To a customer: the first of their sockets that showed it, so that a deliberate
loss of one connection does not count. To an agent: the one who held the chat when it was written; a message written
while nobody held it measures the queue, not the delivery, and is left out, as are those that a client cut off by
losing its own connection on purpose.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from traffic.notebook import Dossier, Entry, Notebook
from traffic.view import Seen, View

LEAVES = ("requeued", "transferred", "ended")


@dataclass(slots=True)
class Deliveries:
    """Seconds of each delivery; `unseen` were never shown to the one they were for while it happened."""

    seconds: list[float] = field(default_factory=list)
    unseen: int = 0
    slowest: tuple[float, str] = (0.0, "")


def deliveries(notebook: Notebook) -> Deliveries:
    """All of a run."""
    found = Deliveries()
    for dossier in notebook.dossiers.values():
        if dossier.truth is None:
            continue
        log = dossier.truth.ordered()
        agents: dict[str, list[View]] = defaultdict(list)
        for view in dossier.views:
            if view.side == "agent" and view.live:
                agents[view.viewer].append(view)
        holder = ""
        for place, one in enumerate(log):
            if one.type in ("assigned", "transferred"):
                holder = one.agent
            elif one.type in ("queued", "requeued", "ended"):
                holder = ""
            entry = notebook.entries.get(one.client_id)
            if one.type != "message" or entry is None or entry.sent_at is None or entry.cut:
                continue
            if entry.side == "customer":
                _judge(found, entry, one, agents.get(holder, []), log[place + 1 :], bool(holder), dossier)
            else:
                _judge(found, entry, one, dossier.customer_views(), [], True, dossier)
    return found


def _judge(
    found: Deliveries, entry: Entry, one: Seen, views: list[View], rest: list[Seen], due: bool, dossier: Dossier
) -> None:
    if not due or entry.sent_at is None:
        return
    times = [view.seen[one.seq].seen_at for view in views if one.seq in view.seen]
    if times:
        seconds = max(0.0, min(times) - entry.sent_at)
        found.seconds.append(seconds)
        found.slowest = max(found.slowest, (seconds, f"{one.client_id} in thread {dossier.thread}"))
    elif not any(later.type in LEAVES for later in rest[:1]):
        found.unseen += 1


def quantile(values: list[float], share: float) -> float | None:
    """The value below which this share lies (nearest rank); None without values."""
    if not values:
        return None
    ranked = sorted(values)
    return ranked[min(len(ranked) - 1, max(0, -(-int(share * 1_000_000) * len(ranked) // 1_000_000) - 1))]
