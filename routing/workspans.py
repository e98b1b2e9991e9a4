"""When did people work? Read from the journal, once, as it grows: on shift, available and with a connected console, as
the router was told."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime

from django.db import transaction

from routing.core import AgentChanged, AgentGone
from routing.journal import PEOPLE, read
from routing.journal_format import unpack
from routing.models import JournalEntry, JournalRead, WorkSpan

News = tuple[float, str, int, str, bool]  # moment, kind of entry, agent, kind of change, working


@dataclass(slots=True)
class Presence:
    """Pure: who works now and since when (seconds since 1970), as one piece of news follows another."""

    since: dict[int, float] = field(default_factory=dict)

    def hear(self, news: Iterable[News]) -> Iterator[tuple[int, float, float]]:
        """What has come to its end: (agent, began, ended)."""
        for at, kind, agent_id, change, working in news:
            if kind == "start":
                # A new leader is told of everybody within its first cycle; what it is not told of is not there.
                for each in list(self.since):
                    yield each, self.since.pop(each), at
            elif change == "agent_changed" and working:
                self.since.setdefault(agent_id, at)
            elif agent_id in self.since:
                yield agent_id, self.since.pop(agent_id), at


def follow(site_id: int) -> None:
    """Take in what the journal has grown by: one transaction at a time, so that nothing counts twice."""
    JournalRead.objects.get_or_create(site_id=site_id)
    with transaction.atomic():
        mark = JournalRead.objects.select_for_update(no_key=True).get(site=site_id)
        open_spans = WorkSpan.objects.filter(agent__site=site_id, ended=None)
        before = {span.agent_id: span for span in open_spans}
        presence = Presence({agent_id: span.began.timestamp() for agent_id, span in before.items()})
        rows = JournalEntry.objects.filter(site=site_id, pk__gt=mark.entry, people=True).order_by("pk")
        ended: list[WorkSpan] = []
        new: list[WorkSpan] = []
        last = mark.entry
        for row in rows.iterator(chunk_size=500):
            last = row.pk
            for agent_id, began, until in presence.hear(_news(row)):
                # A first entry of the same moment is shorter than nothing.
                span = before.pop(agent_id, None)
                if span:
                    span.ended = _moment(max(until, began))
                    ended.append(span)
                elif until > began:
                    new.append(WorkSpan(agent_id=agent_id, began=_moment(began), ended=_moment(until)))
        new += [
            WorkSpan(agent_id=agent_id, began=_moment(began))
            for agent_id, began in presence.since.items()
            if agent_id not in before
        ]
        WorkSpan.objects.bulk_update(ended, ["ended"])
        WorkSpan.objects.bulk_create(new)
        if last != mark.entry:
            JournalRead.objects.filter(pk=mark.pk).update(entry=last)


def _news(row: JournalEntry) -> Iterator[News]:
    """What an entry tells of people. A start means that everybody is told anew."""
    at = row.at.timestamp()
    if row.kind == "start":
        yield at, "start", 0, "", False
    for packed in read(row.body).changes:
        if packed[0] not in PEOPLE:
            continue  # not unpacked: most of a busy day is of requests
        change = unpack(packed)
        if isinstance(change, AgentChanged):
            yield at, row.kind, change.agent.id, change.kind, change.agent.working
        elif isinstance(change, AgentGone):
            yield at, row.kind, change.id, change.kind, False


def _moment(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
