"""What does `make run` do? Everything between a fresh checkout and a product that a person can use.

Run first by any Python, with the standard library alone; then, once the environment stands, by the environment's.
"""

import argparse
import contextlib
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from types import FrameType

from ops import bootstrap, formation, launch, servers
from ops.places import ROOT, Places, places
from ops.ports import chosen_port, require_free
from ops.steps import Steps
from ops.supervisor import Supervisor, configuration
from ops.trouble import Trouble, told

OWN_STEPS = 4
READY_PATIENCE_S = 90.0
WATCH_S = 2.0


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python3 -m ops.run")
    parser.add_argument("--done", type=int, help=argparse.SUPPRESS)
    done = parser.parse_args().done
    where, port = places(), chosen_port()
    _refuse_second(where)
    require_free(port)
    require_free(port + 1)
    if done is None:
        steps = bootstrap.run(dev=False, more_steps=OWN_STEPS)
        sys.stdout.flush()
        argv = [str(bootstrap.PYTHON), "-m", "ops.run", f"--done={steps.number}"]
        os.chdir(ROOT)
        os.execv(argv[0], argv)
    return _supervise(where, port, Steps(done + OWN_STEPS, where.logs / "run.log", before=done))


def _refuse_second(where: Places) -> None:
    pid = servers.user(where)
    if pid:
        raise Trouble(
            f"it runs already with the data in {where.data} (process {pid}): stop it with Ctrl-C there, "
            "or set another DATA_DIR and PORT."
        )


class _Stopped(BaseException):
    """Somebody asked us to end."""


def _supervise(where: Places, port: int, steps: Steps) -> int:
    def stop(number: int, frame: FrameType | None) -> None:
        raise _Stopped

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, stop)
    supervisor: Supervisor | None = None
    plan: servers.Plan | None = None
    try:
        with steps.step("Databases"):
            for name in ("supervisor", *(program.name for program in formation.programs())):
                launch.end_leftover(where.locks / f"{name}.lock", signal.SIGTERM)
            plan = servers.plan(where)
            env = formation.environment(where, plan.urls, port)
            databases = [server.program for server in plan.servers]
            config = configuration(where, databases, formation.programs())
            supervisor = Supervisor.start(where, config, env)
            for server in plan.servers:
                servers.wait_until_ready(plan, server, supervisor.is_alive)
        with steps.step("Tables"):
            steps.call(_manage("migrate", "--no-input"), cwd=ROOT, env=env, failing="The migrations failed.")
        with steps.step("Demo data"):
            if _has_command("demo"):
                steps.call(_manage("demo"), cwd=ROOT, env=env, failing="The demo data could not be made.")
            else:
                steps.note = "none in this checkout"
        with steps.step("Web, routers, worker"):
            supervisor.start_application()
            _await_ready(supervisor, port)
        _introduce(where, port, env)
        _watch(supervisor)
    except _Stopped:
        return 0
    finally:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)
        if supervisor:
            _say("\nStopping …")
            supervisor.stop()
            _say("Stopped. The data stay where they are.")
        if plan:
            plan.release()
    return 1


def _manage(*arguments: str) -> list[str]:
    return [sys.executable, "manage.py", *arguments]


def _has_command(name: str) -> bool:
    return any(ROOT.glob(f"*/management/commands/{name}.py"))


def _await_ready(supervisor: Supervisor, port: int) -> None:
    """Wait until the product itself says that it can serve."""
    # Never through a proxy: this is our own machine.
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    deadline = time.monotonic() + READY_PATIENCE_S
    answer = "no answer"
    while time.monotonic() < deadline:
        supervisor.require_alive()
        try:
            with opener.open(f"http://localhost:{port}/health/ready", timeout=5) as response:
                if response.status == 200:
                    return
        except urllib.error.HTTPError as error:
            answer = f"{error.code} {error.read(200).decode(errors='replace').strip()}"
        except OSError as error:
            answer = str(getattr(error, "reason", error))
        time.sleep(0.1)
    log = supervisor.where.logs / "web.log"
    last = log.read_text(errors="replace").strip().splitlines()[-1:] if log.exists() else []
    raise Trouble(f"not ready after {READY_PATIENCE_S:.0f} s ({answer}); web said last: {' '.join(last)} (see {log})")


def _introduce(where: Places, port: int, env: dict[str, str]) -> None:
    if _has_command("demo"):
        told_us = subprocess.run(
            _manage("demo", "--signins"), cwd=ROOT, env=env, capture_output=True, text=True, check=False
        )
        if told_us.returncode == 0:
            _say("\n" + told_us.stdout.rstrip())
    _say(f"\n  Data and logs: {where.data}")
    if not where.owner.is_me:
        _say(f"  PostgreSQL refuses to run as root, so it and Redis run as the user {where.owner.name}.")
    _say(f"\nReady on http://localhost:{port}. Ctrl-C stops everything.")


def _watch(supervisor: Supervisor) -> None:
    """Until we are stopped: say which program died and was started again."""
    known: dict[str, int] = {}
    while True:
        supervisor.require_alive()
        for state in supervisor.states():
            name, pid = str(state["name"]), int(state["pid"])
            if pid and known.setdefault(name, pid) != pid:
                known[name] = pid
                _say(
                    f"{time.strftime('%H:%M:%S')} {name} ended by itself and was started again (see {state['logfile']})"
                )
        time.sleep(WATCH_S)


def _say(text: str) -> None:
    """Print, also to a terminal that is gone."""
    with contextlib.suppress(OSError):
        print(text, flush=True)


if __name__ == "__main__":
    sys.exit(told(main))
