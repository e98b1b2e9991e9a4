"""How are the programs kept running? By supervisord, whose configuration is made here.

Databases start first and stop last; every program is started again when it dies, at once the first time and then with
growing pauses; each writes to a log of its own. supervisord is a session leader, so the terminal's Ctrl-C reaches us
alone, and the kernel ends it (and it everything else) should we be killed.
"""

import configparser
import contextlib
import io
import os
import shlex
import signal
import subprocess
import sys
import time
import xmlrpc.client
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ops.places import ROOT, Places
from ops.program import Program
from ops.trouble import Trouble
from ops.users import me

STOP_PATIENCE_S = 60

# A program that lives this long has started; one that dies sooner waits a second longer with each attempt.
STARTED_AFTER_S = 2
ATTEMPTS = 1_000_000

# How long a program may take to end kindly before it is killed.
PARTING_S = 20


def configuration(where: Places, databases: Sequence[Program], application: Sequence[Program]) -> str:
    """supervisord's configuration file."""
    for path in (where.data, ROOT):
        if "%" in str(path):
            raise Trouble(f"supervisord cannot work with a % in a path ({path}): choose another DATA_DIR or folder.")
    config = configparser.RawConfigParser()
    config["unix_http_server"] = {"file": _literal(_socket(where)), "chmod": "0700"}
    config["rpcinterface:supervisor"] = {
        "supervisor.rpcinterface_factory": "supervisor.rpcinterface:make_main_rpcinterface"
    }
    config["supervisord"] = {
        "nodaemon": "true",
        "silent": "true",
        "user": me().name,
        "directory": _literal(ROOT),
        "logfile": _literal(where.logs / "supervisor.log"),
        "logfile_maxbytes": "5MB",
        "logfile_backups": "2",
        "pidfile": _literal(where.control / "supervisord.pid"),
    }
    for program in databases:
        config[f"program:{program.name}"] = _program(where, program, autostart=True)
    for program in application:
        config[f"program:{program.name}"] = _program(where, program, autostart=False)
    # Groups stop in the reverse order of their priority, the programs of a group together.
    if databases:
        config["group:databases"] = {"programs": ",".join(p.name for p in databases), "priority": "100"}
    config["group:application"] = {"programs": ",".join(p.name for p in application), "priority": "200"}
    text = io.StringIO()
    config.write(text)
    return text.getvalue()


def _program(where: Places, program: Program, *, autostart: bool) -> dict[str, str]:
    return {
        "command": _literal(shlex.join(program.launcher(where))),
        "directory": _literal(ROOT),
        "autostart": "true" if autostart else "false",
        "autorestart": "true",
        "startsecs": str(STARTED_AFTER_S),
        "startretries": str(ATTEMPTS),
        "stopsignal": program.parting.name.removeprefix("SIG"),
        "stopwaitsecs": str(PARTING_S),
        "redirect_stderr": "true",
        "stdout_logfile": _literal(program.log(where)),
        "stdout_logfile_maxbytes": "10MB",
        "stdout_logfile_backups": "3",
    }


def _literal(value: object) -> str:
    """A value without meaning to supervisord: it expands `%(…)s`, and ` ;` starts a comment."""
    text = str(value)
    if " ;" in text or "\n" in text:
        raise Trouble(f"supervisord cannot express {text!r}: use a path or command without ` ;`.")
    return text.replace("%", "%%")


def _socket(where: Places) -> Path:
    return where.control / "supervisor.sock"


@dataclass
class Supervisor:
    """A running supervisord."""

    where: Places
    process: subprocess.Popen[bytes]

    @classmethod
    def start(cls, where: Places, text: str, env: Mapping[str, str]) -> "Supervisor":
        """Start it; it starts the databases."""
        _socket(where).unlink(missing_ok=True)
        file = where.control / "supervisord.conf"
        file.write_text(text)
        argv = [sys.executable, "-m", "supervisor.supervisord", "-c", str(file)]
        program = Program("supervisor", argv)
        log = program.log(where).open("ab")
        process = subprocess.Popen(
            program.launcher(where),
            cwd=ROOT,
            env=dict(env),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        log.close()
        return cls(where, process)

    def start_application(self) -> None:
        """Start everything but the databases."""
        self._call("startProcessGroup", "application", False)

    def states(self) -> list[dict[str, Any]]:
        """Name, statename, pid… of every program, in supervisord's own words; empty while it is not reachable."""
        try:
            found: list[dict[str, Any]] = self._call("getAllProcessInfo")
        except (OSError, xmlrpc.client.Error):
            return []
        return found

    def is_alive(self) -> bool:
        """Whether it still runs."""
        return self.process.poll() is None

    def require_alive(self) -> None:
        """Refuse to go on without it."""
        if not self.is_alive():
            log = self.where.logs / "supervisor.log"
            last = log.read_text(errors="replace").strip().splitlines()[-1:] if log.exists() else []
            raise Trouble(f"the supervisor ended: {' '.join(last)} (see {log})")

    def stop(self) -> None:
        """Stop everything in order, and wait until it is over."""
        with contextlib.suppress(ProcessLookupError):
            self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(STOP_PATIENCE_S)
        except subprocess.TimeoutExpired:
            # Its programs are told by the kernel that it is gone, and end as well.
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()

    def _call(self, method: str, *arguments: object) -> Any:
        from supervisor.xmlrpc import SupervisorTransport

        transport = SupervisorTransport(None, None, f"unix://{_socket(self.where)}")
        proxy = xmlrpc.client.ServerProxy("http://127.0.0.1", transport=transport)
        deadline = time.monotonic() + 10
        while True:
            try:
                return getattr(proxy.supervisor, method)(*arguments)
            except OSError:
                # It has only just been started.
                if self.process.poll() is not None or time.monotonic() > deadline:
                    raise
                time.sleep(0.05)
