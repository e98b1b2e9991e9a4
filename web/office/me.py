"""How does everybody of the desk see and choose what customers read of them?"""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from agents import portraits, profile, themes
from agents.models import Agent
from chat.errors import Refusal
from routing.sentences import language_name
from web.office.gate import Visit, page, shown, told
from web.pages.console import proven


@require_http_methods(["GET", "HEAD", "POST"])
@page("agent")
def me(request: HttpRequest, visit: Visit) -> HttpResponse:
    """One's own name, languages and picture, as customers see them."""
    agent = Agent.objects.select_related("site").prefetch_related("language_skills").get(pk=visit.agent.pk)
    problems: list[dict[str, str]] = []
    name = agent.name
    spoken = [skill.language for skill in agent.language_skills.all()]
    seen = agent.shown_languages or spoken
    if request.method == "POST":
        try:
            do = request.POST.get("do")
            if do == "password":
                password(request, visit)
            elif do in {"picture", "no-picture"}:
                given = request.FILES.get("picture")
                content = given.read(themes.PICTURE_BYTES + 1) if given else b""
                visit.act(portraits.put, agent.pk, agent.public_id, None if do == "no-picture" else content)
            else:
                name, seen = request.POST.get("name", ""), request.POST.getlist("language")
                visit.act(profile.change, agent.pk, name, seen)
            messages.success(request, _("Saved."))
            return redirect("office-me")
        except Refusal as refusal:
            # Each reason says by itself which field it is about.
            problems = [{**each, "code": ""} for each in told(refusal)]
    return shown(
        request,
        "office/me.html",
        visit,
        problems=problems,
        agent=agent,
        name=name,
        languages=[(code, language_name(code), code in seen) for code in spoken],
        allowed=profile.may_change(agent),
    )


def password(request: HttpRequest, visit: Visit) -> None:
    """A new password for who types the present one; this session goes on under a new key, all others end."""
    present, new, again = (request.POST.get(name, "")[:200] for name in ("present", "password", "again"))
    try:
        proven(request, visit.agent.email, present)
    except Refusal as refusal:
        words = {
            "session_invalid": _("The present password is not right."),
            "rate_limited": _("Too many attempts. Please wait a few minutes."),
        }
        reason = words.get(refusal.code, str(refusal))
        raise Refusal("settings_invalid", {"problems": [{"field": "present", "reason": reason}]}) from refusal
    visit.act(profile.change_password, visit.agent.pk, new, again)
    update_session_auth_hash(request, Agent.objects.get(pk=visit.agent.pk))
    request.session.save()  # before the hint goes out: the console in the next tab comes back with it
