"""What is true now, in the engine's terms, and what has changed since the engine last looked?

Level-triggered: rows are read and compared with what the engine was told; an event only says when to look.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

from django.db import connection

from agents import roster
from agents.roster import Roster
from routing import core
from routing.holds import holds_of
from routing.models import PolicyVersion
from routing.models import Request as RequestRow

Ids = frozenset[int]

# What of a stored request `request_of` and the router use, in one row.
COLUMNS = (
    "id", "state", "queued_at", "kept_at", "channel", "languages", "region", "tier", "topic", "topic_level", "urgent",
    "excluded", "declined", "preferred", "wait_for", "chat__thread_id",
)  # fmt: skip

# People with everything that routing asks of them. `idle` is when they last got or finished work.
PEOPLE = """
SELECT a.id, a.name, a.status = 'available' AS available, a.regions, a.tiers, a.capacity,
    coalesce((SELECT sum(units)::int FROM routing_assignment WHERE agent_id = a.id AND ended_at IS NULL), 0) AS load,
    (SELECT extract(epoch FROM max(until))::float8 FROM routing_wrapup
     WHERE agent_id = a.id AND ended_at IS NULL AND until > clock_timestamp()) AS wraps_up_until,
    extract(epoch FROM greatest(
        (SELECT max(created_at) FROM routing_assignment WHERE agent_id = a.id),
        (SELECT max(ended_at) FROM routing_assignment WHERE agent_id = a.id AND ended_at IS NOT NULL)))::float8 AS idle,
    array(SELECT language FROM agents_languageskill WHERE agent_id = a.id ORDER BY id) AS languages,
    array(SELECT level::int FROM agents_languageskill WHERE agent_id = a.id ORDER BY id) AS language_levels,
    array(SELECT o.slug FROM agents_topicskill k JOIN chat_topic o ON o.id = k.topic_id WHERE k.agent_id = a.id
          ORDER BY k.id) AS topics,
    array(SELECT level::int FROM agents_topicskill WHERE agent_id = a.id ORDER BY id) AS topic_levels
FROM agents_agent a WHERE a.site_id = %s AND a.is_active AND (%s::bigint[] IS NULL OR a.id = ANY(%s))
ORDER BY a.id
"""

TOPICS = "SELECT slug FROM chat_topic WHERE site_id = %s"

# The moment, the requests of these chats, and all who have or had them.
CONCERNED = """
WITH concerned AS (SELECT id FROM routing_request WHERE chat_id = ANY(%s) AND site_id = %s)
SELECT extract(epoch FROM clock_timestamp())::float8, array(SELECT id FROM concerned),
    array(SELECT DISTINCT agent_id FROM routing_assignment WHERE request_id IN (SELECT id FROM concerned))
"""


class Person(NamedTuple):
    """A row of `PEOPLE`."""

    id: int
    name: str
    available: bool
    regions: list[str]
    tiers: list[int]
    capacity: int
    load: int
    wraps_up_until: float | None
    idle: float | None
    languages: list[str]
    language_levels: list[int]
    topics: list[str]
    topic_levels: list[int]


class Standing(NamedTuple):
    """Where an unserved request is shown: its thread, and since when (seconds) its customer's patience counts."""

    thread_id: int
    patient_since: float


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A site, or part of it, at one moment of the database's clock (seconds since 1970).

    `waiting` and `agents` by id; `offered` are requests that somebody is being asked about. `requests_read` and
    `agents_read` name the ids that were looked for, None when all were: what was looked for and is not there is gone.
    """

    now: float
    policy: core.Policy
    waiting: dict[int, core.Request]
    agents: dict[int, core.Agent]
    rates: dict[str, core.RatesLearned]
    offered: dict[int, core.Request] = field(default_factory=dict)
    standings: dict[int, Standing] = field(default_factory=dict)
    requests_read: Ids | None = None
    agents_read: Ids | None = None
    # The next moment at which somebody's shift begins or ends, or their wrap-up ends, of those who were read.
    shifts_change_at: float | None = None


def clock() -> float:
    """Seconds since 1970 by the database's clock."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT extract(epoch FROM clock_timestamp())::float8")
        return float(cursor.fetchone()[0])


def policy_of(site_id: int) -> core.Policy:
    """The policy in force: the newest saved one, else the default."""
    newest = PolicyVersion.objects.filter(site=site_id).order_by("-version").first()
    return core.Policy.stored({**newest.data, "version": newest.version}) if newest else core.Policy.default()


def request_of(row: Any, policy: core.Policy) -> core.Request:
    """A stored request (or a row of its `COLUMNS`) in the engine's terms."""
    return core.Request(
        id=row.id,
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
        declined=frozenset(row.declined),
    )


def agents_of(
    site_id: int, reachable: Iterable[int], plan: Roster, now: float, only: Iterable[int] | None = None
) -> dict[int, core.Agent]:
    """The people of a site (or those of `only`), with load and idle time from their assignments, and on duty by their
    shifts."""
    return _agents(people_of(site_id, only), site_id, reachable, plan, now)


def people_of(site_id: int, only: Iterable[int] | None = None) -> list[Person]:
    """The people of a site (or those of `only`) as they are stored."""
    wanted = None if only is None else list(only)
    with connection.cursor() as cursor:
        cursor.execute(PEOPLE, [site_id, wanted, wanted])
        return [Person(*row) for row in cursor.fetchall()]


def _agents(
    people: list[Person], site_id: int, reachable: Iterable[int], plan: Roster, now: float
) -> dict[int, core.Agent]:
    here = set(reachable)
    every_topic: list[tuple[str, int]] = []
    with connection.cursor() as cursor:
        if not all(person.topics for person in people):
            cursor.execute(TOPICS, [site_id])
            every_topic = [(slug, 1) for (slug,) in cursor.fetchall()]
    return {
        person.id: core.Agent(
            id=person.id,
            name=person.name,
            available=person.available,
            reachable=person.id in here,
            languages=tuple(zip(person.languages, person.language_levels, strict=True)),
            # Whoever names no topics handles them all.
            topics=tuple(zip(person.topics, person.topic_levels, strict=True)) or tuple(every_topic),
            regions=frozenset(person.regions),
            tiers=frozenset(person.tiers),
            capacity=person.capacity,
            # Whoever finishes up takes nothing, whatever room they have.
            load=person.load if person.wraps_up_until is None else max(person.load, person.capacity),
            idle_since=person.idle or 0.0,
            on_duty=plan.duty(person.id, now).on,
        )
        for person in people
    }


def read(site_id: int, reachable: Iterable[int], rates: dict[str, core.RatesLearned]) -> Snapshot:
    """The whole site as it is."""
    now = clock()
    return _snapshot(now, policy_of(site_id), site_id, reachable, rates)


def read_part(
    told: Told,
    site_id: int,
    reachable: Iterable[int],
    rates: dict[str, core.RatesLearned],
    requests: Iterable[int],
    chats: Iterable[int],
    agents: Iterable[int],
) -> Snapshot:
    """What hints name: these requests, those of these chats with all who have or had them, and these agents."""
    with connection.cursor() as cursor:
        cursor.execute(CONCERNED, [list(chats), site_id])
        now, theirs, people = cursor.fetchone()
    wanted = frozenset((*requests, *theirs))
    return _snapshot(now, told.policy, site_id, reachable, rates, wanted, frozenset((*agents, *people)))


def _snapshot(
    now: float,
    policy: core.Policy,
    site_id: int,
    reachable: Iterable[int],
    rates: dict[str, core.RatesLearned],
    requests: Ids | None = None,
    agents: Ids | None = None,
) -> Snapshot:
    unserved = RequestRow.objects.filter(site=site_id, state__in=RequestRow.UNSERVED)
    if requests is not None:
        unserved = unserved.filter(pk__in=requests)
    waiting: dict[int, core.Request] = {}
    offered: dict[int, core.Request] = {}
    standings: dict[int, Standing] = {}
    if requests is None or requests:
        for row in unserved.values_list(*COLUMNS, named=True):
            (waiting if row.state == RequestRow.State.WAITING else offered)[row.id] = request_of(row, policy)
            standings[row.id] = Standing(row.chat__thread_id, (row.kept_at or row.queued_at).timestamp())
    plan = roster.of(site_id)
    rows = people_of(site_id, agents) if agents is None or agents else []
    people = _agents(rows, site_id, reachable, plan, now) if rows else {}
    shifts = [until for agent_id in people if (until := plan.duty(agent_id, now).until) is not None]
    shifts += [row.wraps_up_until for row in rows if row.wraps_up_until is not None]
    return Snapshot(
        now, policy, waiting, people, rates, offered, standings, requests, agents, min(shifts, default=None)
    )


@dataclass(slots=True)
class Told:
    """What an engine has been told so far; `changes` says what it must hear to know a snapshot."""

    policy: core.Policy
    waiting: dict[int, core.Request] = field(default_factory=dict)
    agents: dict[int, core.Agent] = field(default_factory=dict)
    rates: dict[str, core.RatesLearned] = field(default_factory=dict)
    offered: dict[int, core.Request] = field(default_factory=dict)
    standings: dict[int, Standing] = field(default_factory=dict)

    def changes(self, seen: Snapshot) -> list[core.Change]:
        """The differences, in an order that depends on ids alone; afterwards they count as told."""
        out: list[core.Change] = []
        if seen.policy != self.policy:
            out.append(core.PolicyChanged(seen.policy))
            self.policy = seen.policy
        out += self._agents(seen)
        out += self._requests(seen)
        out += [rate for group, rate in sorted(seen.rates.items()) if self.rates.get(group) != rate]
        self.rates = dict(seen.rates)
        return out

    def bound(self, decision: core.Decision, now: float, offer: bool) -> None:
        """A decision became true: the engine has taken the request out and counted its units by itself."""
        request = self.waiting.pop(decision.request_id)
        if offer:
            self.offered[request.id] = request
        else:
            self.standings.pop(request.id, None)
        agent = self.agents[decision.agent_id]
        self.agents[agent.id] = replace(agent, load=agent.load + decision.units, idle_since=max(agent.idle_since, now))

    def whole(self) -> list[core.Change]:
        """What an empty engine under this policy must hear to know all that has been told."""
        out: list[core.Change] = [core.AgentChanged(self.agents[agent_id]) for agent_id in sorted(self.agents)]
        out += [core.RequestQueued(self.waiting[request_id]) for request_id in sorted(self.waiting)]
        return out + [rate for _group, rate in sorted(self.rates.items())]

    def _agents(self, seen: Snapshot) -> list[core.Change]:
        """Those who are gone, then those who changed."""
        looked = self.agents.keys() if seen.agents_read is None else seen.agents_read & self.agents.keys()
        out: list[core.Change] = []
        for agent_id in sorted(looked - seen.agents.keys()):
            out.append(core.AgentGone(agent_id))
            del self.agents[agent_id]
        for agent_id in sorted(seen.agents):
            new, old = seen.agents[agent_id], self.agents.get(agent_id)
            if new == old:
                continue
            if old is None or replace(old, load=new.load, idle_since=new.idle_since) != new:
                out.append(core.AgentChanged(new))
            else:
                out.append(core.LoadChanged(agent_id, new.load, new.idle_since))
            self.agents[agent_id] = new
        return out

    def _requests(self, seen: Snapshot) -> list[core.Change]:
        """Those that wait no more, then those that came or changed."""
        known = self.waiting.keys() | self.offered.keys() | self.standings.keys()
        looked = known if seen.requests_read is None else seen.requests_read & known
        gone = looked & self.waiting.keys() - seen.waiting.keys()
        out: list[core.Change] = [core.RequestGone(request_id) for request_id in sorted(gone)]
        for request_id in looked:
            self.offered.pop(request_id, None)
            self.standings.pop(request_id, None)
            if request_id in gone:
                del self.waiting[request_id]
        for request_id in sorted(seen.waiting):
            request = seen.waiting[request_id]
            if request_id not in self.waiting:
                out.append(core.RequestQueued(request))
            elif self.waiting[request_id] != request:
                out.append(core.RequestChanged(request))
            self.waiting[request_id] = request
        self.offered.update(seen.offered)
        self.standings.update(seen.standings)
        return out
