"""How does a stored choice become the `Literal` of a shape? A column knows its choices, the type checker does not."""

from __future__ import annotations

from typing import Any


def literal(choice: str) -> Any:
    """A value of a column whose choices are those of the type it is given to."""
    return choice
