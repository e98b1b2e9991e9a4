"""How does an administrator give the widget the look of the website, and see it before it is saved?"""

from __future__ import annotations

import msgspec
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
from web.office.preview import framing
from web.protocol.customer.site import SiteOut
from web.sockets.views import site_out

USUAL = {"color": ACCENT, "side": "right", "scheme": "auto"}


@require_http_methods(["GET", "HEAD", "POST"])
@page("administrator")
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
    return framing(
        shown(
            request,
            "office/theme.html",
            visit,
            problems=problems,
            look=look,
            sides=sides,
            schemes=schemes,
            around=_around(site, visit.agent.name),
        )
    )


def _asked(site: SiteOut) -> str:
    """A customer's first words, on whatever this site can be asked about."""
    topic = next((each.name for each in site.topics if not each.retired), "")
    if not topic:
        return _("Hello, I have a question.")
    return _("Hello, I have a question about “%(topic)s”.") % {"topic": topic}


def _around(site: Site, name: str) -> dict[str, object]:
    """What the previews show beside the theme, and how the contrast is told."""
    seen = site_out(site, site.default_language)
    return {
        "site": msgspec.to_builtins(seen),
        "language": site.default_language,
        "logo": site.theme.get("logo", ""),
        "agent": name,
        "said": [_asked(seen), _("Hello! I am looking at it right now.")],
        "words": {
            "white": _("Text on the colour is white: {ratio} to 1, {how}."),
            "dark": _("Text on the colour is dark: {ratio} to 1, {how}."),
            "best": _("very easy to read"),
            "good": _("easy to read"),
            "light": _("As letters on a light ground it would be too pale; there it is darkened to {color}."),
            "night": _("As letters on a dark ground it would be too dark; there it is lightened to {color}."),
            "same": _("As letters it can be read on light and dark grounds as it is."),
        },
    }
