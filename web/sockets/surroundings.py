"""What does a customer's browser say of the situation, and how much of it is believed?"""

from __future__ import annotations

from functools import cache
from zoneinfo import available_timezones

from chat import customers
from chat.customers import Surroundings
from web.protocol import customer as protocol


def surroundings(frame: protocol.Hello) -> Surroundings:
    """What `hello` tells, in bounds."""
    page, device = frame.page, frame.device
    return Surroundings(
        language=clean(frame.language, 16),
        region=clean(frame.region, 16).upper(),
        page_url=customers.page_url(page.url) if page else "",
        page_title=clean(page.title, 200) if page else "",
        device=clean(" ".join(part for part in (device.app, device.version, device.model) if part), 200)
        if device
        else "",
        zone=frame.zone if frame.zone in zones() else "",
    )


@cache
def zones() -> frozenset[str]:
    """The names of IANA zones that are known here."""
    return frozenset(available_timezones())


def clean(text: str, most: int) -> str:
    """Bounded, and free of what PostgreSQL cannot store."""
    return text.replace("\x00", "").strip()[:most]
