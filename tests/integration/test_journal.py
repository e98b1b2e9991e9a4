"""Does the journal stay readable as it grows and is forgotten: checkpoints, retention, explanations of the past?"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from chat.models import Site
from routing import core, journal, replay
from routing.models import JournalEntry
from routing.tasks import forget_journal
from tests.support.threads import make_site

T = 1_700_000_000.0
ENGLISH = (core.LanguageWish("en", 3),)


class Day:
    """A site's router at work, one minute a cycle, journalled as the product does."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.engine = core.Engine(core.Policy.default())
        self.agents = {number: core.Agent(id=number, languages={"en": 2 + number}, capacity=9) for number in (1, 2)}
        self.now = T
        journal.started(site.pk, 1, self.engine.policy, 0)
        JournalEntry.objects.filter(site=site).update(at=datetime.fromtimestamp(T - 1, UTC))
        self.cycle(*(core.AgentChanged(agent) for agent in self.agents.values()))

    def cycle(self, *changes: core.Change, lose: bool = False) -> list[core.Decision]:
        """The engine hears and decides; every bind comes true, or none."""
        self.now += 60
        for change in changes:
            self.engine.apply(change, self.now)
        decisions = self.engine.decide(self.now)
        lost = {decision.request_id for decision in decisions} if lose else set()
        journal.cycle(self.site.pk, 1, self.now, changes, decisions, len(decisions), lost)
        replay.settle(self.engine, decisions, lost, self.now)
        for decision in decisions:
            if decision.request_id not in lost:
                agent = self.agents[decision.agent_id]
                self.agents[agent.id] = core.Agent(
                    **{name: getattr(agent, name) for name in ("id", "languages", "capacity")},
                    load=agent.load + decision.units,
                    idle_since=self.now,
                )
        return decisions

    def customer(self, number: int, lose: bool = False) -> list[core.Decision]:
        """Somebody comes who wants English."""
        request = core.Request(id=number, queued_at=self.now, languages=ENGLISH)
        return self.cycle(core.RequestQueued(request), lose=lose)


def replayed(rows: Iterable[Any]) -> replay.Replay:
    """All of these rows, taken."""
    again = replay.Replay()
    for row in rows:
        again.take(row)
    return again


def test_a_replay_may_begin_at_a_checkpoint_and_passes_one_that_comes_later(db: str) -> None:
    day = Day(make_site())
    day.customer(1)
    day.customer(2, lose=True)
    known = [core.AgentChanged(agent) for agent in day.agents.values()]
    decisions = day.customer(3)
    assert {decision.request_id for decision in decisions} == {2, 3}
    known = [core.AgentChanged(agent) for agent in day.agents.values()]
    journal.checkpoint(day.site.pk, 1, day.now, day.engine.policy, 0, known)
    day.customer(4)
    assert replayed(replay.entries(day.site.pk)).decisions == 5
    late = replayed(replay.entries(day.site.pk, since=day.now))
    assert late.decisions == 1


def test_a_past_decision_is_explained_with_those_who_did_not_get_it(db: str) -> None:
    day = Day(make_site())
    day.customer(1)
    (decision,) = day.customer(2)
    found = replay.explained(day.site.pk, day.now, 2)
    assert found is not None
    assert found.decision == decision
    assert {one.agent_id for one in found.explanation.best} == {1, 2}
    assert found.explanation.best[0].agent_id == decision.agent_id
    assert replay.explained(day.site.pk, day.now + 1, 2) is None


def test_an_altered_decision_is_shown_from_both_sides(db: str) -> None:
    day = Day(make_site())
    day.customer(1)
    row = JournalEntry.objects.filter(site=day.site, kind="cycle").order_by("pk").last()
    assert row is not None
    entry = journal.read(row.body)
    entry.decisions[0][1] = 77
    JournalEntry.objects.filter(pk=row.pk).update(body=journal.written(entry))
    with pytest.raises(CommandError, match=rf"journal entry {row.pk} .*\n.*\"agent_id\": 77.*\n.*\"agent_id\": 2"):
        call_command("replay", site=day.site.key)


def test_an_altered_input_is_noticed_too(db: str) -> None:
    day = Day(make_site())
    day.customer(1)
    row = JournalEntry.objects.filter(site=day.site, kind="cycle").order_by("pk")[0]
    entry = journal.read(row.body)
    assert entry.changes[1][0] == "agent_changed"
    entry.changes[1][4] = False
    JournalEntry.objects.filter(pk=row.pk).update(body=journal.written(entry))
    with pytest.raises(CommandError, match="decides otherwise"):
        call_command("replay", site=day.site.key)


def test_old_rows_are_forgotten_and_the_rest_replays_from_its_first_checkpoint(
    db: str, capsys: pytest.CaptureFixture[str]
) -> None:
    site = make_site()
    day = Day(site)
    day.customer(1)
    JournalEntry.objects.filter(site=site).update(at=timezone.now() - timedelta(days=31))
    known = [core.AgentChanged(agent) for agent in day.agents.values()]
    journal.checkpoint(site.pk, 1, day.now, day.engine.policy, 0, known)
    day.customer(2)
    JournalEntry.objects.filter(site=site, kind="checkpoint").update(at=timezone.now())
    JournalEntry.objects.filter(site=site, at__lt=timezone.now() - timedelta(days=40)).update(at=timezone.now())
    forget_journal(0)
    assert list(JournalEntry.objects.filter(site=site).order_by("pk").values_list("kind", flat=True)) == [
        "checkpoint",
        "cycle",
    ]
    call_command("replay", site=site.key)
    assert "2 entries, 0 starts, 1 decisions, no difference" in capsys.readouterr().out


def test_a_site_that_is_not_there_is_said(db: str) -> None:
    with pytest.raises(CommandError, match="no site"):
        call_command("replay", site=uuid4().hex)
