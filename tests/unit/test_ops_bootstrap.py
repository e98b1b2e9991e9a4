"""Is a step of the set-up done again exactly when what it depends on has changed?"""

import sys
from pathlib import Path

import pytest

from ops import bootstrap, node, ports
from ops.steps import Steps
from ops.trouble import Trouble, told


def a_work(inputs: list[Path | str], leaves: Path) -> bootstrap.Work:
    return bootstrap.Work("key", "A step", lambda: inputs, leaves, lambda steps: None)


@pytest.fixture
def stamps(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "stamps"
    monkeypatch.setattr(bootstrap, "STAMPS", folder)
    return folder


def test_a_step_is_current_once_stamped_until_an_input_changes(tmp_path: Path, stamps: Path) -> None:
    file = tmp_path / "lock"
    file.write_text("1")
    work = a_work([file, "3.11"], file)
    assert not work.is_current()
    work.stamp()
    assert work.is_current()
    file.write_text("2")
    assert not work.is_current()


def test_a_step_whose_outcome_was_deleted_is_done_again(tmp_path: Path, stamps: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    work = a_work(["x"], out)
    work.stamp()
    out.rmdir()
    assert not work.is_current()


def test_a_folder_counts_by_names_and_contents_but_not_by_what_tools_put_there(tmp_path: Path) -> None:
    (tmp_path / "src").mkdir()
    (tmp_path / "src" / "a.ts").write_text("1")
    before = bootstrap.fingerprint([tmp_path])
    (tmp_path / "node_modules").mkdir()
    (tmp_path / "node_modules" / "x").write_text("1")
    assert bootstrap.fingerprint([tmp_path]) == before
    (tmp_path / "src" / "a.ts").rename(tmp_path / "src" / "b.ts")
    assert bootstrap.fingerprint([tmp_path]) != before


def test_the_pinned_requirements_name_no_address_and_hash_everything() -> None:
    for name in ("run.txt", "dev.txt"):
        text = (bootstrap.ROOT / "requirements" / name).read_text()
        assert "://" not in text
        pinned = [line for line in text.splitlines() if line and not line.startswith((" ", "#"))]
        assert len(pinned) > 30
        assert all("==" in line and line.endswith("\\") for line in pinned)


def test_both_sets_of_requirements_agree() -> None:
    def versions(name: str) -> dict[str, str]:
        lines = (bootstrap.ROOT / "requirements" / name).read_text().splitlines()
        pinned = [line.rstrip("\\ ") for line in lines if line and line[0].isalnum()]
        return {line.split(" ;")[0]: line.split(" ;")[0] for line in pinned}

    assert versions("run.txt").keys() <= versions("dev.txt").keys()


def test_a_failing_tool_shows_its_last_words_and_what_to_do(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    steps = Steps(1, tmp_path / "log")

    def command() -> int:
        with steps.step("Something"):
            steps.call([sys.executable, "-c", "print('last words'); raise SystemExit(3)"], failing="Mend it.")
        return 0

    assert told(command) == 1
    out, err = capsys.readouterr()
    assert "[1/1] Something … failed" in out
    assert "last words" in err
    assert err.splitlines()[-1] == f"switchboard: Mend it. (All that was said: {tmp_path / 'log'})"


def test_a_failed_download_is_called_one(tmp_path: Path) -> None:
    says = "import sys; sys.exit('npm error code ENOTFOUND')"
    with pytest.raises(Trouble, match="check the network"):
        Steps(1, tmp_path / "log").call([sys.executable, "-c", says], offline=bootstrap.NO_NETWORK, failing="other")


def test_a_tool_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(Trouble, match="no-such-tool could not be run"):
        Steps(1, tmp_path / "log").call(["no-such-tool"])


@pytest.mark.parametrize(
    ("version", "enough"), [((20, 18), False), ((20, 19), True), ((21, 7), False), ((22, 11), False), ((22, 12), True)]
)
def test_node_must_be_recent_enough_for_vite(version: tuple[int, int], enough: bool) -> None:
    assert node.recent_enough(version) is enough


def test_a_taken_port_is_told_in_one_line() -> None:
    import socket

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(Trouble, match=f"port {port} is taken"):
            ports.require_free(port)
    ports.require_free(port)


@pytest.mark.parametrize("text", ["web", "0", "65535", "-1"])
def test_a_port_that_is_none_is_refused(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", text)
    with pytest.raises(Trouble, match="is no port"):
        ports.chosen_port()
