"""The pure half: what a row of figures says, and how rows add up."""

from reporting.core.figures import BOUNDS, COLUMNS, Figures

__all__ = ["BOUNDS", "COLUMNS", "Figures"]
