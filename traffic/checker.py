"""Was the promise kept? Judges the notebook: a pure function of what was written down.

What it finds:

- lost: acknowledged, or shown to somebody, and not in the log that an observer read afterwards
- duplicated: one `client_id` under two `seq`, in a log or in acknowledgements; an event twice in one frame; a chat that
  begins or ends twice
- out_of_order: `seq` not ascending; observers that differ; a hole below a client's head; a message that was sent after
  another had been acknowledged, yet stands before it
- wrong_language: an assignment to an agent whose roster has none of the customer's languages
- double_assigned: two agents at the same time, as the log tells it
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from traffic.notebook import Dossier, Entry, Notebook
from traffic.setup import Seat
from traffic.view import Seen, View

EXAMPLES = 10  # of each finding, kept in words
FATAL = ("lost", "duplicated", "out_of_order", "wrong_language")


@dataclass(slots=True)
class Findings:
    """How often each promise was broken, and the first examples."""

    counts: dict[str, int] = field(default_factory=lambda: dict.fromkeys((*FATAL, "double_assigned"), 0))
    examples: list[str] = field(default_factory=list)

    def add(self, kind: str, thread: str, text: str) -> None:
        """One more."""
        self.counts[kind] = self.counts.get(kind, 0) + 1
        if self.counts[kind] <= EXAMPLES:
            self.examples.append(f"{kind}: thread {thread}: {text}")

    @property
    def clean(self) -> bool:
        """Whether everything that must be zero is."""
        return not any(self.counts[kind] for kind in FATAL)


def check(notebook: Notebook, roster: Mapping[str, Seat]) -> Findings:
    """Everything. `roster` maps an agent's public id to their seat in the set-up."""
    findings = Findings()
    by_thread: dict[str, list[Entry]] = defaultdict(list)
    for entry in notebook.entries.values():
        by_thread[entry.thread].append(entry)
    for thread, dossier in notebook.dossiers.items():
        entries = sorted(by_thread[thread], key=lambda entry: entry.invoked_at)
        observed = [*dossier.views, *(view for view in (dossier.truth, dossier.agent_truth) if view)]
        for view in observed:
            for wrong, text in view.wrongs:
                findings.add(wrong, thread, f"{text} ({name(view)})")
        for kind, text in (
            *lost(entries, dossier),
            *duplicated(entries, observed),
            *repeated(dossier),
            *out_of_order(entries, dossier),
            *wrong_language(dossier, roster),
            *double_assigned(dossier),
        ):
            findings.add(kind, thread, text)
    return findings


Found = Iterator[tuple[str, str]]


def lost(entries: Iterable[Entry], dossier: Dossier) -> Found:
    """Acknowledged or shown, and not in an observer's log. Each message once, however many miss it."""
    missing: dict[str, str] = {}
    for truth in [view for view in (dossier.truth, dossier.agent_truth) if view] or _observers(dossier):
        at = {one.client_id: seq for seq, one in truth.seen.items() if one.client_id}
        for entry in entries:
            if entry.acked_at is None or (not truth.live and entry.acked_at > truth.read_at):
                continue
            seqs = entry.seqs or {at.get(entry.client_id, 0)}
            if truth.head < max(seqs):
                if truth is dossier.truth:
                    said = f"acknowledged as {max(seqs)}, the log ends at {truth.head}"
                    missing.setdefault(entry.client_id, said)
            elif at.get(entry.client_id) not in seqs:
                missing.setdefault(entry.client_id, f"acknowledged as {sorted(seqs)}, not in the log of {name(truth)}")
    if dossier.truth:
        for view in dossier.views:
            for seq, one in view.seen.items():
                if one.type == "message" and seq not in dossier.truth.seen:
                    missing.setdefault(one.client_id or str(seq), f"shown as {seq}, and not in the log")
    for client_id, said in missing.items():
        yield "lost", f"{client_id} {said}"


def duplicated(entries: Iterable[Entry], observed: Iterable[View]) -> Found:
    """One `client_id` under two numbers."""
    places: dict[str, set[int]] = defaultdict(set)
    for entry in entries:
        places[entry.client_id] |= entry.seqs
    for view in observed:
        for seq, one in view.seen.items():
            if one.client_id and one.type in ("message", "note"):
                places[one.client_id].add(seq)
    for client_id, seqs in places.items():
        if len(seqs) > 1:
            yield "duplicated", f"{client_id} is at {sorted(seqs)}"


def repeated(dossier: Dossier) -> Found:
    """A chat that begins again before it ended, or ends twice, as the log tells it."""
    running: bool | None = None
    for one in _log(dossier):
        if one.type == "queued":
            if running:
                yield "duplicated", f"{one.seq}: queued again before the end"
            running = True
        elif one.type == "ended":
            if running is False:
                yield "duplicated", f"{one.seq}: ended again"
            running = False


def out_of_order(entries: list[Entry], dossier: Dossier) -> Found:
    """Observers that differ, holes, and real time not respected."""
    truth = dossier.truth
    if truth:
        for view in dossier.views:
            yield from _differences(view, truth)
    if dossier.agent_truth:
        seqs = sorted(dossier.agent_truth.seen)
        if seqs != list(range(1, len(seqs) + 1)):
            missing = sorted(set(range(1, seqs[-1] + 1)) - set(seqs))
            yield "out_of_order", f"numbers {missing} are not in the log that agents read"
    known = [(entry, min(entry.seqs)) for entry in entries if entry.acked_at is not None and entry.seqs]
    for earlier, seq in known:
        for later, other in known:
            if earlier.acked_at is not None and earlier.acked_at < later.invoked_at and other <= seq:
                yield (
                    "out_of_order",
                    f"{later.client_id} is {other}, though sent after {earlier.client_id} was {seq}",
                )


def _differences(view: View, truth: View) -> Found:
    """Messages of the log that a client does not have below its head, or has otherwise."""
    for seq, one in truth.seen.items():
        if one.type != "message" or seq > view.head:
            continue
        mine = view.seen.get(seq)
        if mine is None:
            yield "out_of_order", f"{seq} was left out before {name(view)}, who stood at {view.head}"
        elif (mine.client_id, mine.text) != (one.client_id, one.text):
            yield "out_of_order", f"{seq} is {one.client_id} in the log and {mine.client_id} before {name(view)}"


def wrong_language(dossier: Dossier, roster: Mapping[str, Seat]) -> Found:
    """Assignments and transfers against the roster of the set-up."""
    for one in _log(dossier):
        if one.type not in ("assigned", "transferred"):
            continue
        seat = seat_of(one, roster)
        if seat and not any(seat.speaks(language) for language in dossier.languages):
            yield (
                "wrong_language",
                f"{sorted(dossier.languages)} went to {seat.email}, who has {sorted(seat.languages)}",
            )
        elif not seat:
            yield "unknown_agent", f"assigned to {one.agent_name or one.agent}, who is not in the set-up's roster"


def double_assigned(dossier: Dossier) -> Found:
    """An assignment while another one stands."""
    holder = ""
    for one in _log(dossier):
        match one.type:
            case "assigned":
                if holder:
                    yield "double_assigned", f"{one.seq}: {one.agent_name} while {holder} had the chat"
                holder = one.agent_name or one.agent
            case "transferred":
                holder = one.agent_name or one.agent
            case "queued" | "requeued" | "ended":
                holder = ""


def seat_of(one: Seen, roster: Mapping[str, Seat]) -> Seat | None:
    """Who of the roster this event names: by id where they signed in here, else by the name."""
    by_name = (seat for seat in roster.values() if seat.name and seat.name == one.agent_name)
    return roster.get(one.agent) or next(by_name, None)


def seen(notebook: Notebook) -> int:
    """Messages that are acknowledged and before the eyes of an observer on both sides."""
    before: dict[str, set[str]] = {"customer": set(), "agent": set()}
    for dossier in notebook.dossiers.values():
        for view in (*dossier.views, *(view for view in (dossier.truth, dossier.agent_truth) if view)):
            before[view.side] |= {one.client_id for one in view.seen.values() if one.client_id}
    return sum(
        entry.acked_at is not None and entry.client_id in before["customer"] and entry.client_id in before["agent"]
        for entry in notebook.entries.values()
    )


def _log(dossier: Dossier) -> list[Seen]:
    """The log as the customer's last observer read it, else as the furthest of them saw it."""
    best = dossier.truth or max(_observers(dossier), key=lambda view: view.head, default=None)
    return best.ordered() if best else []


def _observers(dossier: Dossier) -> list[View]:
    return [view for view in dossier.views if view.side == "customer" and view.viewer == "observer"]


def name(view: View) -> str:
    """Whose view, in words."""
    return f"{view.side} {view.viewer}" if view.viewer else view.side
