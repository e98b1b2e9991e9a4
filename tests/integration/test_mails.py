"""Does an answer reach its mailbox though the mail server was away, and can nobody be flooded through us?"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.db.models.functions import Now

from chat import door, hints
from chat.door import Actor, event
from chat.events import Message
from chat.models import Chat, Event
from routing.models import Request
from tests.support.instance import Instance
from tests.support.players import CustomerPlayer
from tests.support.threads import make_thread
from tickets import tasks
from tickets.actions import escalate
from tickets.contact import PER_CUSTOMER, give_contact
from tickets.mail import way_back
from tickets.models import EmailConfirmation, Ticket


def make_ticket() -> Ticket:
    """A ticket of a customer without an address."""
    thread = make_thread()
    chat = Chat.objects.select_related("customer", "topic").get(thread=thread)
    Request.objects.create(site=thread.site, chat=chat, topic="api")
    made: Ticket = hints.committed(escalate, chat, "customer", Actor.customer(thread.customer_id))[0]
    return Ticket.objects.select_related("customer", "site", "thread__cursor").get(pk=made.pk)


def give(ticket: Ticket, email: str) -> None:
    """The customer names an address, on a connection of its own."""
    try:
        hints.committed(give_contact, ticket.customer, email, ticket)
    finally:
        connection.close()


def test_an_answer_is_mailed_though_the_mail_server_was_away_at_first(db: str, monkeypatch: pytest.MonkeyPatch) -> None:
    ticket = make_ticket()
    type(ticket.customer).objects.filter(pk=ticket.customer_id).update(email="li@example.com", email_confirmed_at=Now())
    hints.committed(door.append, [event(ticket.thread_id, Message(text="found it"), Actor.agent(1))])
    Event.objects.filter(thread=ticket.thread_id, actor_kind="agent").update(at=Now() - timedelta(minutes=2))
    Ticket.objects.filter(pk=ticket.pk).update(created_at=Now() - timedelta(minutes=5))
    deferred: list[dict[str, Any]] = []
    monkeypatch.setattr(tasks.send_answers, "defer", lambda **given: deferred.append(given))
    for _ in range(2):
        tasks.mail_answers_of(Ticket.objects.select_related("thread__cursor").get(pk=ticket.pk))
    assert len(deferred) == 1

    def away(*_: object) -> None:
        raise ConnectionRefusedError

    with monkeypatch.context() as patch:
        patch.setattr(tasks, "send_answer_mail", away)
        with pytest.raises(ConnectionRefusedError):  # so that the task is tried again
            tasks.send_answers(**deferred[0])
    sent: list[list[str]] = []
    monkeypatch.setattr(tasks, "send_answer_mail", lambda _ticket, _customer, texts: sent.append(texts))
    tasks.send_answers(**deferred[0])
    assert sent == [["found it"]]


def left_chat(db_email: str) -> Chat:
    """A chat whose agent answered after its customer had gone."""
    thread = make_thread()
    chat: Chat = Chat.objects.select_related("customer", "topic").get(thread=thread)
    Request.objects.create(site=thread.site, chat=chat, topic="api")
    type(chat.customer).objects.filter(pk=chat.customer_id).update(email=db_email, email_confirmed_at=Now())
    hints.committed(door.append, [event(thread.pk, Message(text="it arrives today"), Actor.agent(1))])
    return chat


def test_whoever_left_gets_the_answer_by_mail_once(db: str, monkeypatch: pytest.MonkeyPatch) -> None:
    chat = left_chat("li@example.com")
    deferred: list[dict[str, Any]] = []
    monkeypatch.setattr(tasks.send_missed, "defer", lambda **given: deferred.append(given))
    for _ in range(2):
        hints.committed(tasks.close_left, chat.pk)
    sent: list[list[str]] = []
    monkeypatch.setattr(tasks, "send_missed_mail", lambda _customer, texts: sent.append(texts))
    assert [given["chat_id"] for given in deferred] == [chat.pk]
    tasks.send_missed(**deferred[0])
    assert sent == [["it arrives today"]]


def test_a_mail_leads_only_to_the_sites_own_pages(db: str) -> None:
    customer = left_chat("li@example.com").customer
    customer.site.allowed_origins = ["https://www.example.com"]
    customer.page_url = "https://www.example.com/help?topic=1"
    assert way_back(customer) == customer.page_url
    customer.page_url = "https://www.example.com.evil.example/"
    assert way_back(customer) == "https://www.example.com"


def test_one_address_named_by_many_at_once_gets_one_mail(db: str) -> None:
    tickets = [make_ticket() for _ in range(6)]
    email = f"{uuid4().hex}@example.com"
    with ThreadPoolExecutor(6) as customers:
        list(customers.map(lambda ticket: give(ticket, email), tickets))
    assert EmailConfirmation.objects.filter(email=email).count() == 1


def test_one_customer_who_names_many_addresses_causes_a_few_mails(db: str) -> None:
    ticket = make_ticket()
    for _ in range(PER_CUSTOMER + 3):
        give(ticket, f"{uuid4().hex}@example.com")
        ticket.customer.refresh_from_db()
    assert EmailConfirmation.objects.filter(customer=ticket.customer).count() == PER_CUSTOMER


async def test_one_network_address_may_name_so_many_mail_addresses_in_an_hour(
    start_instance: Callable[..., Instance],
) -> None:
    instance = start_instance(extra_env={"CONTACTS_PER_ADDRESS": "2"})
    async with CustomerPlayer(instance) as customer:
        await customer.hello(language="ru")
        thread = await customer.start("раз")
        assert (await customer.ask("escalate", thread=thread, email="a@example.com"))["t"] == "ok"
        assert (await customer.ask("contact", thread=thread, email="b@example.com"))["t"] == "ok"
        refused = await customer.ask("contact", thread=thread, email="c@example.com")
        assert refused["code"] == "rate_limited"
        assert refused["data"]["retry_after"] <= 3600
