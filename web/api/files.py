"""How do files come in over HTTP? Customers show their resume token or a ticket's link, agents their session.
docs/protocol.md has it in order: begin, parts, send; and links for those who may read the thread."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

import msgspec
from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from agents.models import Agent
from chat import hints
from chat.customers import customer_by_token
from chat.database import aside, give_back
from chat.door import Actor
from chat.errors import Refusal
from chat.models import Customer, Thread
from chat.stored import Stored
from files import actions, links
from files.models import File
from tickets import actions as tickets
from tickets.links import ticket_behind
from tickets.models import Ticket
from web import limits
from web.api.views import answer, refusals_answered
from web.sockets import process, views
from web.sockets.rights import may_write

LINKS_AT_ONCE = 100
BODY_BYTES = 8 * 1024  # of what is not a part


@dataclass(frozen=True, slots=True)
class Sender:
    """Who asks: a customer or an agent. `only` is the thread that a ticket's link opens; None: all of theirs."""

    customer: Customer | None
    agent: Agent | None
    address: str
    only: int | None = None

    @property
    def actor(self) -> Actor:
        """As the log knows them."""
        if self.agent is not None:
            return Actor.agent(self.agent.pk)
        assert self.customer is not None
        return Actor.customer(self.customer.pk)

    def may_read(self, thread: Thread) -> bool:
        """Their own threads, or those of their desk."""
        if self.agent is not None:
            return thread.site_id == self.agent.site_id
        theirs = self.customer is not None and thread.customer_id == self.customer.pk
        return theirs and self.only in (None, thread.pk)

    def thread(self, public_id: str) -> Thread:
        """A thread that they may write into."""
        thread = Thread.objects.filter(public_id=public_id[:32]).first()
        if thread is None or not self.may_read(thread):
            raise Refusal("thread_unknown")
        self.check_writes(thread.pk)
        return thread

    def check_writes(self, thread_id: int) -> None:
        """An agent's right to write moves with the chat; a customer's is checked by the log itself."""
        if self.agent is not None:
            detail = views.agent_threads([thread_id], set())[thread_id]
            if not may_write(detail, self.agent.public_id, self.agent.leads):
                raise Refusal("chat_ended" if not detail.writable else "chat_not_yours")

    def file(self, public_id: str) -> File:
        """A file that they are sending."""
        file = File.objects.select_related("thread").filter(public_id=public_id).first()
        if file is None or not self.may_read(file.thread) or file.actor_kind != self.actor.kind:
            raise Refusal("file_unknown")
        if self.agent is not None and file.actor_id != self.agent.pk:
            raise Refusal("file_unknown")
        return file


def sender(request: HttpRequest) -> Sender:
    """By the resume token or a ticket's link in the header, else by the console's session: then the Origin in full is
    required."""
    address = str(request.META.get("REMOTE_ADDR", ""))
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() == "bearer" and token:
        return Sender(customer_by_token(token[:200]), None, address)
    if scheme.lower() == "ticket" and token:
        ticket = ticket_behind(token[:200])
        return Sender(ticket.customer, None, address, only=ticket.thread_id)
    if request.headers.get("Origin") != settings.CONSOLE_ORIGIN:
        raise Refusal("origin_refused", {"origin": request.headers.get("Origin", "")[:200]})
    if not isinstance(request.user, Agent) or not request.user.is_active:
        raise Refusal("session_invalid")
    return Sender(None, request.user, address)


View = Callable[..., Any]


def for_senders(*methods: str) -> Callable[[View], View]:
    """A view of `Sender`, on a database thread; its value is answered as JSON, its hints are published."""

    def decorate(view: View) -> View:
        @csrf_exempt  # a token in a header, or the Origin in full, which browsers do not let pages forge
        @require_http_methods(list(methods))
        @wraps(view)
        async def wrapped(request: HttpRequest, **named: str) -> HttpResponse:
            here = await process.current()
            published: list[hints.Hint] = []

            @refusals_answered
            def run(request: HttpRequest) -> HttpResponse:
                return answer(view(request, sender(request), published, **named))

            response = await aside(run, request)
            here.bus.publish(published)
            return response

        return wrapped

    return decorate


def body(request: HttpRequest, most: int) -> bytes:
    """The body in its bound."""
    length = request.headers.get("Content-Length", "0")
    try:
        if not length.isdigit() or int(length) > most or len(request.body) > most:
            raise Refusal("frame_too_large", {"limit": most})
    except RequestDataTooBig:
        raise Refusal("frame_too_large", {"limit": most}) from None
    return request.body


def decoded(request: HttpRequest, shape: type[Any]) -> Any:
    """The JSON body as this shape."""
    try:
        return msgspec.json.decode(body(request, BODY_BYTES), type=shape)
    except (msgspec.MsgspecError, RecursionError) as error:
        raise Refusal("bad_frame", {"reason": str(error)[:200]}) from None


class Begin(msgspec.Struct, forbid_unknown_fields=True):
    """What is about to be sent, in bytes. Repeated with the same `client_id` it finds the same file again."""

    thread: str
    client_id: str
    name: str
    size: int


def standing(file: File) -> dict[str, Any]:
    """How far a file has come."""
    return {"file": file.public_id, "offset": file.received, "state": file.state}


@for_senders("POST")
def begin(request: HttpRequest, who: Sender, _published: list[hints.Hint]) -> dict[str, Any]:
    """Announce a file, or find out how much of it has arrived."""
    given: Begin = decoded(request, Begin)
    thread = who.thread(given.thread)
    if who.customer is not None:
        megabytes = 1 + max(0, given.size) // 2**20
        limits.count("files", who.address, settings.FILE_MEGABYTES_PER_ADDRESS, 3600, by=min(megabytes, 101))
    return standing(actions.begin(thread.pk, who.actor, given.client_id, given.name, given.size))


@for_senders("GET", "PATCH", "DELETE")
def one(request: HttpRequest, who: Sender, _published: list[hints.Hint], public_id: str) -> dict[str, Any]:
    """How far it has come; PATCH adds a part at `?offset=`; DELETE gives it up."""
    file = who.file(public_id)
    if request.method == "DELETE":
        actions.give_up(file)
        return {}
    if request.method == "PATCH":
        offset = request.GET.get("offset", "")
        if not (offset.isascii() and offset.isdigit() and len(offset) < 12):
            raise Refusal("bad_frame", {"reason": "offset is a number of bytes"})
        actions.take(file, int(offset), body(request, actions.PART_BYTES))
        file.refresh_from_db()
    return standing(file)


@for_senders("POST")
def send(_request: HttpRequest, who: Sender, published: list[hints.Hint], public_id: str) -> dict[str, Any]:
    """All parts are there: check the file and put it into the thread. Asked again, it answers the same."""
    file = who.file(public_id)
    if actions.claim(file):
        try:
            who.check_writes(file.thread_id)
            give_back()
            found = actions.prepare(file)
            _one, told = hints.committed(store, file, found, who.actor)
        except BaseException:
            actions.release(file)
            raise
        published += told
        actions.tidy(file)
        file.refresh_from_db()
    return standing(file)


def store(file: File, found: actions.Prepared, actor: Actor) -> Stored:
    """Into the log; on a ticket it is a turn like any message."""
    # Locks in the order of the product: tickets before the thread's head.
    list(Ticket.objects.select_for_update(no_key=True).filter(thread=file.thread_id).order_by("pk").values_list("pk"))
    stored = actions.send(file, found, actor)
    if actor.kind == "customer":
        tickets.reopen_by_message(file.thread_id)
    else:
        tickets.answered(file.thread_id)
    return stored


class Wanted(msgspec.Struct, forbid_unknown_fields=True):
    """Files that somebody wants to see."""

    files: list[str]


@for_senders("POST")
def links_of(request: HttpRequest, who: Sender, _published: list[hints.Hint]) -> dict[str, Any]:
    """Links to these files, for minutes; those of other people's threads are left out, as if there were none."""
    given: Wanted = decoded(request, Wanted)
    rows = File.objects.select_related("thread").filter(
        public_id__in=given.files[:LINKS_AT_ONCE], state=File.State.SENT
    )
    return {
        "links": {
            file.public_id: {
                "whole": links.link(file),
                "preview": links.link(file, "preview") if file.preview else "",
            }
            for file in rows
            if who.may_read(file.thread)
        },
        "seconds": links.STEP,
    }
