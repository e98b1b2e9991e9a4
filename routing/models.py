"""What is stored of requests, assignments, policies, the leader's lease and the journal?"""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now

from agents.models import Agent, Team
from chat.models import Chat, Site


class Request(models.Model):
    """One thing that waits for a person. `queued_at` is its place in the queue and never changes on requeue."""

    class Channel(models.TextChoices):
        CHAT = "chat"

    class State(models.TextChoices):
        WAITING = "waiting"
        OFFERED = "offered"
        ASSIGNED = "assigned"
        DONE = "done"

    # Nobody has taken it yet.
    UNSERVED: ClassVar = (State.WAITING, State.OFFERED)

    class WaitFor(models.TextChoices):
        MANAGER = "manager"
        ANYONE = "anyone"

    site = models.ForeignKey(Site, on_delete=models.CASCADE)
    channel = models.CharField(max_length=10, choices=Channel.choices, default=Channel.CHAT)
    chat = models.OneToOneField(Chat, on_delete=models.CASCADE, related_name="request")
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    queued_at = models.DateTimeField(db_default=Now())
    # Pairs [language, level wanted] in order of preference.
    languages = models.JSONField(default=list)
    region = models.CharField(max_length=16, blank=True, default="")
    tier = models.PositiveSmallIntegerField(default=0)
    topic = models.CharField(max_length=40)
    topic_level = models.PositiveSmallIntegerField(default=0)
    urgent = models.BooleanField(default=False)
    excluded = ArrayField(models.BigIntegerField(), default=list, blank=True)
    # Who declined it, or let an offer of it run out.
    declined = ArrayField(models.BigIntegerField(), default=list, blank=True)
    # Pairs [agent, reason of the hold] in the order in which they are asked.
    preferred = models.JSONField(default=list)
    # What the customer chose while waiting: exactly the manager, or anyone.
    wait_for = models.CharField(max_length=8, choices=WaitFor.choices, blank=True, default="")
    # When the customer last chose to keep the place after a long wait.
    kept_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["site", "queued_at"], condition=models.Q(state="waiting"), name="waiting_requests"),
        ]


class Assignment(models.Model):
    """A request bound to an agent. Live until `ended_at`. A request has one owner at most, and one offer at most: both
    only while its owner hands it over.

    Until `accepted_at` it is an offer, which ends by itself at `offer_expires_at`. `units` is what it takes of the
    agent's capacity now: `cost` of them while the chat goes on, fewer while it is quiet.
    """

    request = models.ForeignKey(Request, on_delete=models.CASCADE, related_name="assignments")
    agent = models.ForeignKey(Agent, on_delete=models.CASCADE, related_name="assignments")
    units = models.PositiveSmallIntegerField(default=1)
    cost = models.PositiveSmallIntegerField(default=1)
    reason = models.CharField(max_length=20, default="routed")  # routed, transfer, followup
    epoch = models.BigIntegerField(null=True)
    policy_version = models.PositiveIntegerField(null=True, blank=True)
    created_at = models.DateTimeField(db_default=Now())
    offer_expires_at = models.DateTimeField(null=True, blank=True)
    accepted_at = models.DateTimeField(null=True, blank=True, db_default=Now())
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_reason = models.CharField(max_length=20, blank=True, default="")
    decline_reason = models.CharField(max_length=20, blank=True, default="")
    decline_text = models.CharField(max_length=1000, blank=True, default="")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["request"],
                condition=models.Q(ended_at__isnull=True, accepted_at__isnull=False),
                name="one_owner_per_request",
            ),
            models.UniqueConstraint(
                fields=["request"],
                condition=models.Q(ended_at__isnull=True, accepted_at__isnull=True),
                name="one_offer_per_request",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["agent"], condition=models.Q(ended_at__isnull=True), name="live_assignments"),
            models.Index(fields=["agent", "created_at"], name="assignments_by_agent"),
            models.Index(
                fields=["agent"],
                condition=models.Q(ended_at__isnull=True, accepted_at__isnull=True),
                name="live_offers",
            ),
            models.Index(
                fields=["agent", "ended_at"], condition=models.Q(ended_at__isnull=False), name="ended_assignments"
            ),
        ]


class Handover(models.Model):
    """A chat that its agent passes on: who asked whom, with which words. `to`, `team`, or a `language` at a `level` say
    who is meant; `offer` is the one who is asked now (the newest), `tried` who was before. The chat stays with `owner`
    until an offer is accepted. Written by `routing.handovers`, and ended with the chat's assignments by
    `routing.actions`."""

    request = models.ForeignKey(Request, on_delete=models.CASCADE, related_name="handovers")
    sender = models.ForeignKey(Agent, on_delete=models.CASCADE, related_name="+")
    owner = models.ForeignKey(Agent, null=True, on_delete=models.CASCADE, related_name="+")
    to = models.ForeignKey(Agent, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    team = models.ForeignKey(Team, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    language = models.CharField(max_length=16, blank=True, default="")
    level = models.PositiveSmallIntegerField(default=1)
    note = models.TextField(blank=True, default="")
    offer = models.ForeignKey(Assignment, null=True, on_delete=models.CASCADE, related_name="handovers")
    tried = ArrayField(models.BigIntegerField(), default=list, blank=True)
    # The word of whoever returned it last.
    answer = models.TextField(blank=True, default="")
    created_at = models.DateTimeField(db_default=Now())
    ended_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=10, blank=True, default="")  # accepted, declined, missed, withdrawn, void
    # The sender knows what came of it.
    seen_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["request"], condition=models.Q(ended_at=None), name="one_handover_per_request"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["sender"], condition=models.Q(seen_at=None), name="handovers_to_see"),
        ]


class WaitTold(models.Model):
    """What a customer was told first about the wait: seconds from `at`, and what that rested on."""

    request = models.OneToOneField(Request, on_delete=models.CASCADE, primary_key=True, related_name="told")
    at = models.DateTimeField(db_default=Now())
    p50 = models.FloatField()
    p90 = models.FloatField()
    ahead = models.PositiveIntegerField()
    source = models.CharField(max_length=16)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["at"], name="waits_told_by_time")]


class PolicyVersion(models.Model):
    """A routing policy as it was saved; the newest of a site is in force, the older ones still replay."""

    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="policies")
    version = models.PositiveIntegerField()
    data = models.JSONField()
    created_at = models.DateTimeField(db_default=Now())
    saved_by = models.ForeignKey(Agent, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    note = models.CharField(max_length=200, blank=True, default="")
    # The older version whose rules this one brought back.
    restores = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["site", "version"], name="policy_version_per_site")]


class RouterLease(models.Model):
    """Which router leads. `epoch` grows with every take-over and fences the binds of the one before."""

    name = models.CharField(max_length=20, primary_key=True)
    holder = models.CharField(max_length=80, blank=True, default="")
    epoch = models.BigIntegerField(default=0)
    expires_at = models.DateTimeField()


class JournalEntry(models.Model):
    """What an engine took in and decided, in order; `routing.journal` says what the bodies hold. No personal text."""

    site = models.ForeignKey(Site, on_delete=models.CASCADE)
    epoch = models.BigIntegerField()
    at = models.DateTimeField(db_default=Now())
    kind = models.CharField(max_length=16)  # start, cycle, more, checkpoint
    # Whether it tells of people who came, went or changed: what reports about people look through.
    people = models.BooleanField(default=False)
    body = models.BinaryField()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["site", "id"], name="journal_of_site"),
            models.Index(fields=["site", "at"], name="journal_by_time"),
            models.Index(fields=["site", "at"], condition=models.Q(people=True), name="journal_of_people"),
        ]


class WorkSpan(models.Model):
    """When somebody was on shift, available and with a connected console; still is while `ended` is null. Read from the
    journal by `routing.workspans`, which outlives it."""

    agent = models.ForeignKey(Agent, on_delete=models.CASCADE, related_name="work_spans")
    began = models.DateTimeField()
    ended = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["agent"], condition=models.Q(ended=None), name="one_open_span_per_agent")
        ]
        indexes: ClassVar = [models.Index(fields=["agent", "began"], name="work_by_agent")]


class JournalRead(models.Model):
    """Up to which entry a site's journal has been read for the people in it."""

    site = models.OneToOneField(Site, on_delete=models.CASCADE, primary_key=True)
    entry = models.BigIntegerField(default=0)


class WrapUp(models.Model):
    """An agent finishes up after a chat, until `until` or until they say that they are done (`ended_at`). `units` are
    those of the chat. Written by `routing.wrapups` alone."""

    agent = models.ForeignKey(Agent, on_delete=models.CASCADE, related_name="wrap_ups")
    chat = models.ForeignKey(Chat, on_delete=models.CASCADE, related_name="+")
    units = models.PositiveSmallIntegerField(default=1)
    began = models.DateTimeField(db_default=Now())
    until = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    extended = models.BooleanField(default=False)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["agent", "until"], condition=models.Q(ended_at=None), name="wrap_ups_running"),
            models.Index(fields=["agent", "began"], name="wrap_ups_by_agent"),
        ]
