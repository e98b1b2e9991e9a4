"""What did the customer fill into a sensitive field? Told to whoever may read the thread, one field at a time, and each
time recorded."""

from __future__ import annotations

import msgspec
from django.db import connection

from agents import audit
from agents.models import Agent
from chat.errors import Refusal
from chat.events import Queued
from chat.models import Thread

QUEUED = "SELECT body::text FROM chat_event WHERE thread_id = %s AND seq = %s AND type = 'queued'"


def reveal(agent_id: int, thread_public_id: str, seq: int, name: str) -> str:
    """The value of a field of the `queued` event at `seq`. Else `thread_unknown`, or `not_found`."""
    agent = Agent.objects.get(pk=agent_id)
    thread = Thread.objects.filter(public_id=thread_public_id[:32], site=agent.site_id).first()
    if thread is None or not agent.is_active:
        raise Refusal("thread_unknown")
    with connection.cursor() as cursor:
        cursor.execute(QUEUED, [thread.pk, seq])
        row = cursor.fetchone()
    fields = msgspec.json.decode(row[0], type=Queued).fields if row else []
    found = next((field for field in fields if field.name == name), None)
    if found is None:
        raise Refusal("not_found")
    if found.sensitive:
        audit.record(agent, "field_revealed", found.label, thread=thread.public_id)
    return found.value
