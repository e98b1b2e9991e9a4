"""How do canned replies change? The writer door: leads change everybody's, each agent their own."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from agents import audit
from agents.models import Agent
from agents.planning import Problems
from chat import hints
from chat.asking import asks_for
from chat.errors import Refusal
from chat.events import MESSAGE_CHARACTERS
from chat.models import Site, Topic
from chat.redaction import mask
from desk.core import variables
from desk.models import CannedReply, RepliesVersion

NAME = re.compile(r"[\w.-]{1,40}")
SHARED_MOST = 500  # of a site: all of them are in every console
OWN_MOST = 100


@dataclass(frozen=True, slots=True)
class Wording:
    """What somebody typed of a reply: `texts` language → text, empty ones are left out; `topic` a slug or empty."""

    name: str
    texts: Mapping[str, str]
    topic: str = ""


def shown_to(agent: Agent) -> list[CannedReply]:
    """Everybody's replies of the site, and the agent's own."""
    found = CannedReply.objects.select_related("topic").filter(Q(owner=None) | Q(owner=agent), site=agent.site_id)
    return list(found[: SHARED_MOST + OWN_MOST])


def version_of(site_id: int) -> int:
    """The version of a site's shared replies."""
    return RepliesVersion.objects.filter(site=site_id).values_list("version", flat=True).first() or 0


def save_shared(by_id: int, public_id: str, wording: Wording) -> CannedReply:
    """A new reply for everybody, or another wording of the one with this id; leads only."""
    by = audit.lead(by_id)
    _locked(by.site_id)
    reply = _save(by, None, public_id, wording)
    audit.record(by, "reply_saved", f"/{reply.name}", languages=sorted(reply.texts), topic=wording.topic)
    _changed(by.site_id)
    return reply


def remove_shared(by_id: int, public_id: str) -> None:
    """A reply for everybody is gone; leads only."""
    by = audit.lead(by_id)
    _locked(by.site_id)
    reply = _found(by, None, public_id)
    reply.delete()
    audit.record(by, "reply_removed", f"/{reply.name}")
    _changed(by.site_id)


def save_own(agent_id: int, public_id: str, wording: Wording) -> CannedReply:
    """One of the agent's own replies; wordings in other languages that the site still answers in stay."""
    agent = Agent.objects.select_for_update(no_key=True, of=("self",)).select_related("site").get(pk=agent_id)
    if public_id:
        before = _found(agent, agent, public_id).texts
        others = {language: text for language, text in before.items() if language in agent.site.languages}
        wording = replace(wording, texts={**others, **wording.texts})
    return _save(agent, agent, public_id, wording)


def remove_own(agent_id: int, public_id: str) -> None:
    """One of the agent's own replies is gone; removed already is removed."""
    CannedReply.objects.filter(owner=agent_id, public_id=public_id[:32]).delete()


def _save(by: Agent, owner: Agent | None, public_id: str, wording: Wording) -> CannedReply:
    """The caller has locked what keeps two of one name, or too many, from being saved at once."""
    problems = Problems()
    rows = CannedReply.objects.filter(site=by.site_id, owner=owner)
    reply = _found(by, owner, public_id) if public_id else CannedReply(site_id=by.site_id, owner=owner)
    reply.name = wording.name.strip().removeprefix("/").lower()
    if not NAME.fullmatch(reply.name):
        problems.add("name", _("A name has 1 to 40 letters, digits, dots, hyphens or underscores, and no spaces."))
    elif rows.filter(name=reply.name).exclude(pk=reply.pk).exists():
        problems.add("name", _("There is a reply of this name already."))
    reply.topic = Topic.objects.filter(site=by.site_id, slug=wording.topic).first() if wording.topic else None
    if wording.topic and reply.topic is None:
        problems.add("topic", _("There is no topic of this name."))
    reply.texts = _texts(by.site, wording.texts, problems)
    if not reply.pk and rows.count() >= (OWN_MOST if owner else SHARED_MOST):
        problems.add("", _("There are too many replies. Remove one first."))
    problems.settle()
    reply.updated_at = Now()
    reply.save()
    return reply


def _texts(site: Site, typed: Mapping[str, str], problems: Problems) -> dict[str, str]:
    texts: dict[str, str] = {}
    for language, raw in typed.items():
        text, _kinds = mask(raw.replace("\x00", "").replace("\r\n", "\n").strip())
        if not text:
            continue
        if language not in site.languages:
            problems.add("texts", _("The site does not answer in the language %(code)s.") % {"code": language[:16]})
        if len(text) > MESSAGE_CHARACTERS:
            problems.add("texts", _("A reply may have 5,000 characters."))
        if asks_for(text):
            problems.add("texts", _("This asks the customer for a secret. Nobody at the desk ever does."))
        if unknown := variables.unknown(text):
            names = ", ".join(f"{{{name}}}" for name in unknown)
            known = ", ".join(f"{{{name}}}" for name in variables.NAMES)
            problems.add(
                "texts", _("Nobody can fill %(names)s; there are %(known)s.") % {"names": names, "known": known}
            )
        texts[language] = text
    if not texts:
        problems.add("texts", _("Write it in one language at least."))
    return texts


def _found(by: Agent, owner: Agent | None, public_id: str) -> CannedReply:
    reply = CannedReply.objects.filter(site=by.site_id, owner=owner, public_id=public_id[:32]).first()
    if reply is None:
        raise Refusal("not_found")
    return reply


def _locked(site_id: int) -> None:
    """One change of a site's shared replies at a time."""
    RepliesVersion.objects.get_or_create(site_id=site_id)
    RepliesVersion.objects.select_for_update(no_key=True).get(site=site_id)


def _changed(site_id: int) -> None:
    RepliesVersion.objects.filter(site=site_id).update(version=F("version") + 1)
    hints.add(hints.DeskChanged(site_id))
