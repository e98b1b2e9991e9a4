"""How does an administrator say what customers can ask about, what each topic asks of them, and what it tells them?"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from agents import topics as door
from agents.models import Agent
from chat.errors import Refusal
from chat.models import Site, Topic
from chat.topics import FIELDS, Definition, Field, own_text, text_in
from routing.sentences import language_name
from web.office.gate import Visit, page, shown, told
from web.office.preview import framing

RIGHT_TO_LEFT = {"ar", "fa", "he", "ur"}
TEXTS = ("names", "at_hand", "first_aid")


def languages_of(site: Site, one: Definition) -> list[str]:
    """Those that the site answers in, its usual one first, those that the widget speaks beside them, and those in which
    the topic has texts from when the site answered in them: what no page shows would be gone with the next saving."""
    spoken = ["zh" if code == "zh-hans" else code for code, _name in settings.LANGUAGES]
    every = (one.names, one.at_hand, one.first_aid, *(field.names for field in one.fields))
    written = {code for texts in every for code in texts}
    return list(dict.fromkeys([site.default_language, *site.languages, *spoken, *sorted(written)]))


def typed(form: QueryDict, languages: list[str], before: Definition) -> Definition:
    """The topic that a form describes; `languages` begin with the usual one. A field whose name in that one was taken
    away is left out; one that never had any there stays, as the usual language is another one since. A new one that is
    named in others alone is not lost either: its saving is refused with what it lacks."""
    usual = languages[0]
    unnamed = {field.name for field in before.fields if not field.names.get(usual)}
    fields: list[Field] = []
    for row in range(FIELDS):
        names = {code: text for code in languages if (text := form.get(f"field.{row}.{code}", "").strip())}
        name = form.get(f"field.{row}.name", "")
        if not names or (name and usual not in names and name not in unnamed):
            continue
        taken = [field.name for field in fields]
        fields.append(
            Field(
                name=name or door.free_name(names, usual, taken, "field", "_"),
                names=names,
                kind="transaction" if form.get(f"field.{row}.kind") == "transaction" else "text",
                required=f"field.{row}.required" in form,
                sensitive=f"field.{row}.sensitive" in form,
            )
        )
    names, at_hand, first_aid = ({code: form.get(f"{name}.{code}", "") for code in languages} for name in TEXTS)
    level = form.get("level", "")
    return Definition(
        slug=form.get("slug", "").strip(),
        urgent="urgent" in form,
        level=int(level) if level.isascii() and level.isdigit() and len(level) == 1 else -1,
        fields=fields,
        names=names,
        at_hand=at_hand,
        first_aid=first_aid,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@page("administrator")
def topics(request: HttpRequest, visit: Visit) -> HttpResponse:
    """All topics in their order; those that are retired apart."""
    site = Site.objects.get(pk=visit.agent.site_id)
    problems: list[dict[str, str]] = []
    if request.method == "POST":
        slug, do = request.POST.get("topic", ""), request.POST.get("do", "")
        try:
            if do in {"up", "down"}:
                visit.act(door.move, visit.agent.pk, slug, 1 if do == "down" else -1)
            elif do in {"retire", "back"}:
                visit.act(door.retire, visit.agent.pk, slug, do == "retire")
            messages.success(request, _("Saved."))
            return redirect("office-topics")
        except Refusal as refusal:
            problems = told(refusal)
    people = _levels(site)
    rows = [_listed(row, site, people) for row in Topic.objects.filter(site=site)]
    live, retired = [row for row in rows if not row["topic"].retired], [row for row in rows if row["topic"].retired]
    return shown(request, "office/topics.html", visit, problems=problems, live=live, retired=retired)


def _levels(site: Site) -> list[dict[str, int] | None]:
    """For everybody who takes chats, topic → level; None for those who name no topics and know each a little."""
    agents = Agent.objects.filter(site=site, is_active=True, capacity__gt=0).prefetch_related("topic_skills__topic")
    return [{skill.topic.slug: skill.level for skill in agent.topic_skills.all()} or None for agent in agents]


def _listed(topic: Topic, site: Site, people: list[dict[str, int] | None]) -> dict[str, Any]:
    unnamed = [code for code in site.languages if not own_text(topic.names, code)]
    reader, usual = get_language() or "en", site.default_language
    return {
        "topic": topic,
        "name": topic.name_in(reader, usual),
        "people": sum((1 if levels is None else levels.get(topic.slug, 0)) >= topic.level for levels in people),
        "fields": ", ".join(text_in(field["names"], reader, usual) for field in topic.fields),
        "unnamed": ", ".join(language_name(code) for code in unnamed),
    }


@require_http_methods(["GET", "HEAD", "POST"])
@page("administrator")
def topic(request: HttpRequest, visit: Visit, slug: str = "") -> HttpResponse:
    """One topic, or a new one."""
    site = Site.objects.get(pk=visit.agent.site_id)
    known = {each.slug: each for each in door.defined(site)}
    if slug and slug not in known:
        raise Http404
    one = known.get(slug, Definition("", {}))
    languages = languages_of(site, one)
    problems: list[dict[str, str]] = []
    if request.method == "POST":
        one = typed(request.POST, languages, one)
        try:
            visit.act(door.save, visit.agent.pk, slug, one)
            messages.success(request, _("Saved."))
            return redirect("office-topics")
        except Refusal as refusal:
            problems = told(refusal)
    response = shown(
        request,
        "office/topic.html",
        visit,
        problems=problems,
        slug=slug,
        one=one,
        title=text_in(one.names, get_language() or "en", site.default_language),
        usual=language_name(site.default_language),
        levels=[(0, _("0 – nobody needs to know it")), *((level, str(level)) for level in range(1, 6))],
        fields=_field_rows(one, site),
        languages=[_in_language(one, code, site) for code in languages],
        around={
            "site": site.name,
            "theme": site.theme,
            "others": _others(known, slug),
            "slug": slug,
            "usual": site.default_language,
        },
    )
    return framing(response)


def _field_rows(one: Definition, site: Site) -> list[dict[str, Any]]:
    """What is there, and room for one more: with its name in the usual language, and what stands in for one."""
    usual = site.default_language
    rows: list[Field | None] = [*one.fields, *([None] if len(one.fields) < FIELDS else [])]
    return [
        {
            "row": row,
            "field": field,
            "name": field.names.get(usual, "") if field else "",
            "label": text_in(field.names, usual, usual) if field else "",
        }
        for row, field in enumerate(rows)
    ]


def _in_language(one: Definition, code: str, site: Site) -> dict[str, Any]:
    """The texts of one language, as its part of the form shows them."""
    texts = {name: getattr(one, name).get(code, "") for name in TEXTS}
    usual = code == site.default_language
    return {
        "code": code,
        "name": language_name(code),
        "rtl": code.split("-")[0] in RIGHT_TO_LEFT,
        "answered": code in site.languages,
        "usual": usual,
        "open": usual or (code in site.languages and not texts["names"]),
        "done": bool(texts["names"]),
        "fields": [
            {"row": row["row"], "label": row["label"], "text": row["field"].names.get(code, "") if row["field"] else ""}
            for row in _field_rows(one, site)
        ],
        **texts,
    }


def _others(known: dict[str, Definition], slug: str) -> list[dict[str, Any]]:
    """The topics around this one in the list that customers see."""
    return [
        {"slug": each.slug, "names": each.names, "urgent": each.urgent}
        for each in known.values()
        if not each.retired or each.slug == slug
    ]
