"""What exactly was sent and seen? The whole notebook as JSON lines, for whoever wants to look closer."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

from traffic.notebook import Dossier, Entry
from traffic.stage import Stage
from traffic.view import Seen, View


def write(stage: Stage, file: Path) -> None:
    """One line for each chat, with its messages and what every observer saw. Times are seconds since 1970."""
    offset = time.time() - time.monotonic()
    by_thread: dict[str, list[Entry]] = {}
    for entry in stage.notebook.entries.values():
        by_thread.setdefault(entry.thread, []).append(entry)
    with file.open("w", encoding="utf-8") as out:
        for dossier in stage.notebook.everybody:
            line = _chat(dossier, by_thread.get(dossier.thread, []) if dossier.thread else [], offset)
            out.write(json.dumps(line, ensure_ascii=False) + "\n")


def _chat(dossier: Dossier, entries: list[Entry], offset: float) -> dict[str, Any]:
    return {
        "customer": dossier.number,
        "thread": dossier.thread,
        "languages": sorted(dossier.languages),
        "arrived_at": dossier.arrived_at + offset,
        "messages": [_message(entry, offset) for entry in entries],
        "log": [_event(one) for one in (dossier.truth.ordered() if dossier.truth else [])],
        "views": [_view(view, offset) for view in dossier.views],
    }


def _event(one: Seen) -> dict[str, Any]:
    return {
        "seq": one.seq,
        "type": one.type,
        "at": one.at,
        "by": one.by,
        "client_id": one.client_id,
        "agent": one.agent_name,
        "reason": one.reason,
    }


def _message(entry: Entry, offset: float) -> dict[str, Any]:
    return {
        "client_id": entry.client_id,
        "side": entry.side,
        "invoked_at": entry.invoked_at + offset,
        "sent_at": entry.sent_at and entry.sent_at + offset,
        "acked_at": entry.acked_at and entry.acked_at + offset,
        "seqs": sorted(entry.seqs),
        "refused": entry.refused,
    }


def _view(view: View, offset: float) -> dict[str, Any]:
    return {
        "side": view.side,
        "viewer": view.viewer,
        "head": view.head,
        "seen": {seq: one.seen_at + offset for seq, one in sorted(view.seen.items())},
        "wrongs": [text for _kind, text in view.wrongs],
    }
