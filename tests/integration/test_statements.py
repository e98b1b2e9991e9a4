"""How many statements does a chat cost the database, from its start to its end? As many as are listed here.

Beginning, showing and ending chats is most of what a busy site's database threads do: a statement more for each is
felt in how long a customer waits for an agent's screen.
"""

from __future__ import annotations

from collections.abc import Iterator
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from agents.models import Agent, LanguageSkill
from chat import hints
from chat.models import Customer, Site
from routing import actions
from routing.arrivals import queue_chat
from routing.models import Assignment, Request
from tests.support.threads import make_site
from web.sockets import desk_reading, views

pytestmark = pytest.mark.usefixtures("db")


@pytest.fixture
def site() -> Site:
    return make_site()


@pytest.fixture
def customer(site: Site) -> Customer:
    return Customer.objects.create(site=site, language="en")


@pytest.fixture
def counted() -> Iterator[CaptureQueriesContext]:
    with CaptureQueriesContext(connection) as queries:
        yield queries


def spent(counted: CaptureQueriesContext) -> list[str]:
    """The statements since the last call, transactions' own aside."""
    found = [query["sql"] for query in counted.captured_queries]
    counted.initial_queries = len(connection.queries_log)
    return [sql for sql in found if sql not in ("BEGIN", "COMMIT")]


def start(customer: Customer) -> tuple[int, str]:
    """A chat begins: its id and thread."""
    chat, _hints = hints.committed(queue_chat, customer.pk, "api", "en", "hello", uuid4().hex)
    return chat.pk, chat.thread_public_id


def test_a_chat_of_somebody_unknown_begins_with_four_statements(
    customer: Customer, counted: CaptureQueriesContext
) -> None:
    spent(counted)
    start(customer)
    # Who it is and by which rules; the chat; its first events; the request.
    assert len(spent(counted)) == 4


def test_a_chat_is_ended_by_its_customer_with_five_statements(
    customer: Customer, counted: CaptureQueriesContext
) -> None:
    _chat, thread = start(customer)
    spent(counted)
    hints.committed(actions.end_by_customer, customer.pk, thread)
    # Whose it is, locked; request and assignment; the chat; the last event; the thread takes no more.
    assert len(spent(counted)) == 5


def test_threads_are_shown_with_one_statement_to_customers_and_two_to_agents(
    customer: Customer, counted: CaptureQueriesContext
) -> None:
    chat, _thread = start(customer)
    threads = [Request.objects.get(chat=chat).chat.thread_id]
    spent(counted)
    views.customer_threads(threads)
    assert len(spent(counted)) == 1
    views.agent_threads(threads, set())
    assert len(spent(counted)) == 2  # the earlier ones
    Customer.objects.filter(pk=customer.pk).update(pages_consent="customer")
    spent(counted)
    views.agent_threads(threads, set())
    assert len(spent(counted)) == 3  # and, where there is any, what is kept of the customer


def test_a_chat_that_moves_costs_the_desk_two_statements_and_gives_what_a_whole_reading_gives(
    site: Site, customer: Customer, counted: CaptureQueriesContext
) -> None:
    agent = Agent.objects.create_user(f"{uuid4().hex}@desk.example", "secret", site=site, name="Li", capacity=3)
    LanguageSkill.objects.create(agent=agent, language="en", level=5)
    desk = desk_reading.read(site.pk, {agent.pk}, {})
    chat, thread = start(customer)

    def follow() -> None:
        nonlocal desk
        spent(counted)
        patch = desk_reading.read_chats(site.pk, [chat], desk)
        assert patch is not None
        assert len(spent(counted)) == 2  # the chat with its offer, the loads of all who had it
        desk = patch.on(desk)
        assert desk == desk_reading.read(site.pk, {agent.pk}, {})

    follow()
    offer = Assignment.objects.create(
        request=Request.objects.get(chat=chat), agent=agent, accepted_at=None, offer_expires_at="2100-01-01T00:00Z"
    )
    Request.objects.filter(chat=chat).update(state=Request.State.OFFERED)
    spent(counted)
    patch = desk_reading.read_chats(site.pk, [chat], desk)
    assert patch is not None
    assert len(spent(counted)) == 3  # and how its customer began
    desk = patch.on(desk)
    assert f"offer:{thread}" in desk
    assert desk == desk_reading.read(site.pk, {agent.pk}, {})
    Assignment.objects.filter(pk=offer.pk).update(accepted_at="2025-01-01T00:00Z")
    hints.committed(actions.end_by_customer, customer.pk, thread)
    follow()
    assert f"chat:{thread}" not in desk
