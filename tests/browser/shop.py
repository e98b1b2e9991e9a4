"""A website that embeds the widget by the line of docs/embed.md, and nothing else."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import MappingProxyType

from tests.support.instance import Instance

DEMO_SITE = "site_demo_exchange"


class Pages(BaseHTTPRequestHandler):
    """The pages of a small website; a subclass says what it answers."""

    def answer(self, status: int, media: str, body: str, headers: Mapping[str, str] = MappingProxyType({})) -> None:
        """Send this."""
        self.send_response(status)
        self.send_header("Content-Type", f"{media}; charset=utf-8")
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body.encode())

    def log_message(self, *_: object) -> None:
        """Nothing."""


@contextmanager
def served(pages: type[Pages]) -> Iterator[str]:
    """The website runs on a port of its own; its address."""
    with ThreadingHTTPServer(("127.0.0.1", 0), pages) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://localhost:{server.server_port}"
        server.shutdown()
        thread.join()


@contextmanager
def shop(instance: Instance, policy: str = "", site: str = DEMO_SITE, language: str = "en") -> Iterator[str]:
    """One page of it, with a policy (CSP) where it has one; the website's address."""
    line = f'<script async src="{instance.url}/widget.js" data-site="{site}"></script>'
    head = '<meta name="viewport" content="width=device-width, initial-scale=1"><title>Shop</title>'
    page = f'<!doctype html><html lang="{language}">{head}<main><h1>Shop</h1></main>{line}</html>'

    class Page(Pages):
        def do_GET(self) -> None:
            self.answer(200, "text/html", page, {"Content-Security-Policy": policy} if policy else {})

    with served(Page) as address:
        yield address
