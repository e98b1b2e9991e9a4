"""Does a customer with an account manager come to that person first, then to the deputy, and decide for themselves?"""

import asyncio
import json
import urllib.request
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from django.db import connection

from agents import clients
from agents.models import AdministrativeAct, Agent, ClientCare
from chat import hints
from chat.errors import Refusal
from chat.models import Chat, Customer, Site
from routing import holds
from routing.models import Request
from tests.support.instance import Instance
from tests.support.players import AgentPlayer, CustomerPlayer, Frame, identity
from tests.support.threads import make_site, make_thread

# Li looks after the account, Wei stands in; the hold is short, so that nobody waits long here.
PREPARE = """
from agents.models import Agent, ClientCare
from chat.models import Site
from routing.models import PolicyVersion
site = Site.objects.get(key="site_demo_exchange")
li = Agent.objects.get(email="lina@meridian.example")
ClientCare.objects.create(site=site, account="{account}", manager=li)
last = PolicyVersion.objects.filter(site=site).order_by("-version").first()
data = {{"holds": {{"account_manager": {seconds}, "deputy": {seconds}, "last_agent": 5}}}}
PolicyVersion.objects.create(site=site, version=last.version + 1 if last else 1, data=data)
"""
RESTORE = """
from agents.models import Agent
from routing.models import PolicyVersion
Agent.objects.filter(email="lina@meridian.example").update(capacity=5)
PolicyVersion.objects.all().delete()
"""


@pytest.fixture
def restored(running: Instance) -> Iterator[None]:
    """The shared product gets its policy and people back."""
    yield
    running.manage("shell", "-v", "0", "-c", RESTORE)


def prepare(running: Instance, seconds: float) -> str:
    """A new account that Li looks after; its name."""
    account = f"acct-{uuid4().hex}"
    running.manage("shell", "-v", "0", "-c", PREPARE.format(account=account, seconds=seconds))
    return account


def full(running: Instance, name: str) -> None:
    """Somebody has no room."""
    code = f"from agents.models import Agent; Agent.objects.filter(email='{name}@meridian.example').update(capacity=0)"
    running.manage("shell", "-v", "0", "-c", code)


def why(running: Instance, agent: AgentPlayer, thread: str) -> dict[str, Any]:
    """The answer of the API."""
    request = urllib.request.Request(f"{running.url}/api/v1/why/{thread}", headers={"Cookie": agent.cookie})
    with urllib.request.urlopen(request) as response:
        found: dict[str, Any] = json.load(response)
    return found


async def waited_for(screen: AgentPlayer, thread: str) -> str:
    """Whom a chat waits for, once this screen says so."""
    found: str = await screen.until(
        lambda: screen.follow_desk().get(f"chat:{thread}", {}).get("waits_for"), "for whom it waits"
    )
    return found


@pytest.mark.usefixtures("restored")
async def test_a_vip_comes_to_the_account_manager(running: Instance) -> None:
    account = await asyncio.to_thread(prepare, running, 30)
    async with AgentPlayer(running, "lina") as li, AgentPlayer(running, "wei"), CustomerPlayer(running) as zhao:
        await zhao.hello(identity=identity(running, "zhao", sub=account))
        thread = await zhao.start("我的提现在哪里")
        assigned = await zhao.event(thread, "assigned")
        assert assigned["body"]["agent"]["id"] == li.me
        told = await asyncio.to_thread(why, running, li, thread)
        assert told["assignment"]["named"] == "account_manager"
        assert any("account manager" in sentence for sentence in told["sentences"])
        await zhao.ask("end", thread=thread)


@pytest.mark.usefixtures("restored")
async def test_the_deputy_takes_over_after_the_hold_and_at_once_where_the_manager_is_gone(running: Instance) -> None:
    account = await asyncio.to_thread(prepare, running, 2)
    await asyncio.to_thread(full, running, "lina")
    async with AgentPlayer(running, "wei") as wei, CustomerPlayer(running) as zhao:
        async with AgentPlayer(running, "lina"):
            await zhao.hello(identity=identity(running, "zhao", sub=account))
            thread = await zhao.start("我的提现在哪里")
            assigned = await zhao.event(thread, "assigned")
            queued = await zhao.event(thread, "queued")
            assert assigned["body"]["agent"]["id"] == wei.me
            assert assigned["at"] - queued["at"] >= 2
            told = await asyncio.to_thread(why, running, wei, thread)
            assert told["assignment"]["named"] == "deputy"
            await zhao.ask("end", thread=thread)
        thread = await zhao.start("还有一个问题")
        assigned, queued = await zhao.event(thread, "assigned"), await zhao.event(thread, "queued")
        assert assigned["body"]["agent"]["id"] == wei.me
        assert assigned["at"] - queued["at"] < 2
        await zhao.ask("end", thread=thread)


def manager(frame: Frame) -> dict[str, Any]:
    """What a `thread` frame says of the manager."""
    found: dict[str, Any] = frame["thread"].get("manager", {})
    return found


@pytest.mark.usefixtures("restored")
async def test_a_vip_chooses_to_wait_for_the_manager_or_to_take_anyone(running: Instance) -> None:
    account = await asyncio.to_thread(prepare, running, 600)
    await asyncio.to_thread(full, running, "lina")
    async with AgentPlayer(running, "lina") as li, AgentPlayer(running, "wei") as wei, CustomerPlayer(running) as zhao:
        await zhao.hello(identity=identity(running, "zhao", sub=account))
        thread = await zhao.start("我的提现在哪里")
        assert manager(await zhao.get("thread"))["name"] == "Li Na"
        assert (await zhao.ask("wait_for", thread=thread, whom="manager"))["t"] == "ok"
        assert manager(await zhao.get("thread"))["wait_for"] == "manager"
        told = await asyncio.to_thread(why, running, li, thread)
        assert "The customer chose to wait for Li Na and nobody else." in told["sentences"]
        for screen in (li, wei):
            waits_for = await waited_for(screen, thread)
            assert waits_for == li.me
        assert (await zhao.ask("wait_for", thread=thread, whom="anyone"))["t"] == "ok"
        assigned = await zhao.event(thread, "assigned")
        assert assigned["body"]["agent"]["id"] == wei.me
        assert (await zhao.ask("wait_for", thread=thread, whom="manager"))["code"] == "no_manager"
        await zhao.send("wait_for", rid="r1", thread=thread, whom="Li")
        await zhao.get("error", code="bad_frame")
        await zhao.ask("end", thread=thread)


async def test_whoever_has_no_manager_has_nothing_to_choose(running: Instance) -> None:
    async with CustomerPlayer(running) as ivan:
        await ivan.hello(language="ru")
        thread = await ivan.start("вопрос")
        assert manager(await ivan.get("thread")) == {}
        assert (await ivan.ask("wait_for", thread=thread, whom="manager"))["code"] == "no_manager"
        await ivan.ask("end", thread=thread)


class Desk:
    """A lead and three account managers of a site of their own."""

    def __init__(self) -> None:
        self.site: Site = make_site()
        self.lead, self.ada, self.bob, self.eve = (
            Agent.objects.create_user(f"{uuid4().hex}@test.example", "a long password", site=self.site, name=name)
            for name in ("Lea", "Ada", "Bob", "Eve")
        )
        Agent.objects.filter(pk=self.lead.pk).update(role=Agent.Role.LEAD)

    def deputy(self, of: Agent, deputy: Agent) -> None:
        hints.committed(holds.set_deputy, self.lead.pk, of.public_id, deputy.public_id)

    def manager(self, account: str, manager: Agent, deputy: Agent | None = None) -> None:
        public = deputy.public_id if deputy else ""
        hints.committed(holds.set_manager, self.lead.pk, account, manager.public_id, public)


def test_a_cycle_of_deputies_is_refused_at_saving_with_the_names(db: str) -> None:
    desk = Desk()
    desk.deputy(desk.ada, desk.bob)
    desk.deputy(desk.bob, desk.eve)
    with pytest.raises(Refusal) as refused:
        desk.deputy(desk.eve, desk.ada)
    assert refused.value.code == "deputies_cycle"
    assert refused.value.data["people"] == ["Eve", "Ada", "Bob", "Eve"]
    with pytest.raises(Refusal, match="deputies_cycle"):
        desk.deputy(desk.ada, desk.ada)
    # A client's own deputy may close a circle too.
    with pytest.raises(Refusal, match="deputies_cycle"):
        desk.manager("acct-9", desk.eve, desk.ada)
    desk.manager("acct-9", desk.ada, desk.eve)
    with pytest.raises(Refusal, match="deputies_cycle"):
        desk.deputy(desk.eve, desk.ada)
    connection.close()


def test_the_chain_is_asked_in_order_and_acts_are_recorded(db: str) -> None:
    desk = Desk()
    desk.manager("acct-1", desk.ada)
    desk.deputy(desk.ada, desk.bob)
    deputies = dict(Agent.objects.filter(site=desk.site).values_list("pk", "deputy"))
    assert clients.chain([desk.ada.pk], deputies) == [desk.ada.pk, desk.bob.pk]
    assert clients.chain([desk.ada.pk, desk.eve.pk], deputies) == [desk.ada.pk, desk.eve.pk]
    acts = AdministrativeAct.objects.filter(site=desk.site).order_by("pk")
    assert [(act.act, act.subject, act.by_id) for act in acts] == [
        ("manager_set", "acct-1", desk.lead.pk),
        ("deputy_set", "Ada", desk.lead.pk),
    ]
    with pytest.raises(Refusal, match="not_allowed"):
        hints.committed(holds.set_manager, desk.ada.pk, "acct-1", "", "")
    desk_has = ClientCare.objects.filter(site=desk.site).count()
    hints.committed(holds.set_manager, desk.lead.pk, "acct-1", "")
    assert (desk_has, ClientCare.objects.filter(site=desk.site).count()) == (1, 0)


def waiting(desk: Desk, account: str) -> Request:
    """A client who waits."""
    thread = make_thread(desk.site)
    Customer.objects.filter(pk=thread.customer_id).update(account=account)
    return Request.objects.create(site=desk.site, chat=Chat.objects.get(thread=thread), topic="api")


def test_who_looks_after_one_client_is_changed_without_waiting_for_all_others(db: str) -> None:
    desk = Desk()
    client, stranger = waiting(desk, "acct-1"), waiting(desk, "acct-2")
    with psycopg.connect(db) as elsewhere:
        elsewhere.execute("SELECT 1 FROM routing_request WHERE id = %s FOR NO KEY UPDATE", [stranger.pk])
        connection.cursor().execute("SET lock_timeout = '2s'")
        desk.manager("\x00 acct-1 ", desk.ada)
        desk.deputy(desk.ada, desk.bob)
    client.refresh_from_db()
    assert client.preferred == [[desk.ada.pk, "account_manager"], [desk.bob.pk, "deputy"]]
    desk.manager("acct-2", desk.eve)
    stranger.refresh_from_db()
    assert stranger.preferred == [[desk.eve.pk, "account_manager"]]
    connection.close()
