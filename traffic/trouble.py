"""What is said, in one line, when a run cannot begin or go on?"""

from __future__ import annotations


class Trouble(Exception):
    """The run cannot be played; the text says what to do about it."""
