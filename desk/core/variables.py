"""Which places can a canned reply leave open, and does it name only these?

The console fills them where it knows the answer (`web/frontend/src/console/variables.ts` has the same names) and does
not send a message in which one is still open.
"""

from __future__ import annotations

import re

NAMES = ("customer", "agent", "ticket", "topic", "site")
PLACE = re.compile(r"\{([^{}\s]{1,40})\}")


def unknown(text: str) -> list[str]:
    """The places of a text that nobody can fill, each once, in their order."""
    return list(dict.fromkeys(name for name in PLACE.findall(text) if name not in NAMES))
