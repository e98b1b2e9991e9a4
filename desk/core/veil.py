"""How much of a hidden value does somebody see who has not asked for it?

Enough to recognise what one knows already, too little to learn it, and always as long: the length says nothing.
"""

from __future__ import annotations

DOTS = "••••"
LEAST = 8  # characters, below which an end would be too much of it
END = 2


def veiled(value: str) -> str:
    """`••••42`; of an address its host besides, which tells a mistyped one."""
    name, at, host = value.rpartition("@")
    if at and name and host:
        return f"{name[0]}{DOTS}@{host}"
    return f"{DOTS}{value[-END:]}" if len(value) >= LEAST else DOTS
