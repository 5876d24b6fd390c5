"""The ground of the services about meetings: the locked row, its steps, its rules."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from integration_portal.core.locking import StaleObject

from ..models import Meeting, MeetingState, RuleSet


def mail_key(meeting):
    """Under which the mails about a meeting are found in the queue."""
    return f"committees.meeting:{meeting.pk}"


def locked(meeting, version=None):
    """The meeting as it is now, locked for this transaction. Raises StaleObject if it is not at `version`."""
    row = Meeting.objects.select_for_update(of=("self",)).select_related("committee").get(pk=meeting.pk)
    if version is not None and row.version != int(version):
        raise StaleObject(row)
    return row


def go_to(meeting, state, reason=""):
    """Set another state on a locked meeting, without saving. Raises ValidationError for a step that is not in the table."""
    if state not in MeetingState.transitions[meeting.state]:
        raise ValidationError(
            _("A meeting that is “%(old)s” cannot become “%(new)s”.")
            % {"old": meeting.get_state_display(), "new": MeetingState(state).label},
            code="state",
        )
    meeting.state, meeting.state_reason = state, reason


def rules_of(meeting):
    """The rules in force on the day of the meeting; they apply to it for good. Raises RuleSet.DoesNotExist without any."""
    return RuleSet.objects.in_force(meeting.committee, meeting.day)
