"""Models of the floor: accounts, settings, reference data, and the records of work in progress."""

from .base import TimestampedModel, VersionedModel
from .imports import ImportBatch, ImportMapping, ImportRow
from .records import ChangeCounter, Redaction
from .reference import CrossCuttingPlan, Language, Municipality, TargetGroup
from .settings import SiteSettings
from .user import User
from .work import FormDraft, Job, SavedView

__all__ = [
    "ChangeCounter",
    "CrossCuttingPlan",
    "FormDraft",
    "ImportBatch",
    "ImportMapping",
    "ImportRow",
    "Job",
    "Language",
    "Municipality",
    "Redaction",
    "SavedView",
    "SiteSettings",
    "TargetGroup",
    "TimestampedModel",
    "User",
    "VersionedModel",
]
