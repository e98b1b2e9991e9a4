"""How does what is stored look on the wire? Rows in, shapes of the protocol out, one function per audience."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import msgspec

from agents.cards import card
from agents.models import Agent
from chat.events import AgentCard
from chat.serialise import customer_body
from chat.stored import Stored
from desk.core.veil import veiled
from web.protocol.shared import By, EventOut, Events, Page

Names = dict[int, AgentCard]  # agent id → card

loads = msgspec.json.decode
SYSTEM = By(kind="system")
CUSTOMER = By(kind="customer")


def load_names(agent_ids: Iterable[int]) -> Names:
    """The cards of these agents."""
    agents = Agent.objects.filter(pk__in=list(agent_ids)).prefetch_related("language_skills")
    return {agent.pk: card(agent) for agent in agents}


def by(one: Stored, names: Names) -> By:
    """Who caused an event."""
    if one.actor_kind == "customer":
        return CUSTOMER
    if one.actor_kind == "agent" and one.actor_id in names:
        known = names[one.actor_id]
        return By(kind="agent", id=known.id, name=known.name)
    return By(kind="agent") if one.actor_kind == "agent" else SYSTEM


def for_customer(events: Iterable[Stored], names: Names) -> list[EventOut]:
    """What the customer may see of these events."""
    out = []
    for one in events:
        body = customer_body(one.type, loads(one.body))
        if body is not None:
            out.append(EventOut(one.seq, one.type, one.at, by(one, names), body, one.client_id))
    return out


def for_agent(events: Iterable[Stored], names: Names) -> list[EventOut]:
    """Events as agents see them: whole, but for what is hidden until they ask for it."""
    return [EventOut(one.seq, one.type, one.at, by(one, names), agent_body(one), one.client_id) for one in events]


def agent_body(one: Stored) -> dict[str, Any]:
    """The body of an event with sensitive fields of a topic shortened."""
    body: dict[str, Any] = loads(one.body)
    if one.type == "queued" and body.get("fields"):
        body["fields"] = [
            {**field, "value": veiled(field["value"])} if field.get("sensitive") else field for field in body["fields"]
        ]
    return body


def events_frame(thread: str, after: int, events: list[Stored], out: list[EventOut]) -> Events:
    """The frame for a run of events that begins right after `after`."""
    return Events(thread=thread, after=after, upto=events[-1].seq if events else after, events=out)


def history_page(rid: str, thread: str, before: int, events: list[Stored], out: list[EventOut]) -> Page:
    """The answer to `history`."""
    first = events[0].seq if events else 1
    upto = before - 1 if before else (events[-1].seq if events else 0)
    return Page(rid=rid, thread=thread, after=first - 1, upto=max(0, upto), events=out, more=first > 1)


def short_email(email: str) -> str:
    """An address that its owner recognises and nobody else learns: `l…@example.com`."""
    name, at, host = email.partition("@")
    return f"{name[:1]}…{at}{host}" if at else ""


def plain(value: Any) -> Any:
    """A struct as JSON values."""
    return msgspec.to_builtins(value)
