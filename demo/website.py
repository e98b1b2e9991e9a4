"""The website of the demo's exchange, with a small back end of its own, as a host website would have.

`python -m demo.website` serves it on PORT (`DEMO_PORT`, else PORT + 1). It knows of Switchboard only what a host knows:
the embed line, its site key and the secret with which it signs identities.
"""

from __future__ import annotations

import html
import json
import os
import signal
import sys
import threading
import time
from http.cookies import SimpleCookie
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import jwt

from demo.cast import PERSONAS, SITE_NAME, Persona

PAGES = Path(__file__).parent / "pages"
IDENTITY_SECONDS = 300
PLANS = ("Basic", "Plus", "Professional", "Private")  # by tier


def settings() -> dict[str, str]:
    """What `manage.py demo` wrote for this website."""
    found: dict[str, str] = json.loads((Path(os.environ.get("DATA_DIR", ".data")) / "demo-website.json").read_text())
    return found


def sign(persona: Persona, known: dict[str, str]) -> str:
    """The identity of a signed-in customer, as docs/embed.md describes it."""
    now = int(time.time())
    claims = {
        "sub": persona.account,
        "aud": known["site_key"],
        "iat": now,
        "exp": now + IDENTITY_SECONDS,
        "name": persona.name,
        "tier": persona.tier,
        "region": persona.region,
        "language": persona.language,
        "attributes": {"Plan": PLANS[persona.tier], "Phone": persona.phone},
    }
    return jwt.encode(claims, known["secret"], algorithm="HS256", headers={"kid": known["kid"]})


class Website(BaseHTTPRequestHandler):
    """One request."""

    server_version = "meridian"
    sys_version = ""

    def persona(self) -> Persona | None:
        """Who is signed in on this website, by its own cookie."""
        cookie = SimpleCookie(self.headers.get("Cookie", "")).get("persona")
        return next((each for each in PERSONAS if cookie and each.slug == cookie.value), None)

    def do_GET(self) -> None:
        """Pages, the style, and the identity that the embed's callback asks for."""
        path = self.path.partition("?")[0]
        persona = self.persona()
        if path == "/identity":
            token = sign(persona, settings()) if persona else ""
            self.answer(200, json.dumps({"identity": token}), "application/json")
        elif path in ("/", "/markets", "/help"):
            self.answer(200, self.page(path, persona), "text/html; charset=utf-8")
        elif path in ("/style.css", "/site.js"):
            kind = "text/css" if path.endswith("css") else "text/javascript"
            self.answer(200, (PAGES / path[1:]).read_text(), f"{kind}; charset=utf-8")
        else:
            self.answer(404, "Not found", "text/plain")

    def do_POST(self) -> None:
        """`/persona`: the switch of the demo."""
        length = min(int(self.headers.get("Content-Length") or 0), 1000)
        chosen = parse_qs(self.rfile.read(length).decode()).get("persona", [""])[0]
        known = chosen if any(each.slug == chosen for each in PERSONAS) else ""
        self.send_response(303)
        self.send_header("Location", "/")
        self.send_header(
            "Set-Cookie", f"persona={known}; Path=/; HttpOnly; SameSite=Lax" + ("" if known else "; Max-Age=0")
        )
        self.send_header("Content-Length", "0")
        self.end_headers()

    def page(self, path: str, persona: Persona | None) -> str:
        """The page with its embed line."""
        known = settings()
        choices = [
            ("", "Visitor, not signed in"),
            *((p.slug, f"{p.name} · {p.language} · tier {p.tier}") for p in PERSONAS),
        ]
        current = persona.slug if persona else ""
        options = "".join(
            f'<option value="{slug}"{" selected" if slug == current else ""}>{html.escape(text)}</option>'
            for slug, text in choices
        )
        page = (PAGES / "page.html").read_text()
        values = {
            "SITE": SITE_NAME,
            "OPTIONS": options,
            "SCRIPT": html.escape(f"{known['widget_origin']}/widget.js"),
            "KEY": html.escape(known["site_key"]),
            "LANGUAGE": persona.language if persona else "",
            "REGION": persona.region if persona else "",
            "CONSOLE": html.escape(f"{known['console_origin']}/console/"),
            "SIGNED": "yes" if persona else "",
            "HELLO": html.escape(f"Welcome back, {persona.name}" if persona else "Exchange with confidence"),
        }
        for name, value in values.items():
            page = page.replace(f"[[{name}]]", value)
        return page

    def answer(self, status: int, text: str, kind: str) -> None:
        """Send a response."""
        data = text.encode()
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, format: str, *args: Any) -> None:
        """Requests are not logged."""


def main() -> None:
    """Serve until SIGTERM."""
    port = int(os.environ.get("DEMO_PORT") or int(os.environ.get("PORT", "8000")) + 1)
    server = ThreadingHTTPServer(("127.0.0.1", port), Website)
    server.daemon_threads = True
    signal.signal(signal.SIGTERM, lambda *_: threading.Thread(target=server.shutdown).start())
    sys.stderr.write(f"demo website on port {port}\n")
    server.serve_forever()


if __name__ == "__main__":
    main()
