"""How does the demo come into the database? Made once; a second run changes nothing that a person changed."""

from __future__ import annotations

import json
import secrets
from pathlib import Path

from django.conf import settings

from agents.models import Agent, ClientCare, LanguageSkill, TopicSkill
from chat.models import IdentitySecret, Site, Topic
from demo import cast


def seed(origins: list[str]) -> tuple[Site, str]:
    """The demo site and its identity secret; `origins` are where its website runs."""
    site, _new = Site.objects.get_or_create(
        key=cast.SITE_KEY,
        defaults={"name": cast.SITE_NAME, "greeting": cast.GREETING, "languages": cast.LANGUAGES},
    )
    if set(origins) - set(site.allowed_origins):
        site.allowed_origins = sorted({*site.allowed_origins, *origins})
        site.save(update_fields=["allowed_origins"])
    for position, (slug, urgent, names) in enumerate(cast.TOPICS):
        Topic.objects.get_or_create(
            site=site,
            slug=slug,
            defaults={"urgent": urgent, "names": names, "position": position, **cast.ASKS.get(slug, {})},
        )
    hired = [hire(site, person) for person in cast.DESK]
    if any(hired):
        care_for_clients(site)
    secret, _new = IdentitySecret.objects.get_or_create(
        site=site, kid=cast.IDENTITY_KID, defaults={"secret": secrets.token_urlsafe(48)}
    )
    return site, secret.secret


def care_for_clients(site: Site) -> None:
    """Account managers and their deputies."""
    people = {agent.email.partition("@")[0]: agent for agent in Agent.objects.filter(site=site)}
    for name, deputy in cast.DEPUTIES.items():
        Agent.objects.filter(pk=people[name].pk).update(deputy=people[deputy])
    for account, manager in cast.MANAGERS.items():
        ClientCare.objects.get_or_create(site=site, account=account, defaults={"manager": people[manager]})


def hire(site: Site, person: cast.Person) -> bool:
    """One person of the desk, unless already there; whether they are new."""
    if Agent.objects.filter(email=person.email).exists():
        return False
    agent = Agent.objects.create_user(
        person.email,
        cast.PASSWORD,
        site=site,
        name=person.name,
        role=person.role,
        capacity=person.capacity,
        regions=person.regions,
        tiers=person.tiers,
        status=Agent.Status.AVAILABLE if person.role == "agent" else Agent.Status.AWAY,
    )
    LanguageSkill.objects.bulk_create(
        LanguageSkill(agent=agent, language=language, level=level) for language, level in person.languages.items()
    )
    topics = {topic.slug: topic for topic in Topic.objects.filter(site=site)}
    TopicSkill.objects.bulk_create(
        TopicSkill(agent=agent, topic=topics[slug], level=level) for slug, level in person.topics.items()
    )
    return True


def write_website_settings(secret: str) -> Path:
    """What the host website's own back end must know, in a file of its own as its operator would keep it."""
    path: Path = settings.DATA_DIR / "demo-website.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    # Mails of a trial are files here; they hold links that open tickets.
    (path.parent / "mail").mkdir(mode=0o700, exist_ok=True)
    path.touch(mode=0o600)
    path.write_text(
        json.dumps(
            {
                "site_key": cast.SITE_KEY,
                "kid": cast.IDENTITY_KID,
                "secret": secret,
                "widget_origin": settings.WIDGET_ORIGIN,
                "console_origin": settings.CONSOLE_ORIGIN,
            }
        )
    )
    return path
