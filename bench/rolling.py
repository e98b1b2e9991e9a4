"""Does a rolling restart behind a proxy lose or repeat anything? `python -m bench.rolling nginx|haproxy`.

The proxy runs with the very configuration of docs/deploy.md, its addresses replaced. Three web processes of one product
are restarted in turn, again and again, while `make traffic` plays on; its checker judges.
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

from bench.stage import free_port
from ops.places import ROOT
from tests.support.databases import Databases, settings_environment
from tests.support.instance import Instance

WEBS = 3
CUSTOMERS, AGENTS = "60", "10"
PAUSE = 3.0  # seconds between two restarts
COMMANDS = {"nginx": ["nginx", "-g", "daemon off;", "-c"], "haproxy": ["haproxy", "-db", "-f"]}
PATH = os.environ["PATH"] + os.pathsep + "/usr/sbin"


def configuration(proxy: str, port: int, ports: list[int]) -> str:
    """The block of docs/deploy.md, on our ports."""
    text = (ROOT / "docs/deploy.md").read_text()
    found = re.search(rf"```{proxy}\n(.*?)```", text, re.DOTALL)
    assert found, f"docs/deploy.md has no {proxy} block"
    block = found[1].replace("8080", str(port))
    for number, each in enumerate(ports, 1):
        block = block.replace(f"127.0.0.1:800{number}", f"127.0.0.1:{each}")
    return block


@contextlib.contextmanager
def proxied(proxy: str, port: int, ports: list[int]) -> Iterator[None]:
    """The proxy, running."""
    folder = Path(tempfile.mkdtemp(prefix="switchboard-proxy-"))
    file = folder / "proxy.conf"
    file.write_text(configuration(proxy, port, ports))
    program = shutil.which(COMMANDS[proxy][0], path=PATH)
    assert program, f"{proxy} is not installed"
    process = subprocess.Popen([program, *COMMANDS[proxy][1:], str(file)], stderr=subprocess.DEVNULL)
    try:
        for _ in range(100):
            assert process.poll() is None, f"{proxy} ended"
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
                break
            time.sleep(0.1)
        yield
    finally:
        process.terminate()
        process.wait()
        shutil.rmtree(folder)


class Web:
    """One of several web processes."""

    def __init__(self, env: dict[str, str], port: int) -> None:
        self.port = port
        self._env = env | {"PORT": str(port)}
        self.start()

    def start(self) -> None:
        """Start it, and wait until it can serve."""
        self._process = subprocess.Popen([sys.executable, "-m", "web.serve"], cwd=ROOT, env=self._env)
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        for _ in range(300):
            with contextlib.suppress(OSError):
                opener.open(f"http://127.0.0.1:{self.port}/health/ready", timeout=5).close()
                return
            time.sleep(0.1)
        raise AssertionError("a web process does not become ready")

    def stop(self) -> None:
        """End it kindly, as a deployment does."""
        self._process.terminate()
        self._process.wait()


def main(proxy: str) -> int:
    """Play, restarting all the while; the player's exit code."""
    databases = Databases()
    os.environ.update(settings_environment(databases.where))
    databases.start()
    port = free_port()
    url = f"http://localhost:{port}"
    env = {"CONSOLE_ORIGIN": url, "WIDGET_ORIGIN": url, "TRUSTED_PROXIES": "127.0.0.1", "LOG_LEVEL": "ERROR"}
    instance = Instance(databases, extra_env=env)
    webs: list[Web] = []
    restarts = 0
    try:
        instance.start()
        webs = [Web(instance.env, free_port()) for _ in range(WEBS)]
        with proxied(proxy, port, [web.port for web in webs]):
            command = [sys.executable, "-m", "traffic", "--url", url, "--data-dir", str(instance.where.data)]
            options = ["--customers", CUSTOMERS, "--agents", AGENTS, "--rate", "2", "--seconds", "60"]
            player = subprocess.Popen([*command, *options], cwd=ROOT)
            while player.poll() is None:
                web = webs[restarts % WEBS]
                web.stop()
                web.start()
                restarts += 1
                with contextlib.suppress(subprocess.TimeoutExpired):
                    player.wait(PAUSE)
    finally:
        for web in webs:
            web.stop()
        instance.stop()
        databases.stop()
    print(f"{proxy}: {restarts} restarts of {WEBS} web processes while it played")
    return player.returncode


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1]))
