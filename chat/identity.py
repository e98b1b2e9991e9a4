"""Whom does the host website vouch for? Verifies its signed identity (JWT, HS256)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import jwt

from chat import attributes
from chat.errors import Refusal
from chat.events import NAME_CHARACTERS

LEEWAY = 60  # seconds by which clocks may differ
SECRET_BYTES = 32  # RFC 7518, section 3.2: a key as long as the hash


@dataclass(frozen=True, slots=True)
class Identity:
    """What a valid token says. `account` is its `sub`."""

    account: str
    name: str = ""
    tier: int = 0
    region: str = ""
    language: str = ""
    email: str = ""
    email_verified: bool = False
    attributes: attributes.Pairs = field(default_factory=list)


def verify(token: str, site_key: str, secrets: Mapping[str, str]) -> Identity:
    """The identity in `token`, signed for this site with one of its `secrets` (kid → secret).

    Raises `Refusal`: `identity_expired`, or `identity_invalid` with the reason in words.
    """
    try:
        kid = jwt.get_unverified_header(token).get("kid")
    except jwt.PyJWTError as error:
        raise Refusal("identity_invalid", {"reason": f"not a JWT: {error}"}) from None
    secret = secrets.get(kid) if isinstance(kid, str) else None
    if secret is None:
        raise Refusal("identity_invalid", {"reason": "header kid names no live secret of this site"})
    if len(secret.encode()) < SECRET_BYTES:
        raise Refusal("identity_invalid", {"reason": f"the site's secret has fewer than {SECRET_BYTES} bytes"})
    try:
        claims = jwt.decode(
            token,
            secret,
            algorithms=["HS256"],
            audience=site_key,
            leeway=LEEWAY,
            options={"require": ["exp", "iat", "aud", "sub"]},
        )
    except jwt.ExpiredSignatureError:
        raise Refusal("identity_expired") from None
    except jwt.PyJWTError as error:
        raise Refusal("identity_invalid", {"reason": str(error)}) from None
    return _from_claims(claims)


def _from_claims(claims: dict[str, Any]) -> Identity:
    account = claims["sub"]
    if not isinstance(account, str) or not 1 <= len(account) <= 200 or "\x00" in account:
        raise Refusal("identity_invalid", {"reason": "sub must be a string of 1 to 200 characters"})
    tier = claims.get("tier", 0)
    if not isinstance(tier, int) or isinstance(tier, bool) or not 0 <= tier <= 3:
        raise Refusal("identity_invalid", {"reason": "tier must be a whole number from 0 to 3"})

    def text(claim: str, most: int) -> str:
        value = claims.get(claim, "")
        if not isinstance(value, str):
            raise Refusal("identity_invalid", {"reason": f"{claim} must be a string"})
        return value.replace("\x00", "")[:most]

    if reason := attributes.unfit(claims.get("attributes", {})):
        raise Refusal("identity_invalid", {"reason": reason})
    return Identity(
        account=account,
        name=text("name", NAME_CHARACTERS),
        tier=tier,
        region=text("region", 16),
        language=text("language", 16),
        email=text("email", 254),
        email_verified=claims.get("email_verified") is True,
        attributes=attributes.bounded(claims.get("attributes", {})),
    )
