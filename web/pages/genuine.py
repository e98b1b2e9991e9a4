"""Where does a customer check that the person in the chat is one of ours? A page for everybody, without a script."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from agents import genuine
from chat.errors import Refusal
from web import limits

CHECKS_PER_MINUTE = 30  # from one network address


@require_safe
def check(request: HttpRequest) -> HttpResponse:
    """The form, and with `?code=` the answer."""
    code = request.GET.get("code", "").strip()[:40]
    found = {"code": code, "asked": bool(code), "chat": None, "busy": False}
    if code:
        try:
            limits.count("genuine", str(request.META.get("REMOTE_ADDR", "")), CHECKS_PER_MINUTE, 60)
            found["chat"] = genuine.behind(code)
        except Refusal as refusal:
            return render(request, "web/genuine.html", found | {"busy": True}, status=refusal.kind.status)
    return render(request, "web/genuine.html", found)
