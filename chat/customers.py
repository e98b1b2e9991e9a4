"""Who is this customer? Arrival with a resume token, a signed identity, both or neither."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.db import connection
from django.db.models import Q
from django.db.models.functions import Now

from chat import attributes, blocks, hints, pages
from chat.door import Actor, append, event, lock
from chat.errors import Refusal
from chat.events import Identified
from chat.identity import Identity, verify
from chat.languages import served
from chat.models import Chat, Customer, IdentitySecret, PageVisit, ResumeToken, Site, Thread


@dataclass(frozen=True, slots=True)
class Arrival:
    """Who arrived, and the token to keep."""

    customer: Customer
    token: str


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What browser and host page say of the customer's situation. Hints, not proof."""

    language: str = ""
    region: str = ""
    page_url: str = ""
    page_title: str = ""
    device: str = ""
    browser: str = ""
    zone: str = ""
    # None: nothing is said of them, and what was said before stays.
    attributes: attributes.Pairs | None = None
    # Whether the host says that this visitor agreed to a history of pages; None: it says nothing.
    pages: bool | None = None


def digest(token: str) -> bytes:
    """What is stored of a resume token."""
    return hashlib.sha256(token.encode()).digest()


def site_by_key(key: str) -> Site:
    """The site, or `unknown_site`."""
    site = Site.objects.filter(key=key).first() if len(key) <= 64 else None
    if site is None:
        raise Refusal("unknown_site", {"site": key[:64]})
    return site


def live_secrets(site: Site) -> dict[str, str]:
    """kid → secret of a site's unretired secrets."""
    return dict(IdentitySecret.objects.filter(site=site, retired_at=None).values_list("kid", "secret"))


def origin_allowed(site: Site, origin: str) -> bool:
    """Whether the widget may be embedded by a page of this origin, compared in full."""
    return origin in site.allowed_origins


def arrive(
    site: Site, token: str, identity_token: str, around: Surroundings, on_new: Callable[[], None] = lambda: None
) -> Arrival:
    """The customer behind a connection; made new where nothing is known (`on_new` may refuse that).

    A token alone resumes an anonymous customer. The history of an identified one opens only with a valid identity, so
    that the next person at a shared device does not see it. Signing in keeps what was begun anonymously.
    """
    identity = verify(identity_token, site.key, live_secrets(site)) if identity_token else None
    known = _by_token(site, token)
    if identity is None:
        if known is not None and known.account is None:
            _update(known, around)
            return _settled(Arrival(known, token), around)
        on_new()
        customer = Customer.objects.create(site=site, **_first(site, around))
        return _settled(Arrival(customer, issue_token(customer)), around)
    customer = _identified(site, known, identity, around)
    kept = known is not None and known.pk == customer.pk
    return _settled(Arrival(customer, token if kept else issue_token(customer)), around)


def _settled(arrival: Arrival, around: Surroundings) -> Arrival:
    """Whoever arrives is on a page, which belongs to their history where they agreed to one."""
    customer = arrival.customer
    if around.pages is not None:
        try:
            pages.consent(customer.pk, Customer.PagesConsent.HOST, around.pages)
        except Refusal:
            # Signed in by another tab since the token was read: the next hello finds whose it is by now.
            raise Refusal("unavailable", {"retry_after": 1}) from None
        customer.refresh_from_db(fields=["pages_consent"])
    if around.page_url and customer.pages_consent in Customer.PAGES_KEPT:
        pages.record(customer.pk, around.page_url, around.page_title)
    return arrival


def identify(customer: Customer, identity_token: str) -> Arrival:
    """The customer of an open connection signed in; the conversation goes along."""
    site = customer.site
    identity = verify(identity_token, site.key, live_secrets(site))
    if customer.account not in (None, identity.account):
        raise Refusal("identity_invalid", {"reason": "another account is signed in here; use reset first"})
    after = _identified(site, customer, identity, Surroundings())
    return Arrival(after, issue_token(after))


def issue_token(customer: Customer) -> str:
    """A new resume token, 256 bits."""
    token = secrets.token_urlsafe(32)
    ResumeToken.objects.create(customer=customer, digest=digest(token))
    return token


def forget(customer: Customer, token: str) -> None:
    """Revoke a resume token: this device is not this customer any more, in none of its tabs."""
    ResumeToken.objects.filter(customer=customer, digest=digest(token), revoked_at=None).update(revoked_at=Now())
    hints.add(hints.CustomerForgotten(customer.pk))


def customer_by_token(token: str) -> Customer:
    """The customer whose device keeps this resume token, or `session_invalid`."""
    found = ResumeToken.objects.select_related("customer").filter(digest=digest(token), revoked_at=None).first()
    if found is None:
        raise Refusal("session_invalid")
    return found.customer


def _by_token(site: Site, token: str) -> Customer | None:
    if not token:
        return None
    found = (
        ResumeToken.objects.select_related("customer__site")
        .filter(digest=digest(token), revoked_at=None, customer__site=site)
        .first()
    )
    return found.customer if found else None


def _identified(site: Site, known: Customer | None, identity: Identity, around: Surroundings) -> Customer:
    """The customer of an account, with what was begun anonymously moved to it.

    Locks: the account first, so that two tabs that sign in at once make one customer; then tickets, chats and heads
    before the customers themselves, as everywhere.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, %s))", [identity.account, site.pk])
    customer = Customer.objects.filter(site=site, account=identity.account).first()
    if known is not None and known.account is None:
        _lock_threads(known, customer or known)
    # Read again under their locks: what somebody says of them meanwhile, above all a "no", is neither lost nor undone.
    here = _locked(each.pk for each in (known, customer) if each is not None)
    customer = here.get(customer.pk) if customer is not None else None
    anonymous = here.get(known.pk) if known is not None else None
    if anonymous is not None and anonymous.account is not None:  # signed in, perhaps a moment ago in another tab
        anonymous = None
    newly = customer is None or anonymous is not None
    if customer is None:
        customer = anonymous or Customer(site=site, **_first(site, around))
        customer.account = identity.account
    elif anonymous is not None:
        _move(anonymous, customer)
    customer.name = identity.name or customer.name
    customer.tier = identity.tier
    if wanted := around.language or identity.language:
        customer.language, customer.unserved_language = _languages(site, wanted)
    if identity.region:
        customer.region, customer.region_source = identity.region, Customer.RegionSource.IDENTITY
    if identity.email and identity.email_verified:
        customer.email = identity.email
        customer.email_confirmed_at = Now()
    customer.attributes_signed = identity.attributes
    customer.identified_at = Now()
    customer.save()
    customer.refresh_from_db()
    if newly:
        _tell_threads(customer)
    _update(customer, around)
    return customer


def _lock_threads(source: Customer, target: Customer) -> None:
    """Tickets, chats, heads: in the order of the whole product, so that whoever writes meanwhile waits and no more."""
    for relation in ("tickets", "chats"):  # tickets live above this package: by relation, not import
        list(getattr(source, relation).select_for_update(no_key=True).order_by("pk").values_list("pk"))
    lock(Thread.objects.filter(customer__in=[source.pk, target.pk]).values_list("pk", flat=True))


def _locked(ids: Iterable[int]) -> dict[int, Customer]:
    """These customers by id, as they stand, locked in the order in which `note_seen` does."""
    rows = Customer.objects.select_for_update(no_key=True, of=("self",)).select_related("site")
    return {customer.pk: customer for customer in rows.filter(pk__in=set(ids)).order_by("pk")}


def _move(source: Customer, target: Customer) -> None:
    """Threads, chats and devices of an anonymous customer become those of the account."""
    if source.email and not target.email:
        target.email, target.email_confirmed_at = source.email, source.email_confirmed_at
    Thread.objects.filter(customer=source).update(customer=target)
    Chat.objects.filter(customer=source).update(customer=target)
    blocks.take_over(source, target)
    for relation in ("tickets", "confirmations", "tokens", "pages", "person_notes", "reveals"):
        getattr(source, relation).update(customer=target)
    _merge_said(source, target)
    hints.add(hints.CustomerForgotten(source.pk))


def _merge_said(source: Customer, target: Customer) -> None:
    """What was said before signing in goes along; a "no" to keeping pages, from either, stays one."""
    target.attributes_said = attributes.bounded(dict([*source.attributes_said, *target.attributes_said]))
    answers = {source.pages_consent, target.pages_consent}
    strongest = (Customer.PagesConsent.REFUSED, Customer.PagesConsent.CUSTOMER, Customer.PagesConsent.HOST, "")
    target.pages_consent = next(each for each in strongest if each in answers)
    if target.pages_consent not in Customer.PAGES_KEPT:
        PageVisit.objects.filter(customer=target).delete()


def _tell_threads(customer: Customer) -> None:
    """Who the customer is goes into the log of what is open, and to whoever looks at it."""
    live = Chat.objects.filter(customer=customer).exclude(state=Chat.State.ENDED).order_by("thread_id")
    threads = list(live.values_list("thread_id", flat=True))
    body = Identified(name=customer.name, tier=customer.tier)
    if threads:
        append([event(thread, body, Actor.customer(customer.pk)) for thread in threads])
        hints.add(*(hints.ThreadChanged(thread) for thread in threads))
        hints.add(hints.DeskChanged(customer.site_id), hints.RequestsChanged(customer.site_id))


def _first(site: Site, around: Surroundings) -> dict[str, object]:
    """The fields of a new customer."""
    language, unserved = _languages(site, around.language)
    return {
        "language": language,
        "unserved_language": unserved,
        "region": around.region or site.default_region,
        "region_source": Customer.RegionSource.HOST if around.region else Customer.RegionSource.DEFAULT,
        "page_url": around.page_url,
        "page_title": around.page_title,
        "device": around.device,
        "browser": around.browser,
        "zone": around.zone,
        "attributes_said": around.attributes or [],
    }


def _languages(site: Site, wanted: str) -> tuple[str, str]:
    return served(wanted, site.languages, site.default_language)


def _update(customer: Customer, around: Surroundings) -> None:
    """Take over what changed around a known customer; a signed region is never overwritten by a hint."""
    fields: dict[str, object] = {"seen_at": Now()}
    if around.language:
        fields["language"], fields["unserved_language"] = _languages(customer.site, around.language)
    if around.region and customer.region_source != Customer.RegionSource.IDENTITY:
        fields |= {"region": around.region, "region_source": Customer.RegionSource.HOST}
    for name in ("page_url", "page_title", "device", "browser", "zone"):
        if value := getattr(around, name):
            fields[name] = value
    if around.attributes is not None:
        fields["attributes_said"] = around.attributes
    Customer.objects.filter(pk=customer.pk).update(**fields)
    for name, value in fields.items():
        if name != "seen_at":
            setattr(customer, name, value)


def says(customer_id: int, said: attributes.Pairs) -> None:
    """The page's script tells other attributes of the customer than before; agents who look see them."""
    Customer.objects.filter(pk=customer_id).update(attributes_said=said)
    live = Chat.objects.filter(Q(customer=customer_id) & ~Q(state=Chat.State.ENDED))
    hints.add(*(hints.ThreadChanged(thread) for thread in live.values_list("thread_id", flat=True)))


WATCH_GAP = 60.0  # seconds without a note, after which the watch begins anew


def note_seen(customer_ids: list[int]) -> None:
    """These customers are connected now; called by every web process every few seconds, also with none."""
    with connection.cursor() as cursor:
        # A customer may be connected to two processes, which note both at once: locked in one order by both.
        cursor.execute(
            "UPDATE chat_customer c SET seen_at = now() FROM (SELECT id FROM chat_customer WHERE id = ANY(%s) "
            "ORDER BY id FOR NO KEY UPDATE) locked WHERE c.id = locked.id",
            [customer_ids],
        )
        cursor.execute(
            "INSERT INTO chat_watch AS w (name, since, at) VALUES ('customers', now(), now()) "
            "ON CONFLICT (name) DO UPDATE SET at = now(), "
            "since = CASE WHEN w.at < now() - make_interval(secs => %s) THEN now() ELSE w.since END",
            [WATCH_GAP],
        )


def page_url(url: str) -> str:
    """An http(s) address in bounds, or nothing: it is shown to agents as a link."""
    url = url.replace("\x00", "").strip()[:500]
    try:
        return url if urlsplit(url).scheme in ("http", "https") else ""
    except ValueError:
        return ""
