"""What do all players of a run share?"""

from __future__ import annotations

import asyncio
import random
import time
from dataclasses import dataclass, field
from typing import Any

from traffic.notebook import Notebook
from traffic.options import Options
from traffic.plan import CustomerPlan
from traffic.setup import Seat, Setup


@dataclass(slots=True)
class Stage:
    """One run. `run` is new for each, so that nobody meets the customers of an earlier one."""

    setup: Setup
    options: Options
    run: str
    deadline: float
    notebook: Notebook = field(default_factory=Notebook)
    plans: dict[str, CustomerPlan] = field(default_factory=dict)  # by thread
    colleagues: dict[str, Seat] = field(default_factory=dict)  # who is signed in, by public id
    passed_on: set[str] = field(default_factory=set)
    arrived: int = 0
    served: int = 0
    gone: int = 0
    gone_unserved: int = 0
    interrupted: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def left(self) -> float:
        """Seconds until who still waits counts as unserved."""
        return 0.0 if self.interrupted.is_set() else max(0.0, self.deadline - time.monotonic())

    def think(self, chance: random.Random) -> float:
        """Seconds before a message."""
        return chance.uniform(0.4, 1.6) * self.options.think

    def hello(self) -> dict[str, Any]:
        """How every client begins."""
        return {"t": "hello", "v": 1}
