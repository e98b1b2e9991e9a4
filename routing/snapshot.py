"""What is true now, in the engine's terms, and what has changed since the engine last looked?

Level-triggered: rows are read and compared with what the engine was told; an event only says when to look.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from django.db import connection
from django.db.models import Max, Sum
from django.db.models.functions import Coalesce

from agents import roster
from agents.models import Agent as AgentRow
from agents.roster import Roster
from chat.models import Topic
from routing import core
from routing.holds import holds_of
from routing.models import Assignment, PolicyVersion
from routing.models import Request as RequestRow

IDLE_WINDOW = "1 day"  # how far back "longest idle" looks


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A site at one moment of the database's clock (seconds since 1970). `waiting` and `agents` by id."""

    now: float
    policy: core.Policy
    waiting: dict[int, core.Request]
    agents: dict[int, core.Agent]
    rates: dict[str, core.RatesLearned]
    # The next moment at which somebody's shift begins or ends; None when nobody's does.
    shifts_change_at: float | None = None


def clock() -> float:
    """Seconds since 1970 by the database's clock."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT extract(epoch FROM clock_timestamp())::float8")
        return float(cursor.fetchone()[0])


def policy_of(site_id: int) -> core.Policy:
    """The policy in force: the newest saved one, else the default."""
    newest = PolicyVersion.objects.filter(site=site_id).order_by("-version").first()
    return core.Policy.from_dict({**newest.data, "version": newest.version}) if newest else core.Policy.default()


def request_of(row: RequestRow, policy: core.Policy) -> core.Request:
    """A waiting row in the engine's terms."""
    return core.Request(
        id=row.pk,
        queued_at=row.queued_at.timestamp(),
        channel=row.channel,
        languages=tuple(core.LanguageWish(language, level) for language, level in row.languages),
        region=row.region,
        tier=row.tier,
        topic=row.topic,
        topic_level=row.topic_level,
        urgent=row.urgent,
        holds=holds_of(row, policy),
        excluded=frozenset(row.excluded),
    )


def agents_of(site_id: int, reachable: Iterable[int], plan: Roster, now: float) -> dict[int, core.Agent]:
    """The people of a site, with load and idle time from their assignments, and on duty by their shifts."""
    here = set(reachable)
    loads = dict(
        Assignment.objects.filter(agent__site=site_id, ended_at=None).values_list("agent").annotate(units=Sum("units"))
    )
    idle = dict(
        Assignment.objects.filter(agent__site=site_id)
        .extra(where=[f"routing_assignment.created_at > now() - interval '{IDLE_WINDOW}'"])  # noqa: S610 - a constant
        .values_list("agent")
        .annotate(at=Max(Coalesce("ended_at", "created_at")))
    )
    every_topic = tuple((slug, 1) for slug in Topic.objects.filter(site=site_id).values_list("slug", flat=True))
    rows = AgentRow.objects.filter(site=site_id, is_active=True).prefetch_related(
        "language_skills", "topic_skills__topic"
    )
    return {
        row.pk: core.Agent(
            id=row.pk,
            name=row.name,
            available=row.status == AgentRow.Status.AVAILABLE,
            reachable=row.pk in here,
            languages=tuple((skill.language, skill.level) for skill in row.language_skills.all()),
            # Whoever names no topics handles them all.
            topics=tuple((skill.topic.slug, skill.level) for skill in row.topic_skills.all()) or every_topic,
            regions=frozenset(row.regions),
            tiers=frozenset(row.tiers),
            capacity=row.capacity,
            load=loads.get(row.pk, 0),
            idle_since=idle[row.pk].timestamp() if row.pk in idle else 0.0,
            on_duty=plan.duty(row.pk, now).on,
        )
        for row in rows
    }


def read(site_id: int, reachable: Iterable[int], rates: dict[str, core.RatesLearned]) -> Snapshot:
    """The whole site as it is."""
    now = clock()
    waiting = RequestRow.objects.filter(site=site_id, state=RequestRow.State.WAITING)
    policy = policy_of(site_id)
    plan = roster.of(site_id)
    agents = agents_of(site_id, reachable, plan, now)
    changes = [until for agent_id in agents if (until := plan.duty(agent_id, now).until) is not None]
    return Snapshot(
        now=now,
        policy=policy,
        waiting={row.pk: request_of(row, policy) for row in waiting},
        agents=agents,
        rates=rates,
        shifts_change_at=min(changes, default=None),
    )


@dataclass(slots=True)
class Told:
    """What an engine has been told so far; `changes` says what it must hear to know a snapshot."""

    policy: core.Policy
    waiting: dict[int, core.Request] = field(default_factory=dict)
    agents: dict[int, core.Agent] = field(default_factory=dict)
    rates: dict[str, core.RatesLearned] = field(default_factory=dict)

    def changes(self, snapshot: Snapshot) -> list[core.Change]:
        """The differences, in an order that depends on ids alone; afterwards they count as told."""
        out: list[core.Change] = []
        if snapshot.policy != self.policy:
            out.append(core.PolicyChanged(snapshot.policy))
        out += [core.AgentGone(agent) for agent in sorted(self.agents.keys() - snapshot.agents.keys())]
        for agent_id in sorted(snapshot.agents):
            new, old = snapshot.agents[agent_id], self.agents.get(agent_id)
            if old is None or replace(old, load=new.load, idle_since=new.idle_since) != new:
                out.append(core.AgentChanged(new))
            elif old != new:
                out.append(core.LoadChanged(agent_id, new.load, new.idle_since))
        out += [core.RequestGone(request) for request in sorted(self.waiting.keys() - snapshot.waiting.keys())]
        for request_id in sorted(snapshot.waiting):
            request = snapshot.waiting[request_id]
            if request_id not in self.waiting:
                out.append(core.RequestQueued(request))
            elif self.waiting[request_id] != request:
                out.append(core.RequestChanged(request))
        out += [rate for group, rate in sorted(snapshot.rates.items()) if self.rates.get(group) != rate]
        self.policy, self.waiting = snapshot.policy, dict(snapshot.waiting)
        self.agents, self.rates = dict(snapshot.agents), dict(snapshot.rates)
        return out

    def bound(self, request_id: int) -> None:
        """A decision became true: the engine has taken the request out by itself."""
        self.waiting.pop(request_id, None)
