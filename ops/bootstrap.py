"""How does a fresh checkout get everything that it needs? (standard library only)

    python3 -m ops.bootstrap [--dev]

Makes `.venv`, installs the pinned packages and the project, compiles the messages and builds the front end; with
`--dev` also what tests need. A step whose inputs have not changed since it last succeeded is skipped, so that the
second run takes seconds.
"""

import argparse
import hashlib
import importlib.util
import os
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from ops import node
from ops.steps import Steps
from ops.trouble import Trouble, told

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
STAMPS = VENV / "stamps"
LOG = ROOT / ".cache" / "bootstrap.log"
FRONTEND = ROOT / "web" / "frontend"
STATIC = ROOT / "web" / "static"
BROWSER = ROOT / "tests" / "browser"

NO_NETWORK = "A download failed: check the network (or the package registry that this machine uses) and run it again."


@dataclass(frozen=True)
class Work:
    """One step: its name, what it depends on, what it must leave behind, and how it is done."""

    key: str
    name: str
    inputs: Callable[[], Iterable[Path | str]]
    leaves: Path
    do: Callable[[Steps], None]

    def fingerprint(self) -> str:
        """A hash of the inputs: texts as they are, files and folders by name and content."""
        return fingerprint(self.inputs())

    def is_current(self) -> bool:
        stamp = STAMPS / self.key
        return self.leaves.exists() and stamp.exists() and stamp.read_text() == self.fingerprint()

    def stamp(self) -> None:
        STAMPS.mkdir(exist_ok=True)
        (STAMPS / self.key).write_text(self.fingerprint())


def fingerprint(inputs: Iterable[Path | str]) -> str:
    """A hash of texts, files and whole folders; what a build makes is left out."""
    total = hashlib.sha256()
    for item in inputs:
        if isinstance(item, str):
            total.update(b"text\0" + item.encode() + b"\0")
            continue
        for file in files_below(item):
            total.update(f"file\0{file.relative_to(item.parent)}\0".encode() + file.read_bytes() + b"\0")
    return total.hexdigest()


def files_below(path: Path) -> list[Path]:
    """The file itself, or all files of the folder in a fixed order, without what tools put there."""
    if path.is_file():
        return [path]
    skipped = {"node_modules", "dist", "coverage", "__pycache__"}
    found: list[Path] = []
    for folder, folders, files in os.walk(path):
        folders[:] = sorted(name for name in folders if name not in skipped and not name.startswith("."))
        found += [Path(folder) / name for name in sorted(files)]
    return found


def works(dev: bool) -> list[Work]:
    """The steps that this checkout needs, in order."""
    requirements = ROOT / "requirements" / ("dev.txt" if dev else "run.txt")
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    steps = [
        Work("environment", "Python environment", lambda: [version, sys.base_prefix, str(ROOT)], PYTHON, _environment),
        Work(
            "packages-dev" if dev else "packages",
            "Python packages",
            lambda: [requirements],
            PYTHON,
            lambda run: _packages(run, requirements),
        ),
        Work("project", "The project itself", lambda: [ROOT / "pyproject.toml"], PYTHON, _project),
    ]
    if (ROOT / "ops" / "catalogues.py").exists():
        steps.append(Work("catalogues", "Messages of all languages", _catalogue_inputs, PYTHON, _catalogues))
    if (FRONTEND / "package.json").exists():
        lock = FRONTEND / "package-lock.json"
        steps += [
            Work("npm", "Front-end packages", lambda: [lock], FRONTEND / "node_modules", lambda s: _npm(s, FRONTEND)),
            Work("frontend", "Front end", lambda: [FRONTEND, *_catalogue_inputs()], STATIC, _frontend),
        ]
    if dev and (BROWSER / "package.json").exists():
        lock = BROWSER / "package-lock.json"
        steps.append(
            Work("browser", "Browser and fonts", lambda: [lock], BROWSER / "node_modules", lambda s: _npm(s, BROWSER))
        )
    return steps


def run(dev: bool, *, more_steps: int = 0) -> Steps:
    """Do what is not done yet. `more_steps` is how many of its own the caller adds to the numbering."""
    _check_python()
    needed = works(dev)
    steps = Steps(len(needed) + more_steps, LOG)
    if LOG.exists() and LOG.stat().st_size > 5_000_000:
        LOG.unlink()
    for work in needed:
        with steps.step(work.name):
            if work.is_current():
                steps.note = "current"
                continue
            work.do(steps)
            work.stamp()
    return steps


def _check_python() -> None:
    if not (3, 11) <= sys.version_info[:2] <= (3, 13):
        raise Trouble(f"Python 3.11, 3.12 or 3.13 is needed; this is {sys.version.split()[0]} ({sys.executable}).")
    if not (importlib.util.find_spec("venv") and importlib.util.find_spec("ensurepip")):
        raise Trouble(f"{sys.executable} cannot make environments (Debian: `apt-get install python3-venv`).")


def _environment(steps: Steps) -> None:
    # --clear: a half-made environment, or one of another Python, is not worth keeping.
    steps.call([sys.executable, "-m", "venv", "--clear", str(VENV)], failing="The environment could not be made.")


def _packages(steps: Steps, requirements: Path) -> None:
    steps.call(
        [*_pip(), "--require-hashes", "-r", str(requirements)],
        cwd=ROOT,
        offline=NO_NETWORK,
        failing="The Python packages could not be installed.",
    )
    if requirements.name == "dev.txt":
        # It contains the other: `make run` after `make test` has nothing to install.
        (STAMPS / "packages").write_text(fingerprint([ROOT / "requirements" / "run.txt"]))


def _project(steps: Steps) -> None:
    steps.call(
        [*_pip(), "--no-deps", "--no-build-isolation", "--editable", "."],
        cwd=ROOT,
        failing="The project could not be installed into its environment.",
    )


def _pip() -> list[str]:
    quiet = ["--disable-pip-version-check", "--no-input", "--progress-bar=off", "--root-user-action=ignore"]
    return [str(PYTHON), "-m", "pip", "install", *quiet]


WORDS = (ROOT / "ops/catalogues.py", ROOT / "ops/wordlists.py", ROOT / "chat/secrets.json")


def _catalogue_inputs() -> list[Path | str]:
    return [*sorted(ROOT.glob("*/locale/**/*.po")), *sorted(ROOT.glob("locale/**/*.po")), *WORDS]


def _catalogues(steps: Steps) -> None:
    steps.call([str(PYTHON), "-m", "ops.catalogues", "compile"], cwd=ROOT, failing="The messages do not compile.")
    steps.call([str(PYTHON), "-m", "ops.wordlists"], cwd=ROOT, failing="The word lists could not be made.")


def _npm(steps: Steps, folder: Path) -> None:
    npm, env = node.npm(PYTHON)
    # Not `npm ci`: it refuses a lock that lacks the optional packages of other platforms, and a registry that does not
    # offer those makes such locks. What the lock does name is installed by its hash all the same.
    steps.call(
        [*npm, "install", "--no-save", "--no-audit", "--no-fund", "--no-progress"],
        cwd=folder,
        env=env,
        offline=NO_NETWORK,
        failing=f"The packages of {folder.relative_to(ROOT)} could not be installed.",
    )


def _frontend(steps: Steps) -> None:
    npm, env = node.npm(PYTHON)
    steps.call([*npm, "run", "build"], cwd=FRONTEND, env=env, failing="The front end does not build.")


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python3 -m ops.bootstrap")
    parser.add_argument("--dev", action="store_true", help="also what tests need")
    run(parser.parse_args().dev)
    return 0


if __name__ == "__main__":
    sys.exit(told(main))
