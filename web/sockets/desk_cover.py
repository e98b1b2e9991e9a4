"""How many could be given what waits in each line of a lead's wall? Read beside the desk, not with each change of it.

To ask for everybody and for all that waits costs more than to read what became of one chat.
"""

from __future__ import annotations

from routing import cover
from web.protocol.agent.desk import DeskCover
from web.sockets.desk import Items


def read(site_id: int, present: set[int]) -> Items:
    """A line's figures under its key."""
    found = cover.read(site_id, present)
    return {
        f"cover:{line}": DeskCover(key=f"cover:{line}", there=len(each.there), free=len(each.free))
        for line, each in found.items()
    }


def put(items: Items, lines: Items) -> Items:
    """A desk with these lines in place of its own; what is as it was is the very same object."""
    kept = {key: item for key, item in items.items() if not isinstance(item, DeskCover)}
    return kept | {key: known if (known := items.get(key)) == item else item for key, item in lines.items()}


def onto(items: Items, before: Items) -> Items:
    """A desk that was read without them, with the lines that were known before."""
    return items | {key: item for key, item in before.items() if isinstance(item, DeskCover)}
