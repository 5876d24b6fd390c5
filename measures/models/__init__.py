"""Measures (Maßnahmen): the sheet, its places in frameworks, partners, funding, and what is still to clarify."""

from .events import Event, EventDate, EventKind, EventRegistration, EventStatus
from .funding import Funder, FundingApplication, FundingCall, FundingProgramme
from .funding_passed_on import PassedOnApplication, PassedOnCall
from .grants import BudgetLine, Grant, Payment
from .ideas import Idea, IdeaNote, IdeaState
from .indicators import MeasureIndicator, MeasureIndicatorValue
from .measure import Kind, Measure, Precision, Priority
from .parts import Clarification, FundingState, MeasureFunding, MeasurePartner, MeasurePlacement
from .progress import ProgressReport, ProgressRequest, ProgressRound
from .publications import Channel, Publication
from .states import Status
from .steps import Milestone, Task

__all__ = [
    "BudgetLine",
    "Channel",
    "Clarification",
    "Event",
    "EventDate",
    "EventKind",
    "EventRegistration",
    "EventStatus",
    "Funder",
    "FundingApplication",
    "FundingCall",
    "FundingProgramme",
    "FundingState",
    "Grant",
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
    "PassedOnApplication",
    "PassedOnCall",
    "Payment",
    "Precision",
    "Priority",
    "ProgressReport",
    "ProgressRequest",
    "ProgressRound",
    "Publication",
    "Status",
    "Task",
]
