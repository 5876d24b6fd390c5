"""Frameworks with their fields of action and goals, and the indicators of the district."""

from .framework import FieldOfAction, Framework, Goal, Hue, Pictogram
from .indicators import Direction, Indicator, IndicatorValue, ValueKind

__all__ = [
    "Direction",
    "FieldOfAction",
    "Framework",
    "Goal",
    "Hue",
    "Indicator",
    "IndicatorValue",
    "Pictogram",
    "ValueKind",
]
