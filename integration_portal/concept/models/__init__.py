"""Models of the concept."""

from .concepts import FINAL, TRANSITIONS, Concept, ConceptRevision, RevisionState, RevisionStep
from .consultation import Consultation, ConsultationInvitation, Statement
from .decisions import RevisionMeasure
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
    "RevisionMeasure",
    "RevisionState",
    "RevisionStep",
    "SectionLink",
    "SectionVersion",
    "Statement",
]
