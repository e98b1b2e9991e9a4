"""How does a test act on pages and the API as a person of the desk, without a screen?"""

from __future__ import annotations

import http.cookiejar
import json
import urllib.error
import urllib.parse
import urllib.request
from typing import Any

from tests.support.instance import Instance
from tests.support.players import sign_in


class Browser:
    """A person of the demo's desk, signed in; nobody without a name."""

    def __init__(self, running: Instance, name: str = "") -> None:
        self.running = running
        self.jar = http.cookiejar.CookieJar()
        self.opener = urllib.request.build_opener(
            urllib.request.HTTPCookieProcessor(self.jar), urllib.request.ProxyHandler({})
        )
        if name:
            self.carry(sign_in(running, f"{name}@meridian.example"))

    def carry(self, session: str) -> None:
        """Go on with a session, as `name=value`."""
        key, _equals, value = session.partition("=")
        self.jar.set_cookie(_cookie(key, value))

    def get(self, path: str) -> tuple[int, str]:
        """A page."""
        return self._send(urllib.request.Request(f"{self.running.url}{path}"))

    def post(self, path: str, fields: list[tuple[str, str]]) -> tuple[int, str]:
        """A form, with the token of the page."""
        token = next(cookie.value for cookie in self.jar if cookie.name == "csrftoken") or ""
        body = urllib.parse.urlencode([*fields, ("csrfmiddlewaretoken", token)]).encode()
        request = urllib.request.Request(f"{self.running.url}{path}", data=body, headers={"Origin": self.running.url})
        return self._send(request)

    def api(self, method: str, path: str, body: Any = None, origin: str = "") -> tuple[int, Any]:
        """The API; a body of bytes goes out as it is."""
        data = body if isinstance(body, bytes) or body is None else json.dumps(body).encode()
        headers = {"Origin": origin or self.running.url, "Content-Type": "application/json"}
        status, text = self._send(
            urllib.request.Request(f"{self.running.url}{path}", data=data, headers=headers, method=method)
        )
        return status, json.loads(text)

    def _send(self, request: urllib.request.Request) -> tuple[int, str]:
        try:
            with self.opener.open(request) as response:
                return response.status, response.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()


def _cookie(name: str, value: str) -> http.cookiejar.Cookie:
    """A session cookie of localhost, which the jar calls by its effective name."""
    return http.cookiejar.Cookie(
        0, name, value, None, False, "localhost.local", False, False, "/", True, False, None, True, None, None, {}
    )
