"""Meetings in the office views, and for the members of their committee: list, sheet, planning, calling off, moving."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Count, Q
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from actors.views.listing import page_of
from integration_portal.core import roles
from integration_portal.core.access import login_required, office_required
from integration_portal.core.history import history_of
from integration_portal.core.params import page_number, positive_int
from integration_portal.core.views.editing import edit_page, posted

from ..assistant import checks
from ..forms_meetings import MeetingForm, MoveForm, ReasonForm, YearForm
from ..members import person_of
from ..models import Committee, Meeting, Minutes
from ..models.meetings import AHEAD, TOOK_PLACE
from ..services import agenda
from ..services import meetings as services
from ..services.states import rules_of

FORM = ("GET", "HEAD", "POST")


def crumbs(*rest):
    """The way to a page of meetings."""
    return [(_("Meetings"), reverse("committees:meeting_list")), *rest]


def of_meeting(meeting, *rest):
    """The way to a page below one meeting."""
    return crumbs((meeting.short, meeting.get_absolute_url()), *rest)


def found(request, pk):
    """The meeting, if the account may see it; its committee along."""
    rows = Meeting.objects.visible_inside(request.user).select_related("committee", "chair", "recorder", "moved_to")
    return get_object_or_404(rows, pk=pk)


def kept(request, pk):
    """The meeting, for those who may change it."""
    return get_object_or_404(Meeting.objects.editable_by(request.user).select_related("committee"), pk=pk)


@require_safe
@login_required
def index(request):
    """Meetings that the account may see: those to come first, or those that were, by committee."""
    rows = Meeting.objects.visible_inside(request.user)
    committees = list(Committee.objects.visible_inside(request.user).meeting_here().only("pk", "name", "short_name"))
    if not roles.reads_all(request.user) and not committees:
        return render(request, "committees/meetings/nothing.html", {}, status=200)
    chosen = positive_int(request.GET.get("gremium"))
    if chosen in {row.pk for row in committees}:
        rows = rows.filter(committee=chosen)
    else:
        chosen = None
    words = " ".join(request.GET.get("q", "").replace("\x00", " ").split())[:100]
    if words:
        rows = rows.filter(Q(title__icontains=words) | Q(place__icontains=words) | Q(committee__name__icontains=words))
    past = request.GET.get("zeit") == "vergangen"
    over = Q(starts_at__lt=timezone.now()) & ~Q(state__in=AHEAD) | Q(state__in=("cancelled", "moved"))
    rows = rows.filter(over).order_by("-starts_at", "-pk") if past else rows.exclude(over).order_by("starts_at", "pk")
    context = {
        "page_obj": page_of(request, rows.select_related("committee").with_items()),
        "committees": committees,
        "chosen": chosen,
        "past": past,
        "words": words,
    }
    return render(request, "committees/meetings/list.html", context)


@require_safe
@login_required
def detail(request, pk):
    """A meeting: for the office with the assistant, for members with their answer and the papers."""
    meeting = found(request, pk)
    reads_all = roles.reads_all(request.user)
    items = agenda.ordered(meeting.items.select_related("reporter", "paper", "carried_from__meeting"))
    invitees = list(meeting.invitees.select_related("person", "membership__seat", "stands_in_for__person", "link"))
    me = person_of(request.user)
    context = {
        "crumbs": crumbs((meeting.short, None)),
        "meeting": meeting,
        "items": items,
        "has_closed": any(not item.is_public for item in items),
        "may_edit": roles.is_office(request.user) and meeting.state in AHEAD,
        "is_office": roles.is_office(request.user),
        "reads_all": reads_all,
        "checks": checks(meeting) if reads_all else [],
        "invitees": invitees if reads_all else [],
        "tally": _tally(invitees),
        "own": next((row for row in invitees if me and row.person_id == me.pk), None),
        "invitations": list(meeting.invitations.select_related("sent_by").annotate(sent_to=Count("dispatches"))),
        "proposals": list(meeting.committee.proposals.filter(state="open").prefetch_related("supporters"))
        if reads_all and meeting.state in AHEAD
        else [],
        "open_items": list(agenda.open_items_before(meeting)[:50]) if reads_all and meeting.state in AHEAD else [],
        "rules": rules_of(meeting),
        "shows_minutes": meeting.state in TOOK_PLACE and (reads_all or _are_minutes_out(meeting)),
        "history": history_of(meeting, page=page_number(request.GET.get("verlauf"))) if reads_all else None,
    }
    return render(request, "committees/meetings/detail.html", context)


def _are_minutes_out(meeting):
    """Whether members may read the minutes: as a draft that was handed out, or approved."""
    return Minutes.objects.filter(Q(sent_on__isnull=False) | Q(approved_on__isnull=False), meeting=meeting).exists()


def _tally(invitees):
    """How many answered what."""
    words = {"yes": _("come"), "no": _("cannot come"), "deputy": _("send a deputy"), "": _("have not answered")}
    members = [row for row in invitees if row.stands_in_for_id is None]
    return [(label, sum(row.answer == key for row in members)) for key, label in words.items()]


@require_http_methods(FORM)
@office_required
def create(request):
    """Plan a meeting; `?gremium=` chooses the committee."""
    key = positive_int(request.GET.get("gremium")) or 0
    committee = Committee.objects.meeting_here().filter(pk=key).first()
    form = MeetingForm(posted(request), committee=committee)

    def save(form):
        chosen = form.cleaned_data["committee"]
        return services.plan_meeting(committee=chosen, by=request.user, **form.data_for_service).get_absolute_url()

    return edit_page(
        request,
        form,
        save=save,
        title=_("Plan a meeting"),
        cancel=reverse("committees:meeting_list"),
        trail=crumbs(),
        text=_("The agenda starts with the standard items of the committee and with what earlier meetings left open."),
        submit_label=_("Plan"),
    )


@require_http_methods(FORM)
@office_required
def plan_year(request, pk):
    """Plan several meetings of a committee at once."""
    committee = get_object_or_404(Committee.objects.editable_by(request.user).meeting_here(), pk=pk)
    form = YearForm(posted(request))

    def save(form):
        made = services.plan_year(
            committee=committee, starts=form.cleaned_data["dates"], hours=form.cleaned_data["hours"], by=request.user
        )
        words = ngettext("%(number)d meeting has been planned.", "%(number)d meetings have been planned.", len(made))
        messages.info(request, words % {"number": len(made)})
        return f"{reverse('committees:meeting_list')}?gremium={committee.pk}"

    return edit_page(
        request,
        form,
        save=save,
        title=_("Dates of a year: %(committee)s") % {"committee": committee.label},
        cancel=committee.get_absolute_url(),
        trail=crumbs(),
        submit_label=_("Plan"),
    )


@require_http_methods(FORM)
@office_required
def edit(request, pk):
    """Change date, place and who chairs."""
    meeting = kept(request, pk)
    if meeting.state not in AHEAD:
        messages.error(request, _("This meeting has been held or called off: date and place stay as they are."))
        return redirect(meeting)
    name = meeting.short
    form = MeetingForm(posted(request), instance=meeting)

    def save(form):
        version = form.cleaned_data["version"]
        row = services.update_meeting(meeting=meeting, data=form.data_for_service, version=version)
        return row.get_absolute_url()

    return edit_page(
        request,
        form,
        save=save,
        title=_("Edit the meeting"),
        cancel=meeting.get_absolute_url(),
        trail=crumbs((name, meeting.get_absolute_url())),
    )


@require_http_methods(FORM)
@office_required
def cancel(request, pk):
    """Call a meeting off, with the reason."""
    meeting = kept(request, pk)
    text = _(
        "Whoever was invited gets a mail with the reason. The meeting stays in the list and in calendars as cancelled."
    )
    return edit_page(
        request,
        ReasonForm(posted(request)),
        save=lambda form: services.cancel_meeting(
            meeting=meeting, reason=form.cleaned_data["reason"], by=request.user
        ).get_absolute_url(),
        title=_("Call the meeting off"),
        cancel=meeting.get_absolute_url(),
        trail=of_meeting(meeting),
        text=text,
        submit_label=_("Call off"),
    )


@require_http_methods(FORM)
@office_required
def move(request, pk):
    """Move a meeting to another date; the agenda goes along."""
    meeting = kept(request, pk)
    local = timezone.localtime(meeting.starts_at)
    initial = {"start": local.strftime("%H:%M"), "place": meeting.place}
    form = MoveForm(posted(request), initial=initial)

    def save(form):
        return services.move_meeting(meeting=meeting, by=request.user, **form.data_for_service).get_absolute_url()

    return edit_page(
        request,
        form,
        save=save,
        title=_("Move the meeting"),
        cancel=meeting.get_absolute_url(),
        trail=of_meeting(meeting),
        text=_("The agenda goes along. Whoever was invited is told now, and gets a new invitation when you send it."),
        submit_label=_("Move"),
    )


def _step(request, pk, do, done):
    meeting = kept(request, pk)
    try:
        do(meeting)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, done)
    return redirect(meeting)


@require_POST
@office_required
def publish(request, pk):
    """Show the meeting in public."""
    return _step(
        request, pk, lambda row: services.set_published(meeting=row, published=True), _("The meeting is public now.")
    )


@require_POST
@office_required
def unpublish(request, pk):
    """Take the meeting off the public pages."""
    return _step(
        request,
        pk,
        lambda row: services.set_published(meeting=row, published=False),
        _("The meeting is no longer public."),
    )


@require_POST
@office_required
def reopen(request, pk):
    """Take a meeting up again that was called off by mistake."""
    return _step(request, pk, lambda row: services.reopen_planning(meeting=row), _("The meeting is planned again."))
