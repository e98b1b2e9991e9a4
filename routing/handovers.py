"""How does a chat pass from one agent to another? The receiver is asked; the sender keeps it until somebody accepts.

A hand-over is an offer like any other (`routing.offers`): an assignment without `accepted_at`, whose units count and
which ends by itself. What is kept here besides is who asked whom with which words, and what came of it. Asked can be a
person, a team, or whoever speaks a language at a level: then the best of them by the filters and the score of the
queue, and after a refusal the next. When nobody is left it is back with the sender, who is told. At every moment the
chat has exactly one owner, so a crash between any two lines leaves the sender with it; `pursue` is level-triggered, and
the router calls it for what is left lying.

Locks in the order of the product: agents, then requests.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import NamedTuple

from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Now

from agents import roster
from agents.cards import card
from agents.models import Agent, Team
from chat import actions as chats
from chat import hints
from chat.door import Actor, append, event, remark
from chat.errors import Refusal
from chat.events import Handing, Returned
from chat.literals import literal
from chat.models import Chat
from routing import core
from routing.actions import agents_chat, load, site_thread
from routing.core.handing import best
from routing.models import Assignment, Handover, Request
from routing.snapshot import agents_of, clock, policy_of, request_of

TRIES = 5  # people who are looked at for one question, each with room a moment before


class Full(Exception):
    """Somebody has no room any more: losing is normal, and lets their lock go."""


class Target(NamedTuple):
    """Whom to ask: a person (public id), a team, or whoever speaks `language` at `level`."""

    to: str = ""
    team: int = 0
    language: str = ""
    level: int = 1


def ask(agent_id: int, thread_public_id: str, target: Target, note: str, present: Iterable[int]) -> None:
    """Ask somebody to take a chat over. `present` are those whose console is connected, for teams and languages.

    `agent_unavailable` when the person, or nobody of those meant, can take it now; `chat_changed` while others are
    asked already.
    """
    agent = Agent.objects.get(pk=agent_id)
    thread = site_thread(agent, thread_public_id)
    request = Request.objects.filter(chat__thread=thread).order_by("-pk").first()
    if request is None:
        raise Refusal("chat_ended")
    wanted = Handover(
        request=request,
        sender=agent,
        to=_person(agent, target.to) if target.to else None,
        team=_team(agent, target.team) if target.team else None,
        language=target.language[:16],
        level=max(1, min(5, target.level)),
        note=remark(note),
    )
    chosen = wanted.to or _next(wanted, request, present)
    if chosen is None:
        raise Refusal("agent_unavailable")
    _lock(chosen)
    chat = agents_chat(agent, thread)
    for left in Handover.objects.filter(_open(chat)).exclude(owner=chat.agent_id):
        _close(left, "void", seen=True)  # of whoever had it before
    if chat.state != Chat.State.ACTIVE or chosen.pk == chat.agent_id or Handover.objects.filter(_open(chat)).exists():
        raise Refusal("chat_changed")
    wanted.owner_id = chat.agent_id
    wanted.save()
    if not _offer(wanted, chosen):
        raise Refusal("agent_unavailable", {"agent": chosen.name})
    body = Handing(to=meant(wanted), note=wanted.note)
    append([event(chat.thread_id, body, Actor.agent(agent_id))])
    _changed(chat, agent_id, chosen.pk)


def take_back(agent_id: int, thread_public_id: str) -> None:
    """The sender (or the chat's agent, or a lead) asks nobody any more. Accepted meanwhile: `chat_not_yours`."""
    agent = Agent.objects.get(pk=agent_id)
    chat = agents_chat(agent, site_thread(agent, thread_public_id))
    for handover in Handover.objects.filter(_open(chat)):
        offers = Assignment.objects.filter(handovers=handover, ended_at=None, accepted_at=None)
        offers.update(ended_at=Now(), ended_reason="withdrawn")
        _close(handover, "withdrawn", seen=True)
        append([event(chat.thread_id, Returned(reason="withdrawn"), Actor.agent(agent_id))])
    _changed(chat, agent_id)


def accepted(offer: Assignment) -> None:
    """The receiver takes it, whose acceptance is being written under the request's lock: it is theirs from now on."""
    handover = Handover.objects.select_related("sender").get(offer=offer)
    request = offer.request
    Assignment.objects.filter(request=request, ended_at=None, accepted_at__isnull=False).update(
        ended_at=Now(), ended_reason="transfer"
    )
    Request.objects.filter(pk=request.pk).update(excluded=[])
    _close(handover, "accepted", seen=True)
    chat = Chat.objects.get(pk=request.chat_id)
    # Whom the customer sees from here on; the words are the sender's.
    chats.transfer(chat, (offer.agent_id, card(offer.agent)), handover.note, Actor.agent(handover.sender_id))
    _changed(chat, handover.owner_id or 0, offer.agent_id)


def returned(offer: Assignment, text: str) -> None:
    """The receiver does not take it, and says why in a word; who is asked next, `pursue` finds."""
    Handover.objects.filter(offer=offer).update(answer=remark(text))
    hints.add(hints.DeskChanged(offer.agent.site_id))


def due(site_id: int) -> list[int]:
    """Hand-overs that go on: their offer has come to its end, or their chat to another one."""
    over = Q(offer__ended_at__isnull=False) | ~Q(request__state=Request.State.ASSIGNED)
    rows = Handover.objects.filter(over, ended_at=None, request__site=site_id)
    return list(rows.order_by("pk").values_list("pk", flat=True))


def pursue(handover_id: int, present: Iterable[int]) -> None:
    """The offer of a hand-over is over: ask the next, or tell the sender."""
    handover = (
        Handover.objects.select_related("request", "offer__agent", "to", "team")
        .filter(pk=handover_id, ended_at=None)
        .first()
    )
    if handover is None or handover.offer is None:
        return
    chosen = None
    if handover.to is None:
        handover.tried = sorted({*handover.tried, handover.offer.agent_id})
        chosen = _next_locked(handover, present)
    request = Request.objects.select_for_update(no_key=True).get(pk=handover.request_id)
    chat = Chat.objects.get(pk=request.chat_id)
    fresh = Handover.objects.select_related("offer__agent").get(pk=handover_id)
    if fresh.ended_at is not None or fresh.offer_id != handover.offer_id:
        return  # somebody else was quicker
    offer = fresh.offer
    assert offer is not None
    if request.state != Request.State.ASSIGNED or chat.agent_id != handover.owner_id:
        _close(fresh, "void", seen=True)  # ended, taken over or back in the queue: nothing is left to be handed over
    elif offer.ended_at is None:
        return
    elif chosen is not None and _offer(handover, chosen):
        pass
    else:
        reason = offer.ended_reason if offer.ended_reason in ("declined", "missed") else "withdrawn"
        body = Returned(reason=literal(reason), by=offer.agent.name, text=fresh.answer)
        _close(fresh, reason)
        append([event(chat.thread_id, body, Actor.system())])
    _changed(chat, handover.owner_id or 0, offer.agent_id, *([chosen.pk] if chosen else []))


def noticed(agent_id: int, thread_public_id: str) -> None:
    """The sender knows that it came back."""
    rows = Handover.objects.filter(
        sender=agent_id, seen_at=None, ended_at__isnull=False, request__chat__thread__public_id=thread_public_id[:32]
    )
    if rows.update(seen_at=Now()):
        hints.add(hints.DeskChanged(Agent.objects.values_list("site", flat=True).get(pk=agent_id)))


def shown(site_id: int) -> list[Handover]:
    """What desks show: who is being asked, and what came back and was not noticed yet."""
    rows = Handover.objects.select_related(
        "request__chat__thread", "request__chat__topic", "request__chat__customer", "sender", "owner", "offer__agent",
        "to", "team",
    )  # fmt: skip
    return list(rows.filter(seen_at=None, request__site=site_id, request__state=Request.State.ASSIGNED).order_by("pk"))


def _next(handover: Handover, request: Request, present: Iterable[int]) -> Agent | None:
    """The best of those who are meant and were not asked yet."""
    site_id = request.site_id
    now, policy = clock(), policy_of(site_id)
    only = list(handover.team.members.values_list("pk", flat=True)) if handover.team else None
    people = agents_of(site_id, present, roster.of(site_id), now, only)
    wish = core.LanguageWish(handover.language or Chat.objects.get(pk=request.chat_id).language, handover.level)
    owner = Chat.objects.values_list("agent", flat=True).get(pk=request.chat_id)
    ruled_out = frozenset({*handover.tried, handover.sender_id, owner or 0})
    found = best(request_of(request, policy), wish, policy, people.values(), ruled_out)
    return Agent.objects.get(pk=found.id) if found else None


def _next_locked(handover: Handover, present: Iterable[int]) -> Agent | None:
    """The best of those who are left, locked, and with room still. Whoever has filled up since they were looked for is
    let go before the next is locked, whose id may be the smaller one."""
    for _try in range(TRIES):
        chosen = _next(handover, handover.request, present)
        if chosen is None:
            return None
        try:
            with transaction.atomic():
                _lock(chosen)
                if _room(handover.request, chosen) is None:
                    raise Full
        except Full:
            handover.tried = sorted({*handover.tried, chosen.pk})
        else:
            return chosen
    return None


def _room(request: Request, agent: Agent) -> int | None:
    """The units that it takes of this person, who is locked; None when they are not there or have no room for it."""
    policy = policy_of(agent.site_id)
    units = policy.cost(request_of(request, policy))
    fresh = Agent.objects.get(pk=agent.pk)
    there = fresh.is_active and fresh.status == Agent.Status.AVAILABLE
    return units if there and load(agent.pk) + units <= fresh.capacity else None


def _offer(handover: Handover, agent: Agent) -> bool:
    """Offer it to this person, who is locked, if they are there and have room."""
    request = handover.request
    units = _room(request, agent)
    if units is None:
        return False
    offer = Assignment.objects.create(
        request=request,
        agent=agent,
        units=units,
        cost=units,
        reason="transfer",
        accepted_at=None,
        offer_expires_at=Now() + timedelta(seconds=policy_of(agent.site_id).transfer_timeout),
    )
    Handover.objects.filter(pk=handover.pk).update(offer=offer, tried=handover.tried, answer="")
    return True


def _lock(agent: Agent) -> None:
    list(Agent.objects.select_for_update(no_key=True).filter(pk=agent.pk).values_list("pk"))


def _close(handover: Handover, outcome: str, seen: bool = False) -> None:
    Handover.objects.filter(pk=handover.pk).update(
        ended_at=Now(), outcome=outcome, **({"seen_at": Now()} if seen else {})
    )


def _open(chat: Chat) -> Q:
    return Q(request__chat=chat, ended_at=None)


def _person(agent: Agent, public_id: str) -> Agent:
    found = Agent.objects.filter(public_id=public_id[:32], site=agent.site_id, is_active=True).first()
    if found is None:
        raise Refusal("agent_unknown")
    return found


def _team(agent: Agent, team_id: int) -> Team:
    found = Team.objects.filter(pk=team_id, site=agent.site_id).first()
    if found is None:
        raise Refusal("agent_unknown")
    return found


def meant(handover: Handover) -> str:
    """The person, the team, or the language and level that somebody passes a chat on to."""
    if handover.to is not None:
        return handover.to.name
    return handover.team.name if handover.team else f"{handover.language} {handover.level}"


def _changed(chat: Chat, *agent_ids: int) -> None:
    """Desks, the thread, and the router: loads have changed."""
    people = tuple(sorted({agent_id for agent_id in agent_ids if agent_id}))
    hints.add(
        hints.DeskChanged(chat.site_id),
        hints.ThreadChanged(chat.thread_id),
        hints.RequestsChanged(chat.site_id, (chat.pk,), people),
    )
