"""Is what customers were told kept and held against what came, and does a lead see who got how much work?"""

import asyncio
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from agents.models import Agent, LanguageSkill
from chat.models import Chat
from reporting import figures
from reporting.core import Period
from reporting.counting import count
from reporting.equals import ENOUGH_ASSIGNMENTS, equals
from routing import journal, rates, told
from routing.core import Agent as CoreAgent
from routing.core import AgentChanged, Estimate, Policy
from routing.models import Assignment, JournalEntry, Request, WaitTold
from routing.workspans import Presence
from tests.support.browserless import Browser
from tests.support.instance import Instance
from tests.support.players import AgentPlayer, CustomerPlayer
from tests.support.threads import make_site, make_thread

TODAY = Period(datetime.now(UTC).date() - timedelta(days=1), datetime.now(UTC).date() + timedelta(days=1), "UTC")


class Log:
    """A site with one agent and chats of the past."""

    def __init__(self) -> None:
        self.site = make_site()
        self.now = timezone.now()
        fields = {"site": self.site, "name": "Ada", "capacity": 2, "status": Agent.Status.AVAILABLE}
        self.ada = Agent.objects.create_user(f"{uuid4().hex}@test.example", "a long password", **fields)
        LanguageSkill.objects.create(agent=self.ada, language="en", level=5)

    def chat(self, ago: float, waited: float, handled: float | None, reason: str = "routed") -> Request:
        """A chat queued so many seconds ago, served after `waited` for `handled` seconds; or left then, without."""
        queued = self.now - timedelta(seconds=ago)
        chat = Chat.objects.get(thread=make_thread(self.site))
        Chat.objects.filter(pk=chat.pk).update(
            language="en", state="ended", queued_at=queued, ended_at=queued + timedelta(seconds=waited + (handled or 0))
        )
        request = Request.objects.create(
            site=self.site, chat=chat, topic="api", state=Request.State.DONE, queued_at=queued
        )
        if handled is not None:
            begun = queued + timedelta(seconds=waited)
            Assignment.objects.create(
                request=request,
                agent=self.ada,
                reason=reason,
                created_at=begun,
                accepted_at=begun,
                ended_at=begun + timedelta(seconds=handled),
            )
        return request

    def works(self, ago: float) -> None:
        """Ada has been working since so many seconds ago, as the router was told."""
        moment = (self.now - timedelta(seconds=ago)).timestamp()
        journal.started(self.site.pk, 1, Policy.default(), 0)
        JournalEntry.objects.filter(site=self.site).update(at=self.now - timedelta(seconds=ago))
        journal.cycle(self.site.pk, 1, moment, [AgentChanged(CoreAgent(id=self.ada.pk))], [], 0, [])


def test_rates_come_from_what_waiting_customers_saw(db: str) -> None:
    log = Log()
    for number in range(30):
        log.chat(ago=3500 - 100 * number, waited=100, handled=200)
    for number in range(10):
        log.chat(ago=3550 - 100 * number, waited=50, handled=None)
    found = rates.learn(log.site.pk)["en"]
    assert found.completion == pytest.approx(30 / 3050, rel=0.02)
    assert found.abandonment == pytest.approx(10 / (30 * 100 + 10 * 50), rel=0.01)


def test_chats_that_were_opened_again_are_handled_and_neither_arrive_nor_wait(db: str) -> None:
    log = Log()
    log.chat(ago=600, waited=100, handled=60)
    log.chat(ago=600, waited=50, handled=None)
    log.chat(ago=300, waited=0, handled=40, reason="followup")
    log.chat(ago=200, waited=0, handled=20, reason="followup")
    count(log.site.pk)
    for dimension in ("all", "language", "topic", "tier", "region"):
        (found,) = figures.by_value(log.site.pk, TODAY, dimension).values()
        assert (found.offered, found.served, found.abandoned, found.ticketed, found.waiting) == (2, 1, 1, 0, 0)
        assert (found.wait_s, found.within(5), found.within(120), found.service_level(20)) == (100, 0, 1, 0)
        assert (found.handled, found.handle_s) == (3, 120)
        assert (found.told, found.told_left) == (0, 0)
    # What people did is all of it.
    (ada,) = figures.by_value(log.site.pk, TODAY, "agent").values()
    assert (ada.handled, ada.handle_s) == (3, 120)


def test_rates_leave_out_chats_that_were_opened_again(db: str) -> None:
    log = Log()
    for number in range(30):
        log.chat(ago=3500 - 100 * number, waited=100, handled=200)
    before = rates.learn(log.site.pk)
    for number in range(30):
        log.chat(ago=3500 - 100 * number, waited=0, handled=200, reason="followup")
    # Seconds go by between the two.
    assert rates.learn(log.site.pk)["en"].completion == pytest.approx(before["en"].completion, rel=0.02)


def test_where_nobody_had_to_wait_rates_come_from_handling_and_capacity(db: str) -> None:
    log = Log()
    for number in range(25):
        log.chat(ago=3600 - 10 * number, waited=0.2, handled=400)
    assert rates.learn(log.site.pk)["en"].completion == pytest.approx(2 / 400)
    Agent.objects.filter(pk=log.ada.pk).update(status=Agent.Status.OFFLINE)
    assert rates.learn(log.site.pk) == {}


def test_what_was_told_first_is_kept_once_and_counted_with_what_came(db: str) -> None:
    log = Log()
    within, late, left = log.chat(300, 50, 60), log.chat(900, 600, 60), log.chat(200, 90, None)
    estimate = Estimate(60.0, 120.0, 70.0, 3, "learned")
    told.note([(each.pk, estimate) for each in (within, late, left)])
    told.note([(within.pk, estimate._replace(p50=1.0)), (10**12, estimate)])
    for each in (within, late, left):
        WaitTold.objects.filter(pk=each.pk).update(at=each.queued_at)
    count(log.site.pk)
    found = figures.by_value(log.site.pk, TODAY, "all")[""]
    assert (found.told, found.within_first, found.within_second, found.told_left) == (2, 0.5, 0.5, 1)
    assert (found.mean_told, found.mean_told_wait) == pytest.approx((60, 325))
    assert list(figures.by_value(log.site.pk, TODAY, "language")) == ["en"]
    yesterday = Period(TODAY.first - timedelta(days=9), TODAY.first - timedelta(days=8), "Asia/Tokyo")
    assert figures.by_value(log.site.pk, yesterday, "all") == {}


def test_fairness_is_counted_while_people_worked(db: str) -> None:
    log = Log()
    log.works(ago=7200)
    log.chat(ago=3600, waited=0, handled=1800)
    log.chat(ago=3600, waited=0, handled=900)
    count(log.site.pk)
    (group,) = equals(log.site.pk, TODAY)
    ((ada, found),) = group.people
    assert (group.languages, ada.name, found.served, found.load) == (("en",), "Ada", 2, 1.0)
    assert group.evenness is None  # one person is equal to nobody
    assert found.working_s == pytest.approx(7200, abs=30)
    assert found.idle_s == pytest.approx(5400, abs=30)


def test_only_those_who_answer_in_the_same_languages_are_equals(db: str) -> None:
    log = Log()
    log.works(ago=7200)
    moment = (log.now - timedelta(seconds=7200)).timestamp()
    for name, languages in (("Bo", ("en",)), ("Cy", ("en", "ru"))):
        agent = Agent.objects.create_user(
            f"{uuid4().hex}@test.example", "a long password", site=log.site, name=name, capacity=2
        )
        for language in languages:
            LanguageSkill.objects.create(agent=agent, language=language, level=4)
        journal.cycle(log.site.pk, 1, moment, [AgentChanged(CoreAgent(id=agent.pk))], [], 0, [])
    JournalEntry.objects.filter(site=log.site).update(at=log.now - timedelta(seconds=7200))
    for number in range(ENOUGH_ASSIGNMENTS):
        log.chat(ago=3600 - number, waited=0, handled=60)
    count(log.site.pk)
    english, both = equals(log.site.pk, TODAY)
    assert [person.name for person, _found in english.people] == ["Ada", "Bo"]
    assert english.evenness == pytest.approx(0.5)  # Ada had it all
    assert ([person.name for person, _found in both.people], both.evenness) == (["Cy"], None)


def test_who_waited_without_being_told_a_time_is_counted(db: str) -> None:
    log = Log()
    log.chat(300, 60, 60)
    log.chat(300, 1, 60)  # served before anything could be said
    log.chat(200, 90, None)
    estimated = log.chat(300, 50, 60)
    told.note([(estimated.pk, Estimate(60.0, 120.0, 70.0, 3, "learned"))])
    count(log.site.pk)
    for dimension, value in (("all", ""), ("language", "en"), ("tier", "0")):
        assert figures.by_value(log.site.pk, TODAY, dimension)[value].untold == 2


def test_a_new_leader_and_a_gone_agent_end_what_was_worked() -> None:
    rows = [
        (0.0, "start", None, None, False),
        (1.0, "cycle", 7, "agent_changed", True),
        (50.0, "cycle", 7, "agent_changed", False),
        (60.0, "cycle", 7, "agent_changed", True),
        (80.0, "start", None, None, False),
        (81.0, "cycle", 7, "agent_changed", True),
        (90.0, "cycle", 7, "agent_gone", False),
    ]
    presence = Presence()
    assert list(presence.hear(rows)) == [(7, 1.0, 50.0), (7, 60.0, 80.0), (7, 81.0, 90.0)]
    assert presence.since == {}


CAPACITY = "from agents.models import Agent; Agent.objects.filter(email='carlos@meridian.example').update(capacity={})"


@pytest.fixture
def one_at_a_time(running: Instance) -> Iterator[None]:
    """Carlos takes one chat at once, and nobody else's is left."""
    running.manage("shell", "-v", "0", "-c", CAPACITY.format(1))
    running.clear_desk()
    yield
    running.manage("shell", "-v", "0", "-c", CAPACITY.format(4))


@pytest.mark.usefixtures("one_at_a_time")
async def test_a_customer_who_waited_is_in_the_report(running: Instance) -> None:
    lead = await asyncio.to_thread(Browser, running, "nadia")
    path = "/api/v1/reports/waits?zone=America/Bogota"
    await asyncio.to_thread(running.manage, "count_figures")
    before = (await asyncio.to_thread(lead.api, "GET", path))[1]["languages"].get("es", {"waits": 0})["waits"]
    async with AgentPlayer(running, "carlos"), CustomerPlayer(running) as one, CustomerPlayer(running) as other:
        await one.hello(language="es", region="LATAM")
        await other.hello(language="es", region="LATAM")
        first = await one.start("hola")
        await one.event(first, "assigned")
        second = await other.start("hola")
        queue = await other.get("queue")
        assert queue["p50"] < queue["p90"]
        await one.ask("end", thread=first)
        await other.event(second, "assigned")
        await other.ask("end", thread=second)
    await asyncio.to_thread(running.manage, "count_figures")
    status, found = await asyncio.to_thread(lead.api, "GET", path)
    assert (status, found["languages"]["es"]["waits"]) == (200, before + 1)
    assert (await asyncio.to_thread(lead.get, "/console/office/waits"))[0] == 200
    status, fair = await asyncio.to_thread(lead.api, "GET", "/api/v1/reports/fairness")
    people = [(group["languages"], each) for group in fair["groups"] for each in group["people"]]
    languages, carlos = next(found for found in people if found[1]["name"] == "Carlos Vega")
    assert "es" in languages
    assert carlos["assignments"] >= 2
    assert "Carlos Vega" in (await asyncio.to_thread(lead.get, "/console/office/fairness"))[1]


def test_days_that_are_none_are_refused_with_field_and_reason(running: Instance) -> None:
    lead = Browser(running, "nadia")
    for query, field in (
        ("from=soon", "from"),
        ("zone=Mars/Olympus", "zone"),
        ("from=2026-11-20&to=2026-11-19", "to"),
        ("from=2020-01-01&to=2026-11-19", "from"),
        ("to=9999-12-31", "to"),
    ):
        status, refused = lead.api("GET", f"/api/v1/reports/waits?{query}")
        assert (status, refused["data"]["problems"][0]["field"]) == (400, field)
        assert lead.get(f"/console/office/fairness?{query}")[0] == 400
    assert Browser(running, "james").api("GET", "/api/v1/reports/waits")[0] == 403
