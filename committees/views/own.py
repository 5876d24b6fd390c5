"""The page of a council member: their committees, the next meetings with their answer, papers and resolutions."""

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from integration_portal.core.access import login_required

from ..members import person_of
from ..models import Committee, Invitee, Meeting, Paper, Resolution
from ..models.meetings import AHEAD
from ..querysets import committees_of

#: So many rows of each kind; the lists have the rest.
SHOWN = 8


@require_safe
@login_required
def index(request):
    """What concerns the account as a member or deputy of committees; an empty page says whom to ask."""
    me = person_of(request.user)
    own = committees_of(request.user)
    meetings = list(
        Meeting.objects.filter(committee__in=own, state__in=AHEAD, starts_at__gte=timezone.now())
        .select_related("committee")
        .order_by("starts_at")[:SHOWN]
    )
    answers = (
        {row.meeting_id: row for row in Invitee.objects.filter(person=me, meeting__in=[row.pk for row in meetings])}
        if me
        else {}
    )
    context = {
        "committees": list(Committee.objects.filter(pk__in=own)),
        "meetings": [(meeting, answers.get(meeting.pk)) for meeting in meetings],
        "papers": list(
            Paper.objects.filter(referrals__committee__in=own)
            .exclude(state="draft")
            .distinct()
            .order_by("-dated_on", "-pk")[:SHOWN]
        ),
        "past": list(
            Meeting.objects.filter(committee__in=own)
            .took_place()
            .select_related("committee")
            .order_by("-starts_at")[:SHOWN]
        ),
        "resolutions": list(Resolution.objects.filter(committee__in=own).select_related("committee")[:SHOWN]),
    }
    return render(request, "committees/meetings/own.html", context)
