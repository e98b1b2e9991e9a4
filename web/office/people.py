"""How does an administrator see and change the people of the desk?"""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from agents import people as door
from agents import portraits, themes
from agents.models import Agent
from chat.errors import Refusal
from chat.models import Site, Topic
from routing import actions as routing
from routing.sentences import language_name, tier_name
from web.office.gate import Visit, page, shown, told

ROWS = 2  # empty rows for more languages
MOST_LANGUAGES = 20


def role_names() -> dict[str, str]:
    """role → what it is called."""
    return {Agent.Role.AGENT: _("agent"), Agent.Role.LEAD: _("lead"), Agent.Role.ADMIN: _("administrator")}


def typed(form: QueryDict, site: Site) -> door.Person:
    """The person whom a form describes."""
    rows = [(form.get(f"language.{row}", "").strip(), form.get(f"level.{row}", "")) for row in range(MOST_LANGUAGES)]
    slugs = Topic.objects.filter(site=site).values_list("slug", flat=True)
    return door.Person(
        name=form.get("name", ""),
        role=form.get("role", ""),
        capacity=form.get("capacity", ""),
        languages={code: level for code, level in rows if code},
        topics={slug: level for slug in slugs if (level := form.get(f"topic.{slug}", "").strip())},
        regions=form.get("regions", "").split(","),
        tiers=form.get("tiers", "").split(","),
    )


def known(agent: Agent) -> door.Person:
    """A person as they are."""
    return door.Person(
        name=agent.name,
        role=agent.role,
        capacity=str(agent.capacity),
        languages={skill.language: str(skill.level) for skill in agent.language_skills.all()},
        topics={skill.topic.slug: str(skill.level) for skill in agent.topic_skills.select_related("topic")},
        regions=agent.regions,
        tiers=[str(tier) for tier in agent.tiers],
    )


@require_http_methods(["GET", "HEAD", "POST"])
@page("administrator")
def people(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Everybody, and a form for somebody new."""
    site = visit.agent.site
    problems: list[dict[str, str]] = []
    person = door.Person(name="", role=Agent.Role.AGENT, capacity="3")
    email = request.POST.get("email", "")
    if request.method == "POST":
        person = typed(request.POST, site)
        try:
            hired = visit.act(door.hire, visit.agent.pk, email, request.POST.get("password", "")[:200], person)
            messages.success(request, _("%(name)s can sign in now.") % {"name": hired.name})
            return redirect("office-people")
        except Refusal as refusal:
            problems = told(refusal)
    rows = Agent.objects.filter(site=site).prefetch_related("language_skills", "teams").order_by("-is_active", "name")
    listed = [
        {
            "agent": agent,
            "role": role_names()[agent.role],
            "languages": ", ".join(
                f"{language_name(skill.language)} {skill.level}" for skill in agent.language_skills.all()
            ),
            "tiers": ", ".join(map(tier_name, agent.tiers)),
            "teams": ", ".join(team.name for team in agent.teams.all()),
        }
        for agent in rows
    ]
    return shown(
        request, "office/people.html", visit, listed=listed, problems=problems, email=email, **_fields(site, person)
    )


@require_http_methods(["GET", "HEAD", "POST"])
@page("administrator")
def person(request: HttpRequest, visit: Visit, public_id: str) -> HttpResponse:
    """One person: everything that routing knows of them."""
    agent = Agent.objects.filter(site=visit.agent.site_id, public_id=public_id[:32]).first()
    if agent is None:
        raise Http404
    problems: list[dict[str, str]] = []
    shown_person = known(agent)
    if request.method == "POST":
        try:
            if request.POST.get("do") == "dismiss":
                visit.act(routing.dismiss, visit.agent.pk, public_id)
            elif request.POST.get("do") == "password":
                visit.act(door.give_password, visit.agent.pk, public_id, request.POST.get("password", "")[:200])
            elif request.POST.get("do") == "picture":
                given = request.FILES.get("picture")
                content = given.read(themes.PICTURE_BYTES + 1) if given else b""
                visit.act(portraits.put, visit.agent.pk, public_id, content)
            elif request.POST.get("do") == "no-picture":
                visit.act(portraits.put, visit.agent.pk, public_id, None)
            else:
                shown_person = typed(request.POST, visit.agent.site)
                visit.act(door.change, visit.agent.pk, public_id, shown_person)
            messages.success(request, _("Saved."))
            return redirect("office-people")
        except Refusal as refusal:
            problems = told(refusal)
    return shown(
        request,
        "office/person.html",
        visit,
        agent=agent,
        problems=problems,
        **_fields(visit.agent.site, shown_person),
    )


def _fields(site: Site, person: door.Person) -> dict[str, object]:
    rows = [*person.languages.items()][:MOST_LANGUAGES]
    language, usual = get_language() or "en", site.default_language
    return {
        "person": person,
        "regions": ", ".join(person.regions),
        "tiers": ", ".join(person.tiers),
        "roles": list(role_names().items()),
        "languages": list(enumerate([*rows, *[("", "")] * ROWS])),
        "topics": [
            {
                "slug": topic.slug,
                "name": topic.name_in(language, usual),
                "level": person.topics.get(topic.slug, ""),
            }
            for topic in site.topics.all()
            if not topic.retired or topic.slug in person.topics
        ],
    }
