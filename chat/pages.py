"""Which pages of the host website was a customer on? The writer door of their history, which needs consent.

The page where a customer is now stands beside the chat, as any shop assistant sees it. A history is more: nothing of
it is kept unless the host website says that its visitor agreed (`set`, `pages`), or the customer does in the widget. A
"no" of the customer is stronger than any "yes" of the host, and forgets what was kept.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from django.db import connection
from django.db.models import Q
from django.db.models.functions import Now

from chat import hints
from chat.attributes import plain
from chat.errors import Refusal
from chat.models import Chat, Customer, PageVisit

KEPT = 20  # pages of one customer
URL_CHARACTERS = 500
TITLE_CHARACTERS = 200

Consent = Customer.PagesConsent


def address(url: str) -> str:
    """An http(s) address without query and fragment, in which tokens and searches are found; else nothing."""
    try:
        parts = urlsplit(url.replace("\x00", "").strip()[:URL_CHARACTERS])
        host = parts.hostname or ""
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        return ""
    if parts.scheme not in ("http", "https") or not host:
        return ""
    # Cut again: a host in small letters may have more of them than in capitals.
    return f"{parts.scheme}://{f'[{host}]' if ':' in host else host}{port}{parts.path}"[:URL_CHARACTERS]


def consented(before: str, by: str, given: bool) -> str:
    """What the consent is after somebody (`host` or `customer`) has said yes or no."""
    if by == Consent.CUSTOMER:
        return Consent.CUSTOMER if given else Consent.REFUSED
    if before in (Consent.CUSTOMER, Consent.REFUSED):
        return before
    return Consent.HOST if given else Consent.NONE


def consent(customer_id: int, by: str, given: bool) -> bool:
    """Somebody said yes or no; whether a history is kept from now on. A "no" forgets what there is.

    `session_invalid` where this anonymous customer has become an account's a moment ago: a word to the row that is left
    behind would be acknowledged and lost. The device, which keeps the token, arrives as that account and can say it.
    """
    customer = Customer.objects.select_for_update(no_key=True).get(pk=customer_id)
    if customer.account is None and not customer.tokens.exists():
        raise Refusal("session_invalid")
    after = consented(customer.pages_consent, by, given)
    kept = after in Customer.PAGES_KEPT
    if after != customer.pages_consent:
        Customer.objects.filter(pk=customer_id).update(pages_consent=after)
        if kept:
            _record(customer_id, customer.page_url, customer.page_title)
        else:
            PageVisit.objects.filter(customer=customer_id).delete()
        _tell(customer_id)
    return kept


def seen(customer_id: int, url: str, title: str) -> None:
    """The customer is on another page now; agents who look see it."""
    here = url[:URL_CHARACTERS], plain(title, TITLE_CHARACTERS)
    Customer.objects.filter(pk=customer_id).update(page_url=here[0], page_title=here[1], seen_at=Now())
    record(customer_id, *here)
    _tell(customer_id)


def record(customer_id: int, url: str, title: str) -> None:
    """A page belongs to the history, where there is consent; staying on it is no second visit."""
    if Customer.objects.filter(pk=customer_id, pages_consent__in=Customer.PAGES_KEPT).exists():
        _record(customer_id, url, title)


def _record(customer_id: int, url: str, title: str) -> None:
    where = address(url)
    if not where:
        return
    last = PageVisit.objects.filter(customer=customer_id).order_by("-pk").first()
    if last is not None and (last.url, last.title) == (where, title):
        return
    PageVisit.objects.create(customer_id=customer_id, url=where, title=title)
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM chat_pagevisit WHERE customer_id = %s AND id <= "
            "(SELECT id FROM chat_pagevisit WHERE customer_id = %s ORDER BY id DESC OFFSET %s LIMIT 1)",
            [customer_id, customer_id, KEPT],
        )


def forget_old() -> int:
    """Visits older than their site keeps them are gone; how many."""
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM chat_pagevisit v USING chat_customer c, chat_site s WHERE c.id = v.customer_id "
            "AND s.id = c.site_id AND v.at < now() - make_interval(days => s.page_days)"
        )
        return int(cursor.rowcount)


def _tell(customer_id: int) -> None:
    live = Chat.objects.filter(Q(customer=customer_id) & ~Q(state=Chat.State.ENDED))
    hints.add(*(hints.ThreadChanged(thread) for thread in live.values_list("thread_id", flat=True)))
