"""Can everybody change their own password, and an administrator give a new one; does guessing end, and the other
session?"""

from __future__ import annotations

from collections.abc import Iterator
from uuid import uuid4

import pytest

from tests.support.browserless import Browser
from tests.support.instance import Instance
from tests.support.players import sign_in

PAGE = "/console/office/me"
FIRST, SECOND, THIRD = "the first that was given", "the second, chosen alone", "the third, given again"
HIRED = """
from agents.models import Agent
from chat.models import Site
site = Site.objects.get(key="site_demo_exchange")
site.own_profiles = False  # a password is one's own all the same
site.save(update_fields=["own_profiles"])
print(Agent.objects.create_user("{email}", "{password}", site=site, name="{name}", role="agent").public_id)
"""
GONE = """
from agents.models import AdministrativeAct, Agent
from chat.models import Site
agent = Agent.objects.get(email="{email}")
AdministrativeAct.objects.filter(by=agent).delete()
agent.delete()
Site.objects.filter(key="site_demo_exchange").update(own_profiles=True)
"""


@pytest.fixture
def hired(running: Instance) -> Iterator[tuple[str, str]]:
    """Somebody new on a desk that lets nobody change their profile: (e-mail address, id)."""
    name = f"noor-{uuid4().hex[:8]}"
    email = f"{name}@meridian.example"
    made = running.manage("shell", "-v", "0", "-c", HIRED.format(email=email, password=FIRST, name=name))
    yield email, made.strip().splitlines()[-1]
    running.manage("shell", "-v", "0", "-c", GONE.format(email=email))


def signed_in(running: Instance, email: str, password: str) -> Browser:
    """Somebody with a password of their own, and the token of their page."""
    browser = Browser(running)
    browser.carry(sign_in(running, email, password))
    assert browser.get(PAGE)[0] == 200
    return browser


def typed(present: str, password: str, again: str) -> list[tuple[str, str]]:
    """The form of one's own password."""
    return [("do", "password"), ("present", present), ("password", password), ("again", again)]


def test_everybody_changes_their_own_password_and_only_this_session_goes_on(
    running: Instance, hired: tuple[str, str]
) -> None:
    email = hired[0]
    here = signed_in(running, email, FIRST)
    other = Browser(running)
    other.get("/console/sign-in")
    other.post("/console/sign-in", [("email", email), ("password", FIRST)])
    assert 'id="present"' in other.get(PAGE)[1]
    for fields, words in (
        (typed("not the first", SECOND, SECOND), "The present password is not right."),
        (typed(FIRST, SECOND, SECOND + "?"), "The new password was not typed the same twice."),
        (typed(FIRST, "short", "short"), "too short"),
    ):
        status, text = here.post(PAGE, fields)
        assert (status, words in text) == (400, True), words
        assert not any(secret in text for secret in (FIRST, SECOND))
    status, text = here.post(PAGE, typed(FIRST, SECOND, SECOND))
    assert (status, "Saved." in text) == (200, True)
    assert 'id="present"' not in other.get(PAGE)[1]  # it has to sign in again
    signed_in(running, email, SECOND)
    acts = Browser(running, "admin").get("/console/office/acts")[1]
    assert "Own password changed" in acts
    assert not any(secret in acts for secret in (FIRST, SECOND))


def test_guessing_the_present_password_ends_as_it_does_at_the_door(running: Instance, hired: tuple[str, str]) -> None:
    here = signed_in(running, hired[0], FIRST)
    answers = [here.post(PAGE, typed(f"guess {number}", SECOND, SECOND))[1] for number in range(21)]
    assert any("Too many attempts." in text for text in answers)  # two windows may have had ten each
    assert "The present password is not right." in answers[0]


def test_an_administrator_gives_a_new_first_password_to_anybody_else(running: Instance, hired: tuple[str, str]) -> None:
    email, public_id = hired
    there = signed_in(running, email, FIRST)
    admin = Browser(running, "admin")
    admin.get("/console/office/people")
    path = f"/console/office/people/{public_id}"
    status, text = admin.post(path, [("do", "password"), ("password", "short")])
    assert (status, "too short" in text) == (400, True)
    assert admin.post(path, [("do", "password"), ("password", THIRD)])[0] == 200
    assert 'id="present"' not in there.get(PAGE)[1]
    signed_in(running, email, THIRD)
    acts = admin.get("/console/office/acts")[1]
    assert ("New first password given" in acts, THIRD in acts) == (True, False)
    own = running.manage(
        "shell",
        "-v",
        "0",
        "-c",
        "from agents.models import Agent; print(Agent.objects.get(email='admin@meridian.example').public_id)",
    )
    mine = f"/console/office/people/{own.strip().splitlines()[-1]}"
    status, text = admin.post(mine, [("do", "password"), ("password", THIRD)])
    assert (status, "Your own password is changed on your own profile." in text) == (400, True)
