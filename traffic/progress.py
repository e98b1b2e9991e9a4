"""How far is it? A bar on a terminal, else a line now and then."""

from __future__ import annotations

import sys
import time
from typing import TextIO

from traffic.stage import Stage

WIDTH = 30
LINE_EVERY_S = 10.0


class Progress:
    """Shows a run while it is played."""

    def __init__(self, out: TextIO = sys.stderr) -> None:
        self._out = out
        self._bar = out.isatty()
        self._began = time.monotonic()
        self._said_at = self._began

    def __call__(self, stage: Stage) -> None:
        """Say how far it is, if it is time to."""
        now = time.monotonic()
        if not self._bar and now - self._said_at < LINE_EVERY_S:
            return
        self._said_at = now
        text = line(stage, now - self._began)
        if self._bar:
            self._out.write(f"\r{bar(stage.gone / stage.options.customers)} {text}\x1b[K")
        else:
            self._out.write(f"{text}\n")
        self._out.flush()

    def done(self) -> None:
        """The bar's line ends."""
        if self._bar:
            self._out.write("\n")


def bar(share: float) -> str:
    """The bar itself."""
    full = round(min(1.0, share) * WIDTH)
    return f"[{'#' * full}{'·' * (WIDTH - full)}]"


def line(stage: Stage, seconds: float) -> str:
    """In words."""
    waits = stage.arrived - stage.served - stage.gone_unserved
    return (
        f"{int(seconds) // 60}:{int(seconds) % 60:02} "
        f"{stage.arrived} of {stage.options.customers} arrived, {waits} wait, {stage.served} served, "
        f"{stage.gone} gone, {len(stage.notebook.entries)} messages"
    )
