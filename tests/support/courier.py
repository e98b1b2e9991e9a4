"""A hand that brings files to the product over HTTP, as the two faces do, and fetches them again."""

from __future__ import annotations

import http.client
import io
import json
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

from PIL import Image

from tests.support.instance import Instance
from tests.support.players import AgentPlayer, CustomerPlayer

KB = 1024
PART = 1024 * KB


def picture(size: tuple[int, int] = (60, 40), how: str = "PNG", **more: Any) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "teal").save(out, how, **more)
    return out.getvalue()


class Answer(dict[str, Any]):
    """A JSON answer with its status."""

    status: int = 0


class Courier:
    """Somebody who sends files: a customer with a token, or an agent with a cookie."""

    def __init__(self, instance: Instance, **headers: str) -> None:
        self.instance, self.headers = instance, headers

    @classmethod
    def of(cls, player: CustomerPlayer | AgentPlayer) -> Courier:
        """With what the player has shown."""
        if isinstance(player, CustomerPlayer):
            return cls(player.instance, Authorization=f"Bearer {player.token}")
        assert player.cookie
        return cls(player.instance, Cookie=player.cookie, Origin=player.instance.url)

    def call(self, method: str, path: str, body: bytes | dict[str, Any] | None = None) -> Answer:
        """One request; its JSON."""
        data = json.dumps(body).encode() if isinstance(body, dict) else body
        link = http.client.HTTPConnection("localhost", self.instance.port, timeout=30)
        link.request(method, f"/api/v1/files{path}", data, self.headers)
        response = link.getresponse()
        answer = Answer(json.loads(response.read()))
        answer.status = response.status
        link.close()
        return answer

    def begin(self, thread: str, data: bytes, name: str, client_id: str = "") -> Answer:
        body = {"thread": thread, "client_id": client_id or uuid4().hex, "name": name, "size": len(data)}
        return self.call("POST", "", body)

    def part(self, file: str, offset: int, data: bytes) -> Answer:
        return self.call("PATCH", f"/{file}?offset={offset}", data)

    def send(self, thread: str, data: bytes, name: str, client_id: str = "") -> Answer:
        """All of it; the last answer, which may be a refusal."""
        answer = self.begin(thread, data, name, client_id)
        file = answer.get("file", "")
        while answer.status == 200 and answer["offset"] < len(data):
            offset = answer["offset"]
            answer = self.part(file, offset, data[offset : offset + PART])
        return self.call("POST", f"/{file}/send", {}) if answer.status == 200 else answer

    def links(self, *files: str) -> dict[str, dict[str, str]]:
        found: dict[str, dict[str, str]] = self.call("POST", "/links", {"files": list(files)})["links"]
        return found


class Fetched:
    """What an address of files answers."""

    def __init__(self, address: str, method: str = "GET", **headers: str) -> None:
        parts = urlsplit(address)
        link = http.client.HTTPConnection(str(parts.hostname), parts.port or 80, timeout=30)
        link.request(method, parts.path, headers=headers)
        response = link.getresponse()
        self.status, self.headers, self.body = response.status, response.headers, response.read()
        link.close()
