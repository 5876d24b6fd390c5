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
from .translations import EASY, SectionTranslation, digest_of_source

__all__ = [
    "DEEPEST",
    "EASY",
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
    "SectionTranslation",
    "SectionVersion",
    "Statement",
    "UpdateProcess",
    "digest_of_source",
]
