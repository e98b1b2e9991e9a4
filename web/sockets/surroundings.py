"""What does a customer's browser say of the situation, and how much of it is believed?"""

from __future__ import annotations

from functools import cache
from zoneinfo import available_timezones

from chat import customers
from chat.attributes import bounded, plain
from chat.browsers import described
from chat.customers import Surroundings
from web.protocol.customer import Hello
from web.protocol.customer.person import Device


def surroundings(frame: Hello, user_agent: str = "") -> Surroundings:
    """What `hello` tells, and the browser of itself, in bounds."""
    page, device = frame.page, frame.device
    return Surroundings(
        language=clean(frame.language, 16),
        region=clean(frame.region, 16).upper(),
        page_url=customers.page_url(page.url) if page else "",
        page_title=plain(page.title, 200) if page else "",
        device=_device(device) if device else "",
        browser=described(user_agent),
        zone=frame.zone if frame.zone in zones() else "",
        attributes=bounded(frame.attributes),
        pages=frame.pages,
    )


def _device(device: Device) -> str:
    """The app with its version, and on what: "Meridian 5.2.1, Pixel 9"."""
    app = " ".join(part for part in (plain(device.app, 60), plain(device.version, 40)) if part)
    return ", ".join(part for part in (app, plain(device.model, 80)) if part)


@cache
def zones() -> frozenset[str]:
    """The names of IANA zones that are known here."""
    return frozenset(available_timezones())


def clean(text: str, most: int) -> str:
    """Bounded, and free of what PostgreSQL cannot store."""
    return text.replace("\x00", "").strip()[:most]
