"""The start page of the office views."""

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from integration_portal.core.access import insider_required
from integration_portal.core.models import FormDraft, Job
from measures.models import Measure

from ..overview import tallies

NEWEST = 8


@require_safe
@insider_required
def start(request):
    """What waits: numbers that lead to filtered lists, the user's own unsaved inputs and jobs, latest changes."""
    user = request.user
    return render(
        request,
        "portal/office_home.html",
        {
            "today": timezone.localdate(),
            "tallies": tallies(user),
            "drafts": FormDraft.objects.filter(user=user)[:NEWEST],
            "jobs": Job.objects.filter(owner=user)[:3],
            "follow_ups": Measure.objects.visible_inside(user)
            .current()
            .filter(next_review_on__lte=timezone.localdate())
            .with_placements()
            .order_by("next_review_on", "pk")[:NEWEST],
            "newest": Measure.objects.visible_inside(user).current().with_placements().by_newest()[:NEWEST],
        },
    )
