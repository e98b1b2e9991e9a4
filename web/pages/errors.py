"""What does a visitor see when we fail? The page of every other trouble is a template that Django finds by itself."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseServerError
from django.template.loader import render_to_string

from web.assets import context


def server_error(request: HttpRequest) -> HttpResponseServerError:
    """Django's own gives the template nothing, not even its style; the other context may be what has failed."""
    return HttpResponseServerError(render_to_string("500.html", context(request)))
