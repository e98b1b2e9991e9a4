"""How does a test speak the public protocol, as a customer or as an agent?"""

from __future__ import annotations

import asyncio
import contextlib
import json
import time
import urllib.request
from collections.abc import Callable
from typing import Any, Self
from uuid import uuid4

import jwt
import websockets
from websockets.typing import Origin

from demo import cast
from tests.support.instance import Instance

PATIENCE = 45.0  # seconds a test waits for a frame that must come, on a machine however busy

Frame = dict[str, Any]


def identity(instance: Instance, persona: str = "", **claims: Any) -> str:
    """A token as the demo's website signs it; `claims` replace or add."""
    known = json.loads((instance.where.data / "demo-website.json").read_text())
    now = int(time.time())
    body: dict[str, Any] = {"sub": f"acct-{uuid4().hex[:8]}", "aud": known["site_key"], "iat": now, "exp": now + 300}
    for each in cast.PERSONAS:
        if each.slug == persona:
            body |= {"name": each.name, "tier": each.tier, "region": each.region, "language": each.language}
    secret = claims.pop("secret", known["secret"])
    headers = {"kid": claims.pop("kid", known["kid"])}
    return jwt.encode(body | claims, secret, algorithm="HS256", headers=headers)


def sign_in(instance: Instance, email: str, password: str = cast.PASSWORD) -> str:
    """The session cookie of an agent; one sign-in per instance and person, since hashing is slow on purpose."""
    key = (instance.port, email, password)
    if key in _cookies:
        return _cookies[key]
    request = urllib.request.Request(
        f"{instance.url}/api/v1/session",
        data=json.dumps({"email": email, "password": password}).encode(),
        headers={"Origin": instance.url},
    )
    with urllib.request.urlopen(request) as response:
        cookies = response.headers.get_all("Set-Cookie")
    _cookies[key] = next(cookie.split(";")[0] for cookie in cookies if cookie.startswith("switchboard_session"))
    return _cookies[key]


_cookies: dict[tuple[int, str, str], str] = {}


class Player:
    """One open socket. Frames are kept until somebody takes them."""

    path = ""

    def __init__(self, instance: Instance, *, origin: str | None = None, cookie: str = "") -> None:
        self.instance = instance
        self.origin = instance.url if origin is None else origin
        self.cookie = cookie
        self.seen: list[Frame] = []
        self.events: dict[str, dict[int, Frame]] = {}
        self.close_code: int | None = None
        self._news = asyncio.Event()

    async def __aenter__(self) -> Self:
        await self.connect()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def connect(self) -> None:
        """Open the socket."""
        headers = {"Cookie": self.cookie} if self.cookie else {}
        address = f"ws://localhost:{self.instance.port}{self.path}"
        self.socket = await websockets.connect(
            address,
            origin=Origin(self.origin) if self.origin else None,
            additional_headers=headers,
            proxy=None,
        )
        self.frames = 0  # of this connection; confirmed now and then, as the protocol asks
        self.reader = asyncio.create_task(self._read())

    async def close(self) -> None:
        """Close the socket, whatever it carries."""
        await self.socket.close()
        self.reader.cancel()

    async def _read(self) -> None:
        try:
            async for text in self.socket:
                frame = json.loads(text)
                if frame["t"] in ("events", "page", "thread") and frame.get("events"):
                    log = self.events.setdefault(frame.get("thread") or frame["id"], {})
                    log.update({event["seq"]: event for event in frame["events"]})
                self.seen.append(frame)
                self.frames += 1
                if self.frames % 32 == 0:
                    # Not waited for: while a connection closes, sending waits for its end, and that for reading.
                    self._confirming = asyncio.create_task(self._confirm(self.frames))
                self._news.set()
        except websockets.ConnectionClosed:
            pass
        self.close_code = self.socket.close_code
        self._news.set()

    async def _confirm(self, frames: int) -> None:
        with contextlib.suppress(websockets.ConnectionClosed):
            await self.send("got", frames=frames)

    async def until(self, wanted: Callable[[], Any], what: str) -> Any:
        """Wait until a condition on what was seen holds; its value."""
        deadline = time.monotonic() + PATIENCE
        while not (found := wanted()):
            left = deadline - time.monotonic()
            assert left > 0, f"{what}: not within {PATIENCE:.0f} s; seen {[frame['t'] for frame in self.seen]}"
            self._news.clear()
            try:
                await asyncio.wait_for(self._news.wait(), min(left, 0.5))
            except TimeoutError:
                continue
        return found

    async def get(self, kind: str, **fields: Any) -> Frame:
        """The first frame not yet taken of this type with these fields."""

        def take() -> Frame | None:
            for place, frame in enumerate(self.seen):
                if frame["t"] == kind and all(frame.get(name) == value for name, value in fields.items()):
                    return self.seen.pop(place)
            return None

        found: Frame = await self.until(take, f"{kind} {fields}")
        return found

    async def event(self, thread: str, kind: str, **body: Any) -> Frame:
        """An event of a thread's log, already seen or to come."""

        def look() -> Frame | None:
            for event in self.events.get(thread, {}).values():
                if event["type"] == kind and all(event["body"].get(name) == value for name, value in body.items()):
                    return event
            return None

        found: Frame = await self.until(look, f"event {kind} {body}")
        return found

    async def closed(self) -> int:
        """The code with which the server closed."""
        code: int = await self.until(lambda: self.close_code, "closed")
        return code

    async def send(self, kind: str, /, **fields: Any) -> None:
        """Send a frame."""
        await self.socket.send(json.dumps({"t": kind, **fields}))

    async def ask(self, kind: str, /, **fields: Any) -> Frame:
        """Send a request with a `rid`; the `ok` or `error` that answers it."""
        rid = uuid4().hex
        await self.send(kind, rid=rid, **fields)
        return await self._answer("rid", rid)

    async def say(self, thread: str, text: str, client_id: str = "", kind: str = "send") -> Frame:
        """Send a message; the `ack` or `error` that answers it."""
        client_id = client_id or uuid4().hex
        await self.send(kind, thread=thread, client_id=client_id, text=text)
        return await self._answer("client_id", client_id)

    async def _answer(self, name: str, value: str) -> Frame:
        def take() -> Frame | None:
            for place, frame in enumerate(self.seen):
                if frame.get(name) == value and frame["t"] in (
                    "ok",
                    "ack",
                    "error",
                    "thread",
                    "page",
                    "replies",
                    "drafts",
                    "revealed",
                ):
                    return self.seen.pop(place)
            return None

        found: Frame = await self.until(take, f"answer to {value}")
        return found


class CustomerPlayer(Player):
    """A widget."""

    path = "/ws/customer"
    token = ""

    def __init__(self, instance: Instance, **options: Any) -> None:
        super().__init__(instance, **options)
        self.started: list[str] = []

    async def __aexit__(self, *raised: object) -> None:
        """A failed test leaves no chat behind that would take an agent from the next one."""
        if raised[0] and self.close_code is None:
            with contextlib.suppress(websockets.ConnectionClosed):
                for thread in self.started:
                    await self.send("end", rid=uuid4().hex, thread=thread)
        await super().__aexit__(*raised)

    async def hello(self, **fields: Any) -> Frame:
        """Greet; the `welcome` or `error`."""
        await self.send("hello", **{"v": 1, "site": cast.SITE_KEY, "token": self.token, **fields})
        answer: Frame = await self.until(
            lambda: next((frame for frame in self.seen if frame["t"] in ("welcome", "error")), None), "welcome"
        )
        self.seen.remove(answer)
        self.token = answer.get("token", self.token)
        return answer

    async def start(self, text: str, topic: str = "trading", **fields: Any) -> str:
        """Begin a chat; its thread."""
        answer = await self.ask("start", client_id=uuid4().hex, topic=topic, text=text, **fields)
        assert answer["t"] == "ok", answer
        thread: str = answer["thread"]
        self.started.append(thread)
        return thread


class AgentPlayer(Player):
    """A console."""

    path = "/ws/agent"

    def __init__(self, instance: Instance, name: str, **options: Any) -> None:
        email = f"{name}@meridian.example"
        super().__init__(instance, cookie=options.pop("cookie", None) or sign_in(instance, email), **options)
        self.me = ""
        self.desk: dict[str, Frame] = {}

    async def __aenter__(self) -> Self:
        await super().__aenter__()
        await self.hello()
        return self

    async def hello(self, **fields: Any) -> Frame:
        """Greet; the `welcome`, once the desk is there too."""
        await self.send("hello", v=1, **fields)
        welcome = await self.get("welcome")
        self.me = welcome["me"]
        await self.until(lambda: any(frame["t"] == "desk" for frame in self.seen), "the desk")
        return welcome

    def follow_desk(self) -> dict[str, Frame]:
        """The desk as it is after every delta seen so far, applied as docs/protocol.md says."""
        version = getattr(self, "version", 0)
        for frame in [frame for frame in self.seen if frame["t"] == "desk"]:
            self.seen.remove(frame)
            if frame["base"] == 0:
                self.desk = {}
            else:
                assert frame["base"] == version
            for key in frame.get("drop", []):
                self.desk.pop(key, None)
            self.desk |= {item["key"]: item for item in frame.get("put", [])}
            version = frame["version"]
        self.version = version
        return self.desk
