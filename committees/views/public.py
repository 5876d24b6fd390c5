"""Pages of committees and meetings that everyone may read. They depend on path, query, language and published data only."""

from django.http import Http404, HttpResponsePermanentRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from actors.views.listing import chips, page_of

from ..filters_public import PublicMeetingFilter
from ..models import Committee, Meeting, Resolution
from ..models.meetings import AHEAD
from ..public import ON_PAGE, roster_of, sheet_of, with_next_meeting


def crumbs(*rest):
    """The way to a public page of a committee."""
    return [(_("Home"), reverse("portal:home")), (_("Committees"), reverse("committees:public_list")), *rest]


def public_meeting(slug, key):
    """The public meeting of an address by its number, whatever day the address names; raises Http404."""
    number = key.rpartition("-")[2]
    if not number.isdecimal() or len(number) > 6:
        raise Http404
    return get_object_or_404(
        Meeting.objects.public().select_related("committee", "moved_to__committee"),
        committee__slug=slug,
        number=int(number),
    )


@require_safe
def index(request):
    """The public committees, with their next meetings."""
    context = {
        "committees": list(with_next_meeting(Committee.objects.public())),
        "crumbs": [(_("Home"), reverse("portal:home")), (_("Committees"), None)],
        "canonical_url": request.build_absolute_uri(reverse("committees:public_list")),
        "page_description": _("Who advises on integration in the district, when they meet, and what they resolved."),
    }
    return render(request, "committees/public/list.html", context)


@require_safe
def committee(request, slug):
    """One committee: who sits in it, as released, its meetings and its newest resolutions."""
    row = get_object_or_404(Committee.objects.public(), slug=slug)
    seats, others = roster_of(row, timezone.localdate()) if row.meets_here else ([], [])
    meetings = Meeting.objects.public().filter(committee=row)
    context = {
        "committee": row,
        "seats": seats,
        "others": others,
        "ahead": _of(row, meetings.ahead().order_by("starts_at")[:ON_PAGE]),
        "past": _of(row, meetings.took_place().order_by("-starts_at")[:ON_PAGE]),
        "resolutions": _of(row, Resolution.objects.public().filter(committee=row)[:ON_PAGE]),
        "crumbs": crumbs((row.label, None)),
        "canonical_url": request.build_absolute_uri(row.get_public_url()),
        "page_description": row.description,
    }
    return render(request, "committees/public/committee.html", context)


def _of(committee, rows):
    """Rows of a committee that is at hand."""
    rows = list(rows)
    for row in rows:
        row.committee = committee
    return rows


@require_safe
def meetings(request):
    """The calendar of all public meetings: those to come, or (`ansicht=vergangen`) those that took place."""
    filterset = PublicMeetingFilter(request.GET, queryset=Meeting.objects.public(), request=request)
    is_past = request.GET.get("ansicht") == "vergangen"
    rows = filterset.qs.select_related("committee")
    rows = rows.took_place().order_by("-starts_at", "-pk") if is_past else _ahead(rows)
    ics = reverse("committees:public_calendar")
    context = {
        "filter": filterset,
        "notices": filterset.notices,
        "chips": chips(request, filterset),
        "is_past": is_past,
        "page_obj": page_of(request, rows),
        "ics_url": ics,
        "crumbs": crumbs((_("Meetings"), None)),
        "page_description": _("Meetings of the committees that everyone may attend."),
    }
    return render(request, "committees/public/meetings.html", context)


def _ahead(rows):
    """To come, those included that were called off or moved, so that nobody comes for nothing."""
    today = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    return rows.filter(starts_at__gte=today, state__in=(*AHEAD, "cancelled", "moved")).order_by("starts_at", "pk")


@require_safe
def meeting(request, slug, key):
    """The public part of a meeting: agenda with papers, resolutions and, once published, the minutes."""
    row = public_meeting(slug, key)
    if key != row.public_key:
        return HttpResponsePermanentRedirect(row.get_public_url())
    moved_to = row.moved_to if row.moved_to and row.moved_to.is_published else None
    context = {
        "sheet": sheet_of(row),
        "meeting": row,
        "moved_to": moved_to,
        "is_ahead": row.state in AHEAD,
        "is_off": row.state in ("cancelled", "moved"),
        "crumbs": crumbs((row.committee.label, row.committee.get_public_url()), (row.short, None)),
        "canonical_url": request.build_absolute_uri(row.get_public_url()),
        "page_description": row.name,
    }
    return render(request, "committees/public/meeting.html", context)
