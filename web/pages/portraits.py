"""Where is the picture of an agent? Under its random name, for whoever was told it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from agents import portraits

KEPT = 7 * 86_400  # seconds; another picture has another name


@require_safe
def portrait(request: HttpRequest, name: str) -> HttpResponse:
    """A small WebP that we have drawn ourselves."""
    found = portraits.behind(name)
    if found is None:
        return HttpResponse("There is no such picture.", status=404, content_type="text/plain")
    response = HttpResponse(found, content_type=portraits.MEDIA)
    response.headers["Cache-Control"] = f"public, max-age={KEPT}, immutable"
    return response
