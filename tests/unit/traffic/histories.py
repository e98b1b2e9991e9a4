"""What does a history look like that clients might have written down? Builders for tests of the checker."""

from __future__ import annotations

from typing import Any

from traffic.notebook import Dossier, Notebook
from traffic.setup import Seat
from traffic.view import View
from traffic.words import Side

THREAD = "thread"
ROSTER = {
    "a-amira": Seat("amira@x.example", "pw", {"ar": 5, "en": 4}, name="Amira"),
    "a-lina": Seat("lina@x.example", "pw", {"zh": 5}, name="Lina"),
}
Event = dict[str, Any]


def message(seq: int, client_id: str = "", by: str = "customer", text: str = "") -> Event:
    """A message as it is on the wire."""
    return {
        "seq": seq,
        "type": "message",
        "at": float(seq),
        "by": {"kind": by},
        "client_id": client_id or f"m{seq}",
        "body": {"text": text or f"text of {client_id or seq}"},
    }


def event(seq: int, kind: str, **body: Any) -> Event:
    """Another event of the system."""
    return {"seq": seq, "type": kind, "at": float(seq), "by": {"kind": "system"}, "body": body}


def assigned(seq: int, agent: str, name: str = "", kind: str = "assigned") -> Event:
    """An assignment or a transfer."""
    return event(seq, kind, agent={"id": agent, "name": name})


def view(events: list[Event], side: Side = "customer", viewer: str = "", live: bool = True, head: int = 0) -> View:
    """A client that was shown these events in one frame."""
    made = View(viewer, side, THREAD, live=live, read_at=0.0 if live else 1000.0)
    made.apply(0, head or max((each["seq"] for each in events), default=0), events, now=50.0)
    return made


class History:
    """A notebook with one thread, whose log is `log`; clients saw it unless told otherwise."""

    def __init__(self, log: list[Event], languages: frozenset[str] = frozenset({"ar"})) -> None:
        self.notebook = Notebook()
        self.dossier: Dossier = self.notebook.arrived(0, set(languages), 0.0)
        self.notebook.began(self.dossier, THREAD)
        self.dossier.truth = view(log, viewer="observer", live=False)
        self.dossier.agent_truth = view(log, "agent", "a-amira", live=False)

    def saw(self, events: list[Event], **options: Any) -> History:
        """Some client saw this."""
        self.notebook.watch(view(events, **options))
        return self

    def sent(
        self, client_id: str, *seqs: int, at: float = 1.0, acked: float | None = 2.0, side: Side = "customer"
    ) -> History:
        """Somebody sent a message, and was told these numbers."""
        entry = self.notebook.invoked(client_id, side, THREAD, at)
        entry.sent_at = at
        entry.acked_at = acked
        entry.seqs = set(seqs)
        return self
