"""What does it take to start, stop and supervise one long-running program?"""

import shlex
import signal
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ops.places import Places


@dataclass(frozen=True)
class Program:
    """One program: its name (also of its lock and log), its command line, and the signal that ends it kindly."""

    name: str
    argv: Sequence[str]
    parting: signal.Signals = signal.SIGTERM
    user: str | None = None

    def lock(self, places: Places) -> Path:
        return places.locks / f"{self.name}.lock"

    def log(self, places: Places) -> Path:
        return places.logs / f"{self.name}.log"

    def launcher(self, places: Places) -> list[str]:
        """The command line that takes the lock, becomes the user and then turns into the program."""
        words = [sys.executable, "-m", "ops.launch", "--lock", str(self.lock(places))]
        words += ["--parting", self.parting.name]
        if self.user:
            words += ["--user", self.user]
        return [*words, "--", *self.argv]

    @classmethod
    def of_shell_command(cls, name: str, command: str) -> "Program":
        """A line of the Procfile. `exec` makes the shell turn into the program, so that signals reach it."""
        simple = shlex.split(command)
        plain = simple and not set(command) & set("$`|&;<>()*?~\n")
        return cls(name, simple if plain else ["/bin/sh", "-c", f"exec {command}"])
