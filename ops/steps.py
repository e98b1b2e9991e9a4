"""How does a person see what a long command is doing, and how far it is? (standard library only)

    [2/7] Python packages … 41 s
    [3/7] Messages of five languages … current

The tools' own output goes to one log file, whose ends are shown only when a step fails.
"""

import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from ops.trouble import Trouble

FIRST_LINES = 5
LAST_LINES = 10
# What the tools say when the network, not the project, is at fault.
NETWORK_SIGNS = (
    "Temporary failure in name resolution",
    "Could not find a version that satisfies",
    "No matching distribution",
    "Failed to establish a new connection",
    "Read timed out",
    "Connection refused",
    "Connection reset",
    "ENOTFOUND",
    "ECONNREFUSED",
    "ECONNRESET",
    "ETIMEDOUT",
    "EAI_AGAIN",
    "npm error network",
)


class Steps:
    """A numbered list of steps with the time that each took."""

    def __init__(self, total: int, log: Path, *, before: int = 0) -> None:
        self.total = total
        self.log = log
        self.number = before
        self.note = ""

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Show the step while the block runs. Set `note` inside to say something other than the time."""
        self.number += 1
        self.note = ""
        head = f"[{self.number}/{self.total}] {name} …"
        started = time.monotonic()
        over = threading.Event()
        clock = threading.Thread(target=self._tick, args=(head, started, over), daemon=True)
        if sys.stdout.isatty():
            clock.start()
        else:
            print(head, end=" ", flush=True)
        try:
            yield
        except BaseException as reason:
            self._end(head, "failed" if isinstance(reason, Exception) else "stopped", over, clock)
            raise
        seconds = time.monotonic() - started
        self._end(head, self.note or (f"{seconds:.0f} s" if seconds >= 0.5 else "done"), over, clock)

    def call(
        self,
        argv: Sequence[str],
        *,
        cwd: Path | None = None,
        env: Mapping[str, str] | None = None,
        failing: str = "",
        offline: str = "",
    ) -> None:
        """Run a tool, its output into the log. Failing, show what it said and say what to do about it."""
        self.log.parent.mkdir(parents=True, exist_ok=True)
        with self.log.open("ab") as log:
            log.write(f"\n$ {' '.join(argv)}\n".encode())
            # Before the tool writes to the same file.
            log.flush()
            start = log.tell()
            try:
                code = subprocess.run(
                    argv, cwd=cwd, env=env, stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT, check=False
                ).returncode
            except OSError as error:
                raise Trouble(f"{argv[0]} could not be run ({error.strerror}). {failing}".rstrip()) from None
        if code == 0:
            return
        with self.log.open("rb") as log:
            log.seek(start)
            said = log.read().decode(errors="replace")
        tail = _ends(said.strip().splitlines())
        if offline and any(sign in said for sign in NETWORK_SIGNS):
            raise _Shown(tail, f"{offline} (All that was said: {self.log})")
        raise _Shown(tail, f"{failing or Path(argv[0]).name + ' failed.'} (All that was said: {self.log})")

    def _tick(self, head: str, started: float, over: threading.Event) -> None:
        while not over.wait(0.2):
            print(f"\r{head} {time.monotonic() - started:.0f} s", end="", flush=True)

    def _end(self, head: str, outcome: str, over: threading.Event, clock: threading.Thread) -> None:
        over.set()
        if clock.is_alive():
            clock.join()
        if sys.stdout.isatty():
            print(f"\r\x1b[K{head} {outcome}", flush=True)
        else:
            print(outcome, flush=True)


def _ends(lines: list[str]) -> list[str]:
    """The first and the last of what a tool said: some name the cause first and end with advice."""
    if len(lines) <= FIRST_LINES + LAST_LINES:
        return lines
    return [*lines[:FIRST_LINES], "…", *lines[-LAST_LINES:]]


class _Shown(Trouble):
    """A trouble that shows what the tool said before its own line."""

    def __init__(self, tail: Sequence[str], message: str) -> None:
        shown = "".join(f"    {line}\n" for line in tail)
        super().__init__(f"what the tool said:\n{shown}switchboard: {message}" if tail else message)
