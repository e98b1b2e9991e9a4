"""What do the frames do that a customer sends by a button, and that are answered once?"""

from __future__ import annotations

from typing import Any

from chat import actions, blocks, hints, pages
from chat.errors import Refusal
from chat.models import Thread
from routing import actions as routing
from routing.arrivals import queue_chat
from tickets import actions as tickets
from tickets.contact import give_contact
from tickets.models import Ticket
from web import limits
from web.protocol.customer.person import Appeal, KeepPages
from web.protocol.customer.thread import Choose, End, Rate, Speak, Start, WaitFor
from web.protocol.shared import Frame, Ok
from web.sockets.process import Process

STARTS_PER_MINUTE = 10  # chats begun by one customer; a repeated start counts too


async def answer(process: Process, customer_id: int, thread_id: int, frame: Any) -> Frame:
    """Carry out one of these frames for this customer, whose thread it names (0: none); what is to be pushed."""
    match frame:
        case End(rid=rid, thread=thread):
            await process.act(routing.end_by_customer, customer_id, thread)
            return Ok(rid=rid, thread=thread)
        case Rate(rid=rid, thread=thread):
            await process.act(rate, thread_id, frame.score, frame.comment, frame.tags)
            return Ok(rid=rid, thread=thread)
        case Choose(rid=rid, thread=thread):
            await process.act(routing.keep_place, customer_id, thread)
            return Ok(rid=rid, thread=thread)
        case WaitFor(rid=rid, thread=thread, whom=whom):
            await process.act(routing.wait_for, customer_id, thread, whom)
            return Ok(rid=rid, thread=thread)
        case Speak(rid=rid, thread=thread, language=language):
            await process.act(routing.speak, customer_id, thread, language)
            return Ok(rid=rid, thread=thread)
        case Appeal(rid=rid, text=text):
            await process.act(blocks.appeal, customer_id, text)
            return Ok(rid=rid)
        case KeepPages(rid=rid, on=on):
            await process.act(pages.consent, customer_id, pages.Consent.CUSTOMER, on)
            return Ok(rid=rid)
    raise TypeError(f"not a frame of this kind: {frame}")


def start(customer_id: int, frame: Start) -> tuple[actions.Opened, list[hints.Hint]]:
    """The chat that begins, and what to publish: counted first, in the same visit to a database thread."""
    limits.count("starts", str(customer_id), STARTS_PER_MINUTE, 60)
    return hints.committed(
        queue_chat, customer_id, frame.topic, frame.language, frame.text, frame.client_id, frame.fields
    )


def rate(thread_id: int, score: int, comment: str, tags: list[str]) -> None:
    """Rate the newest chat of a thread."""
    actions.rate(tickets.latest_chat(Thread(pk=thread_id)), score, comment, tags)


def contact(thread_id: int, email: str) -> None:
    """Give an address for the newest ticket of a thread."""
    ticket = Ticket.objects.select_related("customer").filter(thread=thread_id).order_by("-pk").first()
    if ticket is None:
        raise Refusal("ticket_unknown")
    give_contact(ticket.customer, email, ticket)
