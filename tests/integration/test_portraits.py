"""Whose picture may be set, by whom, and what is left of what was uploaded?"""

from __future__ import annotations

import io

import pytest
from PIL import Image

from agents import portraits
from agents.models import AdministrativeAct, Agent
from chat import hints
from chat.errors import Refusal
from chat.ids import new_id
from chat.models import Site
from tests.support.threads import make_site


def picture() -> bytes:
    """A large one that says where it was taken."""
    out = io.BytesIO()
    exif = Image.Exif()
    exif[0x010E] = "taken at home"
    Image.new("RGB", (900, 600), "teal").save(out, "JPEG", exif=exif)
    return out.getvalue()


def agent(site: Site, name: str, role: str = "agent") -> Agent:
    return Agent.objects.create_user(
        f"{new_id()}@desk.example", "a password of length", site=site, name=name, role=role
    )


def put(by: Agent, whose: Agent, content: bytes | None) -> str:
    hints.committed(portraits.put, by.pk, whose.public_id, content)
    whose.refresh_from_db()
    return whose.picture


def test_a_picture_is_small_and_bare_and_each_has_a_name_of_its_own(db: str) -> None:
    james = agent(make_site(), "James")
    first = put(james, james, picture())
    kept = portraits.behind(first)
    assert kept is not None
    with Image.open(io.BytesIO(kept)) as shown:
        assert (shown.format, shown.size) == ("WEBP", (96, 64))
        assert not shown.getexif()
    second = put(james, james, picture())
    assert second != first
    assert portraits.behind(first) is None
    assert put(james, james, None) == ""
    assert portraits.behind(second) is None
    acts = AdministrativeAct.objects.filter(site=james.site_id).order_by("pk").values_list("act", flat=True)
    assert list(acts) == ["picture_set", "picture_set", "picture_removed"]


def test_only_the_person_or_an_administrator_of_the_desk_sets_it(db: str) -> None:
    site = make_site()
    james, ana, amira = agent(site, "James"), agent(site, "Ana", "admin"), agent(site, "Amira", "lead")
    stranger = agent(make_site(), "Stranger", "admin")
    assert put(ana, james, picture())
    for other in (amira, stranger):
        with pytest.raises(Refusal):
            put(other, james, None)
    james.refresh_from_db()
    assert james.picture


@pytest.mark.parametrize("content", [b"", b"<svg/>", b"GIF89a", picture()[:200], b"\xff\xd8" + bytes(1_000_001)])
def test_what_is_no_picture_changes_nothing(db: str, content: bytes) -> None:
    james = agent(make_site(), "James")
    before = put(james, james, picture())
    with pytest.raises(Refusal) as refused:
        put(james, james, content)
    assert refused.value.code == "settings_invalid"
    james.refresh_from_db()
    assert james.picture == before
