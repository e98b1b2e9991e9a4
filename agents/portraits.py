"""What does an agent look like to customers? One small picture, drawn anew from what was uploaded, or none.

It is handed out under a random name that is new with each picture, so that browsers may keep it for good.
"""

from __future__ import annotations

from django.utils.translation import gettext as _

from agents import audit, themes
from agents.models import Agent, Portrait
from agents.planning import Problems
from agents.profile import may_change
from chat import hints
from chat.errors import Refusal
from chat.ids import new_id
from chat.models import Chat

EDGE = 96  # pixels: twice as many as it is shown with
MEDIA = "image/webp"


def put(by_id: int, public_id: str, content: bytes | None) -> None:
    """A person's new picture, or none any more; by themselves or an administrator. Else `settings_invalid`."""
    by = Agent.objects.select_related("site").get(pk=by_id)
    if by.public_id != public_id or not may_change(by):
        by = audit.administrator(by_id)
    # Drawing takes a while: the row, which assignments lock as well, is locked only afterwards.
    small = _drawn(content) if content is not None and by.is_active else None
    agent = Agent.objects.select_for_update(no_key=True).filter(site=by.site_id, public_id=public_id[:32]).first()
    if agent is None or not by.is_active:
        raise Refusal("agent_unknown")
    name = ""
    if small is not None:
        name = new_id()
        Portrait.objects.update_or_create(agent=agent, defaults={"name": name, "content": small})
    else:
        Portrait.objects.filter(agent=agent).delete()
    Agent.objects.filter(pk=agent.pk).update(picture=name)
    audit.record(by, "picture_set" if name else "picture_removed", agent.name, agent=agent.pk)
    live = Chat.objects.filter(agent=agent, state=Chat.State.ACTIVE).values_list("thread", flat=True)
    hints.add(*(hints.ThreadChanged(thread) for thread in live))


def _drawn(content: bytes) -> bytes:
    try:
        return themes.small(content, EDGE)
    except themes.Unfit:
        problems = Problems()
        problems.add("picture", _("A picture is a PNG, JPEG, GIF, WebP or HEIC of at most 1 MB."))
        problems.settle()
        raise


def behind(name: str) -> bytes | None:
    """The WebP of this name."""
    found = Portrait.objects.filter(name=name[:32]).values_list("content", flat=True).first()
    return None if found is None else bytes(found)
