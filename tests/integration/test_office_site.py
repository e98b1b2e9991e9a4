"""Can an administrator set a site up and see that the widget is there; is what cannot be refused with its field?"""

from __future__ import annotations

import urllib.request
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.utils import timezone

from chat import embeddings
from chat.embeddings import REFUSED_KEPT, origin_of
from chat.models import Embedding
from tests.support.browserless import Browser
from tests.support.instance import Instance
from tests.support.threads import make_site

PAGE = "/console/office/site"
SITE = "from chat.models import IdentitySecret, Site; site = Site.objects.get(key='site_demo_exchange');"
KEPT = (
    "names = ('name', 'languages', 'greeting', 'allowed_origins', 'elsewhere', 'own_profiles');"
    "print({name: getattr(site, name) for name in names});"
    "print(list(site.identity_secrets.filter(retired_at=None).values_list('pk', flat=True)))"
)

USUAL = (
    "from chat.models import usually_sensitive;"
    "Site.objects.filter(pk=site.pk).update(sensitive_attributes=usually_sensitive(), page_days=30, idle_minutes=15)"
)


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("https://www.example.com", True),
        ("http://localhost:8001", True),
        ("https://xn--bcher-kva.example", True),
        ("https://www.example.com/", False),
        ("https://www.example.com/path", False),
        ("https://user@example.com", False),
        ("https://EXAMPLE.com", False),
        ("ftp://example.com", False),
        ("https://example.com:port", False),
        ("javascript:alert(1)", False),
        ("https://", False),
        ("null", False),
        ("", False),
    ],
)
def test_an_origin_is_scheme_host_and_port_and_nothing_more(text: str, is_one: bool) -> None:
    assert bool(origin_of(text)) == is_one


def test_made_up_origins_fill_nothing_and_an_allowed_one_is_always_noted(db: str) -> None:
    site = make_site()
    for number in range(2 * REFUSED_KEPT):
        embeddings.note(site, f"https://{number}.example", allowed=False)
    embeddings.note(site, "https://0.example", allowed=False)
    embeddings.note(site, "not an origin", allowed=False)
    assert Embedding.objects.filter(site=site).count() == REFUSED_KEPT
    Embedding.objects.filter(site=site, origin="https://1.example").update(seen_at=timezone.now() - timedelta(days=2))
    embeddings.note(site, "https://the-real-one.example", allowed=False)  # what is old makes room
    assert Embedding.objects.filter(site=site, origin="https://the-real-one.example").exists()
    embeddings.note(site, "https://www.example.com", allowed=True)
    embeddings.note(site, "https://0.example", allowed=True)
    assert set(Embedding.objects.filter(site=site, allowed=True).values_list("origin", flat=True)) == {
        "https://www.example.com",
        "https://0.example",
    }


def form(**changes: str) -> list[tuple[str, str]]:
    """The demo's site as its page sends it, with changes."""
    fields = {
        "name": "Meridian Exchange",
        "default_language": "en",
        "default_region": "",
        "left_after": "10",
        "origins": "",
        "language.0": "en",
        "greeting.0": "",
        "own_profiles": "on",
        "do": "change",
    }
    return [*(fields | changes).items()]


@pytest.fixture
def admin(running: Instance) -> Iterator[Browser]:
    """The administrator; the site is as before afterwards."""
    fields, live = running.manage("shell", "-v", "0", "-c", SITE + KEPT).strip().splitlines()
    yield Browser(running, "admin")
    back = f"Site.objects.filter(pk=site.pk).update(**{fields}, left_after_minutes=10);"
    secrets = f"IdentitySecret.objects.exclude(pk__in={live}).delete();"
    living = f"IdentitySecret.objects.filter(pk__in={live}).update(retired_at=None)"
    running.manage("shell", "-v", "0", "-c", SITE + back + secrets + living)


def test_a_site_is_changed_and_the_change_is_recorded(running: Instance, admin: Browser) -> None:
    assert "data-site=&quot;site_demo_exchange&quot;" in admin.get(PAGE)[1]
    changes = {
        "name": "Meridian",
        "language.1": "ES",
        "greeting.1": "¡Hola!",
        "elsewhere.1": "Llame al +34 900 555 010",
        "origins": "https://shop.example/\n\nhttps://b.example",
    }
    status, text = admin.post(PAGE, form(**changes))
    assert (status, "Saved." in text) == (200, True)
    assert 'value="¡Hola!"' in text
    assert 'value="Llame al +34 900 555 010"' in text
    assert "https://shop.example</code> is allowed, and has not asked for it yet" in text
    acts = admin.get("/console/office/acts")[1]
    assert "Site changed" in acts
    assert "https://shop.example" in acts


def test_what_cannot_be_is_refused_with_its_field_and_nothing_typed_is_lost(running: Instance, admin: Browser) -> None:
    for changes, field in (
        ({"name": " "}, "name"),
        ({"language.0": "xx-nowhere"}, "languages"),
        ({"language.1": "EN"}, "languages"),
        ({"default_language": "fr"}, "default_language"),
        ({"left_after": "0"}, "left_after"),
        ({"origins": "https://shop.example/path"}, "origins"),
        ({"greeting.0": "a" * 161}, "greeting"),
        ({"elsewhere.0": "a" * 301}, "elsewhere"),
    ):
        admin.get(PAGE)
        status, text = admin.post(PAGE, form(**changes))
        assert (status, f"<code>{field}</code>" in text) == (400, True), field
        assert str(next(iter(changes.values()))).strip()[:100] in text


def test_what_agents_see_only_on_asking_is_the_administrators_to_say(running: Instance, admin: Browser) -> None:
    wanted = {"sensitive": "Phone\n Tax  Number \n\n", "page_days": "14", "idle_minutes": "20", "do": "discretion"}
    admin.get(PAGE)
    status, text = admin.post(PAGE, [*wanted.items()])
    assert (status, "Saved." in text) == (200, True)
    assert "phone\ntax number" in text
    acts = admin.get("/console/office/acts")[1]
    assert "Discretion changed" in acts
    assert "Minutes until somebody is away" in acts
    for changes, field in (
        ({"page_days": "0"}, "page_days"),
        ({"idle_minutes": "many"}, "idle_minutes"),
        ({"sensitive": "n" * 41}, "sensitive"),
        ({"sensitive": "\n".join(f"name {number}" for number in range(41))}, "sensitive"),
    ):
        admin.get(PAGE)
        status, text = admin.post(PAGE, [*(wanted | changes).items()])
        assert (status, f"<code>{field}</code>" in text) == (400, True), field
    running.manage("shell", "-v", "0", "-c", SITE + USUAL)


def test_a_page_that_asks_for_the_widget_is_seen_and_one_that_may_not_as_well(
    running: Instance, admin: Browser
) -> None:
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), Quiet())
    request = urllib.request.Request(
        f"{running.url}/api/v1/embed?site=site_demo_exchange", headers={"Origin": "https://elsewhere.example"}
    )
    assert opener.open(request).status == 403
    assert "https://elsewhere.example</code> is not allowed, and asked for it last at" in admin.get(PAGE)[1]
    status, text = admin.post(PAGE, form(origins="https://elsewhere.example"))
    assert (status, "https://elsewhere.example</code> is allowed now, and was refused last at" in text) == (200, True)
    assert opener.open(request).status == 200
    assert "https://elsewhere.example</code> asked for it last at" in admin.get(PAGE)[1]
    assert admin.post(PAGE, form(origins=""))[0] == 200
    assert "https://elsewhere.example</code> is not allowed any more, and was there last at" in admin.get(PAGE)[1]


class Quiet(urllib.request.HTTPErrorProcessor):
    """Answers of any status are answers."""

    def http_response(self, request: object, response: object) -> object:
        """As it came."""
        return response


def test_a_secret_is_shown_once_and_two_live_at_most(running: Instance, admin: Browser) -> None:
    admin.get(PAGE)
    kids = []
    for _ in range(3):
        status, text = admin.post(PAGE, [("do", "secret")])
        assert (status, "It is shown this once." in text) == (200, True)
        kids.append(text.split("<dd><code>")[1].split("<")[0])
    text = admin.get(PAGE)[1]
    assert [kid in text for kid in kids] == [False, True, True]
    assert "shown this once" not in text
    admin.post(PAGE, [("do", "retire"), ("kid", kids[1])])
    assert kids[1] not in admin.get(PAGE)[1].split("<table>")[-1]


def test_the_page_is_for_administrators(running: Instance) -> None:
    assert Browser(running, "nadia").get(PAGE)[0] == 403


def test_a_theme_is_changed_checked_and_recorded(running: Instance, admin: Browser) -> None:
    page = "/console/office/theme"
    admin.get(page)
    try:
        status, text = admin.post(page, [("color", "#ffd400"), ("side", "left"), ("scheme", "dark"), ("do", "change")])
        assert (status, "Saved." in text, 'value="#ffd400"' in text) == (200, True, True)
        for wrong in ({"color": "red"}, {"side": "up"}, {"scheme": "neon"}):
            fields = {"color": "#123456", "side": "left", "scheme": "dark"} | wrong
            status, text = admin.post(page, [*fields.items()])
            assert (status, f"<code>{next(iter(wrong))}</code>" in text) == (400, True), wrong
        assert 'value="#ffd400"' in admin.get(page)[1]
        acts = admin.get("/console/office/acts")[1]
        assert "Theme changed" in acts
        assert "#ffd400" in acts
        assert Browser(running, "nadia").get(page)[0] == 403
    finally:
        running.manage("shell", "-v", "0", "-c", SITE + "Site.objects.filter(pk=site.pk).update(theme={})")
