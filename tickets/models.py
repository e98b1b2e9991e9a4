"""What is stored of tickets, their links and the addresses that customers confirm?"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models.functions import Now

from agents.models import Agent
from chat.ids import new_id
from chat.models import Chat, Customer, Site, Thread, Topic


class TicketCounter(models.Model):
    """The last ticket number of a site; its row lock hands out the next."""

    site = models.OneToOneField(Site, on_delete=models.CASCADE, primary_key=True)
    last = models.PositiveIntegerField(default=1000)


class Ticket(models.Model):
    """A case on a thread that is followed to its end. One escalation of a chat makes exactly one, on the chat's own
    thread; one made `apart`, for another matter that came up in the chat, has a thread of its own."""

    class State(models.TextChoices):
        OPEN = "open"  # ours to do
        PENDING = "pending"  # the customer's turn
        SOLVED = "solved"
        CLOSED = "closed"

    class Cause(models.TextChoices):
        AGENT = "agent"
        CUSTOMER = "customer"
        LONG_WAIT = "long_wait"
        NOBODY_ON_DUTY = "nobody_on_duty"
        LEFT_UNRESOLVED = "left_unresolved"

    site = models.ForeignKey(Site, on_delete=models.CASCADE)
    number = models.PositiveIntegerField()
    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="tickets")
    chat = models.ForeignKey(Chat, on_delete=models.CASCADE, related_name="tickets")
    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="tickets")
    topic = models.ForeignKey(Topic, on_delete=models.PROTECT)
    apart = models.BooleanField(default=False, db_default=False)
    subject = models.CharField(max_length=200, blank=True, default="")
    state = models.CharField(max_length=8, choices=State.choices, default=State.OPEN)
    cause = models.CharField(max_length=16, choices=Cause.choices)
    priority = models.PositiveSmallIntegerField(default=3)  # 1 most urgent, 4 least
    agent = models.ForeignKey(Agent, null=True, blank=True, on_delete=models.SET_NULL, related_name="tickets")
    # Nothing to do before then, unless the customer writes.
    snoozed_until = models.DateTimeField(null=True, blank=True)
    # The last event of the thread that the customer has been told of by mail.
    notified_seq = models.BigIntegerField(default=0)
    created_at = models.DateTimeField(db_default=Now())
    updated_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["site", "number"], name="ticket_number_per_site"),
            models.UniqueConstraint(fields=["chat"], condition=models.Q(apart=False), name="one_ticket_per_escalation"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["site", "-updated_at"], condition=~models.Q(state="closed"), name="unclosed_tickets"),
            models.Index(fields=["thread"], name="tickets_of_thread"),
        ]


class TicketLink(models.Model):
    """A capability to read and answer one ticket. The address carries `public_id` and a keyed tag of it, so that a
    copy of the database opens nothing."""

    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="links")
    public_id = models.CharField(max_length=32, unique=True, default=new_id)
    created_at = models.DateTimeField(db_default=Now())
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)


class EmailConfirmation(models.Model):
    """An address that a customer named and its owner has yet to confirm."""

    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="confirmations")
    ticket = models.ForeignKey(Ticket, null=True, on_delete=models.CASCADE)
    public_id = models.CharField(max_length=32, unique=True, default=new_id)
    email = models.EmailField()
    created_at = models.DateTimeField(db_default=Now())
    sent_at = models.DateTimeField(null=True, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["email", "created_at"], name="confirmations_by_address")]
