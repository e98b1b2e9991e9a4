"""How does an administrator change a person of the desk? Name, role, capacity, languages, topics, regions, tiers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from agents import audit
from agents.actions import disable
from agents.models import Agent, LanguageSkill, TopicSkill
from agents.planning import Problems, language, named, region, replanned
from agents.profile import renewed
from chat import hints
from chat.models import Topic

MOST_CAPACITY = 100
MOST_TIER = 99


@dataclass(frozen=True, slots=True)
class Person:
    """What somebody typed of a person. Levels by language code and topic slug; no regions, tiers or topics mean any."""

    name: str
    role: str
    capacity: str
    languages: Mapping[str, str] = field(default_factory=dict)
    topics: Mapping[str, str] = field(default_factory=dict)
    regions: Sequence[str] = ()
    tiers: Sequence[str] = ()


def hire(by_id: int, email: str, password: str, person: Person) -> Agent:
    """A new person, who can sign in."""
    by = audit.administrator(by_id)
    problems = Problems()
    email = email.strip().lower()
    try:
        validate_email(email)
        if Agent.objects.filter(email=email).exists():
            problems.add("email", _("Somebody has this address already."))
    except ValidationError:
        problems.add("email", _("This is not an e-mail address."))
    try:
        validate_password(password)
    except ValidationError as error:
        problems.add("password", " ".join(error.messages))
    fields = _checked(by, person, problems)
    problems.settle()
    try:
        with transaction.atomic():
            agent = Agent.objects.create_user(email, password, site=by.site, **fields)
    except IntegrityError:  # somebody else hired them at the same moment
        problems.add("email", _("Somebody has this address already."))
        problems.settle()
        raise
    _skills(agent, person)
    audit.record(by, "person_hired", agent.name, agent=agent.pk, role=agent.role)
    _changed(agent)
    return agent


def change(by_id: int, public_id: str, person: Person) -> Agent:
    """Everything that is typed of a person, at once. Nobody takes the last administrator away."""
    by, agent = _locked(by_id, public_id)
    problems = Problems()
    if agent is None:
        problems.add("", _("This person is not of this desk any more."))
        problems.settle()
        raise AssertionError  # settled above
    fields = _checked(by, person, problems)
    others = Agent.objects.filter(site=by.site_id, role=Agent.Role.ADMIN, is_active=True).exclude(pk=agent.pk)
    if agent.administers and person.role != Agent.Role.ADMIN and not others.exists():
        problems.add("role", _("Somebody must remain who can change this."))
    problems.settle()
    before = {name: getattr(agent, name) for name in fields} | _levels(agent)
    Agent.objects.filter(pk=agent.pk).update(**fields)
    _skills(agent, person)
    after = fields | _levels(agent)
    changed = [[name, before[name], after[name]] for name in after if before[name] != after[name]]
    audit.record(by, "person_changed", str(fields["name"]), agent=agent.pk, changed=changed)
    if before["role"] != fields["role"]:
        hints.add(hints.SessionsChanged(agent.pk))
    _changed(agent)
    return agent


def dismiss(by_id: int, public_id: str) -> int:
    """Somebody can no longer sign in; what they did remains. Whose chats have to go back to the queue."""
    by, agent = _locked(by_id, public_id)
    problems = Problems()
    if agent is None or not agent.is_active or agent.pk == by.pk:
        problems.add("", _("Nobody takes themselves away, and nobody twice."))
        problems.settle()
        raise AssertionError  # settled above
    disable(agent.pk)
    audit.record(by, "person_dismissed", agent.name, agent=agent.pk)
    return agent.pk


def give_password(by_id: int, public_id: str, password: str) -> None:
    """A new first password for somebody who has lost theirs. One's own needs the present one: `agents.profile`."""
    by, agent = _locked(by_id, public_id)
    problems = Problems()
    if agent is None or not agent.is_active:
        problems.add("", _("This person is not of this desk any more."))
    elif agent.pk == by.pk:
        problems.add("", _("Your own password is changed on your own profile."))
    else:
        renewed(problems, agent.pk, password)
    problems.settle()
    if agent is not None:
        audit.record(by, "password_given", agent.name, agent=agent.pk)


def _locked(by_id: int, public_id: str) -> tuple[Agent, Agent | None]:
    """The administrator and a person of their site, locked with all its administrators: two who take each other's role
    away at once must not leave nobody."""
    by = audit.administrator(by_id)
    concerned = Q(role=Agent.Role.ADMIN, is_active=True) | Q(public_id=public_id[:32])
    rows = Agent.objects.select_for_update(no_key=True).filter(concerned, site=by.site_id).order_by("pk")
    people = {agent.public_id: agent for agent in rows}
    return audit.administrator(by_id), people.get(public_id[:32])


def _checked(by: Agent, person: Person, problems: Problems) -> dict[str, object]:
    """The fields of the row; what is wrong goes to `problems`."""
    name = named(problems, "name", person.name)
    if person.role not in Agent.Role.values:
        problems.add("role", _("A role is agent, lead or admin."))
    capacity = _whole(person.capacity, MOST_CAPACITY)
    if capacity is None:
        problems.add("capacity", _("A whole number from 0 to %(most)d.") % {"most": MOST_CAPACITY})
    codes = [language(problems, "languages", code) for code in person.languages]
    if len(set(codes)) < len(codes):
        problems.add("languages", _("Each language once."))
    for level in person.languages.values():
        if _whole(level, 5) in (None, 0):
            problems.add("languages", _("A level is 1 to 5."))
    slugs = set(Topic.objects.filter(site=by.site_id).values_list("slug", flat=True))
    for slug, level in person.topics.items():
        if slug not in slugs:
            problems.add("topics", _("There is no such topic."))
        if _whole(level, 5) in (None, 0):
            problems.add("topics", _("A level is 1 to 5."))
    regions = [region(problems, "regions", each) for each in person.regions if each.strip()]
    tiers = [_whole(each, MOST_TIER) for each in person.tiers if each.strip()]
    if None in tiers:
        problems.add("tiers", _("A tier is a whole number from 0 to %(most)d.") % {"most": MOST_TIER})
    return {
        "name": name,
        "role": person.role,
        "capacity": capacity,
        "regions": sorted(set(regions)),
        "tiers": sorted({tier for tier in tiers if tier is not None}),
    }


def _whole(text: str, most: int) -> int | None:
    text = text.strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 5 and int(text) <= most else None


def _skills(agent: Agent, person: Person) -> None:
    LanguageSkill.objects.filter(agent=agent).delete()
    LanguageSkill.objects.bulk_create(
        LanguageSkill(agent=agent, language=language(Problems(), "", code), level=int(level))
        for code, level in person.languages.items()
    )
    topics = {topic.slug: topic for topic in Topic.objects.filter(site=agent.site_id)}
    TopicSkill.objects.filter(agent=agent).delete()
    TopicSkill.objects.bulk_create(
        TopicSkill(agent=agent, topic=topics[slug], level=int(level)) for slug, level in person.topics.items()
    )


def _levels(agent: Agent) -> dict[str, object]:
    """Their languages and topics with the levels."""
    return {
        "languages": dict(LanguageSkill.objects.filter(agent=agent).values_list("language", "level")),
        "topics": dict(TopicSkill.objects.filter(agent=agent).values_list("topic__slug", "level")),
    }


def _changed(agent: Agent) -> None:
    replanned(agent.site_id)
