"""Where is the widget embedded? Each page that asks for it is noted by its origin, once a minute at most."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.db import connection

from chat.models import Site

REFUSED_KEPT = 20  # of a site: whoever calls from a thousand made-up origins fills nothing
ORIGIN_CHARACTERS = 255

FORGET = """
DELETE FROM chat_embedding WHERE site_id = %(site)s AND NOT allowed AND seen_at < now() - interval '1 day'
"""
NOTE = """
INSERT INTO chat_embedding AS e (site_id, origin, allowed)
SELECT %(site)s, %(origin)s, %(allowed)s
WHERE %(allowed)s
    OR EXISTS (SELECT FROM chat_embedding WHERE site_id = %(site)s AND origin = %(origin)s)
    OR %(kept)s > (SELECT count(*) FROM chat_embedding WHERE site_id = %(site)s AND NOT allowed)
ON CONFLICT (site_id, origin) DO UPDATE SET seen_at = now(), allowed = excluded.allowed
WHERE e.seen_at < now() - interval '1 minute' OR e.allowed <> excluded.allowed
"""


def origin_of(text: str) -> str:
    """`https://www.example.com` where a text is exactly an origin (scheme, host, port where it is not the usual one);
    empty where it is none."""
    try:
        parts = urlsplit(text)
        _port = parts.port
    except ValueError:
        return ""
    exact = f"{parts.scheme}://{parts.netloc}" == text and parts.hostname and "@" not in parts.netloc
    fits = len(text) <= ORIGIN_CHARACTERS and text == text.lower() and text.isascii() and text.isprintable()
    return text if exact and fits and parts.scheme in ("http", "https") else ""


def note(site: Site, origin: str, *, allowed: bool) -> None:
    """A page of this origin has asked for the widget. What is no origin is not kept."""
    if origin_of(origin):
        with connection.cursor() as cursor:
            if not allowed:
                cursor.execute(FORGET, {"site": site.pk})
            cursor.execute(NOTE, {"site": site.pk, "origin": origin, "allowed": allowed, "kept": REFUSED_KEPT})
