"""Under which hashed names did Vite build the front end?"""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest


@cache
def manifest() -> dict[str, Any]:
    """Vite's manifest; empty where the front end has not been built."""
    path = settings.STATIC_ROOT / "manifest.json"
    found: dict[str, Any] = json.loads(path.read_text()) if path.exists() else {}
    return found


def entry(name: str) -> dict[str, Any]:
    """`{"script", "styles"}` of an entry such as `src/widget/main.tsx`, as addresses."""
    part = manifest().get(name, {})
    if name.endswith(".css"):
        return {"script": None, "styles": [settings.STATIC_URL + part["file"]] if part else []}
    styles = [settings.STATIC_URL + each for each in part.get("css", [])]
    for imported in part.get("imports", []):
        styles += [settings.STATIC_URL + each for each in manifest()[imported].get("css", [])]
    return {"script": settings.STATIC_URL + part["file"] if part else None, "styles": list(dict.fromkeys(styles))}


def context(request: HttpRequest) -> dict[str, Any]:
    """What templates need to link the styles of server-rendered pages."""
    return {
        "page_assets": entry("src/page/page.css"),
        "ticket_script": entry("src/page/ticket.ts")["script"],
        "office_assets": entry("src/page/office.css"),
        "office_script": entry("src/page/office.ts")["script"],
    }
