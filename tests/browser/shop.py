"""A website that embeds the widget by the line of docs/embed.md, and nothing else."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from tests.support.instance import Instance

DEMO_SITE = "site_demo_exchange"


@contextmanager
def shop(instance: Instance, policy: str = "", site: str = DEMO_SITE, language: str = "en") -> Iterator[str]:
    """One page of it, with a policy (CSP) where it has one; the website's address."""
    line = f'<script async src="{instance.url}/widget.js" data-site="{site}"></script>'
    head = '<meta name="viewport" content="width=device-width, initial-scale=1"><title>Shop</title>'
    page = f'<!doctype html><html lang="{language}">{head}<main><h1>Shop</h1></main>{line}</html>'

    class Page(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            if policy:
                self.send_header("Content-Security-Policy", policy)
            self.end_headers()
            self.wfile.write(page.encode())

        def log_message(self, *_: object) -> None:
            """Nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Page) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://localhost:{server.server_port}"
        server.shutdown()
        thread.join()
