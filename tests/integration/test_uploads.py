"""Does a file arrive whole and once, whatever cuts it off, and is what is not taken refused in words?"""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from uuid import uuid4

import pytest

from tests.support.courier import PART, Courier, Fetched, picture
from tests.support.instance import Instance
from tests.support.players import AgentPlayer, CustomerPlayer


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
