"""Do the folders and sockets of an installation lie where they can be used?"""

import os
import stat
from pathlib import Path

import pytest

from ops import places as places_module
from ops.places import SOCKET_PATH_LIMIT, Places, own_folder, places, socket_folder
from ops.trouble import Trouble
from ops.users import User, can_reach, me, service_user

SOMEBODY = User("somebody", 4711, 4711)


def test_sockets_lie_inside_the_data_folder() -> None:
    assert socket_folder(Path("/srv/data"), "sockets", 1000) == Path("/srv/data/sockets")


def test_a_long_path_gives_sockets_a_short_folder_of_their_own() -> None:
    long = Path("/srv") / ("x" * 100)
    found = socket_folder(long, "sockets", 1000)
    assert len(str(found / ".s.PGSQL.5432.lock")) <= SOCKET_PATH_LIMIT
    assert found != socket_folder(long / "other", "sockets", 1000)
    assert found == socket_folder(long, "sockets", 1000)


def test_a_short_path_holds_even_where_the_temporary_folder_is_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.gettempdir", lambda: "/var/folders/" + "y" * 90)
    assert str(socket_folder(Path("/srv") / ("x" * 100), "sockets", 1000)).startswith("/tmp/switchboard-1000-")


def test_a_folder_that_somebody_else_put_there_first_is_refused(tmp_path: Path) -> None:
    (tmp_path / "target").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "target")
    with pytest.raises(Trouble, match="belongs to another user"):
        own_folder(tmp_path / "link", os.geteuid(), os.getegid())


def test_our_own_folder_is_closed_to_others(tmp_path: Path) -> None:
    own_folder(tmp_path / "logs", os.geteuid(), os.getegid())
    assert stat.S_IMODE((tmp_path / "logs").stat().st_mode) == 0o700


def test_the_secret_key_is_made_once_and_is_private(tmp_path: Path) -> None:
    where = Places(tmp_path, me())
    first = where.secret_key()
    assert len(first) >= 50
    assert where.secret_key() == first
    assert stat.S_IMODE((tmp_path / "secret_key").stat().st_mode) == 0o600


def test_an_ordinary_user_runs_the_servers_themself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: me_by_name("nobody").uid)
    assert service_user(Path("/nowhere"), Path("/")).name == "nobody"


def test_root_runs_them_as_another_user_that_exists(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.delenv("SUDO_UID", raising=False)
    assert service_user(Path("/nowhere"), Path("/")).name == "nobody"


def test_root_by_sudo_runs_them_as_the_person_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setenv("SUDO_UID", str(me_by_name("daemon").uid))
    assert service_user(Path("/nowhere"), Path("/")).name == "daemon"


def test_root_keeps_to_whoever_owns_the_data(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.delenv("SUDO_UID", raising=False)
    owner = me_by_name("daemon").uid
    monkeypatch.setattr("ops.users._owner", lambda path: owner if path == Path("/data/postgres") else 0)
    assert service_user(Path("/data/postgres"), Path("/")).name == "daemon"


def test_a_user_without_a_name_is_told_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 3_999_999)
    with pytest.raises(Trouble, match="DATABASE_URL"):
        service_user(Path("/nowhere"), Path("/"))


def test_a_data_folder_that_the_servers_cannot_reach_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(places_module, "service_user", lambda existing, checkout: SOMEBODY)
    monkeypatch.setattr(places_module, "can_reach", lambda user, path: False)
    with pytest.raises(Trouble, match=r"somebody cannot reach DATA_DIR=/closed/data"):
        places(Path("/closed/data"))


def test_a_checkout_that_the_servers_cannot_reach_keeps_its_data_elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DATA_DIR", raising=False)
    monkeypatch.setattr(places_module, "service_user", lambda existing, checkout: SOMEBODY)
    monkeypatch.setattr(places_module, "can_reach", lambda user, path: False)
    assert places().data.name.startswith("switchboard-")
    assert places().data.parent in (Path("/var/lib"), Path("/var/tmp"))


def test_reaching_is_asked_of_the_kernel(tmp_path: Path) -> None:
    file = tmp_path / "program"
    file.write_text("")
    file.chmod(0o600)
    assert not can_reach(me(), file)
    file.chmod(0o700)
    assert can_reach(me(), file)


def me_by_name(name: str) -> User:
    import pwd

    entry = pwd.getpwnam(name)
    return User(entry.pw_name, entry.pw_uid, entry.pw_gid)
