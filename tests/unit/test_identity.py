"""Which signed identities are believed?"""

import time
from typing import Any

import jwt
import pytest

from chat.errors import Refusal
from chat.identity import verify

SECRET = "a secret of the host website, long enough"
SITE = "site_a"


def sign(algorithm: str = "HS256", kid: str | None = "k1", secret: str = SECRET, **claims: Any) -> str:
    """A token; a claim of None is left out."""
    now = int(time.time())
    body: dict[str, Any] = {"sub": "acct-1", "aud": SITE, "iat": now, "exp": now + 3600} | claims
    body = {name: value for name, value in body.items() if value is not None}
    return jwt.encode(body, secret, algorithm=algorithm, headers={"kid": kid} if kid else {})


def test_a_genuine_token_gives_account_tier_and_name() -> None:
    found = verify(sign(name="Layla", tier=3, region="MENA", language="ar"), SITE, {"k1": SECRET})
    assert (found.account, found.name, found.tier, found.region, found.language) == ("acct-1", "Layla", 3, "MENA", "ar")


def test_two_secrets_live_at_once() -> None:
    secrets = {"old": "o" * 32, "new": "n" * 32}
    for kid, secret in secrets.items():
        assert verify(sign(kid=kid, secret=secret), SITE, secrets).account == "acct-1"


@pytest.mark.parametrize("claim", ["exp", "iat", "aud", "sub"])
def test_every_required_claim_is_required(claim: str) -> None:
    with pytest.raises(Refusal) as refused:
        verify(sign(**{claim: None}), SITE, {"k1": SECRET})
    assert refused.value.code == "identity_invalid"
    assert claim in refused.value.data["reason"]


@pytest.mark.parametrize(
    "token",
    [
        sign(aud="site_b"),
        sign(algorithm="HS512"),
        sign(kid=None),
        sign(kid="k2"),
        sign(secret="another secret that is long enough too"),
        sign(tier="3"),
        sign(tier=True),
        sign(tier=4),
        sign(name=["x"]),
        sign(sub=""),
        "",
        "a.b.c",
    ],
)
def test_anything_else_is_refused(token: str) -> None:
    with pytest.raises(Refusal) as refused:
        verify(token, SITE, {"k1": SECRET})
    assert refused.value.code == "identity_invalid"


def test_a_short_secret_is_not_used() -> None:
    with pytest.raises(Refusal) as refused:
        verify(sign(secret="short"), SITE, {"k1": "short"})
    assert "32 bytes" in refused.value.data["reason"]


def test_an_expired_token_has_a_minute_of_grace() -> None:
    now = int(time.time())
    assert verify(sign(exp=now - 30), SITE, {"k1": SECRET})
    with pytest.raises(Refusal) as refused:
        verify(sign(exp=now - 90), SITE, {"k1": SECRET})
    assert refused.value.code == "identity_expired"


def test_an_address_counts_as_verified_only_when_it_says_so() -> None:
    assert not verify(sign(email="a@b.example"), SITE, {"k1": SECRET}).email_verified
    assert not verify(sign(email="a@b.example", email_verified="true"), SITE, {"k1": SECRET}).email_verified
    assert verify(sign(email="a@b.example", email_verified=True), SITE, {"k1": SECRET}).email_verified
