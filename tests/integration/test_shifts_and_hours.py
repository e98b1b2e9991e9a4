"""Does routing follow shifts, and do customers and leads hear who will be there and who is not?"""

import asyncio
from collections.abc import Iterator
from datetime import UTC, datetime
from uuid import uuid4

import pytest

from agents import opening, people, planning, roster
from agents.models import AdministrativeAct, Agent, LanguageSkill, RosterVersion
from agents.planning import Pattern
from chat import hints
from chat.errors import Refusal
from chat.models import Site
from routing import holds, snapshot
from tests.support.instance import Instance
from tests.support.players import AgentPlayer, CustomerPlayer
from tests.support.threads import make_site

EVERY_DAY = range(7)


def person(site: Site, name: str, role: str = "agent", **languages: int) -> Agent:
    """Somebody available."""
    fields = {"site": site, "name": name, "role": role, "status": Agent.Status.AVAILABLE}
    agent = Agent.objects.create_user(f"{uuid4().hex}@test.example", "a long password", **fields)
    for language, level in languages.items():
        LanguageSkill.objects.create(agent=agent, language=language, level=level)
    return agent


class Plans:
    """A site with an administrator who plans, and Ada who answers in Russian."""

    def __init__(self) -> None:
        self.site = make_site()
        self.admin = person(self.site, "Ana", "admin")
        self.ada = person(self.site, "Ada", ru=5)
        self.now = snapshot.clock()

    def clock(self, hours: float) -> str:
        """The local time (UTC) so many hours from now."""
        return datetime.fromtimestamp(self.now + hours * 3600, UTC).strftime("%H:%M")

    def shift(self, owner: str, start: str, end: str, **more: str) -> None:
        """A shift on every day."""
        pattern = Pattern(more.pop("zone", "UTC"), list(EVERY_DAY), start, end)
        hints.committed(planning.add_shift, self.admin.pk, owner, pattern, **more)

    def problems(self, **changes: object) -> dict[str, str]:
        """What saving this shift is refused with: field → reason."""
        fields: dict[str, object] = {"zone": "UTC", "weekdays": [0], "start": "09:00", "end": "17:00"} | changes
        owner = str(fields.pop("owner", f"agent:{self.ada.public_id}"))
        more = {name: str(fields.pop(name)) for name in ("first", "last", "in_region") if name in fields}
        with pytest.raises(Refusal) as refused:
            hints.committed(planning.add_shift, self.admin.pk, owner, Pattern(**fields), **more)
        assert refused.value.code == "settings_invalid"
        return {each["field"]: each["reason"] for each in refused.value.data["problems"]}


def test_the_snapshot_knows_who_is_on_shift_and_when_that_changes(db: str) -> None:
    plans = Plans()
    seen = snapshot.read(plans.site.pk, [plans.ada.pk], {})
    assert seen.agents[plans.ada.pk].on_duty
    assert seen.shifts_change_at is None
    plans.shift(f"agent:{plans.ada.public_id}", plans.clock(2), plans.clock(5))
    seen = snapshot.read(plans.site.pk, [plans.ada.pk], {})
    assert not seen.agents[plans.ada.pk].on_duty
    assert seen.shifts_change_at is not None
    assert 7_000 < seen.shifts_change_at - seen.now < 7_201


def test_a_team_gives_its_shifts_to_its_members(db: str) -> None:
    plans = Plans()
    team, _hints = hints.committed(planning.save_team, plans.admin.pk, None, "Night", True, [plans.ada.public_id])
    assert roster.of(plans.site.pk).duty(plans.ada.pk, plans.now).on
    plans.shift(f"team:{team.pk}", plans.clock(3), plans.clock(6))
    assert not roster.of(plans.site.pk).duty(plans.ada.pk, plans.now).on
    bare = roster.of(plans.site.pk).uncovered(plans.now)
    assert bare[0].name == "Night"
    assert bare[0].start == plans.now
    plans.shift(f"team:{team.pk}", "00:00", "00:00")
    assert roster.of(plans.site.pk).uncovered(plans.now) == []


def test_a_customer_learns_when_somebody_will_speak_their_language(db: str) -> None:
    plans = Plans()
    plans.shift(f"agent:{plans.ada.public_id}", plans.clock(2), plans.clock(5))
    found = opening.read(plans.site.pk, plans.now)
    assert found.languages == set()
    opens = found.opens_at("ru", "")
    assert opens is not None
    assert 7_000 < opens - plans.now < 7_201
    assert found.opens_at("en", "") is None
    # Office hours, where they are set, are what a customer is told.
    tomorrow = Pattern("UTC", list(EVERY_DAY), plans.clock(4), plans.clock(5))
    hints.committed(planning.add_hours, plans.admin.pk, "ru", "", tomorrow)
    for language in ("ru", "ru-KZ"):
        opens = opening.read(plans.site.pk, plans.now).opens_at(language, "CIS")
        assert opens is not None
        assert 14_000 < opens - plans.now < 14_401
    holiday = datetime.fromtimestamp(plans.now + 4 * 3600, UTC).date()
    hints.committed(planning.add_holiday, plans.admin.pk, holiday.isoformat(), "", "A feast")
    opens = opening.read(plans.site.pk, plans.now).opens_at("ru", "CIS")
    assert opens is not None
    assert 100_000 < opens - plans.now < 100_801


def test_what_cannot_be_planned_is_refused_at_saving_with_field_and_reason(db: str) -> None:
    plans = Plans()
    assert plans.problems(zone="Mars/Olympus").keys() == {"zone"}
    assert plans.problems(weekdays=[]).keys() == {"weekdays"}
    assert plans.problems(weekdays=[7]).keys() == {"weekdays"}
    assert plans.problems(start="25:00").keys() == {"start"}
    assert plans.problems(end="").keys() == {"end"}
    assert plans.problems(owner="agent:nobody").keys() == {"owner"}
    for owner in ("team:1x", "team:²", "team:" + "9" * 40, "agent:\x00"):
        assert plans.problems(owner=owner).keys() == {"owner"}
    with pytest.raises(Refusal, match="settings_invalid"):
        hints.committed(planning.save_team, plans.admin.pk, None, "Night", False, ["\x00"])
    assert plans.problems(first="2026-12-31", last="2026-12-01").keys() == {"last"}
    assert plans.problems(first="soon").keys() == {"first"}
    assert plans.problems(in_region="A region of no end at all").keys() == {"region"}
    before = RosterVersion.objects.filter(site=plans.site).count()
    with pytest.raises(Refusal, match="settings_invalid"):
        hints.committed(planning.add_hours, plans.admin.pk, "klingon", "", Pattern("UTC", [0], "09:00", "17:00"))
    assert RosterVersion.objects.filter(site=plans.site).count() == before
    with pytest.raises(Refusal, match="not_allowed"):
        hints.committed(planning.add_holiday, plans.ada.pk, "2026-12-24", "", "A feast")


def test_a_shift_at_a_time_that_the_clock_skips_or_repeats_is_refused_until_it_is_accepted(db: str) -> None:
    plans = Plans()
    found = plans.problems(zone="Europe/Berlin", weekdays=[6], start="02:30", end="08:00")
    assert found.keys() == {"start"}
    assert "Europe/Berlin" in found["start"]
    assert "03:00" in found["start"] or "twice" in found["start"]
    accepted = Pattern("Europe/Berlin", [6], "02:30", "08:00", bridges=True)
    hints.committed(planning.add_shift, plans.admin.pk, f"agent:{plans.ada.public_id}", accepted)
    # A night shift across the change is no error: it is an hour shorter or longer.
    night = Pattern("Europe/Berlin", list(EVERY_DAY), "22:00", "06:00")
    hints.committed(planning.add_shift, plans.admin.pk, f"agent:{plans.ada.public_id}", night)
    assert AdministrativeAct.objects.filter(site=plans.site, act="shift_added").count() == 2


def test_what_belongs_to_another_site_cannot_be_touched(db: str) -> None:
    ours, theirs = Plans(), Plans()
    shift = Pattern("UTC", [0], "09:00", "17:00")
    found, _hints = hints.committed(planning.add_shift, theirs.admin.pk, f"agent:{theirs.ada.public_id}", shift)
    team, _hints = hints.committed(planning.save_team, theirs.admin.pk, None, "Night", False, [])
    for attempt in (
        lambda: planning.remove(ours.admin.pk, "shift", found.pk),
        lambda: planning.save_team(ours.admin.pk, team.pk, "Ours now", True, []),
        lambda: planning.add_shift(ours.admin.pk, f"agent:{theirs.ada.public_id}", shift),
        lambda: planning.add_shift(ours.admin.pk, f"team:{team.pk}", shift),
        lambda: planning.save_team(ours.admin.pk, None, "Mixed", False, [theirs.ada.public_id]),
        lambda: people.dismiss(ours.admin.pk, theirs.ada.public_id),
        lambda: holds.set_manager(ours.admin.pk, "acct-1", theirs.ada.public_id),
    ):
        with pytest.raises(Refusal):
            hints.committed(attempt)
    assert Agent.objects.get(pk=theirs.ada.pk).is_active
    assert theirs.ada.shifts.count() == 1


# In the running product: Olga's shift begins in a few seconds.

SHIFT = """
from datetime import UTC, datetime, timedelta
from agents import planning
from agents.models import Agent, Shift
from chat import hints
from django.db import connection
from django.utils import timezone
olga = Agent.objects.get(email="olga@meridian.example")
begins = {begins}
shift = Shift.objects.create(site=olga.site, agent=olga, zone="UTC", weekdays=list(range(7)),
                             start=begins.time(), end=(begins + timedelta(hours=6)).time())
hints.committed(planning.replanned, olga.site_id)
print(begins.timestamp())
"""
CLEAR = """
from agents import planning
from agents.models import Agent, Shift, Team
from chat import hints
olga = Agent.objects.get(email="olga@meridian.example")
Shift.objects.filter(agent=olga).delete()
Team.objects.filter(site=olga.site, name="VIP rota").delete()
hints.committed(planning.replanned, olga.site_id)
"""


@pytest.fixture
def cleared(running: Instance) -> Iterator[None]:
    """Olga has no shifts again."""
    yield
    running.manage("shell", "-v", "0", "-c", CLEAR)


def plan(running: Instance, begins: str) -> float:
    """Give Olga a shift; the moment at which it begins."""
    return float(running.manage("shell", "-v", "0", "-c", SHIFT.format(begins=begins)).strip().splitlines()[-1])


@pytest.mark.usefixtures("cleared")
async def test_a_waiting_chat_is_assigned_as_soon_as_a_shift_begins(running: Instance) -> None:
    begins = await asyncio.to_thread(plan, running, "datetime.now(UTC) + timedelta(seconds=6)")
    async with AgentPlayer(running, "olga"), CustomerPlayer(running) as ivan:
        welcome = await ivan.hello(language="ru", region="CIS")
        assert welcome["desk"]["on_duty"] is False
        assert abs(welcome["desk"]["opens_at"] - begins) < 1
        thread = await ivan.start("вопрос")
        assigned = await ivan.event(thread, "assigned")
        assert assigned["at"] >= begins
        await ivan.ask("end", thread=thread)


@pytest.mark.usefixtures("cleared")
async def test_when_the_last_speaker_leaves_those_who_wait_are_told_and_go_on_in_another_language(
    running: Instance,
) -> None:
    async with AgentPlayer(running, "james") as james, CustomerPlayer(running) as ivan:
        async with AgentPlayer(running, "olga") as olga:
            await olga.ask("status", status="available")
            welcome = await ivan.hello(language="ru")
            assert welcome["desk"]["on_duty"] is True
            thread = await ivan.start("вопрос")
            await ivan.event(thread, "assigned")
            await olga.ask("status", status="away")
            await olga.ask("transfer", thread=thread, to="", note="")
            await ivan.event(thread, "requeued")
        told = await ivan.get("queue", nobody_on_duty=True)
        assert told["choices"] == ["ticket"]
        duty = await ivan.until(
            lambda: next((frame for frame in ivan.seen if frame["t"] == "duty" and not frame["desk"]["on_duty"]), None),
            "nobody speaks it any more",
        )
        assert "en" in duty["desk"]["languages"]
        assert (await ivan.ask("speak", thread=thread, language="klingon"))["code"] == "language_unknown"
        assert (await ivan.ask("speak", thread=thread, language="en"))["t"] == "ok"
        await james.event(thread, "assigned")
        await ivan.ask("end", thread=thread)
    async with AgentPlayer(running, "olga") as olga, CustomerPlayer(running) as ivan:
        # Who is away takes nothing, and the first page says so as the queue would.
        assert (await ivan.hello(language="ru"))["desk"]["on_duty"] is False
        await olga.ask("status", status="available")  # as it was found


ROTA = """
from agents import planning
from agents.models import Agent
from chat import hints
admin = Agent.objects.get(email="admin@meridian.example")
olga = Agent.objects.get(email="olga@meridian.example")
hints.committed(planning.save_team, admin.pk, None, "VIP rota", True, [olga.public_id])
"""


@pytest.mark.usefixtures("cleared")
async def test_an_hour_of_a_rota_without_cover_is_an_alarm_to_the_lead_alone(running: Instance) -> None:
    await asyncio.to_thread(running.manage, "shell", "-v", "0", "-c", ROTA)
    async with AgentPlayer(running, "nadia") as lead, AgentPlayer(running, "james") as james:
        alarms = await lead.until(
            lambda: [item for item in lead.follow_desk().values() if item["kind"] == "alarm"], "the alarm"
        )
        assert alarms[0]["team"] == "VIP rota"
        assert not [item for item in james.follow_desk().values() if item["kind"] == "alarm"]
