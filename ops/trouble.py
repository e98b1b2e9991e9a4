"""How does a command of ours say, in one line, what is wrong and what to do?"""

import sys
from collections.abc import Callable


class Trouble(Exception):
    """Something that a person can mend. Its text is one line: what is wrong, and what to do."""


def told(command: Callable[[], int]) -> int:
    """Run a command; its trouble becomes one line and exit code 1. Neither it nor Ctrl-C is a traceback."""
    try:
        return command()
    except Trouble as trouble:
        print(f"switchboard: {trouble}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nInterrupted.", file=sys.stderr)
        return 130
