"""How is a file fetched? By a link that only those who may read the thread are given, and that lives for minutes.

The address carries the file's id, which of its forms, until when, and a keyed tag of all three. No cookie or token
travels to the origin of files, and none is ever set there.
"""

from __future__ import annotations

import math
import time
from typing import Literal
from urllib.parse import quote

from django.conf import settings
from django.core.signing import BadSignature, Signer

from chat.errors import Refusal
from files.models import File

Form = Literal["whole", "preview"]
# A link lives for one to two of these: its end is rounded up, so that a page that asks again gets the same address and
# the browser's cache holds.
STEP = 300


def _signer() -> Signer:
    return Signer(salt="files.link", sep=".")


def link(file: File, form: Form = "whole", now: float | None = None) -> str:
    """The address of a sent file."""
    until = (math.ceil((now or time.time()) / STEP) + 1) * STEP
    token = _signer().sign(f"{file.public_id}.{form}.{until}")
    name = file.name if form == "whole" else "preview.webp"
    return f"{settings.FILES_ORIGIN}/f/{token}/{quote(name)}"


def behind(token: str, now: float | None = None) -> tuple[File, Form, int]:
    """The file of a genuine link that has not expired, its form, and for how many seconds more; or `link_invalid`."""
    try:
        public_id, form, until = _signer().unsign(token).rsplit(".", 2)
    except (BadSignature, ValueError):
        raise Refusal("link_invalid") from None
    left = int(until) - int(now or time.time())
    file = File.objects.filter(public_id=public_id, state=File.State.SENT).first() if left > 0 else None
    if file is None or (form == "preview" and not file.preview):
        raise Refusal("link_invalid")
    return file, "preview" if form == "preview" else "whole", left
