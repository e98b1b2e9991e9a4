"""Is the person in this chat really one of ours? A code of the chat and its agent that anybody can check on our page.

The code is made from the secret key, so nobody else can make one; it is right only while this agent has this chat, so a
copied one is soon worth nothing. Nothing is stored for it.
"""

from __future__ import annotations

import base64
import hmac
import re

from django.conf import settings

from chat.models import Chat

# Without I, L, O and U, which are misread or misheard; people type what they like instead.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
TO_OURS = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", ALPHABET)
MISREAD = str.maketrans("ILO", "110")
CHARACTERS = 8  # 40 bits: with some thousand live chats and the page's limits nobody finds one by guessing


def code(chat: str, agent: str) -> str:
    """The code of an agent in a chat (public ids), as `K7QX-3M2P`."""
    said = f"{chat}:{agent}".encode()
    tag = hmac.digest(settings.SECRET_KEY.encode(), b"agents.genuine:" + said, "sha256")
    written = base64.b32encode(tag[:5]).decode().translate(TO_OURS)
    return f"{written[:4]}-{written[4:]}"


def normal(typed: str) -> str:
    """A code as somebody typed it, in the form of `code`; empty where it cannot be one."""
    letters = re.sub(r"[\s\-\u2010-\u2015]", "", typed[:40].upper()).translate(MISREAD)
    if len(letters) != CHARACTERS or any(letter not in ALPHABET for letter in letters):
        return ""
    return f"{letters[:4]}-{letters[4:]}"


def behind(typed: str) -> Chat | None:
    """The live chat in which this code is shown, with its agent and site."""
    wanted = normal(typed)
    if not wanted:
        return None
    live = Chat.objects.filter(state=Chat.State.ACTIVE, agent__isnull=False)
    rows = live.values_list("pk", "public_id", "agent__public_id")
    found = next((pk for pk, chat, agent in rows if hmac.compare_digest(code(chat, agent), wanted)), None)
    return Chat.objects.select_related("agent", "site").get(pk=found) if found else None
