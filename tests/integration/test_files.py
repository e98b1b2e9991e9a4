"""Do files arrive whole, once, harmless, and only where they may? Over HTTP, against real processes."""

from __future__ import annotations

import io
import os
import re
import socket
from pathlib import Path
from urllib.parse import urlsplit
from uuid import uuid4

import psutil
from PIL import Image

from tests.support.courier import KB, PART, Courier, Fetched, picture
from tests.support.instance import Instance
from tests.support.players import AgentPlayer, CustomerPlayer

PHONE = Path(__file__).parents[1] / "vectors" / "phone.heic"


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


async def test_a_tickets_link_lets_its_holder_send_files_into_its_thread_alone(running: Instance) -> None:
    async with CustomerPlayer(running) as emma, AgentPlayer(running, "james") as james:
        await emma.hello(language="en")
        first = await emma.start("hi")
        ticket = await emma.ask("escalate", thread=first)
        second = await emma.start("something else")
        courier = Courier(running, Authorization=f"Ticket {ticket['link'].rpartition('/t/')[2]}")
        assert courier.send(first, picture(), "screen.png").status == 200
        await james.ask("open", thread=first)
        assert (await james.event(first, "file"))["body"]["name"] == "screen.png"
        assert courier.begin(second, b"x", "x.txt")["code"] == "thread_unknown"
        assert Courier(running, Authorization="Ticket made-up").begin(first, b"x", "x.txt")["code"] == "link_invalid"
        await emma.ask("end", thread=second)


async def test_a_phones_picture_is_handed_out_as_a_jpeg_without_what_it_carried(running: Instance) -> None:
    async with CustomerPlayer(running) as emma:
        await emma.hello(language="ru")
        thread = await emma.start("hi")
        sent = Courier.of(emma).send(thread, PHONE.read_bytes(), "IMG_0042.HEIC")["file"]
        body = (await emma.event(thread, "file"))["body"]
        assert (body["name"], body["media"], body["width"], body["height"]) == ("IMG_0042.jpg", "image/jpeg", 320, 240)
        whole = Fetched(Courier.of(emma).links(sent)[sent]["whole"])
        assert whole.headers["Content-Type"] == "image/jpeg"
        assert b"PhoneMaker" not in whole.body
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
