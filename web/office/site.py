"""How does an administrator set the site up, put the widget on its pages, and see that it is there?"""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from agents import discretion
from agents import sites as door
from chat.errors import Refusal
from chat.models import Site
from routing.sentences import language_name
from web.office.gate import Visit, page, shown, told

ROWS = 2  # empty rows for more languages
MOST_LANGUAGES = 40


def known(site: Site) -> door.Settings:
    """A site as it is."""
    return door.Settings(
        name=site.name,
        languages=site.languages,
        default_language=site.default_language,
        default_region=site.default_region,
        left_after=str(site.left_after_minutes),
        origins=site.allowed_origins,
        greeting=site.greeting,
        elsewhere=site.elsewhere,
        own_profiles=site.own_profiles,
    )


def typed(form: QueryDict) -> door.Settings:
    """The site that a form describes: a row for each language with its texts."""
    codes = {row: code for row in range(MOST_LANGUAGES) if (code := form.get(f"language.{row}", "").strip())}
    return door.Settings(
        name=form.get("name", ""),
        languages=[*codes.values()],
        default_language=form.get("default_language", ""),
        default_region=form.get("default_region", ""),
        left_after=form.get("left_after", ""),
        origins=form.get("origins", "").splitlines(),
        greeting={code: form.get(f"greeting.{row}", "") for row, code in codes.items()},
        own_profiles="own_profiles" in form,
        elsewhere={code: form.get(f"elsewhere.{row}", "") for row, code in codes.items()},
    )


@require_http_methods(["GET", "HEAD", "POST"])
@page("administrator")
def site(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The site's settings, the line for its pages with where it was seen, and the secrets of signed customers."""
    current = Site.objects.get(pk=visit.agent.site_id)
    problems: list[dict[str, str]] = []
    shown_settings, shown_discretion, made = known(current), discretion.known(current), None
    if request.method == "POST":
        try:
            if request.POST.get("do") == "secret":
                made = visit.act(door.add_secret, visit.agent.pk)
            elif request.POST.get("do") == "retire":
                visit.act(door.retire_secret, visit.agent.pk, request.POST.get("kid", ""))
                messages.success(request, _("Nothing signed with it is believed any more."))
                return redirect("office-site")
            elif request.POST.get("do") == "discretion":
                shown_discretion = discretion.Typed(
                    request.POST.get("idle_minutes", ""),
                    request.POST.get("page_days", ""),
                    request.POST.get("sensitive", "").splitlines(),
                )
                visit.act(discretion.change, visit.agent.pk, shown_discretion)
                messages.success(request, _("Saved."))
                return redirect("office-site")
            else:
                shown_settings = typed(request.POST)
                visit.act(door.change, visit.agent.pk, shown_settings)
                messages.success(request, _("Saved."))
                return redirect("office-site")
        except Refusal as refusal:
            problems = told(refusal)
    texts = shown_settings.greeting, shown_settings.elsewhere
    rows = [
        (code, language_name(code), *(each.get(code, "") for each in texts))
        for code in shown_settings.languages[: MOST_LANGUAGES - ROWS]
    ]
    response = shown(
        request,
        "office/site.html",
        visit,
        problems=problems,
        site=current,
        settings=shown_settings,
        origins="\n".join(shown_settings.origins),
        discretion=shown_discretion,
        sensitive="\n".join(shown_discretion.sensitive),
        languages=list(enumerate([*rows, *[("", "", "", "")] * ROWS])),
        snippet=f'<script async src="{settings.CONSOLE_ORIGIN}/widget.js" data-site="{current.key}"></script>',
        embeddings=[
            (each, each.origin in current.allowed_origins)  # as seen then, and whether it would be let in now
            for each in current.embeddings.order_by("-allowed", "-seen_at")
        ],
        unseen=sorted({*current.allowed_origins} - {each.origin for each in current.embeddings.all()}),
        secrets=current.identity_secrets.filter(retired_at=None).order_by("-pk"),
        made=made,
    )
    response.headers["Cache-Control"] = "no-store"  # it may show a secret, once
    return response
