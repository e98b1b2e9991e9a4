"""How does a customer open a ticket anywhere? Capability links: scoped, expiring, revocable; their GET changes nothing.

The address carries a random id and a keyed tag of it. The tag is made from the secret key, so a copy of the database
opens no ticket.
"""

from __future__ import annotations

import base64
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

from chat.errors import Refusal
from tickets.models import EmailConfirmation, Ticket, TicketLink

LIFETIME = timedelta(days=180)
CONFIRMATION_LIFETIME = timedelta(days=3)


def tagged(purpose: str, public_id: str) -> str:
    """The token of an address: the id and 128 bits of its tag."""
    tag = salted_hmac(f"tickets.{purpose}", public_id, algorithm="sha256").digest()[:16]
    return f"{public_id}.{base64.urlsafe_b64encode(tag).decode().rstrip('=')}"


def untag(purpose: str, token: str) -> str:
    """The id of a genuine token, or `link_invalid`."""
    public_id = token.partition(".")[0]
    if not constant_time_compare(tagged(purpose, public_id), token):
        raise Refusal("link_invalid")
    return public_id


def link_for(ticket: Ticket) -> str:
    """The address of a ticket for its customer; made once."""
    live = TicketLink.objects.filter(ticket=ticket, revoked_at=None, expires_at__gt=Now()).order_by("pk")
    link = live.first()
    if link is None:
        with transaction.atomic():
            # Agent and customer ask in the same moment, and are told the same.
            list(Ticket.objects.select_for_update(no_key=True).filter(pk=ticket.pk).values_list("pk"))
            link = live.first() or TicketLink.objects.create(ticket=ticket, expires_at=timezone.now() + LIFETIME)
    return f"{settings.WIDGET_ORIGIN}/t/{tagged('link', link.public_id)}"


def ticket_behind(token: str) -> Ticket:
    """The ticket that a link opens, or `link_invalid`."""
    link = (
        TicketLink.objects.select_related(
            "ticket__thread", "ticket__topic", "ticket__customer", "ticket__site", "ticket__agent"
        )
        .filter(public_id=untag("link", token), revoked_at=None, expires_at__gt=Now())
        .first()
    )
    if link is None:
        raise Refusal("link_invalid")
    return link.ticket


def confirmation_address(confirmation: EmailConfirmation) -> str:
    """The address in the confirmation mail."""
    return f"{settings.WIDGET_ORIGIN}/confirm/{tagged('confirm', confirmation.public_id)}"


def confirmation_behind(token: str) -> EmailConfirmation:
    """The address waiting for its owner's word, or `link_invalid`."""
    found = (
        EmailConfirmation.objects.select_related("customer", "ticket")
        .filter(public_id=untag("confirm", token), created_at__gt=Now() - CONFIRMATION_LIFETIME)
        .first()
    )
    if found is None:
        raise Refusal("link_invalid")
    return found
