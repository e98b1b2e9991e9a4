"""How does a program of ours start so that it can always be found, and never outlives what started it?

    python -m ops.launch --lock FILE [--user NAME] [--parent PID] [--parting SIGNAL] -- PROGRAM ARGUMENTS…

The lock is held through `exec` by the program and by everything that it forks: a second copy waits until the last of
them is gone, whatever killed the first. So process ids are never guessed from files that a crash or a reboot left.
"""

import argparse
import contextlib
import ctypes
import fcntl
import os
import pwd
import signal
import sys
import time
from pathlib import Path
from typing import NoReturn

from ops.users import User, become

LOCK_PATIENCE_S = 30.0
PR_SET_PDEATHSIG = 1


def main(arguments: list[str]) -> NoReturn:
    """Take the lock, become the user, and turn into the program."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--lock", type=Path, required=True)
    parser.add_argument("--user")
    parser.add_argument("--parent", type=int, default=os.getppid())
    parser.add_argument("--parting", default="SIGTERM")
    parser.add_argument("program", nargs="+")
    given = parser.parse_args(arguments)
    descriptor = take(given.lock, LOCK_PATIENCE_S)
    if descriptor is None:
        raise SystemExit(f"{given.lock.stem} still runs as process {holder(given.lock)}")
    os.set_inheritable(descriptor, True)
    if given.user:
        entry = pwd.getpwnam(given.user)
        if entry.pw_uid != os.geteuid():
            become(User(entry.pw_name, entry.pw_uid, entry.pw_gid))
            os.environ["HOME"] = "/"
    _die_with_parent(given.parent, signal.Signals[given.parting])
    os.execvp(given.program[0], given.program)


def take(lock: Path, patience_s: float) -> int | None:
    """The lock's descriptor with our process id written in it, or None when another holds it for all that time."""
    descriptor = os.open(lock, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    deadline = time.monotonic() + patience_s
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= deadline:
                os.close(descriptor)
                return None
            time.sleep(0.05)
            continue
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, str(os.getpid()).encode(), 0)
        return descriptor


def holder(lock: Path) -> int | None:
    """The process id of the program that holds the lock now, or None when nobody does."""
    try:
        descriptor = os.open(lock, os.O_RDWR | os.O_CLOEXEC)
    except FileNotFoundError:
        return None
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        written = os.pread(descriptor, 32, 0)
        return int(written) if written.isdigit() else None
    else:
        return None
    finally:
        os.close(descriptor)


def end_leftover(lock: Path, parting: signal.Signals, patience_s: float = 10.0) -> int | None:
    """End a program that outlived whoever started it. Returns its process id, or None when there was none."""
    pid = holder(lock)
    if pid is None:
        return None
    for number in (parting, signal.SIGKILL):
        # The program may be gone while what it forked still holds the lock, and notices by itself.
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, number)
        deadline = time.monotonic() + patience_s
        while time.monotonic() < deadline:
            if holder(lock) is None:
                return pid
            time.sleep(0.05)
    return pid


def _die_with_parent(parent: int, number: signal.Signals) -> None:
    """On Linux, have the kernel tell the program when whoever started it is gone, even by SIGKILL."""
    if sys.platform != "linux":
        return
    ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, int(number), 0, 0, 0)
    if os.getppid() != parent:
        raise SystemExit(f"the process {parent} that asked for this is gone")


if __name__ == "__main__":
    main(sys.argv[1:])
