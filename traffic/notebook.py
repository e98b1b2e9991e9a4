"""What did every client invoke, and what was it told? Written down while it happens, judged afterwards by `checker`."""

from __future__ import annotations

from dataclasses import dataclass, field

from traffic.view import View
from traffic.words import Side


@dataclass(slots=True)
class Entry:
    """One message. Times are monotonic; `sent_at` is when it first went onto a wire. `refused` is an error code."""

    client_id: str
    side: Side
    thread: str
    invoked_at: float
    sent_at: float | None = None
    acked_at: float | None = None
    seqs: set[int] = field(default_factory=set)  # of the acknowledgements: one, however often it was sent
    refused: str = ""
    cut: bool = False  # its sender lost the connection on purpose before it was acknowledged


@dataclass(slots=True)
class Dossier:
    """All about one customer's thread. `truth` is what a second observer read of its whole history at the end."""

    number: int
    languages: set[str]
    arrived_at: float
    thread: str = ""
    views: list[View] = field(default_factory=list)
    truth: View | None = None
    agent_truth: View | None = None
    gone_at: float | None = None

    def customer_views(self) -> list[View]:
        """What the customer's own sockets saw while it happened."""
        return [view for view in self.views if view.side == "customer" and view.live]

    def assigned_at(self) -> float | None:
        """When an assignment was first on one of the customer's screens (monotonic)."""
        times = [one.seen_at for view in self.customer_views() for one in view.seen.values() if one.type == "assigned"]
        return min(times, default=None)

    def answered(self) -> bool:
        """Whether an agent wrote to them."""
        return any(view.messages("agent") for view in [*self.customer_views(), *([self.truth] if self.truth else [])])


@dataclass(slots=True)
class Notebook:
    """The whole run. `tally` counts what is neither a message nor a view: reconnects, refused connections, …"""

    entries: dict[str, Entry] = field(default_factory=dict)
    dossiers: dict[str, Dossier] = field(default_factory=dict)  # by thread, once it is known
    everybody: list[Dossier] = field(default_factory=list)
    tally: dict[str, int] = field(default_factory=dict)
    notices: list[str] = field(default_factory=list)

    def arrived(self, number: int, languages: set[str], now: float) -> Dossier:
        """A customer comes."""
        dossier = Dossier(number, languages, now)
        self.everybody.append(dossier)
        return dossier

    def began(self, dossier: Dossier, thread: str) -> None:
        """Their chat has a thread now."""
        dossier.thread = thread
        self.dossiers[thread] = dossier

    def invoked(self, client_id: str, side: Side, thread: str, now: float) -> Entry:
        """Somebody wrote a message."""
        entry = self.entries[client_id] = Entry(client_id, side, thread, now)
        return entry

    def watch(self, view: View) -> View:
        """A view joins the dossier of its thread, if it is one of the run."""
        if dossier := self.dossiers.get(view.thread):
            dossier.views.append(view)
        return view

    def count(self, what: str, by: int = 1) -> None:
        """Count something."""
        self.tally[what] = self.tally.get(what, 0) + by

    def notice(self, text: str) -> None:
        """Something to tell at the end; the first of each kind is enough."""
        if text not in self.notices and len(self.notices) < 20:
            self.notices.append(text)
