"""Where may we write to a customer? An address counts once its owner has confirmed it, and no earlier.

Until then it gets exactly one mail without a word of the customer's, at most one an hour and three a day per address,
and a customer causes at most five a day, so that nobody can be flooded through us. The ticket exists all the same.
"""

from __future__ import annotations

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import connection
from django.db.models.functions import Now

from chat import hints
from chat.door import Actor, append, event
from chat.errors import Refusal
from chat.events import ContactGiven
from chat.models import Customer
from tickets.models import EmailConfirmation, Ticket

PER_HOUR, PER_DAY = 1, 3  # mails to one address, whoever names it
PER_CUSTOMER = 5  # mails a day to addresses that one customer names


def give_contact(customer: Customer, email: str, ticket: Ticket) -> None:
    """The customer names an address for a ticket; a confirmation is sent unless the address had its share already."""
    email = email.strip().lower()[:254]
    try:
        validate_email(email)
    except ValidationError:
        raise Refusal("email_invalid") from None
    if customer.email == email and customer.email_confirmed_at is not None:
        return
    if customer.email != email:
        append(
            [event(ticket.thread_id, ContactGiven(ticket=ticket.number, confirmed=False), Actor.customer(customer.pk))]
        )
        Customer.objects.filter(pk=customer.pk).update(email=email, email_confirmed_at=None)
    if may_send(email, customer):
        confirmation = EmailConfirmation.objects.create(customer=customer, ticket=ticket, email=email)
        from tickets.tasks import send_confirmation  # the task imports this module's neighbours

        send_confirmation.defer(confirmation_id=confirmation.pk)
    hints.add(hints.ThreadChanged(ticket.thread_id))


def may_send(email: str, customer: Customer) -> bool:
    """Whether this address may get another confirmation now; until the commit nobody else can count it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"confirmation:{email}"])
    today = EmailConfirmation.objects.filter(created_at__gt=Now() - timedelta(days=1))
    return (
        today.filter(email=email, created_at__gt=Now() - timedelta(hours=1)).count() < PER_HOUR
        and today.filter(email=email).count() < PER_DAY
        and today.filter(customer=customer).count() < PER_CUSTOMER
    )


def confirm(confirmation: EmailConfirmation) -> None:
    """The owner of the address pressed the button."""
    if not EmailConfirmation.objects.filter(pk=confirmation.pk, confirmed_at=None).update(confirmed_at=Now()):
        return
    customer, ticket = confirmation.customer, confirmation.ticket
    if ticket is not None:
        append(
            [event(ticket.thread_id, ContactGiven(ticket=ticket.number, confirmed=True), Actor.customer(customer.pk))]
        )
        hints.add(hints.ThreadChanged(ticket.thread_id), hints.DeskChanged(ticket.site_id))
    confirmed = Customer.objects.filter(pk=customer.pk, email=confirmation.email)
    if not confirmed.update(email_confirmed_at=Now()):
        raise Refusal("link_invalid")  # the customer has named another address since
