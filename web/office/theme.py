"""How does an administrator give the widget the look of the website, and see it before it is saved?"""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from agents import sites as door
from agents import themes
from chat.errors import Refusal
from chat.models import Site
from web.api.views import ACCENT
from web.office.gate import Visit, page, shown, told

USUAL = {"color": ACCENT, "side": "right", "scheme": "auto"}


@require_http_methods(["GET", "HEAD", "POST"])
@page(administrators=True)
def theme(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Colour, side, scheme and logo."""
    site = Site.objects.get(pk=visit.agent.site_id)
    problems: list[dict[str, str]] = []
    look = USUAL | {name: value for name, value in site.theme.items() if value}
    if request.method == "POST":
        typed = {name: request.POST.get(name, "")[:40] for name in USUAL}
        given = request.FILES.get("logo")
        logo = given.read(themes.PICTURE_BYTES + 1) if given else None
        try:
            visit.act(door.change_theme, visit.agent.pk, typed, logo, request.POST.get("do") == "no-logo")
            messages.success(request, _("Saved."))
            return redirect("office-theme")
        except Refusal as refusal:
            problems, look = told(refusal), look | typed
    sides = [("right", _("Right")), ("left", _("Left"))]
    schemes = [("auto", _("As the system says")), ("light", _("Light")), ("dark", _("Dark"))]
    return shown(
        request, "office/theme.html", visit, problems=problems, look=look, site=site, sides=sides, schemes=schemes
    )
