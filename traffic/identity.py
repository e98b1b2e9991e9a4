"""How does a host website say who its customer is? Signs as docs/embed.md describes."""

from __future__ import annotations

import time

import jwt

from traffic.setup import Identity

LIFETIME_S = 300


def sign(secret: Identity, site_key: str, subject: str, **claims: object) -> str:
    """The signed identity of one customer, fresh for a few minutes as a host website would renew it."""
    now = int(time.time())
    body = {"sub": subject, "aud": site_key, "iat": now, "exp": now + LIFETIME_S, **claims}
    return jwt.encode(body, secret.secret, algorithm="HS256", headers={"kid": secret.kid})
