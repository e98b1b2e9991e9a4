"""Does a quiet chat cost only its remainder, and does nobody's load grow above the capacity when it wakes up?"""

from __future__ import annotations

from uuid import uuid4

from django.db import connection

from agents.models import Agent
from chat import hints
from chat.models import Chat
from routing import actions, quiet
from routing.core import Policy
from routing.models import Assignment, Request
from tests.support.threads import make_site, make_thread

POLICY = Policy(unit_costs={"chat": 2}, quiet_after=60.0, quiet_remainder=1)


def served(agent: Agent) -> int:
    """A chat that this agent has, at its full cost; its assignment."""
    thread = make_thread(agent.site)
    chat = Chat.objects.get(thread=thread)
    Chat.objects.filter(pk=chat.pk).update(agent=agent, state=Chat.State.ACTIVE)
    request = Request.objects.create(site=agent.site, chat=chat, topic="api", state=Request.State.ASSIGNED)
    return Assignment.objects.create(request=request, agent=agent, units=2, cost=2).pk


def silent(assignment_id: int, seconds: float) -> None:
    """Nothing was written in its thread for so long."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE chat_event e SET at = now() - make_interval(secs => %s) FROM routing_assignment a "
            "JOIN routing_request r ON r.id = a.request_id JOIN chat_chat c ON c.id = r.chat_id "
            "WHERE a.id = %s AND e.thread_id = c.thread_id",
            [seconds, assignment_id],
        )


def units(*assignments: int) -> list[int]:
    """What they take now."""
    found = Assignment.objects.in_bulk(assignments)
    return [found[each].units for each in assignments]


def settle(agent: Agent) -> float | None:
    """One look of the router; seconds until the next chat goes quiet."""
    wrong, people, again_in = quiet.look(agent.site_id, POLICY)
    if wrong:
        hints.committed(quiet.settle, agent.site_id, POLICY, wrong, people)
    return again_in


def test_quiet_chats_make_room_and_take_back_only_what_there_is(db: str) -> None:
    fields = {"site": make_site(), "name": "Ada", "status": Agent.Status.AVAILABLE, "capacity": 4}
    ada = Agent.objects.create_user(f"{uuid4().hex}@test.example", "a long password", **fields)
    first, second = served(ada), served(ada)
    silent(first, 90)
    silent(second, 20)
    assert settle(ada) is not None
    assert units(first, second) == [1, 2]
    silent(second, 90)
    settle(ada)
    assert actions.load(ada.pk) == 2
    third = served(ada)
    assert actions.load(ada.pk) == 4
    # Both wake up at once: there is no room, so neither grows, and nothing is above the capacity.
    silent(first, 0)
    silent(second, 0)
    settle(ada)
    assert units(first, second, third) == [1, 1, 2]
    # What becomes free goes to those who woke up, before anything new.
    Assignment.objects.filter(pk=third).update(ended_at="2026-01-01T00:00:00Z")
    settle(ada)
    assert units(first, second) == [2, 2]
    assert actions.load(ada.pk) == ada.capacity


def test_the_default_policy_need_not_look(db: str) -> None:
    assert not quiet.matters(Policy.default())
    assert quiet.matters(POLICY)
