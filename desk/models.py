"""What is stored of the things that agents work with?"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models.functions import Now

from agents.models import Agent
from chat.ids import new_id
from chat.models import Customer, Site, Thread, Topic


class CannedReply(models.Model):
    """A text that is written often: everybody's, or one person's own (`owner`). `name` is what is typed after the
    slash, `texts` language → text; without a topic it fits any."""

    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="replies")
    owner = models.ForeignKey(Agent, null=True, blank=True, on_delete=models.CASCADE, related_name="replies")
    public_id = models.CharField(max_length=32, unique=True, default=new_id)
    name = models.CharField(max_length=40)
    topic = models.ForeignKey(Topic, null=True, blank=True, on_delete=models.SET_NULL)
    texts = models.JSONField(default=dict)
    updated_at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering: ClassVar = ["name", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["site", "name"], condition=models.Q(owner=None), name="shared_reply_name_once"
            ),
            models.UniqueConstraint(
                fields=["owner", "name"], condition=models.Q(owner__isnull=False), name="own_reply_name_once"
            ),
        ]


class RepliesVersion(models.Model):
    """Grows with every change of a site's shared replies, so that consoles know when to read them again."""

    site = models.OneToOneField(Site, on_delete=models.CASCADE, primary_key=True)
    version = models.PositiveBigIntegerField(default=0)


class Draft(models.Model):
    """What an agent has begun to write in a thread. An empty `text` says that it was sent or let go: an older draft in
    another browser must not come back. `typed_at` is when the last key was pressed."""

    agent = models.ForeignKey(Agent, on_delete=models.CASCADE, related_name="drafts")
    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="drafts")
    kind = models.CharField(max_length=8)
    text = models.TextField(blank=True, default="")
    typed_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["agent", "thread"], name="one_draft_per_thread")]
        indexes: ClassVar = [
            models.Index(fields=["agent", "-typed_at"], name="drafts_of_agent"),
            models.Index(fields=["typed_at"], name="drafts_by_age"),
        ]


class Preferences(models.Model):
    """How an agent likes to work; without a row, as the defaults say. `undo_seconds` is how long a console keeps what
    was sent before it really goes; 0 sends at once. `volume` in per cent."""

    agent = models.OneToOneField(Agent, on_delete=models.CASCADE, primary_key=True, related_name="preferences")
    enter_sends = models.BooleanField(default=True)
    undo_seconds = models.PositiveSmallIntegerField(default=3)
    # What differs from the usual: kind of event → sound; `desk.preferences` has both.
    sounds = models.JSONField(default=dict, blank=True)
    volume = models.PositiveSmallIntegerField(default=70)


class Mention(models.Model):
    """A colleague was named in a note (event `seq` of the thread). On their desk until they have read it."""

    agent = models.ForeignKey(Agent, on_delete=models.CASCADE, related_name="mentions")
    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="mentions")
    seq = models.BigIntegerField()
    by = models.ForeignKey(Agent, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(db_default=Now())
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["agent", "thread", "seq"], name="mentioned_once")]
        indexes: ClassVar = [
            models.Index(fields=["agent", "thread"], condition=models.Q(read_at=None), name="unread_mentions"),
        ]


class SafetyReport(models.Model):
    """An agent's text that asked a customer for a secret, and was stopped. Leads see it until one has looked into it.
    `client_id` is the message's: sent once more, it is the same report."""

    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="safety_reports")
    agent = models.ForeignKey(Agent, on_delete=models.CASCADE, related_name="+")
    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="+")
    client_id = models.CharField(max_length=64)
    kind = models.CharField(max_length=10)
    text = models.TextField()
    at = models.DateTimeField(db_default=Now())
    reviewed_at = models.DateTimeField(null=True, blank=True)
    reviewed_by = models.ForeignKey(Agent, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["agent", "thread", "client_id"], name="reported_once"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["site", "-id"], condition=models.Q(reviewed_at=None), name="unreviewed_reports"),
        ]


class PersonNote(models.Model):
    """What agents remember of a customer. Written by `desk.person_notes`; `client_id` makes a repeated one harmless."""

    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="+")
    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="person_notes")
    author = models.ForeignKey(Agent, null=True, on_delete=models.SET_NULL, related_name="+")
    client_id = models.CharField(max_length=64)
    text = models.TextField()
    at = models.DateTimeField(db_default=Now())
    edited_at = models.DateTimeField(null=True, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)
    removed_by = models.ForeignKey(Agent, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["author", "client_id"], name="person_note_once")]
        indexes: ClassVar = [
            models.Index(fields=["customer", "-id"], condition=models.Q(removed_at=None), name="notes_on_person"),
        ]


class Reveal(models.Model):
    """An agent asked for a hidden value of a customer. Written by `desk.sensitive`, which says what a `field` is."""

    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="reveals")
    agent = models.ForeignKey(Agent, on_delete=models.CASCADE, related_name="reveals")
    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="+")
    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="reveals")
    field = models.CharField(max_length=120)
    at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["agent", "-at"], name="reveals_by_agent"),
            models.Index(fields=["site", "-id"], name="reveals_of_site"),
        ]


class Guest(models.Model):
    """A colleague who helps in a conversation; with `writes` they may write to its customer. Written by `desk.guests`
    alone; who has no `left_at` is there as long as the chat goes on, and leaves in the transaction that ends it."""

    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="guests")
    agent = models.ForeignKey(Agent, on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey(Agent, null=True, on_delete=models.SET_NULL, related_name="+")
    writes = models.BooleanField(default=False)
    at = models.DateTimeField(db_default=Now())
    left_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["thread", "agent"], condition=models.Q(left_at=None), name="guest_once_at_a_time"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["agent"], condition=models.Q(left_at=None), name="guests_here"),
        ]
