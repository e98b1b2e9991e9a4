"""Can an administrator change the rules safely: refused where they cannot work, nothing lost, everything recorded?"""

import asyncio
import re
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection

from agents.models import AdministrativeAct, Agent
from chat import hints
from chat.errors import Refusal
from routing import journal, policies, replay, snapshot
from routing.core import Agent as CoreAgent
from routing.core import AgentChanged, Decision, Engine, LanguageWish, Policy, Request, RequestQueued
from routing.models import JournalEntry, PolicyVersion
from tests.support.browserless import Browser
from tests.support.instance import Instance
from tests.support.players import AgentPlayer, CustomerPlayer
from tests.support.threads import make_site


def administrator() -> Agent:
    """Somebody who may, of a site of their own."""
    fields = {"site": make_site(), "name": "Ana", "role": Agent.Role.ADMIN}
    return Agent.objects.create_user(f"{uuid4().hex}@test.example", "a long password", **fields)


def save(admin: Agent, base: int, **changes: Any) -> PolicyVersion:
    """The default with changes, saved on a version."""
    data = policies.rules(Policy.default()) | changes
    return hints.committed(policies.save, admin.pk, base, data, "why")[0]


def test_a_saved_version_is_in_force_and_says_who_and_what(db: str) -> None:
    admin = administrator()
    saved = save(admin, 0, longest_wait=120)
    assert (saved.version, saved.saved_by, saved.note) == (1, admin, "why")
    assert snapshot.policy_of(admin.site_id).longest_wait == 120
    act = AdministrativeAct.objects.get(site=admin.site)
    assert (act.act, act.data) == ("policy_saved", {"version": 1, "changed": [["longest_wait", 300.0, 120]]})


def test_the_second_of_two_who_edit_at_once_is_refused_and_nothing_is_lost(db: str) -> None:
    admin = administrator()
    save(admin, 0, longest_wait=120)
    with pytest.raises(Refusal) as refused:
        save(admin, 0, longest_wait=240)
    assert refused.value.code == "policy_changed"
    assert refused.value.data == {"version": 1, "by": "Ana"}
    assert save(admin, 1, longest_wait=240).version == 2
    assert [row.data["longest_wait"] for row in PolicyVersion.objects.filter(site=admin.site).order_by("version")] == [
        120,
        240,
    ]


async def test_of_many_who_save_at_the_same_moment_exactly_one_is_saved(db: str) -> None:
    admin = await asyncio.to_thread(administrator)

    def attempt(wait: int) -> str:
        try:
            save(admin, 0, longest_wait=wait)
        except Refusal as refusal:
            return refusal.code
        finally:
            connection.close()
        return "saved"

    answers = await asyncio.gather(*(asyncio.to_thread(attempt, 100 + number) for number in range(8)))
    assert sorted(answers) == ["policy_changed"] * 7 + ["saved"]


def test_an_older_version_comes_back_as_a_new_one(db: str) -> None:
    admin = administrator()
    save(admin, 0, longest_wait=120)
    save(admin, 1, longest_wait=240)
    back = hints.committed(policies.restore, admin.pk, 2, 1)[0]
    assert (back.version, back.restores, back.data["longest_wait"]) == (3, 1, 120)
    default = hints.committed(policies.restore, admin.pk, 3, 0)[0]
    assert Policy.from_dict(default.data) == Policy.default()
    with pytest.raises(Refusal, match="not_found"):
        hints.committed(policies.restore, admin.pk, 4, 99)


def test_what_cannot_work_is_refused_with_field_and_reason(db: str) -> None:
    admin = administrator()
    rings = [{"after": 0}, {"after": 60, "any_region": True}, {"after": 30, "any_region": True}]
    with pytest.raises(Refusal) as refused:
        save(admin, 0, rings=rings, longest_wait=-1)
    problems = refused.value.data["problems"]
    assert {problem["field"] for problem in problems} == {"rings[2].after", "longest_wait"}
    assert all(problem["reason"] for problem in problems)
    assert not PolicyVersion.objects.filter(site=admin.site).exists()
    Agent.objects.filter(pk=admin.pk).update(role=Agent.Role.LEAD)
    with pytest.raises(Refusal, match="not_allowed"):
        save(admin, 0)


def test_differences_name_the_fields() -> None:
    before = policies.rules(Policy.default())
    after = before | {"weights": before["weights"] | {"load": 7}, "rings": before["rings"][:5]}
    found = {each.field: (each.before, each.after) for each in policies.differences(before, after)}
    assert found["weights.load"] == (100, 7)
    assert found["rings[5].after"] == (180, None)
    assert "longest_wait" not in found


def test_what_an_old_version_decided_still_replays(db: str) -> None:
    """A journal under the default and then under an edited policy, replayed after further edits."""
    admin = administrator()
    engine = Engine(Policy.default())
    hints.committed(journal.started, admin.site_id, 1, Policy.default(), 0)
    agents = [AgentChanged(CoreAgent(id=1, languages={"en": 5}, capacity=9))]
    first = [*agents, RequestQueued(Request(id=1, queued_at=0.0, languages=(LanguageWish("en", 3),)))]
    decide(admin, engine, first, 1.0)
    save(admin, 0, weights=policies.rules(Policy.default())["weights"] | {"level": 99})
    changed = snapshot.Told(Policy.default()).changes(snapshot.read(admin.site_id, [], {}))
    second = [*changed[:1], RequestQueued(Request(id=2, queued_at=2.0, languages=(LanguageWish("en", 3),)))]
    decide(admin, engine, second, 3.0)
    save(admin, 1, longest_wait=120)
    again = replay.Replay()
    for entry in JournalEntry.objects.filter(site=admin.site_id).order_by("pk"):
        again.take(entry)
    assert again.decisions == 2
    cycles = JournalEntry.objects.filter(site=admin.site_id, kind="cycle").order_by("pk")
    scores = [journal.read(entry.body).decisions[0][Decision._fields.index("score")] for entry in cycles]
    assert scores[1] > scores[0]


def decide(admin: Agent, engine: Engine, changes: list[Any], now: float) -> None:
    """One cycle, journalled."""
    for change in changes:
        engine.apply(change, now)
    decisions = engine.decide(now)
    assert decisions
    journal.cycle(admin.site_id, 1, now, changes, decisions, len(decisions), [])
    replay.settle(engine, decisions, set(), now)


# In the running product.


@pytest.fixture
def as_before(running: Instance) -> Iterator[None]:
    """The shared product has the default again."""
    yield
    running.manage(
        "shell", "-v", "0", "-c", "from routing.models import PolicyVersion; PolicyVersion.objects.all().delete()"
    )


def fields_of(html: str) -> list[tuple[str, str]]:
    """What a browser would send of the policy's form as it stands."""
    form = html[html.index('id="policy"') : html.index('id="versions"')]
    found = []
    for tag in re.findall(r"<input[^>]*>", form):
        name, kind = re.search(r'name="([^"]+)"', tag), re.search(r'type="([^"]+)"', tag)
        value = re.search(r'value="([^"]*)"', tag)
        if (
            name is None
            or name[1] == "csrfmiddlewaretoken"
            or (kind and kind[1] == "checkbox" and "checked" not in tag)
        ):
            continue
        found.append((name[1], value[1] if value else "on"))
    for select in re.findall(r"<select.*?</select>", form, re.S):
        name = re.search(r'name="([^"]+)"', select)
        value = re.search(r'value="([^"]*)" selected', select)
        assert name
        assert value
        found.append((name[1], value[1]))
    return found


def changed(fields: list[tuple[str, str]], field: str, to: str) -> list[tuple[str, str]]:
    """The fields with another value in one."""
    return [(name, to if name == field else value) for name, value in fields]


@pytest.mark.usefixtures("as_before")
def test_the_page_shows_the_bound_refuses_what_cannot_work_and_saves(running: Instance) -> None:
    admin = Browser(running, "admin")
    status, html = admin.get("/console/office/policy")
    assert status == 200
    assert "more than 180 s later" in html
    fields = fields_of(html)
    # As it stands the form describes exactly the default.
    status, html = admin.post("/console/office/policy", [*fields, ("do", "save")])
    assert status == 200
    assert "nothing changed" in html
    wider = [
        ("tier_credits.3", "240") if name == "tier_credits.3" else (name, value) for name, value in fields_of(html)
    ]
    status, looked = admin.post("/console/office/policy", [*wider, ("do", "look")])
    assert "more than 240 s later" in looked
    assert "Version 1 is in force" in looked
    status, html = admin.post("/console/office/policy", [*wider, ("note", "VIPs"), ("do", "save")])
    assert "Version 2 is in force" in html
    assert "tier_credits.3" in html
    acts = admin.get("/console/office/acts")[1]
    assert 'Credit of VIP 3: <span class="was">180' in acts
    assert "<span>240</span>" in acts
    wrong = changed(fields_of(html), "rings.2.after", "20")
    status, html = admin.post("/console/office/policy", [*wrong, ("do", "save")])
    assert status == 400
    assert "“Ring 3, After, seconds” must be later than the ring before it" in html
    assert 'value="20"' in html
    # Somebody else saved meanwhile: what was typed is still there.
    status, html = admin.post("/console/office/policy", [*changed(wider, "base", "1"), ("do", "save")])
    assert status == 400
    assert "saved version 2 meanwhile" in html
    assert 'value="240"' in html
    status, html = admin.post("/console/office/policy", [("base", "2"), ("do", "restore:1")])
    assert "brings version 1 back" in html


@pytest.mark.usefixtures("as_before")
def test_what_came_by_the_api_is_not_lost_by_the_form(running: Instance) -> None:
    admin = Browser(running, "admin")
    rules = admin.api("GET", "/api/v1/policy")[1]["policy"]
    changes = {"tier_credits": {"1": 60, "7": 400}, "reserve": {"7": 1}, "unit_costs": {"chat": 2, "video": 5}}
    assert admin.api("PUT", "/api/v1/policy", {"base": 0, "policy": rules | changes})[0] == 200
    _status, html = admin.get("/console/office/policy")
    assert "more than 400 s later" in html
    status, html = admin.post("/console/office/policy", [*fields_of(html), ("do", "save")])
    assert status == 200
    saved = admin.api("GET", "/api/v1/policy")[1]
    assert saved["version"] == 2
    assert {name: saved["policy"][name] for name in changes} == {
        "tier_credits": {"1": 60, "7": 400},
        "reserve": {"7": 1},
        "unit_costs": {"chat": 2, "video": 5},
    }


@pytest.mark.usefixtures("as_before")
def test_the_api_reads_and_saves_and_only_administrators_may(running: Instance) -> None:
    admin, lead, james = (Browser(running, name) for name in ("admin", "nadia", "james"))
    status, found = admin.api("GET", "/api/v1/policy")
    assert (status, found["version"], found["overtaking_bound"]) == (200, 0, 180.0)
    rules = found["policy"] | {"longest_wait": 111}
    status, saved = admin.api("PUT", "/api/v1/policy", {"base": 0, "policy": rules, "note": "shorter"})
    assert (status, saved["version"], saved["policy"]["longest_wait"]) == (200, 1, 111)
    assert saved["versions"][0]["by"] == "Ana Admin"
    status, refused = admin.api("PUT", "/api/v1/policy", {"base": 0, "policy": rules})
    assert (status, refused["code"], refused["data"]["version"]) == (409, "policy_changed", 1)
    status, refused = admin.api("PUT", "/api/v1/policy", {"base": 1, "policy": {"holds": {"friend": 3}}})
    assert (status, refused["code"]) == (400, "settings_invalid")
    assert refused["data"]["problems"][0]["field"] == "holds.friend"
    status, refused = admin.api("PUT", "/api/v1/policy", {"base": 1, "policy": rules}, origin="https://evil.example")
    assert (status, refused["code"]) == (403, "origin_refused")
    status, refused = admin.api("PUT", "/api/v1/policy", {"base": 1})
    assert (status, refused["code"]) == (400, "bad_frame")
    assert admin.api("PUT", "/api/v1/policy", {"base": 1, "restore": 0})[1]["version"] == 2
    for policy in ({"longest_wait": 10**400}, {"unit_costs": {"\x00": 1}}):
        status, refused = admin.api("PUT", "/api/v1/policy", {"base": 2, "policy": policy})
        assert (status, refused["code"]) == (400, "settings_invalid")
    status, refused = admin.api("PUT", "/api/v1/policy", b'{"base": 2, "policy": {"rings": ' + b"[" * 20_000)
    assert (status, refused["code"]) == (400, "bad_frame")
    assert admin.api("GET", "/api/v1/policy?version=1")[1]["policy"]["longest_wait"] == 111
    earlier = admin.api("GET", "/api/v1/policy?before=2")[1]
    assert ([row["version"] for row in earlier["versions"]], earlier["more"]) == ([1], False)
    assert lead.api("GET", "/api/v1/policy")[0] == 403
    assert james.api("PUT", "/api/v1/policy", {"base": 2, "policy": rules})[0] == 403
    assert james.get("/console/office/policy")[0] == 403
    assert lead.get("/console/office/policy")[0] == 403
    assert lead.get("/console/office/clients")[0] == 200


@pytest.mark.usefixtures("as_before")
async def test_a_saved_policy_decides_from_the_next_cycle_on(running: Instance) -> None:
    admin = await asyncio.to_thread(Browser, running, "admin")
    rings = [{"after": 0}, {"after": 2, "any_region": True}]
    async with AgentPlayer(running, "carlos"), CustomerPlayer(running) as sofia:
        await sofia.hello(language="es", region="APAC")
        rules = (await asyncio.to_thread(admin.api, "GET", "/api/v1/policy"))[1]["policy"] | {"rings": rings}
        saved, _answer = await asyncio.to_thread(admin.api, "PUT", "/api/v1/policy", {"base": 0, "policy": rules})
        assert saved == 200
        thread = await sofia.start("hola")
        assigned, queued = await sofia.event(thread, "assigned"), await sofia.event(thread, "queued")
        # The ring counts from the request's own time, which is a little before that of the event.
        assert assigned["at"] - queued["at"] > 1.5
        await sofia.ask("end", thread=thread)
