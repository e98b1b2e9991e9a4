"""Which programs make up a running product, and with which environment?

The Procfile says how each is started (so a hosting platform runs the same); here is how many of each, and what they
are told.
"""

import importlib.util
import os
import sys
from collections.abc import Mapping
from pathlib import Path

from ops.places import ROOT, Places
from ops.program import Program
from ops.servers import Urls
from ops.trouble import Trouble

# Two routers: one leads, the other takes over when it is lost.
COUNTS = {"router": 2}
DEMO_MODULE = "demo.website"


def procfile(text: str) -> dict[str, str]:
    """The Procfile's lines: process name and shell command."""
    commands: dict[str, str] = {}
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        name, colon, command = line.partition(":")
        if not colon or not command.strip() or not name.strip().isidentifier():
            raise Trouble(f"Procfile, line {number}: `name: command` is expected.")
        commands[name.strip()] = command.strip()
    return commands


def programs(file: Path = ROOT / "Procfile") -> list[Program]:
    """Every program of the Procfile, in its number, and the demo website where this checkout has one."""
    found: list[Program] = []
    for name, command in procfile(file.read_text()).items():
        count = COUNTS.get(name, 1)
        names = [name] if count == 1 else [f"{name}-{number}" for number in range(1, count + 1)]
        found += [Program.of_shell_command(each, command) for each in names]
    if importlib.util.find_spec(DEMO_MODULE):
        found.append(Program("demo", ["python", "-m", DEMO_MODULE]))
    return found


def environment(where: Places, urls: Urls, port: int, base: Mapping[str, str] = os.environ) -> dict[str, str]:
    """What each program is told. What the caller's environment names already stays as it is."""
    given = {
        "SECRET_KEY": "",
        "CONSOLE_ORIGIN": f"http://localhost:{port}",
        "WIDGET_ORIGIN": f"http://localhost:{port}",
        "FILES_ORIGIN": f"http://127.0.0.1:{port}",
        "DEMO_ORIGIN": f"http://localhost:{port + 1}",
        # Demo data, sign-ins and mail into files are permitted: this is a trial on one machine.
        "SWITCHBOARD_DEV": "1",
        "DJANGO_SETTINGS_MODULE": "web.settings",
    }
    env = {**given, **{name: value for name, value in base.items() if value}}
    env["SECRET_KEY"] = env["SECRET_KEY"] or where.secret_key()
    env |= {
        "DATABASE_URL": urls.database_url,
        "REDIS_URL": urls.redis_url,
        "PORT": str(port),
        "DATA_DIR": str(where.data),
        "PYTHONUNBUFFERED": "1",
        # `python` in the Procfile is the environment's.
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{base.get('PATH', os.defpath)}",
    }
    return env
