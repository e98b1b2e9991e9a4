"""Can a program always be found, and a second copy of it be kept away?"""

import os
import signal
import subprocess
import sys
from pathlib import Path

from ops import launch
from ops.places import ROOT


def start(lock: Path, *program: str) -> tuple[subprocess.Popen[bytes], bytes]:
    """A launched program, and the first line that it said."""
    argv = [sys.executable, "-m", "ops.launch", "--lock", str(lock), "--", *program]
    process = subprocess.Popen(argv, cwd=ROOT, stdout=subprocess.PIPE)
    assert process.stdout is not None
    return process, process.stdout.readline()


def test_the_program_keeps_the_process_id_and_the_lock(tmp_path: Path) -> None:
    lock = tmp_path / "web.lock"
    process, _ = start(lock, "sh", "-c", "echo started; exec sleep 60")
    assert launch.holder(lock) == process.pid
    assert launch.take(lock, 0) is None
    process.kill()
    process.wait()
    assert launch.holder(lock) is None


def test_what_the_program_forked_holds_the_lock_as_well(tmp_path: Path) -> None:
    lock = tmp_path / "web.lock"
    process, said = start(lock, "sh", "-c", "sleep 60 & echo $!; wait")
    process.kill()
    process.wait()
    assert launch.holder(lock) == process.pid
    os.kill(int(said), signal.SIGKILL)
    descriptor = launch.take(lock, patience_s=5)
    assert descriptor is not None
    os.close(descriptor)


def test_a_leftover_is_ended_and_named(tmp_path: Path) -> None:
    lock = tmp_path / "web.lock"
    process, _ = start(lock, "sh", "-c", "echo started; exec sleep 60")
    assert process.poll() is None
    assert launch.end_leftover(lock, signal.SIGTERM) == process.pid
    assert process.wait() == -signal.SIGTERM


def test_nothing_left_over_is_nothing_to_end(tmp_path: Path) -> None:
    assert launch.end_leftover(tmp_path / "none.lock", signal.SIGTERM) is None
    (tmp_path / "stale.lock").write_text(str(os.getpid()))
    assert launch.end_leftover(tmp_path / "stale.lock", signal.SIGTERM) is None
