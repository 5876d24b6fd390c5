"""The file of the minutes, in its two versions, as data for PDF and Word."""

from django.utils.translation import gettext as _

from integration_portal.core.display import format_day

from . import documents
from .records import public_part, record_of
from .services.states import rules_of


def record_for(meeting, minutes):
    """The approved record of a meeting, or the one of the moment while it is a draft."""
    return minutes.record if minutes.record is not None else record_of(meeting, minutes)


def minutes_file(meeting, minutes, *, public_only):
    """The document of the minutes; the public version has public addenda only, and no signatures to fill in."""
    record = record_for(meeting, minutes)
    addenda = minutes.addenda.filter(is_public=True) if public_only else minutes.addenda.all()
    corrections = (
        [] if public_only or not minutes.pk else [row.text for row in minutes.corrections.filter(is_taken_up=True)]
    )
    rules = rules_of(meeting)
    names = (
        (rules.signed_by_chair, _("Chair")),
        (rules.signed_by_recorder, _("Recorder")),
        (rules.signed_by_member, _("Member")),
    )
    return documents.minutes_document(
        public_part(record) if public_only else record,
        mark=_mark(minutes, public_only),
        addenda=[row.text for row in addenda] if minutes.pk else [],
        corrections=corrections,
        signatures=[] if public_only else [name for signs, name in names if signs],
        footer=_("Checksum of the approved record: %(digest)s") % {"digest": minutes.digest} if minutes.digest else "",
    )


def _mark(minutes, public_only):
    if minutes.approved_on is None:
        return _("Draft – not approved yet")
    words = _("Approved on %(day)s") % {"day": format_day(minutes.approved_on)}
    return f"{words} · {_('public version')}" if public_only else words
