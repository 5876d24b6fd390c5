"""Models of the floor: accounts, settings, reference data, and the records of work in progress."""

from .base import TimestampedModel, VersionedModel
from .coordination import Attachment, Digest, DueRun, PersonalLink
from .imports import ImportBatch, ImportMapping, ImportRow
from .mail import Mail, MailText
from .personal import PersonalRequest
from .records import ChangeCounter, Redaction
from .reference import CrossCuttingPlan, Language, Municipality, MunicipalityBoundary, TargetGroup
from .settings import SiteSettings
from .user import User
from .work import FormDraft, Job, SavedView

__all__ = [
    "Attachment",
    "ChangeCounter",
    "CrossCuttingPlan",
    "Digest",
    "DueRun",
    "FormDraft",
    "ImportBatch",
    "ImportMapping",
    "ImportRow",
    "Job",
    "Language",
    "Mail",
    "MailText",
    "Municipality",
    "MunicipalityBoundary",
    "PersonalLink",
    "PersonalRequest",
    "Redaction",
    "SavedView",
    "SiteSettings",
    "TargetGroup",
    "TimestampedModel",
    "User",
    "VersionedModel",
]
