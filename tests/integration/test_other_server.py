"""Does the product depend on Daphne? The same application on uvicorn, beside a web process on Daphne."""

import asyncio
import subprocess
import sys
from collections.abc import Iterator

import pytest

from tests.support.beside import another_web
from tests.support.instance import Instance
from tests.support.players import AgentPlayer, CustomerPlayer

UVICORN = [sys.executable, "-m", "uvicorn", "web.asgi:application", "--host", "127.0.0.1", "--port", "{port}"]
UVICORN += ["--ws-max-size", "65536", "--no-proxy-headers", "--log-level", "warning"]
OURS = ["--ws", "web.uvicorn_socket:TextsProtocol"]


@pytest.fixture(params=[pytest.param([], id="its own sockets"), pytest.param(OURS, id="sockets that write at once")])
def on_uvicorn(request: pytest.FixtureRequest, running: Instance) -> Iterator[tuple[Instance, subprocess.Popen[bytes]]]:
    """The running product as a client of one more web process sees it: another port, the same origin."""
    with another_web(running, [*UVICORN, *request.param]) as found:
        yield found


async def test_both_sides_talk_across_two_kinds_of_servers(
    running: Instance, on_uvicorn: tuple[Instance, subprocess.Popen[bytes]]
) -> None:
    other, process = on_uvicorn
    async with AgentPlayer(running, "olga") as olga, CustomerPlayer(other) as customer:
        await customer.hello(language="ru", region="CIS")
        thread = await customer.start("привет")
        await olga.event(thread, "message", text="привет")
        for number in range(50):
            assert (await customer.say(thread, f"{number}"))["t"] == "ack"
        await olga.event(thread, "message", text="49")
        assert (await olga.say(thread, "ответ"))["t"] == "ack"
        await customer.event(thread, "message", text="ответ")
        await olga.event(thread, "message", text="ответ")
        seqs = sorted(customer.events[thread])
        assert seqs == sorted(olga.events[thread].keys() & set(seqs))
        await customer.ask("end", thread=thread)
        process.terminate()
        assert await customer.closed() == 1012  # uvicorn's own "service restart": the protocol says reconnect
        await asyncio.to_thread(process.wait, 20)
