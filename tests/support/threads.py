"""How does a test get a thread in a site of its own?"""

from __future__ import annotations

from uuid import uuid4

from chat import hints
from chat.actions import open_chat
from chat.models import Customer, Site, Thread, Topic


def make_site() -> Site:
    """A site with one topic."""
    site = Site.objects.create(name="A test's own", languages=["en", "ru"])
    Topic.objects.create(site=site, slug="api", names={"en": "API"})
    return site


def make_thread(site: Site | None = None) -> Thread:
    """A thread with a waiting chat: its log begins with `queued` and one message."""
    customer = Customer.objects.create(site=site or make_site())
    chat, _hints = hints.committed(open_chat, customer.pk, "api", "en", "hello", uuid4().hex)
    return Thread.objects.get(pk=chat.thread_id)
