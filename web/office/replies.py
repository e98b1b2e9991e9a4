"""How do leads write the replies that everybody uses?"""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from chat.errors import Refusal
from chat.models import Site, Topic
from desk import replies
from desk.core import variables
from desk.models import CannedReply
from routing.sentences import joined, language_name
from web.office.gate import Visit, page, shown, told


@require_http_methods(["GET", "HEAD", "POST"])
@page("lead")
def shared(request: HttpRequest, visit: Visit) -> HttpResponse:
    """All shared replies, and a form for a new one or the one that is chosen with `?reply=`."""
    problems: list[dict[str, str]] = []
    form = request.POST
    site = Site.objects.get(pk=visit.agent.site_id)
    if request.method == "POST":
        try:
            if form.get("do") == "remove":
                visit.act(replies.remove_shared, visit.agent.pk, form.get("reply", ""))
            else:
                texts = {language: form.get(f"text.{language}", "") for language in site.languages}
                wording = replies.Wording(form.get("name", ""), texts, form.get("topic", ""))
                visit.act(replies.save_shared, visit.agent.pk, form.get("reply", ""), wording)
            messages.success(request, _("Saved."))
            return redirect("office-replies")
        except Refusal as refusal:
            problems = told(refusal)
    rows = list(CannedReply.objects.select_related("topic").filter(site=site, owner=None))
    editing = next((row for row in rows if row.public_id == request.GET.get("reply")), None)
    topics = list(Topic.objects.filter(site=site))
    named = {each.pk: each.name_in(get_language() or "en", site.default_language) for each in topics}
    typed = form if problems and form.get("do") != "remove" else None
    known = editing.texts if editing else {}
    return shown(
        request,
        "office/replies.html",
        visit,
        problems=problems,
        rows=[
            (row, named.get(row.topic_id or 0, ""), joined(language_name(code) for code in _in_order(row, site)))
            for row in rows
        ],
        topics=[
            (each.slug, named[each.pk])
            for each in topics
            if not each.retired or (editing and editing.topic_id == each.pk)
        ],
        places=[f"{{{name}}}" for name in variables.NAMES],
        reply_id=typed.get("reply", "") if typed else editing.public_id if editing else "",
        name=typed.get("name", "") if typed else editing.name if editing else "",
        topic=typed.get("topic", "") if typed else editing.topic.slug if editing and editing.topic else "",
        texts=[
            (language, language_name(language), typed.get(f"text.{language}", "") if typed else known.get(language, ""))
            for language in site.languages
        ],
    )


def _in_order(reply: CannedReply, site: Site) -> list[str]:
    """The languages of a reply: the site's in their order, then others that it answered in once."""
    return [code for code in dict.fromkeys([*site.languages, *sorted(reply.texts)]) if code in reply.texts]
