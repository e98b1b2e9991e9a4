"""How does a customer follow a ticket by its link? Plain pages that work without a script."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from asgiref.sync import sync_to_async
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import override
from django.views.decorators.http import require_http_methods

from chat import blocks, log
from chat.door import Actor, check_client_id, event
from chat.errors import Refusal
from chat.events import Message
from chat.ids import new_id
from chat.models import Block
from files import links as files
from files.models import File
from tickets import actions, contact, links
from tickets.mail import django_language
from tickets.models import Ticket
from web.middleware import policy, with_files
from web.sockets import process
from web.sockets.render import for_customer, load_names

PAGES = 10  # pages of a hundred events that the ticket page shows at the most


def _entries(ticket: Ticket) -> list[dict[str, Any]]:
    """What was said, for the page: messages, and what happened to the ticket."""
    stored = log.page(ticket.thread_id)
    while stored and stored[0].seq > 1 and len(stored) < PAGES * log.PAGE:
        stored = log.page(ticket.thread_id, stored[0].seq) + stored
    names = load_names({one.actor_id for one in stored if one.actor_kind == "agent" and one.actor_id})
    previews = {
        file.public_id: files.link(file, "preview")
        for file in File.objects.filter(thread=ticket.thread_id, state=File.State.SENT, preview=True)
    }
    return [
        {
            "type": one.type,
            "by": one.by.kind,
            "name": one.by.name,
            "at": datetime.fromtimestamp(one.at, tz=UTC),
            "body": one.body,
            "preview": previews.get(one.body.get("file", ""), ""),
        }
        for one in for_customer(stored, names)
    ]


def _page(
    request: HttpRequest, ticket: Ticket, token: str, problem: str = "", text: str = "", status: int = 200
) -> HttpResponse:
    language = django_language(ticket.customer.language)
    with override(language):
        found = {
            "ticket": ticket,
            "topic": ticket.topic.name_in(ticket.customer.language, ticket.site.default_language),
            "entries": _entries(ticket),
            "token": token,
            "client_id": new_id(),
            "problem": problem,
            "text": text,
            "closed": ticket.state == Ticket.State.CLOSED,
            "blocked": Block.objects.filter(blocks.holding(), customer=ticket.customer_id).first(),
        }
        response = render(request, "web/ticket.html", found, status=status)
        response.headers["Content-Security-Policy"] = policy(**with_files())
        return response


def _invalid(request: HttpRequest) -> HttpResponse:
    return render(request, "web/link_invalid.html", status=404)


@require_http_methods(["GET", "HEAD", "POST"])
async def ticket(request: HttpRequest, token: str) -> HttpResponse:
    """Read the ticket; answer it. The same answer sent twice is stored once."""
    try:
        found = await sync_to_async(links.ticket_behind)(token)
    except Refusal:
        return await sync_to_async(_invalid)(request)
    if request.method != "POST":
        return await sync_to_async(_page)(request, found, token)
    text = request.POST.get("text", "")
    here = await process.current()
    try:
        client_id = check_client_id(request.POST.get("client_id", ""))
        item = event(found.thread_id, Message(text=text), Actor.customer(found.customer_id), client_id)
        await here.writer.append(item)
        await here.act(actions.reopen_by_message, found.thread_id)
    except Refusal as refusal:
        return await sync_to_async(_page)(request, found, token, refusal.code, text, refusal.kind.status)
    return redirect("ticket", token=token)


@require_http_methods(["GET", "HEAD"])
async def ticket_file(request: HttpRequest, token: str, file: str) -> HttpResponse:
    """A file of the ticket's thread: leads on to a fresh link, since those in a page grow old."""

    def address() -> str:
        found = links.ticket_behind(token)
        sent = File.objects.filter(thread=found.thread_id, public_id=file, state=File.State.SENT).first()
        if sent is None:
            raise Refusal("file_unknown")
        return files.link(sent)

    try:
        return redirect(await sync_to_async(address)())
    except Refusal:
        return await sync_to_async(_invalid)(request)


@require_http_methods(["GET", "HEAD", "POST"])
async def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """The owner of an address confirms it: by a button, since mail scanners open links."""
    try:
        found = await sync_to_async(links.confirmation_behind)(token)
        if request.method == "POST":
            await (await process.current()).act(contact.confirm, found)
    except Refusal:
        return await sync_to_async(_invalid)(request)
    context = {
        "email": found.email,
        "done": request.method == "POST" or found.confirmed_at is not None,
    }

    def page() -> HttpResponse:
        with override(django_language(found.customer.language)):
            return render(request, "web/confirm.html", context)

    return await sync_to_async(page)()
