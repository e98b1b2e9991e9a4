"""Does signing in keep everything, whatever happens at the same moment?"""

import asyncio
import time
from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import jwt
import psycopg
import pytest
from django.db import connection
from psycopg.types.json import Jsonb

from chat import customers, hints
from chat.errors import CloseCode
from chat.models import Customer, Event, IdentitySecret, Site, Thread
from tests.support.instance import Instance
from tests.support.players import AgentPlayer, CustomerPlayer, identity
from tests.support.threads import make_site, make_thread

SECRET = "a secret that is at least thirty-two bytes long"


def signed(site: Site, account: str, **claims: object) -> str:
    """An identity for a site of a test's own."""
    IdentitySecret.objects.get_or_create(site=site, kid="one", defaults={"secret": SECRET})
    now = int(time.time())
    body = {"sub": account, "aud": site.key, "iat": now, "exp": now + 300} | claims
    return jwt.encode(body, SECRET, algorithm="HS256", headers={"kid": "one"})


def identify(customer: Customer, token: str) -> Customer:
    """Sign in on an open connection."""
    try:
        return hints.committed(customers.identify, customer, token)[0].customer
    finally:
        connection.close()


async def test_who_signs_in_and_reloads_while_waiting_is_ranked_as_who_they_are(running: Instance) -> None:
    async with AgentPlayer(running, "olga") as olga:
        await olga.ask("status", status="away")
        sub = f"acct-{uuid4().hex}"
        async with CustomerPlayer(running) as before:
            await before.hello(language="ru")
            thread = await before.start("раз")
        async with CustomerPlayer(running) as after:
            after.token = before.token
            welcome = await after.hello(identity=identity(running, sub=sub, tier=3, region="CIS"), language="ru")
            assert [each["id"] for each in welcome["threads"]] == [thread]
            told = running.manage(
                "shell", "-v", "0", "-c",
                "from routing.models import Request;"
                f"print(Request.objects.filter(chat__thread__public_id='{thread}').values_list('tier', 'region')[0])",
            )  # fmt: skip
            assert told.strip() == "(3, 'CIS')"
            await after.ask("end", thread=thread)
        await olga.ask("status", status="available")


def test_two_tabs_that_sign_in_at_once_are_one_customer(db: str) -> None:
    site = make_site()
    account = f"acct-{uuid4().hex}"
    token = signed(site, account)
    anonymous = [Customer.objects.create(site=site) for _ in range(4)]
    with ThreadPoolExecutor(4) as tabs:
        found = list(tabs.map(lambda each: identify(each, token), anonymous))
    assert len({customer.pk for customer in found}) == 1
    assert Customer.objects.filter(site=site, account=account).count() == 1


def test_a_confirmed_address_goes_along_to_an_account_that_has_none(db: str) -> None:
    site = make_site()
    account = f"acct-{uuid4().hex}"
    token = signed(site, account)
    identify(Customer.objects.create(site=site), token)
    thread = make_thread(site)
    customers_row = Customer.objects.filter(pk=thread.customer_id)
    customers_row.update(email="li@example.com", email_confirmed_at=thread.created_at)
    after = identify(customers_row.get(), token)
    assert (after.email, after.email_confirmed_at) == ("li@example.com", thread.created_at)
    assert Thread.objects.get(pk=thread.pk).customer_id == after.pk


async def test_signing_in_while_a_message_is_written_ends_in_no_deadlock(db: str) -> None:
    def prepare() -> tuple[Thread, Customer, str]:
        site = make_site()
        account = f"acct-{uuid4().hex}"
        token = signed(site, account)
        identify(Customer.objects.create(site=site), token)
        thread = make_thread(site)
        return thread, Customer.objects.get(pk=thread.customer_id), token

    thread, customer, token = await asyncio.to_thread(prepare)
    async with await psycopg.AsyncConnection.connect(db) as writer:
        # As the log writer does: the head first, the thread's row with the foreign key of the event.
        await writer.execute("SELECT 1 FROM chat_threadhead WHERE thread_id = %s FOR NO KEY UPDATE", [thread.pk])
        signing_in = asyncio.create_task(asyncio.to_thread(identify, customer, token))
        await asyncio.sleep(0.3)
        await writer.execute("SET LOCAL lock_timeout = '200ms'")
        await writer.execute("SELECT 1 FROM chat_thread WHERE id = %s FOR KEY SHARE", [thread.pk])
        await writer.commit()
        after = await signing_in

    def identified() -> bool:
        return Event.objects.filter(thread=thread, type="identified", actor_id=after.pk).exists()

    assert await asyncio.to_thread(identified)


@pytest.mark.parametrize("begun", [True, False], ids=["an account that exists", "a new account"])
async def test_what_is_said_while_somebody_signs_in_goes_along(db: str, begun: bool) -> None:
    def prepare() -> tuple[Thread, Customer, str]:
        site = make_site()
        token = signed(site, f"acct-{uuid4().hex}")
        if begun:
            identify(Customer.objects.create(site=site), token)
        thread = make_thread(site)
        Customer.objects.filter(pk=thread.customer_id).update(pages_consent=Customer.PagesConsent.HOST)
        return thread, Customer.objects.get(pk=thread.customer_id), token

    thread, customer, token = await asyncio.to_thread(prepare)
    async with await psycopg.AsyncConnection.connect(db) as writer:
        await writer.execute("SELECT 1 FROM chat_threadhead WHERE thread_id = %s FOR NO KEY UPDATE", [thread.pk])
        signing_in = asyncio.create_task(asyncio.to_thread(identify, customer, token))
        waiting = "SELECT 1 FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY(pg_blocking_pids(pid))"
        async with asyncio.timeout(30):
            while await (await writer.execute(waiting)).fetchone() is None:  # for the head of the thread
                await asyncio.sleep(0.01)
        await writer.execute(
            "UPDATE chat_customer SET pages_consent = 'refused', email = 'li@example.com', attributes_said = %s "
            "WHERE id = %s",
            [Jsonb([["cart", "3"]]), customer.pk],
        )
        await writer.commit()
        after = await signing_in
    now = await asyncio.to_thread(Customer.objects.get, pk=after.pk)
    assert (after.pk == customer.pk) is not begun
    assert (now.pages_consent, now.email, now.attributes_said) == ("refused", "li@example.com", [["cart", "3"]])


async def test_forgetting_a_device_closes_every_tab_of_it(running: Instance) -> None:
    async with CustomerPlayer(running) as one, CustomerPlayer(running) as other:
        await one.hello(language="ru")
        other.token = one.token
        await other.hello(language="ru")
        assert other.token == one.token
        assert (await one.ask("forget"))["t"] == "ok"
        assert await other.closed() == CloseCode.GOING_AWAY
        async with CustomerPlayer(running) as again:
            again.token = other.token
            await again.hello(language="ru")
            assert again.token != other.token
