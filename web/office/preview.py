"""Which page stands in the frames of a preview? The widget's own, with a rehearsal in the place of the server."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from web.assets import entry
from web.middleware import policy
from web.office.gate import Visit, page


@require_GET
@page("administrator")
def preview(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Nothing of the site is in it: the page around says what to show."""
    main, script = entry("src/widget/main.tsx"), entry("src/page/preview.ts")["script"]
    response = render(request, "office/preview.html", {"main": main, "script": script})
    response.headers["Content-Security-Policy"] = policy(frame_ancestors="'self'")
    return response


def framing(response: HttpResponse) -> HttpResponse:
    """A page that has previews in it."""
    response.headers["Content-Security-Policy"] = policy(frame_src="'self'")
    return response
