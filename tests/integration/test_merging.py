"""What becomes of an anonymous customer who signs in? Their history moves; nothing is said into the void."""

from __future__ import annotations

import time

import jwt
import pytest

from chat import customers, hints, pages
from chat.customers import Arrival, Surroundings
from chat.errors import Refusal
from chat.models import Customer, IdentitySecret, Site
from tests.support.threads import make_site

SECRET = "a secret of this test, long enough for HS256"
CONSENT = Customer.PagesConsent


def signed(site: Site, account: str) -> str:
    """An identity token of the site's own back end."""
    IdentitySecret.objects.get_or_create(site=site, kid="test", defaults={"secret": SECRET})
    now = int(time.time())
    claims = {"sub": account, "aud": site.key, "iat": now, "exp": now + 300}
    return jwt.encode(claims, SECRET, algorithm="HS256", headers={"kid": "test"})


def arrives(site: Site, token: str = "", identity: str = "") -> Arrival:
    return hints.committed(customers.arrive, site, token, identity, Surroundings())[0]


def says(customer: Customer, given: bool) -> bool:
    return hints.committed(pages.consent, customer.pk, CONSENT.CUSTOMER, given)[0]


def test_a_no_to_pages_goes_along_when_its_customer_signs_in(db: str) -> None:
    site = make_site()
    account = arrives(site, identity=signed(site, "known")).customer
    assert says(account, True)
    visitor = arrives(site)
    assert not says(visitor.customer, False)
    signed_in = arrives(site, visitor.token, signed(site, "known"))
    assert signed_in.customer.pk == account.pk
    account.refresh_from_db()
    assert account.pages_consent == CONSENT.REFUSED


def test_a_no_that_comes_when_its_customer_has_just_signed_in_is_refused_rather_than_lost(db: str) -> None:
    site = make_site()
    account = arrives(site, identity=signed(site, "known")).customer
    visitor = arrives(site)
    arrives(site, visitor.token, signed(site, "known"))
    with pytest.raises(Refusal) as refused:
        says(visitor.customer, False)
    assert refused.value.code == "session_invalid"
    again = arrives(site, visitor.token, signed(site, "known"))
    assert not says(again.customer, False)
    account.refresh_from_db()
    assert account.pages_consent == CONSENT.REFUSED


def test_who_arrives_while_another_tab_signs_in_is_asked_to_come_back_rather_than_sent_away(
    db: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = make_site()
    arrives(site, identity=signed(site, "known"))
    visitor = arrives(site)
    arrives(site, visitor.token, signed(site, "known"))
    # As the token was read before that sign-in was committed.
    monkeypatch.setattr(customers, "_by_token", lambda *_: visitor.customer)
    with pytest.raises(Refusal) as refused:
        hints.committed(customers.arrive, site, visitor.token, "", Surroundings(pages=True))
    assert refused.value.code == "unavailable"
    assert refused.value.kind.retryable
