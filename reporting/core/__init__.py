"""The pure half: what a row of figures says, how rows add up, and over which days."""

from reporting.core.evenness import evenness
from reporting.core.figures import BOUNDS, COLUMNS, Figures
from reporting.core.period import LONGEST, Period

__all__ = ["BOUNDS", "COLUMNS", "LONGEST", "Figures", "Period", "evenness"]
