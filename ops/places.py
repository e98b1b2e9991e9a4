"""Where do the data, the sockets and the logs of one installation lie? (standard library only)

Layout of DATA_DIR:

    secret_key       the generated SECRET_KEY (0600)
    postgres/        PostgreSQL's own folder
    redis/           Redis' working folder (it stores nothing)
    sockets/         Unix sockets of both, reachable by their owner alone
    control/         the supervisor's configuration and its socket
    locks/           one lock per running program, with its process id
    logs/            one log per program, rotated
    programs/        copies of the servers' programs, only where their user cannot reach the environment
"""

import hashlib
import os
import secrets
import stat
import tempfile
from dataclasses import dataclass
from pathlib import Path

from ops.trouble import Trouble
from ops.users import User, can_reach, service_user

ROOT = Path(__file__).resolve().parent.parent

# sockaddr_un holds 108 bytes on Linux and 104 on macOS, the closing zero included.
SOCKET_PATH_LIMIT = 103
# The longest name that a server of ours gives to a socket, with PostgreSQL's lock file beside it.
LONGEST_SOCKET_NAME = len("/.s.PGSQL.5432.lock")


@dataclass(frozen=True)
class Places:
    """The folders of one installation, and the user that owns what the servers write."""

    data: Path
    owner: User

    @property
    def postgres(self) -> Path:
        return self.data / "postgres"

    @property
    def redis(self) -> Path:
        return self.data / "redis"

    @property
    def sockets(self) -> Path:
        return socket_folder(self.data, "sockets", self.owner.uid)

    @property
    def control(self) -> Path:
        return socket_folder(self.data, "control", os.geteuid())

    @property
    def locks(self) -> Path:
        return self.data / "locks"

    @property
    def logs(self) -> Path:
        return self.data / "logs"

    @property
    def programs(self) -> Path:
        return self.data / "programs"

    def make(self) -> None:
        """Create what is missing. Folders that exist keep their permissions, parents above DATA_DIR above all."""
        if not self.data.exists():
            self.data.mkdir(parents=True)
            # The servers' user may pass through, but not look around.
            self.data.chmod(0o700 if self.owner.is_me else 0o711)
        for folder in (self.logs, self.locks, self.control):
            own_folder(folder, os.geteuid(), os.getegid())
        for folder in (self.postgres, self.redis, self.sockets):
            own_folder(folder, self.owner.uid, self.owner.gid)

    def secret_key(self) -> str:
        """The installation's own SECRET_KEY: made once, readable by its owner only."""
        file = self.data / "secret_key"
        try:
            descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            return file.read_text().strip()
        with os.fdopen(descriptor, "w") as out:
            key = secrets.token_urlsafe(48)
            out.write(key)
        return key


def places(data_dir: Path | None = None) -> Places:
    """The places of the installation named by DATA_DIR, else of this checkout."""
    named = data_dir or (Path(os.environ["DATA_DIR"]) if os.environ.get("DATA_DIR") else None)
    if named:
        data = Path(os.path.abspath(named))
        owner = service_user(existing=data / "postgres", checkout=ROOT)
        if not owner.is_me and not can_reach(owner, _nearest_existing(data)):
            raise Trouble(
                f"PostgreSQL refuses to run as root and the user {owner.name} cannot reach DATA_DIR={data}: "
                f"choose another DATA_DIR, such as {_shared_default()}."
            )
        return Places(data, owner)
    data = ROOT / ".data"
    owner = service_user(existing=data / "postgres", checkout=ROOT)
    if not owner.is_me and not can_reach(owner, _nearest_existing(data)):
        data = _shared_default()
        owner = service_user(existing=data / "postgres", checkout=ROOT)
    return Places(data, owner)


def _shared_default() -> Path:
    """Root's DATA_DIR for a checkout that the servers' user cannot reach: one folder per checkout."""
    name = hashlib.sha256(os.fsencode(ROOT)).hexdigest()[:12]
    base = Path("/var/lib") if os.access("/var/lib", os.W_OK) else Path("/var/tmp")
    return base / f"switchboard-{name}"


def _nearest_existing(path: Path) -> Path:
    while not path.exists():
        path = path.parent
    return path


def socket_folder(data: Path, name: str, uid: int) -> Path:
    """The folder for sockets: inside DATA_DIR, or a short path derived from it where that would be too long."""
    inside = data / name
    if len(os.fsencode(inside)) + LONGEST_SOCKET_NAME <= SOCKET_PATH_LIMIT:
        return inside
    digest = hashlib.sha256(os.fsencode(inside)).hexdigest()[:12]
    short = Path(tempfile.gettempdir()) / f"switchboard-{uid}-{digest}"
    if len(os.fsencode(short)) + LONGEST_SOCKET_NAME > SOCKET_PATH_LIMIT:
        short = Path("/tmp") / short.name
    return short


def own_folder(folder: Path, uid: int, gid: int) -> None:
    """A folder that one user alone may enter. One that somebody else put there first is refused, not taken over."""
    try:
        folder.mkdir(mode=0o700, parents=False)
    except FileExistsError:
        found = folder.lstat()
        if not stat.S_ISDIR(found.st_mode) or found.st_uid not in (uid, os.geteuid()):
            raise Trouble(
                f"{folder} belongs to another user (or is no folder): remove it, or choose another DATA_DIR."
            ) from None
    found = folder.lstat()
    if (found.st_uid, found.st_gid) != (uid, gid) and os.geteuid() == 0:
        os.chown(folder, uid, gid, follow_symlinks=False)
    if stat.S_IMODE(found.st_mode) != 0o700:
        folder.chmod(0o700)
