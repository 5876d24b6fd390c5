"""Participants of an event: list, registration by the office, attendance, list to print, certificates."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Case, Value, When
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from integration_portal.core.access import office_required, reader_required
from integration_portal.core.models import SiteSettings
from integration_portal.core.params import positive_int
from integration_portal.core.writers.pdf import pdf_response

from ..certificates import render_certificates
from ..forms_events import OfficeRegistrationForm
from ..models import Event, EventRegistration
from ..services import registrations
from .events_office import crumbs, event_of, put_errors

State = EventRegistration.State
#: Places first, then the queue, then those who signed off.
_ORDER = Case(
    When(state__in=("registered", "attended"), then=Value(0)), When(state="waiting", then=Value(1)), default=Value(2)
)


def _event(request, pk):
    """An event whose participants the user may read."""
    events = Event.objects.visible_inside(request.user) if request.user.reads_all else Event.objects.none()
    return get_object_or_404(events, pk=pk)


def _people_crumbs(event, *rest):
    url = reverse("measures:event_people", args=[event.pk]) if rest else None
    return crumbs((event.title, event.get_office_url()), (_("Participants"), url), *rest)


@require_safe
@reader_required
def people(request, pk):
    """Who is registered, waits, signed off or attended."""
    event = _event(request, pk)
    rows = list(
        event.registrations.visible_inside(request.user).annotate(rank=_ORDER).order_by("rank", "joined_at", "pk")
    )
    first = event.dates.filter(is_cancelled=False).order_by("start_day").first()
    counts = {state: sum(row.state == state for row in rows) for state in State}
    context = {
        "event": event,
        "rows": rows,
        "taken": counts[State.REGISTERED] + counts[State.ATTENDED],
        "waiting": counts[State.WAITING],
        "attended": counts[State.ATTENDED],
        "has_begun": bool(first and first.start_day <= timezone.localdate()),
        "may_edit": request.user.is_office,
        "kept_days": SiteSettings.load().participants_kept_days,
        "crumbs": _people_crumbs(event),
    }
    return render(request, "measures/events/office/people.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@office_required
def add(request, pk):
    """Register somebody who called or wrote."""
    event = event_of(request, pk)
    form, status = OfficeRegistrationForm(request.POST or None), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                row = registrations.register(event=event, by_office=True, language="de", **form.cleaned_data)
            except ValidationError as error:
                put_errors(form, error)
            else:
                messages.success(request, f"{row}: {row.get_state_display()}")
                return redirect("measures:event_people", pk=event.pk)
    context = {
        "title": _("Register somebody"),
        "text": event.title,
        "form": form,
        "submit_label": _("Register"),
        "cancel_url": reverse("measures:event_people", args=[event.pk]),
        "crumbs": _people_crumbs(event, (_("Register somebody"), None)),
    }
    return render(request, "ui/form_page.html", context, status=status)


@require_POST
@office_required
def tick(request, pk):
    """Keep who was there."""
    event = event_of(request, pk)
    present = [key for text in request.POST.getlist("anwesend") if (key := positive_int(text))]
    try:
        number = registrations.tick_attendance(event=event, present=present)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        words = ngettext("%(n)d person attended.", "%(n)d people attended.", number)
        messages.success(request, words % {"n": number})
    return redirect("measures:event_people", pk=event.pk)


@require_safe
@reader_required
def attendance_sheet(request, pk):
    """The list to print and sign, with some empty rows."""
    event = _event(request, pk)
    rows = event.registrations.visible_inside(request.user).with_a_place().named().order_by("name", "pk")
    context = {
        "event": event,
        "rows": list(rows),
        "dates": [date for date in event.dates.all() if not date.is_cancelled],
        "empty_rows": range(5),
        "crumbs": _people_crumbs(event, (_("Attendance list"), None)),
    }
    return render(request, "measures/events/office/sheet.html", context)


def _registration(request, pk):
    rows = EventRegistration.objects.editable_by(request.user).select_related("event", "link")
    return get_object_or_404(rows, pk=pk)


@require_POST
@office_required
def sign_off(request, pk):
    """Sign somebody off; whoever waits longest moves up."""
    row = _registration(request, pk)
    try:
        registrations.sign_off(registration=row)
        messages.success(request, _("%(name)s is signed off.") % {"name": row})
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect("measures:event_people", pk=row.event_id)


@require_http_methods(["GET", "HEAD", "POST"])
@office_required
def forget(request, pk):
    """Ask, then delete the personal data of one participant; the number stays."""
    row = _registration(request, pk)
    back_url = reverse("measures:event_people", args=[row.event_id])
    if request.method == "POST":
        registrations.forget(registration=row)
        messages.success(request, _("The personal data has been deleted."))
        return redirect(back_url)
    context = {
        "title": _("Delete the data of %(name)s?") % {"name": row},
        "text": _(
            "Name, address, organisation and needs are deleted at once. A place to come is given up; the number stays."
        ),
        "action_label": _("Delete the data"),
        "cancel_url": back_url,
        "danger": True,
        "crumbs": _people_crumbs(row.event, (_("Delete data"), None)),
    }
    return render(request, "ui/confirm_page.html", context)


@require_safe
@reader_required
def certificates(request, pk):
    """The certificates of all who attended a training, one page each; 404 if there are none."""
    event = _event(request, pk)
    rows = list(event.registrations.visible_inside(request.user).filter(state=State.ATTENDED).named().order_by("name"))
    if not event.is_training or not rows:
        raise Http404
    return pdf_response(f"bescheinigungen-{event.slug}", render_certificates(event, rows))


@require_safe
@reader_required
def certificate(request, pk):
    """The certificate of one participant who attended a training."""
    rows = EventRegistration.objects.visible_inside(request.user).filter(state=State.ATTENDED, event__kind="training")
    row = get_object_or_404(rows.named().select_related("event__municipality"), pk=pk)
    return pdf_response(f"bescheinigung-{row.pk}", render_certificates(row.event, [row]))
