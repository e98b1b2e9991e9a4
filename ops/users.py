"""Which user do the embedded servers run as? (standard library only)

An ordinary user runs them as themself. PostgreSQL refuses to run as root, so root runs them as another user that
exists already: nobody is created, and nobody's permissions are widened.
"""

import os
import pwd
from dataclasses import dataclass
from pathlib import Path

from ops.trouble import Trouble


@dataclass(frozen=True)
class User:
    """A user of the operating system."""

    name: str
    uid: int
    gid: int

    @property
    def is_me(self) -> bool:
        return self.uid == os.geteuid()


def service_user(existing: Path, checkout: Path) -> User:
    """The user for the servers: whoever owns the data already, else the person behind root, else `nobody`."""
    uid = os.geteuid()
    if uid != 0:
        try:
            return _user(uid)
        except KeyError:
            raise Trouble(
                f"PostgreSQL needs a user with a name, but user id {uid} has none here: add it to the password file, "
                "or set DATABASE_URL and REDIS_URL to servers of your own."
            ) from None
    wanted = [_owner(existing), _sudo_uid(), _owner(checkout)]
    for candidate in wanted:
        if candidate:
            try:
                return _user(candidate)
            except KeyError:
                continue
    for name in ("nobody", "daemon"):
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return User(entry.pw_name, entry.pw_uid, entry.pw_gid)
    raise Trouble("PostgreSQL refuses to run as root, and this machine has no user `nobody`: run as an ordinary user.")


def me() -> User:
    """The user that this process runs as."""
    return _user(os.geteuid())


def _user(uid: int) -> User:
    entry = pwd.getpwuid(uid)
    return User(entry.pw_name, entry.pw_uid, entry.pw_gid)


def _owner(path: Path) -> int:
    """The owner's id; 0 where the path does not exist or is root's."""
    try:
        return path.stat().st_uid
    except OSError:
        return 0


def _sudo_uid() -> int:
    value = os.environ.get("SUDO_UID", "")
    return int(value) if value.isdigit() else 0


def can_reach(user: User, path: Path) -> bool:
    """Whether that user can enter the folder, or read and run the file. Asked of the kernel, as that user."""
    wanted = os.X_OK if path.is_dir() else os.R_OK | os.X_OK
    if user.is_me:
        return os.access(path, wanted)
    child = os.fork()
    if child == 0:
        answer = 1
        try:
            become(user)
            answer = 0 if os.access(path, wanted) else 1
        finally:
            os._exit(answer)
    return os.waitpid(child, 0)[1] == 0


def become(user: User) -> None:
    """Give up root for good in this process."""
    os.setgroups([])
    os.setgid(user.gid)
    os.setuid(user.uid)
