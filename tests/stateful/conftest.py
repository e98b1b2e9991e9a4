"""The steps that the walks took are said at the end of the session."""

from collections.abc import Callable

import pytest

STEPS = pytest.StashKey[int]()


@pytest.fixture
def record_steps(pytestconfig: pytest.Config) -> Callable[[int], None]:
    """Notes how many steps a walk took."""

    def note(steps: int) -> None:
        pytestconfig.stash[STEPS] = pytestconfig.stash.get(STEPS, 0) + steps

    return note


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """One line."""
    if steps := config.stash.get(STEPS, 0):
        terminalreporter.write_line(f"stateful: {steps:,} steps of the routing engine, all guarantees held")
