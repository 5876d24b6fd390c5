"""The item of an agenda that reports on open resolutions (Beschlusskontrolle)."""

from textwrap import shorten

from django.utils.translation import gettext as _

from integration_portal.core.display import format_day

from ..models import Resolution
from .resolutions import open_resolutions_for

#: An agenda has no more resolutions than that, and of a report no more characters; the whole stands on the page of the resolution.
MOST_RESOLUTIONS = 100
LONGEST_REPORT = 300
LONGEST_TEXT = 5000


def put_open_resolutions(meeting, put, standard):
    """Put the state of each open resolution of the committee on an agenda, with its newest report; nothing when none is open.

    `put(**values)` makes an item in the place of the standard item. Resolutions of closed parts, and those whose item was
    closed later, make a closed item of their own; in the public one only reports that are public are quoted.
    """
    rows = open_resolutions_for(meeting.committee_id)[:MOST_RESOLUTIONS]
    told = set(Resolution.objects.of_open_parts().filter(pk__in=[row.pk for row in rows]).values_list("pk", flat=True))
    for is_public in (True, False):
        chosen = [row for row in rows if (row.pk in told) == is_public]
        if chosen:
            lines = [_line(row, public_only=is_public) for row in chosen]
            put(
                title=standard.title,
                kind=standard.kind,
                purpose=standard.purpose,
                is_public=is_public and standard.is_public,
                text="\n".join(lines)[:LONGEST_TEXT],
                duration=standard.minutes,
            )


def _line(row, *, public_only):
    words = f"{row.number} {row.title}: {row.get_status_display()}"
    if row.due_on:
        words += ", " + _("to be carried out by %(day)s") % {"day": format_day(row.due_on)}
    report = row.newest_public_report if public_only else row.newest_report
    if report is not None:
        words += "\n" + _("Report of %(day)s: %(text)s") % {
            "day": format_day(report.reported_on),
            "text": shorten(report.text, LONGEST_REPORT, placeholder=" …"),
        }
    return words
