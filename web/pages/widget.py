"""What does the host page load? The loader and the frame."""

from __future__ import annotations

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET

from chat.customers import site_by_key
from chat.errors import Refusal
from chat.topics import text_in
from web.assets import entry
from web.middleware import policy, with_files
from web.pages.console import socket_url


@require_GET
@cache_control(public=True, max_age=300)
def loader(request: HttpRequest) -> FileResponse:
    """The script behind the one line of the embed snippet; cached for minutes."""
    path = settings.STATIC_ROOT / "loader.js"
    if not path.exists():
        raise Http404("the front end has not been built")
    response = FileResponse(path.open("rb"), content_type="text/javascript; charset=utf-8")
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


@require_GET
def frame(request: HttpRequest) -> HttpResponse:
    """The page inside the frame; only the site's own origins may embed it."""
    try:
        site = site_by_key(request.GET.get("site", ""))
    except Refusal as refusal:
        return HttpResponse(refusal.kind.message, status=refusal.kind.status, content_type="text/plain")
    spoken = request.GET.get("language", "")[:16] or request.LANGUAGE_CODE
    config = {
        "site": site.key,
        "name": site.name,
        "socket": socket_url(settings.WIDGET_ORIGIN, "/ws/customer"),
        "origins": site.allowed_origins,
        # The theme was checked when it was saved (agents.themes).
        "theme": {name: site.theme.get(name, "") for name in ("color", "scheme", "logo")},
        "verify": f"{settings.WIDGET_ORIGIN}/verify",
        # Read where the chat cannot connect.
        "elsewhere": text_in(site.elsewhere, spoken, site.default_language),
        "language": spoken,
    }
    response = render(request, "web/frame.html", {"assets": entry("src/widget/main.tsx"), "config": config})
    response.headers["Content-Security-Policy"] = policy(
        connect_src=f"'self' {socket_url(settings.WIDGET_ORIGIN, '')}",
        **with_files(),
        frame_ancestors=" ".join(site.allowed_origins) or "'none'",
    )
    return response
