"""Which mails does a customer get about a ticket? In the customer's language; text only, no word of a stranger."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils.translation import gettext as _
from django.utils.translation import override

from chat.models import Customer
from tickets.links import confirmation_address, link_for
from tickets.models import EmailConfirmation, Ticket


def django_language(language: str) -> str:
    """The language of our catalogue that serves a customer's; English where there is none."""
    base = language.lower().split("-")[0]
    found = {"zh": "zh-hans"}.get(base, base)
    # Django keeps a catalogue of every language ever named, and names arrive from outside.
    return found if found in dict(settings.LANGUAGES) else "en"


def send_confirmation_mail(confirmation: EmailConfirmation) -> None:
    """Asks the owner of an address whether it is theirs."""
    with override(django_language(confirmation.customer.language)):
        site = confirmation.customer.site.name
        EmailMessage(
            subject=_("Please confirm your e-mail address for %(site)s") % {"site": site},
            body=_(
                "Hello,\n\nsomebody gave this address for a support request at %(site)s. If it was you, please confirm "
                "it, so that answers can reach you here:\n\n%(link)s\n\nIf it was not you, ignore this mail: nothing "
                "more will be sent."
            )
            % {"site": site, "link": confirmation_address(confirmation)},
            from_email=settings.DEFAULT_FROM_EMAIL,
            to=[confirmation.email],
        ).send()


def send_answer_mail(ticket: Ticket, customer: Customer, answers: list[str]) -> None:
    """Brings what agents answered to a confirmed address."""
    with override(django_language(customer.language)):
        EmailMessage(
            subject=_("Answer to your ticket #%(number)s at %(site)s")
            % {"number": ticket.number, "site": ticket.site.name},
            body=_("There is an answer to your ticket:\n\n%(answers)s\n\nRead it whole and reply here:\n%(link)s")
            % {"answers": "\n\n".join(answers), "link": link_for(ticket)},
            from_email=settings.DEFAULT_FROM_EMAIL,
            to=[customer.email],
        ).send()


def send_missed_mail(customer: Customer, answers: list[str]) -> None:
    """Brings what was answered in a chat after its customer had left, to a confirmed address."""
    site = customer.site
    with override(django_language(customer.language)):
        EmailMessage(
            subject=_("You left; here is the answer from %(site)s") % {"site": site.name},
            body=_("You left before the answer was there:\n\n%(answers)s\n\nTo go on, open the chat here:\n%(link)s")
            % {"answers": "\n\n".join(answers), "link": way_back(customer)},
            from_email=settings.DEFAULT_FROM_EMAIL,
            to=[customer.email],
        ).send()


def way_back(customer: Customer) -> str:
    """The page that the customer came from, if it is the site's own: addresses of pages come from browsers."""
    parts = urlsplit(customer.page_url)
    own = customer.site.allowed_origins
    if f"{parts.scheme}://{parts.netloc}" in own:
        return customer.page_url
    return own[0] if own else ""
