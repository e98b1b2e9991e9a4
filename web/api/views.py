"""What can programs ask over HTTP? Embed check, the site, sign-in, and why."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

import msgspec
from asgiref.sync import sync_to_async
from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods

from agents.models import Agent
from chat import embeddings
from chat.customers import origin_allowed, site_by_key
from chat.errors import Refusal
from chat.models import Chat
from routing import actions as routing
from routing.why import why_chat
from tickets.mail import django_language
from web import limits
from web.pages.console import attempt
from web.sockets import process, views

ACCENT = "#2a50d8"  # the button of a site that has not chosen a colour; the loader has none of its own
SITES_PER_MINUTE = 60  # of one address; a widget that is cut off asks every 12 s
WHY_PER_MINUTE = 60  # asked by one person; a lead who looks through the queue stays below


def answer(data: Any, status: int = 200) -> HttpResponse:
    """A JSON response."""
    return HttpResponse(msgspec.json.encode(data), status=status, content_type="application/json")


def refusals_answered(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Refusals become rows of the error table."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except Refusal as refusal:
            response = answer(refusal.as_dict(), refusal.kind.status)
            if "retry_after" in refusal.data:
                response.headers["Retry-After"] = str(refusal.data["retry_after"])
            return response

    return wrapped


@require_GET
def embed(request: HttpRequest) -> HttpResponse:
    """May this page embed the widget of `?site=`? Asked by the loader, which tells the host developer."""

    @refusals_answered
    def check(request: HttpRequest) -> HttpResponse:
        site = site_by_key(request.GET.get("site", ""))
        origin = request.headers.get("Origin", "")
        allowed = origin_allowed(site, origin)
        embeddings.note(site, origin, allowed=allowed)
        if not allowed:
            raise Refusal("origin_refused", {"origin": origin[:200], "allowed": site.allowed_origins})
        with override(django_language(request.GET.get("language", "")[:16] or request.LANGUAGE_CODE)):
            # The loader is small: it is told the direction that puts everything on the side that the site wants.
            side = {"left": "rtl", "right": "ltr"}.get(site.theme.get("side", ""), "")
            look = {"color": site.theme.get("color", ACCENT), "dir": side}
            # If the chat cannot be reached later on, nobody can be asked for the words any more.
            words = {"label": _("Chat with us"), "sorry": _("Sorry, the chat cannot be reached. Try again")}
            return answer({"name": site.name, "languages": site.languages, **words, **look})

    response = check(request)
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


@require_GET
@refusals_answered
def site(request: HttpRequest) -> HttpResponse:
    """What can `?site=` be asked about, in `?language=`? For a widget to which no socket comes through."""
    limits.count("site", str(request.META.get("REMOTE_ADDR", "")), SITES_PER_MINUTE, 60)
    found = site_by_key(request.GET.get("site", ""))
    return answer(views.site_out(found, request.GET.get("language", "")[:16] or found.default_language))


class Credentials(msgspec.Struct, forbid_unknown_fields=True):
    """The body of a sign-in."""

    email: str
    password: str


@csrf_exempt  # no cookie is trusted here: the Origin in full is required instead, which browsers do not let pages forge
@require_http_methods(["POST", "DELETE"])
@refusals_answered
def session(request: HttpRequest) -> HttpResponse:
    """Sign in (POST) or out (DELETE) as an agent."""
    if request.headers.get("Origin") != settings.CONSOLE_ORIGIN:
        raise Refusal("origin_refused", {"origin": request.headers.get("Origin", "")[:200]})
    if request.method == "DELETE":
        logout(request)
        return answer({})
    try:
        given = msgspec.json.decode(request.body, type=Credentials)
    except msgspec.MsgspecError as error:
        raise Refusal("bad_frame", {"reason": str(error)[:200]}) from None
    attempt(request, given.email.strip().lower()[:254], given.password[:200])
    agent = request.user
    assert isinstance(agent, Agent)
    return answer({"id": agent.public_id, "name": agent.name, "role": agent.role})


@require_GET
async def why(request: HttpRequest, thread: str) -> HttpResponse:
    """Why was the newest chat of a thread assigned as it was, or why does it wait? `?assignment=` picks one of its
    assignments, from 1. For the desk."""
    here = await process.current()

    @refusals_answered
    def found(request: HttpRequest) -> HttpResponse:
        agent = request.user
        if not isinstance(agent, Agent):
            raise Refusal("session_invalid")
        chat = Chat.objects.filter(thread=routing.site_thread(agent, thread)).order_by("-pk").first()
        if chat is None:
            raise Refusal("thread_unknown")
        if chat.agent_id != agent.pk and not agent.leads and chat.state != Chat.State.WAITING:
            raise Refusal("not_allowed")
        # An answer about the past plays up to a thousand cycles again: seconds of this process.
        limits.count("why", str(agent.pk), WHY_PER_MINUTE, 60)
        wanted = request.GET.get("assignment", "")
        if wanted and not (wanted.isascii() and wanted.isdigit() and len(wanted) < 9):
            raise Refusal("not_found")
        return answer(why_chat(chat, here.consoles.present, int(wanted) if wanted else None))

    return await sync_to_async(found)(request)
