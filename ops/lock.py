"""How are the pinned requirements made? (`make lock`)

One resolution for all supported Pythons and platforms, with hashes and without registry addresses. The tests' set is
resolved with the product's as its constraint, so that both agree.
"""

import subprocess
import sys

from ops.places import ROOT
from ops.trouble import Trouble, told

OPTIONS = [
    "--universal",
    "--python-version=3.11",
    "--generate-hashes",
    "--no-emit-index-url",
    "--no-emit-find-links",
    "--no-header",
    "--no-annotate",
    "--no-config",
    "--quiet",
]


def main() -> int:
    """Write requirements/run.txt and requirements/dev.txt; versions move only with --upgrade."""
    more = [argument for argument in sys.argv[1:] if argument == "--upgrade"]
    resolve("run.txt", more)
    resolve("dev.txt", [*more, "--group=dev", "--constraints=requirements/run.txt"])
    return 0


def resolve(name: str, options: list[str]) -> None:
    """Resolve one file."""
    argv = [sys.executable, "-m", "uv", "pip", "compile", *OPTIONS, *options, "pyproject.toml"]
    done = subprocess.run(
        [*argv, f"--output-file=requirements/{name}"], cwd=ROOT, stdout=subprocess.DEVNULL, check=False
    )
    if done.returncode != 0:
        raise Trouble(f"requirements/{name} could not be resolved; what was said stands above.")
    text = (ROOT / "requirements" / name).read_text()
    if "://" in text:
        raise Trouble(f"requirements/{name} names an address; find out which dependency brought it.")


if __name__ == "__main__":
    sys.exit(told(main))
