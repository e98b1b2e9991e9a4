"""Do files arrive whole, once, harmless, and only where they may? Over HTTP, against real processes."""

from __future__ import annotations

import http.client
import io
import json
import os
import re
import socket
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

import psutil
import pytest
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


async def test_a_picture_reaches_the_agent_without_what_it_carried(running: Instance) -> None:
    async with AgentPlayer(running, "james") as james, CustomerPlayer(running) as emma:
        await emma.hello(language="en")
        thread = await emma.start("Look at this", topic="trading")
        await emma.event(thread, "assigned")
        exif = Image.Exif()
        exif[0x010E] = "N 52 31 12"
        sent = picture(how="JPEG", exif=exif)
        assert Courier.of(emma).send(thread, sent, "C:\\me\\sc\u202egpj.jpg").status == 200
        body = (await james.event(thread, "file"))["body"]
        assert body["name"] == "scgpj.jpg"
        assert (body["media"], body["width"], body["height"], body["preview"]) == ("image/jpeg", 60, 40, True)
        link = Courier.of(james).links(body["file"])[body["file"]]
        whole, preview = Fetched(link["whole"]), Fetched(link["preview"])
        assert b"N 52 31 12" in sent
        assert b"N 52 31 12" not in whole.body
        assert len(whole.body) == body["size"]
        with Image.open(io.BytesIO(preview.body)) as small:
            assert small.size == (60, 40)
        assert (await emma.event(thread, "file"))["body"] == body
        await emma.ask("end", thread=thread)


async def test_a_file_is_an_attachment_on_an_origin_where_nothing_runs(running: Instance) -> None:
    async with CustomerPlayer(running) as emma:
        await emma.hello(language="ru")
        thread = await emma.start("hi")
        page = b"<script>alert(document.cookie)</script>"
        answer = Courier.of(emma).send(thread, page, "<b>notes.txt")
        link = Courier.of(emma).links(answer["file"])[answer["file"]]["whole"]
        assert link.startswith(f"http://127.0.0.1:{running.port}/f/")
        found = Fetched(link)
        assert found.body == page
        assert found.headers["Content-Type"] == "text/plain; charset=utf-8"
        assert found.headers["Content-Disposition"] == 'attachment; filename="bnotes.txt"'
        assert found.headers["X-Content-Type-Options"] == "nosniff"
        assert found.headers["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
        assert found.headers["Referrer-Policy"] == "no-referrer"
        assert "Set-Cookie" not in found.headers
        # Neither is a file to be had where sessions are, nor a session where files are.
        assert Fetched(link.replace("127.0.0.1", "localhost")).status == 404
        for path in ("/console/sign-in", "/widget/frame", "/api/v1/embed", "/static/loader.js"):
            assert Fetched(f"http://127.0.0.1:{running.port}{path}").status == 404
        await emma.ask("end", thread=thread)


async def test_a_link_is_short_lived_and_cannot_be_made_up(running: Instance) -> None:
    async with CustomerPlayer(running) as emma:
        await emma.hello(language="ru")
        thread = await emma.start("hi")
        answer = Courier.of(emma).send(thread, b"rows", "trades.csv")
        link = Courier.of(emma).links(answer["file"])[answer["file"]]["whole"]
        token = link.split("/")[4]
        file, form, until, tag = token.split(".")
        for forged in (f"{file}.{form}.{int(until) + 3600}.{tag}", f"{file}.preview.{until}.{tag}", file, "x"):
            assert Fetched(link.replace(token, forged)).status == 404
        await emma.ask("end", thread=thread)


async def test_a_video_can_be_asked_for_in_ranges(running: Instance) -> None:
    async with CustomerPlayer(running) as emma:
        await emma.hello(language="ru")
        thread = await emma.start("hi")
        film = b"\0\0\0\x20ftypisom" + os.urandom(300 * KB)
        answer = Courier.of(emma).send(thread, film, "screen.mp4")
        link = Courier.of(emma).links(answer["file"])[answer["file"]]["whole"]
        assert Fetched(link).body == film
        some = Fetched(link, Range="bytes=1000-70999")
        assert (some.status, some.body) == (206, film[1000:71000])
        assert some.headers["Content-Range"] == f"bytes 1000-70999/{len(film)}"
        assert Fetched(link, Range=f"bytes={len(film) - 5}-").body == film[-5:]
        assert Fetched(link, Range=f"bytes={len(film)}-").status == 416
        assert Fetched(link, "HEAD").headers["Content-Length"] == str(len(film))
        await emma.ask("end", thread=thread)


async def test_an_upload_goes_on_where_it_was_cut_off_and_is_sent_once(running: Instance) -> None:
    async with CustomerPlayer(running) as emma:
        await emma.hello(language="ru")
        thread = await emma.start("hi")
        courier, client_id = Courier.of(emma), uuid4().hex
        film = b"\0\0\0\x20ftypisom" + os.urandom(2 * PART)
        file = courier.begin(thread, film, "screen.mp4", client_id)["file"]
        assert courier.part(file, 0, film[:PART])["offset"] == PART
        # The answer was lost: the same part again is told where to go on.
        again = courier.part(file, 0, film[:PART])
        assert (again.status, again["code"], again["data"]["offset"]) == (409, "file_offset", PART)
        # After a reload all that is known is the id that the client gave.
        found = courier.begin(thread, film, "screen.mp4", client_id)
        assert (found["file"], found["offset"]) == (file, PART)
        early = courier.call("POST", f"/{file}/send", {})
        assert early["code"] == "file_offset"
        assert courier.send(thread, film, "screen.mp4", client_id).status == 200
        assert courier.send(thread, film, "screen.mp4", client_id)["state"] == "sent"
        await emma.event(thread, "file")
        assert (await emma.say(thread, "that was it"))["t"] == "ack"
        await emma.event(thread, "message", text="that was it")
        assert [event["type"] for event in emma.events[thread].values()].count("file") == 1
        link = courier.links(file)[file]["whole"]
        assert Fetched(link).body == film
        await emma.ask("end", thread=thread)


async def test_parts_that_race_leave_one_whole_file(running: Instance) -> None:
    async with CustomerPlayer(running) as emma:
        await emma.hello(language="ru")
        thread = await emma.start("hi")
        courier = Courier.of(emma)
        data = ("text " * 20_000).encode()
        file = courier.begin(thread, data, "log.txt")["file"]
        with ThreadPoolExecutor(8) as pool:
            answers = list(pool.map(lambda _: courier.part(file, 0, data), range(8)))
            assert sorted(answer.status for answer in answers) == [200] + [409] * 7
            sent = list(pool.map(lambda _: courier.call("POST", f"/{file}/send", {}), range(8)))
        assert {answer.get("state", answer.get("code")) for answer in sent} <= {"sent", "file_busy"}
        assert "sent" in {answer.get("state") for answer in sent}
        await emma.event(thread, "file")
        assert Fetched(courier.links(file)[file]["whole"]).body == data
        await emma.ask("end", thread=thread)


@pytest.mark.parametrize(
    ("data", "name", "code"),
    [
        (b"", "empty.txt", "file_empty"),
        (b"MZ\x90\0" + b"\0" * 50, "report.pdf", "file_type_refused"),
        (b"#!/bin/sh\nrm -rf /\n", "notes.txt", "file_type_refused"),
        (b"<svg onload='alert(1)'/>", "logo.svg", "file_type_refused"),
        (b"alert(1)", "photo.png.js", "file_type_refused"),
        (b"<html><script>alert(1)</script>", "photo.png", "file_type_lies"),
        (b"%PDF-1.7 /JavaScript", "photo.jpg", "file_type_lies"),
        (b"\x89PNG\r\n\x1a\n" + b"x" * 90, "photo.png", "file_damaged"),
    ],
)
async def test_what_is_not_taken_is_refused_in_words(running: Instance, data: bytes, name: str, code: str) -> None:
    async with CustomerPlayer(running) as emma:
        await emma.hello(language="ru")
        thread = await emma.start("hi")
        courier, client_id = Courier.of(emma), uuid4().hex
        answer = courier.send(thread, data, name, client_id)
        assert answer["code"] == code, answer
        assert answer["message"]
        # Once more is no better.
        assert courier.send(thread, data, name, client_id)["code"] == code
        await emma.say(thread, "sorry")
        await emma.event(thread, "message", text="sorry")
        assert "file" not in [event["type"] for event in emma.events[thread].values()]
        await emma.ask("end", thread=thread)


async def test_bounds_of_size_hold_before_a_byte_is_stored(running: Instance) -> None:
    async with CustomerPlayer(running) as emma:
        await emma.hello(language="ru")
        thread = await emma.start("hi")
        courier = Courier.of(emma)
        large = {"thread": thread, "client_id": uuid4().hex, "name": "a.mp4", "size": 100 * 2**20 + 1}
        refused = courier.call("POST", "", large)
        assert (refused["code"], refused["data"]["limit"]) == ("file_too_large", 100 * 2**20)
        data = os.urandom(2 * PART)
        film = b"\0\0\0\x20ftypisom" + data
        file = courier.begin(thread, film, "a.mp4")["file"]
        assert courier.part(file, 0, film[: PART + 1])["code"] == "frame_too_large"
        assert courier.part(file, 0, film[:1000])["code"] == "file_part_invalid"
        assert courier.part(file, 0, b"")["code"] == "file_part_invalid"
        assert courier.call("PATCH", f"/{file}?offset=-1", b"x")["code"] == "bad_frame"
        assert courier.call("POST", "", b"{")["code"] == "bad_frame"
        assert courier.call("POST", "", b"[" * 100_000)["code"] == "frame_too_large"
        await emma.ask("end", thread=thread)


async def test_files_of_others_do_not_exist(running: Instance) -> None:
    async with CustomerPlayer(running) as emma, CustomerPlayer(running) as eve:
        await emma.hello(language="ru")
        await eve.hello(language="ru")
        thread = await emma.start("hi")
        own, other = Courier.of(emma), Courier.of(eve)
        client_id = uuid4().hex
        under_way = own.begin(thread, b"half", "a.txt")["file"]
        sent = own.send(thread, b"whole", "b.txt", client_id)["file"]
        assert other.begin(thread, b"x", "x.txt")["code"] == "thread_unknown"
        assert other.call("GET", f"/{under_way}")["code"] == "file_unknown"
        assert other.part(under_way, 0, b"evil")["code"] == "file_unknown"
        assert other.call("DELETE", f"/{under_way}")["code"] == "file_unknown"
        assert other.call("POST", f"/{sent}/send", {})["code"] == "file_unknown"
        assert other.links(sent, under_way) == {}
        assert own.links(under_way) == {}
        assert Courier(running, Authorization="Bearer made-up").begin(thread, b"x", "x")["code"] == "session_invalid"
        assert Courier(running).begin(thread, b"x", "x")["code"] == "origin_refused"
        assert Courier(running, Origin=running.url).begin(thread, b"x", "x")["code"] == "session_invalid"
        await emma.ask("end", thread=thread)


async def test_an_agent_sends_into_their_own_chat_and_no_other(running: Instance) -> None:
    async with (
        AgentPlayer(running, "james") as james,
        AgentPlayer(running, "amira") as amira,
        CustomerPlayer(running) as emma,
    ):
        await emma.hello(language="en")
        thread = await emma.start("How do I do that?", topic="trading")
        await emma.event(thread, "assigned")
        assert Courier.of(amira).begin(thread, b"x", "x.txt")["code"] == "chat_not_yours"
        forged = Courier(running, Cookie=str(james.cookie), Origin="https://evil.example")
        assert forged.begin(thread, b"x", "x.txt")["code"] == "origin_refused"
        assert Courier.of(james).send(thread, picture(), "steps.png").status == 200
        event = await emma.event(thread, "file")
        assert event["by"]["id"] == james.me
        file = event["body"]["file"]
        assert Fetched(Courier.of(emma).links(file)[file]["preview"]).status == 200
        # A customer cannot pass off an agent's upload as their own.
        assert Courier.of(emma).call("DELETE", f"/{file}")["code"] == "file_unknown"
        await emma.ask("end", thread=thread)


async def test_after_the_end_nothing_is_taken_but_on_a_ticket(running: Instance) -> None:
    async with AgentPlayer(running, "james") as james, CustomerPlayer(running) as emma:
        await emma.hello(language="en")
        thread = await emma.start("hi", topic="trading")
        await emma.event(thread, "assigned")
        under_way = Courier.of(emma).begin(thread, b"text", "a.txt")["file"]
        Courier.of(emma).part(under_way, 0, b"text")
        await james.ask("resolve", thread=thread)
        assert Courier.of(emma).call("POST", f"/{under_way}/send", {})["code"] == "chat_ended"
        assert Courier.of(emma).begin(thread, b"x", "x.txt")["code"] == "chat_ended"
        ticket = await emma.ask("escalate", thread=thread)
        # What could not be sent then can be now, without its bytes once more.
        assert Courier.of(emma).call("POST", f"/{under_way}/send", {})["state"] == "sent"
        answered = Courier.of(james).send(thread, b"answer", "answer.txt")
        assert answered.status == 200
        await emma.event(thread, "ticket_status", ticket=ticket["ticket"], status="pending")
        assert Courier.of(emma).send(thread, b"more", "more.txt").status == 200
        await emma.event(thread, "ticket_status", ticket=ticket["ticket"], status="open")


async def test_the_tickets_page_shows_what_was_sent_and_leads_to_it(running: Instance) -> None:
    async with CustomerPlayer(running) as emma:
        await emma.hello(language="ru")
        thread = await emma.start("hi")
        sent = Courier.of(emma).send(thread, picture(), "screen.png")["file"]
        ticket = await emma.ask("escalate", thread=thread)
        page = Fetched(ticket["link"])
        assert f"img-src 'self' data: blob: http://127.0.0.1:{running.port}" in page.headers["Content-Security-Policy"]
        preview = re.search(r'<img src="([^"]+)"', page.body.decode())
        assert preview
        assert Fetched(preview[1]).headers["Content-Type"] == "image/webp"
        led = Fetched(f"{ticket['link']}/file/{sent}")
        assert led.status == 302
        assert Fetched(led.headers["Location"]).headers["Content-Type"] == "image/png"
        assert Fetched(f"{ticket['link']}/file/of-somebody-else").status == 404


async def test_what_was_never_sent_is_removed_and_what_was_sent_stays(running: Instance) -> None:
    def parts() -> set[Path]:
        return {path for path in (running.where.data / "files" / "parts").rglob("*") if path.is_file()}

    before = parts()
    async with CustomerPlayer(running) as emma:
        await emma.hello(language="ru")
        thread = await emma.start("hi")
        courier = Courier.of(emma)
        orphan = courier.begin(thread, b"half of it", "a.txt")["file"]
        courier.part(orphan, 0, b"half of it")
        given_up = courier.begin(thread, b"not this", "b.txt")["file"]
        courier.part(given_up, 0, b"not this")
        assert courier.call("DELETE", f"/{given_up}").status == 200
        sent = courier.send(thread, b"kept", "c.txt")["file"]
        code = (
            "from datetime import timedelta; from files.models import File; from files.tasks import orphans; "
            f"File.objects.exclude(public_id='{orphan}').update(touched_at='2999-01-01'); print(orphans(timedelta()))"
        )
        assert running.manage("shell", "--no-imports", "-c", code).strip().endswith("1")
        assert courier.call("GET", f"/{orphan}")["code"] == "file_unknown"
        assert Fetched(courier.links(sent)[sent]["whole"]).body == b"kept"
        assert parts() == before
        await emma.ask("end", thread=thread)


async def test_readers_who_do_not_read_cost_no_memory(running: Instance) -> None:
    async with CustomerPlayer(running) as emma:
        await emma.hello(language="ru")
        thread = await emma.start("hi")
        film = b"\0\0\0\x20ftypisom" + os.urandom(40 * PART)
        answer = Courier.of(emma).send(thread, film, "screen.mp4")
        link = urlsplit(Courier.of(emma).links(answer["file"])[answer["file"]]["whole"])
        web = psutil.Process(running.pid("web"))
        before = web.memory_info().rss
        deaf = [socket.create_connection(("127.0.0.1", running.port)) for _ in range(8)]
        for one in deaf:
            one.sendall(f"GET {link.path} HTTP/1.1\r\nHost: {link.netloc}\r\n\r\n".encode())
        for one in deaf:
            assert one.recv(12) == b"HTTP/1.1 200"
        # Others are served meanwhile, each whole: by then the deaf ones have been sent what their sockets hold.
        for _ in range(3):
            assert Fetched(link.geturl()).body == film
        grown = web.memory_info().rss - before
        for one in deaf:
            one.close()
        # All of it would be 320 MB.
        assert grown < 100 * 2**20, f"{grown / 2**20:.0f} MB"
        await emma.ask("end", thread=thread)


def test_a_commit_whose_answer_was_lost_keeps_the_bytes_that_its_event_names(db: str) -> None:
    from chat import hints
    from chat.door import Actor
    from files import actions, store
    from tests.support.threads import make_thread

    thread, text = make_thread(), b"what was said on the phone\n"
    actor = Actor.customer(thread.customer_id)
    file = actions.begin(thread.pk, actor, uuid4().hex, "call.txt", len(text))
    actions.take(file, 0, text)
    file.refresh_from_db()
    assert actions.claim(file)
    found = actions.prepare(file)
    hints.committed(actions.send, file, found, actor)
    actions.release(file)  # as whoever never heard of the commit does
    with store.opened(file.stored) as kept:
        assert kept.read() == text
