"""Where do leads and administrators arrive?"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseRedirect
from django.shortcuts import redirect
from django.views.decorators.http import require_GET

from web.office.gate import Visit, page


@require_GET
@page("lead")
def home(request: HttpRequest, visit: Visit) -> HttpResponseRedirect:
    """At the first page that is theirs."""
    return redirect("office-service")
