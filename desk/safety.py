"""Which agents asked a customer for a secret? What they wrote was stopped; leads are told, and one looks into it."""

from __future__ import annotations

from django.db.models.functions import Now

from agents import audit
from agents.models import Agent
from chat import hints
from chat.errors import Refusal
from chat.events import MESSAGE_CHARACTERS
from chat.models import Thread
from chat.redaction import mask
from desk.models import SafetyReport

SHOWN = 50  # unreviewed reports of a site, the newest


def report(agent_id: int, thread_id: int, client_id: str, kind: str, text: str) -> None:
    """This text was stopped: once, however often it is sent."""
    thread = Thread.objects.get(pk=thread_id)
    shown = mask(text.replace("\x00", ""))[0][:MESSAGE_CHARACTERS]
    SafetyReport.objects.get_or_create(
        agent_id=agent_id,
        thread=thread,
        client_id=client_id,
        defaults={
            "site_id": thread.site_id,
            "kind": kind,
            "text": shown,
        },
    )
    hints.add(hints.DeskChanged(thread.site_id))


def unreviewed(site_id: int) -> list[SafetyReport]:
    """The newest that nobody has looked into."""
    rows = SafetyReport.objects.select_related("agent", "thread").filter(site=site_id, reviewed_at=None)
    return list(rows.order_by("-pk")[:SHOWN])


def review(by_id: int, report_id: int) -> None:
    """A lead has looked into it; done already by another is done."""
    by = audit.lead(by_id)
    found = SafetyReport.objects.select_related("agent").filter(pk=report_id, site=by.site_id).first()
    if found is None:
        raise Refusal("not_found")
    undone = SafetyReport.objects.filter(pk=report_id, reviewed_at=None)
    if undone.update(reviewed_at=Now(), reviewed_by=Agent(pk=by_id)):
        audit.record(by, "safety_reviewed", found.agent.name, agent=found.agent_id, kind=found.kind)
        hints.add(hints.DeskChanged(by.site_id))
