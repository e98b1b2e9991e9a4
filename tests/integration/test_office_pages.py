"""Can leads and administrators do their work on the pages of the office, and is what they type checked?"""

import re
from collections.abc import Iterator

import pytest

from tests.support.browserless import Browser
from tests.support.instance import Instance

REMOVE = """
from agents import planning
from agents.models import Agent, ClientCare, Holiday, OfficeHours, Shift, Team
from chat import hints
Agent.objects.filter(email="new@meridian.example").delete()
Agent.objects.filter(email="wei@meridian.example").update(deputy=None)
ClientCare.objects.filter(account="acct-77").delete()
for model in (Shift, Team, Holiday, OfficeHours):
    model.objects.all().delete()
hints.committed(planning.replanned, Agent.objects.get(email="admin@meridian.example").site_id)
"""


@pytest.fixture
def office(running: Instance) -> Iterator[Browser]:
    """The administrator; afterwards the shared product is as it was."""
    yield Browser(running, "admin")
    running.manage("shell", "-v", "0", "-c", REMOVE)


def public_id(html: str, name: str) -> str:
    """The value of somebody's option in a form."""
    found = re.search(rf'<option value="(?:agent:)?([^"]+)">{name}</option>', html)
    assert found, name
    return found[1]


def test_an_administrator_hires_changes_and_dismisses_a_person(office: Browser) -> None:
    path = "/console/office/people"
    office.get(path)
    fields = [
        ("email", "new@meridian.example"),
        ("password", "a password of length"),
        ("name", "Noor New"),
        ("role", "agent"),
        ("capacity", "4"),
        ("language.0", "ar"),
        ("level.0", "5"),
        ("topic.api", "3"),
        ("regions", "mena, eur"),
        ("tiers", "2, 3"),
    ]
    status, html = office.post(path, fields)
    assert status == 200
    assert "Noor New can sign in now." in html
    row = html[html.index("Noor New</bdi>") :]
    assert "Arabic 5" in row[: row.index("</tr>")]
    assert "EUR, MENA" in row[: row.index("</tr>")]
    found = re.search(r'people/([^"]+)"><bdi>Noor New', html)
    assert found
    status, html = office.post(f"{path}/{found[1]}", [("name", "Noor New"), ("role", "agent"), ("capacity", "200")])
    assert status == 400
    assert "<code>capacity</code>" in html
    status, html = office.post(f"{path}/{found[1]}", [*fields[2:5], ("language.0", "klingon"), ("level.0", "5")])
    assert status == 400
    assert "There is no language with the code klingon." in html
    twice = [("language.0", "ru"), ("level.0", "5"), ("language.1", "RU"), ("level.1", "3")]
    status, html = office.post(f"{path}/{found[1]}", [*fields[2:5], *twice])
    assert status == 400
    assert "Each language once." in html
    status, html = office.post(f"{path}/{found[1]}", [*fields[2:5], ("language.0", "ZH-hans"), ("level.0", "5")])
    assert status == 200
    assert 'value="zh-Hans"' in office.get(f"{path}/{found[1]}")[1]
    assert office.get(f"{path}/%00")[0] == 404
    status, html = office.post(f"{path}/{found[1]}", [("do", "dismiss")])
    assert status == 200
    assert "left" in html[html.index("Noor New</bdi>") :]
    status, html = office.post(path, fields)
    assert status == 400
    assert "Somebody has this address already." in html
    assert "Person dismissed" in office.get("/console/office/acts")[1]


def test_the_last_administrator_remains(office: Browser) -> None:
    html = office.get("/console/office/people")[1]
    found = re.search(r'people/([^"]+)"><bdi>Ana Admin', html)
    assert found
    fields = [("name", "Ana Admin"), ("role", "agent"), ("capacity", "0")]
    status, html = office.post(f"/console/office/people/{found[1]}", fields)
    assert status == 400
    assert "Somebody must remain who can change this." in html


def test_an_administrator_plans_shifts_teams_hours_and_holidays(office: Browser) -> None:
    path = "/console/office/plans"
    html = office.get(path)[1]
    olga = public_id(html, "Olga Ivanova")
    status, html = office.post(path, [("do", "team"), ("name", "VIP rota"), ("rota", "on"), ("members", olga)])
    assert status == 200
    assert "rota around the clock" in html
    assert "A rota has hours without anybody:" in html
    team = re.search(r"\?team=(\d+)", html)
    assert team
    status, html = office.get(f"{path}?team={team[1]}")
    assert "Change the team" in html
    status, html = office.post(path, [("do", f"team:{team[1]}"), ("name", "Night rota"), ("members", olga)])
    assert status == 200
    assert "Night rota" in html
    assert "rota around the clock" not in html
    status, html = office.post(path, [("do", "team:999999999"), ("name", "Nobody's")])
    assert status == 400
    weekly = [("weekdays", "6"), ("start", "02:30"), ("end", "08:00"), ("zone", "Europe/Berlin")]
    status, html = office.post(path, [("do", "shift"), ("owner", f"agent:{olga}"), *weekly])
    assert status == 400
    assert "<code>start</code>" in html
    assert "Europe/Berlin" in html
    status, html = office.post(path, [("do", "shift"), ("owner", f"agent:{olga}"), *weekly, ("bridges", "on")])
    assert status == 200
    assert "Sun · 02:30–08:00 · Europe/Berlin" in html
    daily = [("weekdays", str(day)) for day in range(7)]
    hours = [("do", "hours"), ("language", "ru"), ("region", "cis"), *daily, ("start", "09:00"), ("end", "17:00")]
    status, html = office.post(path, [*hours, ("zone", "Europe/Nowhere")])
    assert status == 400
    assert "<code>zone</code>" in html
    status, html = office.post(path, [*hours, ("zone", "Asia/Almaty")])
    assert status == 200
    assert "every day · 09:00–17:00 · Asia/Almaty" in html
    status, html = office.post(path, [("do", "holiday"), ("day", "2026-12-24"), ("name", "Eve"), ("region", "eur")])
    assert status == 200
    assert "2026-12-24" in html
    removing = re.search(r"remove:holiday-\d+", html)
    assert removing
    status, html = office.post(path, [("do", removing[0])])
    assert status == 200
    assert "2026-12-24" not in html


def test_a_lead_sets_account_managers_and_deputies_and_no_cycle(office: Browser, running: Instance) -> None:
    lead = Browser(running, "nadia")
    path = "/console/office/clients"
    html = lead.get(path)[1]
    li, wei = public_id(html, "Li Na"), public_id(html, "Zhang Wei")
    status, html = lead.post(path, [("do", "manager"), ("account", "acct-77"), ("manager", wei), ("deputy", "")])
    assert status == 200
    assert "acct-77" in html
    status, html = lead.post(path, [("do", "deputy"), ("agent", wei), ("deputy", li)])
    assert status == 400
    assert "Zhang Wei → Li Na → Zhang Wei" in html
    status, html = lead.post(path, [("do", "manager"), ("account", "acct-77"), ("manager", "")])
    assert status == 200
    assert "acct-77" not in html
    assert office.get("/console/office/acts")[1].count("Account manager removed") == 1


@pytest.mark.parametrize(
    ("wanted", "shown", "words"), [("zh-CN", "zh-hans", "班次与时间"), ("ar", "en", "Shifts and hours")]
)
def test_the_office_speaks_a_language_whole_or_not_at_all(office: Browser, wanted: str, shown: str, words: str) -> None:
    office.opener.addheaders = [("Accept-Language", wanted)]
    status, html = office.get("/console/office/plans")
    assert status == 200
    assert f'<html lang="{shown}">' in html
    assert words in html


def test_nobody_without_a_session_sees_the_office(running: Instance) -> None:
    status, html = Browser(running).get("/console/office/people")
    assert status == 200
    assert "Sign in" in html
