"""Do the figures that are counted ahead say what the chats themselves say, for any day in any zone?"""

from __future__ import annotations

import asyncio
import csv
import io
from collections import defaultdict
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from agents.models import Agent
from chat.models import Chat, Topic
from reporting import figures
from reporting.core import BOUNDS, Figures, Period
from reporting.counting import QUARTER, count, runs
from reporting.models import Quarter
from routing import journal, workspans
from routing.core import Agent as CoreAgent
from routing.core import AgentChanged, AgentGone, Policy
from routing.models import Assignment, Request, WorkSpan, WrapUp
from tests.support.browserless import Browser
from tests.support.history import fill
from tests.support.instance import Instance
from tests.support.players import AgentPlayer, CustomerPlayer
from tests.support.threads import make_site

DAYS = 9


def make_past(chats: int = 700) -> int:
    """A site with two agents and some days of chats; its id."""
    site = make_site()
    Topic.objects.create(site=site, slug="other", names={"en": "Other"})
    for name in ("Ada", "Ben"):
        Agent.objects.create_user(f"{uuid4().hex}@test.example", "a long password", site=site, name=name, capacity=2)
    fill(site.pk, chats, DAYS)
    return site.pk


def handled_s(one: Assignment) -> float:
    """Seconds from accepting to the end."""
    assert one.accepted_at is not None
    assert one.ended_at is not None
    return (one.ended_at - one.accepted_at).total_seconds()


def seen_chats(site_id: int, period: Period, key: Any) -> dict[Any, Figures]:
    """The same figures, chat by chat, by what `key` makes of a chat and its request."""
    found: dict[Any, Figures] = defaultdict(Figures)
    for request in Request.objects.filter(site=site_id).select_related("chat", "told"):
        chat = request.chat
        if not period.start <= chat.queued_at < period.end:
            continue
        taken = [each for each in request.assignments.all() if each.accepted_at]
        served = min((at for each in taken if (at := each.accepted_at)), default=None)
        end = served or chat.ended_at
        waited = (served - chat.queued_at).total_seconds() if served else None
        told = getattr(request, "told", None)
        over = (end - told.at).total_seconds() if told and end else None
        says = over is not None and told is not None and (served is not None or over > told.p90)
        one = Figures(
            offered=1,
            served=int(served is not None),
            ticketed=int(served is None and chat.ended_by == "ticket"),
            abandoned=int(served is None and chat.ended_at is not None and chat.ended_by != "ticket"),
            wait_s=waited or 0.0,
            handled=int(served is not None and chat.ended_at is not None),
            handle_s=sum(handled_s(each) for each in taken),
            rated=int(chat.rating is not None),
            stars=chat.rating or 0,
            told=int(says),
            told_s=told.p50 if told and says else 0.0,
            told_waited_s=over or 0.0 if says else 0.0,
            told_left=int(served is None and over is not None),
            untold=int(told is None and end is not None and (end - chat.queued_at).total_seconds() >= 5),
            told_p50=int(served is not None and told is not None and over is not None and over <= told.p50),
            told_p90=int(served is not None and told is not None and over is not None and over <= told.p90),
            **{f"within_{bound}": int(waited is not None and waited <= bound) for bound in BOUNDS},
        )
        found[key(chat, request)] = found[key(chat, request)].plus(one)
    return dict(found)


def alike(counted: dict[Any, Figures], seen: dict[Any, Figures]) -> None:
    """The same keys, with the same counts, and sums that differ by rounding only."""
    assert counted.keys() == seen.keys()
    for key, figure in seen.items():
        assert counted[key] == pytest.approx(figure), key


@pytest.mark.parametrize("zone", ["UTC", "Asia/Kathmandu", "America/St_Johns", "Pacific/Chatham"])
def test_every_day_in_every_zone_has_the_chats_that_it_had(db: str, zone: str) -> None:
    site_id = make_past()
    count(site_id)
    today = timezone.now().astimezone(ZoneInfo(zone)).date()
    period = Period(today - timedelta(days=6), today - timedelta(days=1), zone)

    def at(chat: Chat) -> datetime:
        return chat.queued_at.astimezone(ZoneInfo(zone)).replace(tzinfo=None)

    def day(chat: Chat, _request: Request) -> datetime:
        return datetime.combine(at(chat).date(), time())

    def hour_of_week(chat: Chat, _request: Request) -> tuple[int, int]:
        return at(chat).weekday(), at(chat).hour

    alike(figures.series(site_id, period, "day"), seen_chats(site_id, period, day))
    alike(figures.hours_of_week(site_id, period), seen_chats(site_id, period, hour_of_week))
    for dimension, key in (
        ("language", lambda chat, request: chat.language),
        ("region", lambda chat, request: request.region),
        ("tier", lambda chat, request: str(request.tier)),
        ("topic", lambda chat, request: request.topic),
    ):
        alike(figures.by_value(site_id, period, dimension), seen_chats(site_id, period, key))


def test_a_day_of_the_clocks_change_has_its_own_hours(db: str) -> None:
    """In Berlin 25 October 2026 has 25 hours, of which two are called 2 o'clock."""
    period = Period(date(2026, 10, 25), date(2026, 10, 25), "Europe/Berlin")
    assert period.end - period.start == timedelta(hours=24)  # on the wall; 25 of them pass
    assert (period.end.astimezone(UTC) - period.start.astimezone(UTC)) == timedelta(hours=25)
    site_id = make_past(1)
    for hour in range(25):
        at = period.start.astimezone(UTC) + timedelta(hours=hour)
        Quarter.objects.create(site_id=site_id, at=at, dimension="all", value="", offered=1)
    found = figures.series(site_id, period, "hour")
    assert (len(found), found[datetime.combine(period.first, time(2))].offered) == (24, 2)


def test_counting_again_changes_nothing_and_what_happens_later_is_counted_where_it_belongs(db: str) -> None:
    site_id = make_past(200)
    count(site_id)
    everything = Quarter.objects.filter(site=site_id).order_by("dimension", "at", "value")
    first = list(everything.values_list("dimension", "at", "value", "offered", "served", "rated", "stars"))
    count(site_id, again=True)
    assert list(everything.values_list("dimension", "at", "value", "offered", "served", "rated", "stars")) == first
    old = Chat.objects.filter(site=site_id, rating=None, agent__isnull=False).earliest("queued_at")
    Chat.objects.filter(pk=old.pk).update(rating=5, rated_at=timezone.now())
    assert count(site_id) < 10
    whole = Period((timezone.now() - timedelta(days=DAYS + 1)).date(), timezone.now().date(), "UTC")
    total = figures.total(figures.series(site_id, whole, "day").values())
    assert total.rated == Chat.objects.filter(site=site_id, rating__isnull=False).count()
    mine = figures.by_value(site_id, whole, "agent")
    assert sum(each.rated for each in mine.values()) == total.rated


def test_quarters_that_follow_each_other_are_counted_together_a_day_at_most() -> None:
    begin = datetime(2026, 5, 4, tzinfo=UTC)
    at = [begin + QUARTER * number for number in (0, 1, 2, 5, *range(10, 110))]
    found = [((start - begin) // QUARTER, (end - begin) // QUARTER) for start, end in runs(at)]
    assert found == [(0, 3), (5, 6), (10, 106), (106, 110)]
    assert list(runs([])) == []


def test_people_are_busy_while_they_work_and_not_for_longer(db: str) -> None:
    site = make_site()
    ada = Agent.objects.create_user(f"{uuid4().hex}@test.example", "a long password", site=site, name="Ada", capacity=2)
    fill(site.pk, 1, 1)
    Assignment.objects.filter(agent=ada).delete()
    WorkSpan.objects.filter(agent=ada).delete()
    begin = datetime(2026, 5, 4, 8, tzinfo=UTC)
    WorkSpan.objects.create(agent=ada, began=begin, ended=begin + timedelta(hours=2))
    request = Request.objects.get(site=site)
    Chat.objects.filter(pk=request.chat_id).update(queued_at=begin)
    at = begin + timedelta(minutes=80)
    Assignment.objects.create(
        request=request, agent=ada, created_at=at, accepted_at=at, ended_at=at + timedelta(hours=1), units=1
    )
    count(site.pk, again=True)
    found = figures.by_value(site.pk, Period(begin.date(), begin.date(), "UTC"), "agent")[str(ada.pk)]
    assert (found.served, found.handled, found.handle_s, found.working_s) == (1, 1, 3600, 7200)
    assert (found.busy_s, found.idle_s, found.load) == pytest.approx((40 * 60 / 2, 80 * 60, 0.5))
    assert found.occupancy == pytest.approx(1 / 6)
    # Finishing up is handling: as long as it lasted, not as long as it might have.
    earlier = begin + timedelta(minutes=20)
    WrapUp.objects.create(
        agent=ada, chat_id=request.chat_id, began=earlier, until=earlier + timedelta(minutes=30),
        ended_at=earlier + timedelta(minutes=6),
    )  # fmt: skip
    WrapUp.objects.create(
        agent=ada, chat_id=request.chat_id, began=earlier + timedelta(minutes=10),
        until=earlier + timedelta(minutes=14),
    )  # fmt: skip
    count(site.pk, again=True)
    found = figures.by_value(site.pk, Period(begin.date(), begin.date(), "UTC"), "agent")[str(ada.pk)]
    assert (found.busy_s, found.idle_s) == pytest.approx((50 * 60 / 2, 70 * 60))


def test_times_of_work_are_read_from_the_journal_once(db: str) -> None:
    site = make_site()
    ada = Agent.objects.create_user(f"{uuid4().hex}@test.example", "a long password", site=site, name="Ada")
    now = timezone.now().timestamp()

    def hear(ago: float, change: AgentChanged | AgentGone) -> None:
        journal.cycle(site.pk, 1, now - ago, [change], [], 0, [])
        workspans.follow(site.pk)

    journal.started(site.pk, 1, Policy.default(), 0)
    hear(300, AgentChanged(CoreAgent(id=ada.pk)))
    hear(200, AgentChanged(CoreAgent(id=ada.pk, capacity=5)))
    hear(100, AgentGone(ada.pk))
    hear(50, AgentChanged(CoreAgent(id=ada.pk)))
    workspans.follow(site.pk)
    spans = [
        (span.began.timestamp(), span.ended and span.ended.timestamp()) for span in ada.work_spans.order_by("began")
    ]
    assert spans == [pytest.approx((now - 300, now - 100)), (pytest.approx(now - 50), None)]


def of_spanish(instance: Instance, lead: Browser) -> dict[str, Any]:
    """What the API says of today's chats in Spanish, counted up to now."""
    instance.manage("count_figures")
    status, found = lead.api("GET", "/api/v1/reports/service")
    assert (status, found["within"]) == (200, 60), "the bound of the site's wall, where none is asked for"
    empty = {"offered": 0, "served": 0, "rated": 0}
    figure: dict[str, Any] = found["values"].get("es", empty)
    return figure


async def test_a_chat_that_was_served_and_rated_is_in_the_report_of_its_site(running: Instance) -> None:
    lead = await asyncio.to_thread(Browser, running, "nadia")
    before = await asyncio.to_thread(of_spanish, running, lead)
    async with AgentPlayer(running, "carlos"), CustomerPlayer(running) as customer:
        await customer.hello(language="es", region="LATAM")
        thread = await customer.start("hola")
        await customer.event(thread, "assigned")
        await customer.ask("end", thread=thread)
        assert (await customer.ask("rate", thread=thread, score=5))["t"] == "ok"
    after = await asyncio.to_thread(of_spanish, running, lead)
    assert [after[name] - before[name] for name in ("offered", "served", "rated")] == [1, 1, 1]
    for query in (
        "",
        "by=agent",
        "by=tier&only=0&within=60",
        "by=topic&zone=Asia/Kathmandu",
        "from=2026-01-01&to=2026-01-02",
    ):
        status, text = await asyncio.to_thread(lead.get, f"/console/office/service?{query}")
        assert (status, "<svg" in text) == (200, True), query
    status, text = await asyncio.to_thread(lead.get, "/console/office/service?as=csv")
    assert (status, '"local_time","language","name","offered"' in text) == (200, True)
    status, text = await asyncio.to_thread(lead.get, "/console/office/service?as=csv&by=agent")
    people = [*csv.DictReader(io.StringIO(text.lstrip("\ufeff")))]
    assert any(int(row["served"]) > 0 for row in people)
    unknown = ("within_30", "wait_s", "told", "abandoned", "service_level", "wait_p50_s", "wait_p90_s")
    assert {row[name] for row in people for name in unknown} == {""}  # not counted of people: not nought either


def test_a_question_that_cannot_be_understood_is_refused_with_its_field(running: Instance) -> None:
    lead = Browser(running, "nadia")
    for query, field in (("by=agents", "by"), ("within=31", "within"), ("zone=Mars", "zone"), ("from=soon", "from")):
        status, refused = lead.api("GET", f"/api/v1/reports/service?{query}")
        assert (status, refused["data"]["problems"][0]["field"]) == (400, field)
        assert lead.get(f"/console/office/service?{query}")[0] == 400
    assert Browser(running, "james").api("GET", "/api/v1/reports/service")[0] == 403
    assert Browser(running, "james").get("/console/office/service")[0] == 403
