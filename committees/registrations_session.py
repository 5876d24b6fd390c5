"""What the meeting itself and its minutes bring to the registries of `core`: approved minutes are final."""

from integration_portal.core import triggers

from .models import Minutes, MinutesAddendum

triggers.freeze(
    Minutes,
    when="OLD.approved_on IS NOT NULL",
    fixed=("id", "meeting_id", "approved_on", "approved_in_id", "digest"),
    redactable=("record", "opening", "closing"),
)
triggers.freeze(
    MinutesAddendum, when="OLD.id IS NOT NULL", fixed=("id", "minutes_id", "is_public"), redactable=("text",)
)
