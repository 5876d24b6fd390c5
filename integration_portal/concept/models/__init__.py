"""Models of the concept."""

from .concepts import FINAL, TRANSITIONS, Concept, ConceptRevision, RevisionState, RevisionStep
from .consultation import Consultation, ConsultationInvitation, Statement
from .decisions import RevisionMeasure
from .process import (
    NeedsAnswer,
    NeedsRequest,
    NeedsSurvey,
    Participation,
    ProcessGroup,
    ProcessPhase,
    UpdateProcess,
)
from .sections import (
    DEEPEST,
    MOST_CHARACTERS,
    ChangeReason,
    ConceptSection,
    MarginNote,
    SectionLink,
    SectionVersion,
)

__all__ = [
    "DEEPEST",
    "FINAL",
    "MOST_CHARACTERS",
    "TRANSITIONS",
    "ChangeReason",
    "Concept",
    "ConceptRevision",
    "ConceptSection",
    "Consultation",
    "ConsultationInvitation",
    "MarginNote",
    "NeedsAnswer",
    "NeedsRequest",
    "NeedsSurvey",
    "Participation",
    "ProcessGroup",
    "ProcessPhase",
    "RevisionMeasure",
    "RevisionState",
    "RevisionStep",
    "SectionLink",
    "SectionVersion",
    "Statement",
    "UpdateProcess",
]
