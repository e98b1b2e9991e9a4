"""How much of a hidden value does somebody see who has not asked for it?

Enough to recognise what one knows already, too little to learn it, and always as long: the length says nothing.
"""

from __future__ import annotations

import re

# Nothing else that has an @ in it: what stands behind it may be the secret.
ADDRESS = re.compile(r"([^\s@])[^\s@]*@([a-zA-Z0-9-]+(?:\.[a-zA-Z0-9-]+)*\.[a-zA-Z]{2,})")
DOTS = "••••"
LEAST = 8  # characters, below which an end would be too much of it
END = 2


def veiled(value: str) -> str:
    """`••••42`; of an address its host besides, which tells a mistyped one."""
    if address := ADDRESS.fullmatch(value):
        return f"{address[1]}{DOTS}@{address[2]}"
    return f"{DOTS}{value[-END:]}" if len(value) >= LEAST else DOTS
