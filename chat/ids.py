"""How are public ids made? Random, opaque, 128 bits: bigint inside, these outside."""

from __future__ import annotations

import re
import secrets

CLIENT_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")


def new_id() -> str:
    """22 characters of base64url: 128 random bits."""
    return secrets.token_urlsafe(16)


def new_key() -> str:
    """A site key: readable, public, no secret."""
    return "site_" + secrets.token_hex(8)
