"""Measures (Maßnahmen): the sheet, its places in frameworks, partners, funding, and what is still to clarify."""

from .measure import Kind, Measure, Precision, Priority
from .parts import Clarification, FundingState, MeasureFunding, MeasurePartner, MeasurePlacement
from .states import Status

__all__ = [
    "Clarification",
    "FundingState",
    "Kind",
    "Measure",
    "MeasureFunding",
    "MeasurePartner",
    "MeasurePlacement",
    "Precision",
    "Priority",
    "Status",
]
