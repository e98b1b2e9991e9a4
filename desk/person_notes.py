"""What do agents remember of a person, beyond one conversation? The writer door of notes on customers.

Everybody of the desk reads them; each is changed or taken away by its writer alone, or taken away by a lead. What was
taken away is kept out of sight, and each act is among the changes that an administrator reads.
"""

from __future__ import annotations

from django.db.models.functions import Now

from agents import audit
from agents.models import Agent
from chat import hints
from chat.errors import Refusal
from chat.models import Customer, Thread
from chat.redaction import mask
from desk.models import PersonNote

MOST = 50  # on one person: more is a file, not something to be remembered
CHARACTERS = 1_000


def add(agent_id: int, thread: Thread, client_id: str, text: str) -> PersonNote:
    """A new note on the customer of a thread; sent once more with the same `client_id` it is the same one."""
    agent = Agent.objects.get(pk=agent_id)
    kept = _clean(text)
    Customer.objects.select_for_update(no_key=True).get(pk=thread.customer_id)
    known = PersonNote.objects.filter(author=agent, client_id=client_id).first()
    if known is not None:
        return known
    if PersonNote.objects.filter(customer=thread.customer_id, removed_at=None).count() >= MOST:
        raise Refusal("notes_full", {"most": MOST})
    note = PersonNote.objects.create(
        site_id=thread.site_id, customer_id=thread.customer_id, author=agent, client_id=client_id, text=kept
    )
    _noted(agent, "person_note_added", thread)
    return note


def change(agent_id: int, thread: Thread, note_id: int, text: str) -> None:
    """Another wording of one's own note."""
    agent = Agent.objects.get(pk=agent_id)
    kept = _clean(text)
    note = _own(thread, note_id)
    if note.author_id != agent_id:
        raise Refusal("not_allowed")
    if note.text != kept:
        PersonNote.objects.filter(pk=note.pk).update(text=kept, edited_at=Now())
        _noted(agent, "person_note_changed", thread)


def remove(agent_id: int, thread: Thread, note_id: int) -> None:
    """One's own note, or as a lead anybody's, is not shown any more; removed already is removed."""
    agent = Agent.objects.get(pk=agent_id)
    note = PersonNote.objects.filter(pk=note_id, customer=thread.customer_id).first()
    if note is None:
        raise Refusal("not_found")
    if note.author_id != agent_id and not agent.leads:
        raise Refusal("not_allowed")
    if PersonNote.objects.filter(pk=note_id, removed_at=None).update(removed_at=Now(), removed_by=agent):
        _noted(agent, "person_note_removed", thread)


def _own(thread: Thread, note_id: int) -> PersonNote:
    note = PersonNote.objects.filter(pk=note_id, customer=thread.customer_id, removed_at=None).first()
    if note is None:
        raise Refusal("not_found")
    return note


def _clean(text: str) -> str:
    text = text.replace("\x00", "").strip()
    if not text:
        raise Refusal("message_empty")
    if len(text) > CHARACTERS:
        raise Refusal("message_too_long", {"characters": len(text), "limit": CHARACTERS})
    return mask(text)[0]


def _noted(agent: Agent, act: str, thread: Thread) -> None:
    name = Customer.objects.values_list("name", flat=True).get(pk=thread.customer_id)
    audit.record(agent, act, name, thread=thread.public_id)
    threads = Thread.objects.filter(customer=thread.customer_id).order_by("-pk").values_list("pk", flat=True)
    hints.add(*(hints.ThreadChanged(each) for each in threads[:MOST]))
