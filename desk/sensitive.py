"""What may an agent see of a customer that is hidden, and who has looked? Asked for one by one, within a quota.

Hidden are the e-mail address, the account, the fields of a topic that are marked so and the attributes that the site
names. The value leaves the server only in answer to `reveal`, and with its record committed; search tells in the same
way that a value which somebody typed whole is a customer's.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import timedelta
from typing import NamedTuple

from django.conf import settings
from django.db.models import Count, Min, QuerySet
from django.db.models.functions import Now
from django.utils.timezone import now

from agents.models import Agent
from chat.attributes import together
from chat.errors import Refusal
from chat.models import Customer, Event, Thread
from desk.models import Reveal

WINDOW = timedelta(hours=1)
EMAIL, ACCOUNT = "email", "account"
ATTRIBUTE, FIELD = "attribute:", "field:"  # field:SEQ:NAME, of the `queued` event of this seq
FIELD_CHARACTERS = 120


class Match(NamedTuple):
    """What somebody typed is a hidden value: ids of thread and customer, and which `field` of theirs."""

    thread: int
    customer: int
    field: str

    @property
    def value(self) -> tuple[int, str]:
        """The same for the same value: of an address or account, whatever the thread."""
        return (self.customer if self.field in (EMAIL, ACCOUNT) else self.thread), self.field


def reveal(agent_id: int, thread: Thread, field: str) -> str:
    """The hidden value, after it was noted who asks for it from which thread. `reveals_used_up`, `not_found`."""
    agent = _locked(agent_id)
    customer = Customer.objects.get(pk=thread.customer_id)
    value = _value(agent, customer, thread, field)
    if not value:
        raise Refusal("not_found")
    if again := retry_after(agent):
        raise Refusal("reveals_used_up", {"limit": settings.REVEALS_PER_HOUR, "retry_after": again})
    Reveal.objects.create(site_id=agent.site_id, agent=agent, thread=thread, customer=customer, field=_kept(field))
    return value


def matched(agent_id: int, matches: Iterable[Match]) -> list[Match]:
    """Those that may be told, each noted as if its value had been asked for, once in an hour.

    What is beyond the quota is left out: an error would tell that there is a match. That nothing more is told for now
    is said by `retry_after`, whether there is one or not.
    """
    agent = _locked(agent_id)
    recent = _recent(agent)
    known = {Match(*row).value for row in recent.values_list("thread", "customer", "field")}
    left = settings.REVEALS_PER_HOUR - recent.count()
    told: list[Match] = []
    fresh: list[Reveal] = []
    for match in matches:
        kept = match._replace(field=_kept(match.field))
        if kept.value not in known:
            if len(fresh) >= left:
                continue
            known.add(kept.value)
            fresh.append(
                Reveal(
                    site_id=agent.site_id,
                    agent=agent,
                    thread_id=kept.thread,
                    customer_id=kept.customer,
                    field=kept.field,
                )
            )
        told.append(match)
    Reveal.objects.bulk_create(fresh)
    return told


def retry_after(agent: Agent) -> int:
    """Seconds until this agent may be told another hidden value; 0 while the hour's quota is not used up."""
    recent = _recent(agent).aggregate(many=Count("pk"), oldest=Min("at"))
    if recent["many"] < settings.REVEALS_PER_HOUR:
        return 0
    oldest = recent["oldest"] or now()  # none where the desk allows nobody any
    return max(1, int((oldest + WINDOW - now()).total_seconds()) + 1)


def _locked(agent_id: int) -> Agent:
    """Two tabs together may not have more than one."""
    return Agent.objects.select_for_update(no_key=True, of=("self",)).select_related("site").get(pk=agent_id)


def _recent(agent: Agent) -> QuerySet[Reveal]:
    return Reveal.objects.filter(agent=agent, at__gt=Now() - WINDOW)


def _kept(field: str) -> str:
    return field[:FIELD_CHARACTERS]


def _value(agent: Agent, customer: Customer, thread: Thread, field: str) -> str:
    if field == EMAIL:
        return customer.email
    if field == ACCOUNT:
        return customer.account or ""
    if field.startswith(ATTRIBUTE):
        name = field.removeprefix(ATTRIBUTE)
        told = together(customer.attributes_signed, customer.attributes_said)
        return next((value for known, value, _signed in told if known == name and agent.site.hides(name)), "")
    if field.startswith(FIELD):
        seq, _colon, name = field.removeprefix(FIELD).partition(":")
        if seq.isascii() and seq.isdigit() and len(seq) < 12:
            return _filled(thread, int(seq), name)
    return ""


def _filled(thread: Thread, seq: int, name: str) -> str:
    event = Event.objects.filter(thread=thread, seq=seq, type="queued").values_list("body", flat=True).first()
    body = json.loads(event) if isinstance(event, str) else event or {}
    given = next((each for each in body.get("fields", []) if each["name"] == name and each.get("sensitive")), None)
    return str(given["value"]) if given else ""
