"""How does a test get one more web process of a running product, on a port of its own?"""

from __future__ import annotations

import contextlib
import copy
import subprocess
import time
import urllib.request
from collections.abc import Iterator

from ops.places import ROOT
from ops.ports import free_pair
from tests.support.instance import END_PATIENCE_S, READY_PATIENCE_S, Instance


@contextlib.contextmanager
def another_web(running: Instance, command: list[str]) -> Iterator[tuple[Instance, subprocess.Popen[bytes]]]:
    """The product as a client of the new process sees it (another port, the same origins), and the process. `{port}` in
    the command is its port, which the environment's PORT names, too."""
    port = free_pair()
    process = subprocess.Popen(
        [part.format(port=port) for part in command], cwd=ROOT, env=running.env | {"PORT": str(port)}
    )
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        deadline = time.monotonic() + READY_PATIENCE_S
        while True:
            assert process.poll() is None, "the other web process ended"
            assert time.monotonic() < deadline, "the other web process is not ready"
            with contextlib.suppress(OSError):
                opener.open(f"http://127.0.0.1:{port}/health/ready", timeout=5).close()
                break
            time.sleep(0.1)
        seen = copy.copy(running)
        seen.port = port
        yield seen, process
    finally:
        process.terminate()
        try:
            process.wait(END_PATIENCE_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
