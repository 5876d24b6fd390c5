"""Measures (Maßnahmen): the sheet, its places in frameworks, partners, funding, and what is still to clarify."""

from .events import Event, EventDate, EventKind, EventRegistration, EventStatus
from .ideas import Idea, IdeaNote, IdeaState
from .indicators import MeasureIndicator, MeasureIndicatorValue
from .measure import Kind, Measure, Precision, Priority
from .parts import Clarification, FundingState, MeasureFunding, MeasurePartner, MeasurePlacement
from .progress import ProgressReport, ProgressRequest, ProgressRound
from .publications import Channel, Publication
from .states import Status
from .steps import Milestone, Task

__all__ = [
    "Channel",
    "Clarification",
    "Event",
    "EventDate",
    "EventKind",
    "EventRegistration",
    "EventStatus",
    "FundingState",
    "Idea",
    "IdeaNote",
    "IdeaState",
    "Kind",
    "Measure",
    "MeasureFunding",
    "MeasureIndicator",
    "MeasureIndicatorValue",
    "MeasurePartner",
    "MeasurePlacement",
    "Milestone",
    "Precision",
    "Priority",
    "ProgressReport",
    "ProgressRequest",
    "ProgressRound",
    "Publication",
    "Status",
    "Task",
]
