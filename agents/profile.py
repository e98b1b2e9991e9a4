"""How does a person say what customers read of them? Name and languages by themselves, where the site allows it; and
a new password, everywhere.

Pictures have a door of their own (`agents.portraits`); administrators change anybody's on the person's page.
"""

from __future__ import annotations

from collections.abc import Collection

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from agents import audit
from agents.actions import set_password
from agents.models import Agent, LanguageSkill
from agents.planning import Problems, named, replanned
from chat import hints
from chat.asking import asks_for
from chat.errors import Refusal
from chat.models import Chat


def may_change(agent: Agent) -> bool:
    """Whether the site lets its people choose; administrators always may."""
    return agent.is_active and (agent.administers or agent.site.own_profiles)


def change(agent_id: int, name: str, shown: Collection[str]) -> Agent:
    """One's own name, and which of one's languages customers read. `not_allowed`, `settings_invalid`."""
    agent = Agent.objects.select_for_update(no_key=True, of=("self",)).select_related("site").get(pk=agent_id)
    if not may_change(agent):
        raise Refusal("not_allowed")
    problems = Problems()
    after = named(problems, "name", name)
    if Agent.objects.filter(site=agent.site_id, is_active=True, name__iexact=after).exclude(pk=agent.pk).exists():
        problems.add("name", _("A colleague is called so already."))
    if asks_for(after):
        problems.add("name", _("Customers would read this name as a request for a secret."))
    spoken = [skill.language for skill in LanguageSkill.objects.filter(agent=agent)]
    chosen = sorted(set(spoken) & set(shown))
    if spoken and not chosen:
        problems.add("languages", _("Show one language at least."))
    problems.settle()
    languages = [] if len(chosen) == len(spoken) else chosen
    before = {"name": agent.name, "shown_languages": agent.shown_languages}
    values = {"name": after, "shown_languages": languages}
    changed = [[field, before[field], value] for field, value in values.items() if before[field] != value]
    if changed:
        Agent.objects.filter(pk=agent.pk).update(**values)
        audit.record(agent, "profile_changed", after, agent=agent.pk, changed=changed)
        live = Chat.objects.filter(agent=agent, state=Chat.State.ACTIVE).values_list("thread", flat=True)
        hints.add(*(hints.ThreadChanged(thread) for thread in live))
        replanned(agent.site_id)
    return agent


def change_password(agent_id: int, password: str, again: str) -> None:
    """One's own, typed twice, by somebody who has just proven the present one. `settings_invalid`."""
    agent = Agent.objects.select_for_update(no_key=True).get(pk=agent_id)
    problems = Problems()
    if password == again:
        renewed(problems, agent_id, password)
    else:
        problems.add("again", _("The new password was not typed the same twice."))
    problems.settle()
    audit.record(agent, "password_changed", agent.name, agent=agent.pk)


def renewed(problems: Problems, agent_id: int, password: str) -> None:
    """Somebody's new password; what makes it a bad one goes to `problems`."""
    try:
        set_password(agent_id, password)
    except ValidationError as error:
        problems.add("password", " ".join(error.messages))
