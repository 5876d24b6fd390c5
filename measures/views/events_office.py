"""Office pages of events: list, one event, its form with dates, series, publishing, cancelling."""

from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import F
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from integration_portal.core import panels
from integration_portal.core.access import insider_required, office_required
from integration_portal.core.history import history_of
from integration_portal.core.locking import StaleObject
from integration_portal.core.params import page_number, positive_int
from integration_portal.core.search import match
from integration_portal.core.text import MAX_QUERY_LENGTH, search_terms

from ..detail_events import EventSheet
from ..forms_events import CancelForm, EventForm, SeriesForm, date_formset
from ..models import Event, EventKind, Measure
from ..services import events as services

PER_PAGE = 50
VIEWS = ("kommend", "vergangen", "entwurf", "abgesagt", "alle")


def crumbs(*rest):
    """The way to a page of events."""
    return [(_("Events"), reverse("measures:office_events")), *rest]


def put_errors(form, error):
    """Put the messages of a service beside the fields they name, or above the form."""
    by_name = error.error_dict if hasattr(error, "error_dict") else {None: error.error_list}
    for name, errors in by_name.items():
        for one in errors:
            form.add_error(name if name in form.fields else None, one)


def event_of(request, pk):
    """An event the user may write."""
    return get_object_or_404(Event.objects.editable_by(request.user), pk=pk)


@require_safe
@insider_required
def index(request):
    """Events to come, past ones, drafts, cancelled ones, or all; with a search word and a kind."""
    today = timezone.localdate()
    rows = Event.objects.visible_inside(request.user).with_days(today)
    query, kind = request.GET.get("q", "")[:MAX_QUERY_LENGTH].replace("\x00", ""), request.GET.get("art", "")
    view = request.GET.get("ansicht", "kommend")
    view = view if view in VIEWS else "kommend"
    if search_terms(query):
        rows = rows.filter(pk__in=match(Event.objects.all(), query).order_by().values("pk"))
    if kind in EventKind.values:
        rows = rows.filter(kind=kind)
    wanted = {
        "kommend": rows.upcoming(today).order_by("next_day", "pk"),
        "vergangen": rows.past(today).order_by("-last_day", "-pk"),
        "entwurf": rows.filter(is_published=False).order_by(F("next_day").asc(nulls_last=True), "pk"),
        "abgesagt": rows.filter(status="cancelled").order_by("-last_day", "-pk"),
        "alle": rows.order_by(F("last_day").desc(nulls_first=True), "-pk"),
    }
    found = wanted[view].select_related("municipality", "parent")
    if request.user.reads_all:
        found = found.with_people()
    labels = dict(zip(VIEWS, (_("Upcoming"), _("Past"), _("Not public"), _("Cancelled events"), _("All")), strict=True))
    kept = {name: value for name, value in (("q", query), ("art", kind if kind in EventKind.values else "")) if value}
    context = {
        "views": [(labels[key], "?" + urlencode({"ansicht": key, **kept}), None, key == view) for key in VIEWS],
        "view": view,
        "query": query,
        "kind": kind,
        "kinds": EventKind.choices,
        "page_obj": Paginator(found, PER_PAGE).get_page(page_number(request.GET.get("seite"))),
        "may_edit": request.user.is_office,
        "shows_people": request.user.reads_all,
    }
    return render(request, "measures/events/office/list.html", context)


@require_safe
@insider_required
def show(request, pk):
    """One event; who takes part stands on a page of its own for those who read everything."""
    rows = Event.objects.visible_inside(request.user).with_people()
    event = get_object_or_404(rows.select_related("measure", "municipality", "parent"), pk=pk)
    reads_all = request.user.reads_all
    context = {
        "event": event,
        "sheet": EventSheet(event),
        "parts": list(event.parts.with_days(timezone.localdate())) if reads_all else [],
        "may_edit": request.user.is_office,
        "shows_people": reads_all,
        "obstacles": [] if event.is_published or not reads_all else services.obstacles_to_publishing(event),
        "publications": list(event.publications.visible_inside(request.user)),
        "panels": panels.collect(request, "event:office", event),
        "history": history_of(event, page=page_number(request.GET.get("verlauf"))) if reads_all else None,
        "crumbs": crumbs((event.title, None)),
    }
    return render(request, "measures/events/office/detail.html", context)


def _form(request, *, event, save, title, initial=None):
    """Show and handle the form of an event with its dates; `save(form, dates)` returns the saved event."""
    data = request.POST if request.method == "POST" else None
    if data is not None and "zeilen" in data:
        data = data.copy()
        total = positive_int(data.get("termine-TOTAL_FORMS"), most=60) or 0
        data["termine-TOTAL_FORMS"] = str(min(total + 3, 60))
    form = EventForm(data, instance=event, initial=initial)
    dates, status = date_formset(data, event, extra=1 if event else 3), 200
    if request.method == "POST" and "zeilen" not in request.POST:
        status = 422
        if all([form.is_valid(), dates.is_valid()]):
            try:
                saved = save(form, dates)
            except StaleObject as stale:
                form.add_conflict(stale.current)
                status = 409
            except ValidationError as error:
                put_errors(form, error)
            else:
                messages.success(request, _("“%(title)s” has been saved.") % {"title": saved})
                return redirect(saved.get_office_url())
    hidden = event.dates.count() - sum(bool(row.initial.get("id")) for row in dates.forms) if event else 0
    context = {
        "title": title,
        "form": form,
        "dates": dates,
        "event": event,
        "hidden_dates": max(0, hidden),
        "quiet": "zeilen" in request.POST,
        "cancel_url": event.get_office_url() if event else reverse("measures:office_events"),
        "crumbs": crumbs((title, None)),
    }
    return render(request, "measures/events/office/form.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@office_required
def create(request):
    """A new event, for a measure with `?massnahme=`, as a part of another one with `?teil_von=`."""
    measure = Measure.objects.editable_by(request.user).filter(pk=positive_int(request.GET.get("massnahme"))).first()
    parent = Event.objects.filter(parent__isnull=True, pk=positive_int(request.GET.get("teil_von"))).first()

    def save(form, dates):
        return services.create_event(data=form.data_for_service, dates=dates.values)

    return _form(request, event=None, save=save, title=_("New event"), initial={"measure": measure, "parent": parent})


@require_http_methods(["GET", "HEAD", "POST"])
@office_required
def edit(request, pk):
    """Change an event and its dates."""
    event = event_of(request, pk)

    def save(form, dates):
        return services.update_event(
            event=event, version=form.cleaned_data["version"], data=form.data_for_service, dates=dates.values
        )

    return _form(request, event=event, save=save, title=_("Edit the event"))


@require_http_methods(["GET", "HEAD", "POST"])
@office_required
def add_series(request, pk):
    """Add dates by rule."""
    event = event_of(request, pk)
    form, status = SeriesForm(request.POST or None, initial={"version": event.version}), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            data = form.cleaned_data
            try:
                saved, number = services.add_series(
                    event=event,
                    version=data["version"],
                    rule=form.rule,
                    start_time=data["start_time"],
                    end_time=data["end_time"],
                    last_day_after=(data["length"] or 1) - 1,
                )
            except StaleObject as stale:
                form.data = form.data.copy()
                form.data["version"] = str(stale.current.version)
                form.add_error(
                    None, _("Somebody else has changed the event meanwhile. Please look at it, then send again.")
                )
                status = 409
            except ValidationError as error:
                put_errors(form, error)
            else:
                words = ngettext("%(n)d date has been added.", "%(n)d dates have been added.", number)
                messages.success(request, words % {"n": number})
                return redirect(saved.get_office_url())
    context = {
        "title": _("Add a series of dates"),
        "text": event.title,
        "form": form,
        "submit_label": _("Add the dates"),
        "cancel_url": event.get_office_url(),
        "crumbs": crumbs((event.title, event.get_office_url()), (_("Series"), None)),
    }
    return render(request, "ui/form_page.html", context, status=status)


@require_POST
@office_required
def duplicate(request, pk):
    """A copy without dates; its form opens next."""
    copy = services.duplicate_event(event=event_of(request, pk))
    messages.success(request, _("This is the copy. Please enter its dates."))
    return redirect("measures:event_edit", pk=copy.pk)


@require_POST
@office_required
def publish(request, pk):
    """Show the event to everyone."""
    event = event_of(request, pk)
    try:
        services.publish_event(event=event)
        messages.success(request, _("“%(title)s” is public now.") % {"title": event})
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect(event.get_office_url())


@require_POST
@office_required
def unpublish(request, pk):
    """Take the event off the public pages."""
    event = event_of(request, pk)
    try:
        services.unpublish_event(event=event)
        messages.success(request, _("“%(title)s” is no longer public.") % {"title": event})
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect(event.get_office_url())


@require_http_methods(["GET", "HEAD", "POST"])
@office_required
def cancel(request, pk):
    """Cancel with a reason, and tell the participants."""
    event = event_of(request, pk)
    if event.is_cancelled:
        messages.info(request, _("This event has been cancelled already."))
        return redirect(event.get_office_url())
    form, status = CancelForm(request.POST or None, initial={"version": event.version}), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            data = form.cleaned_data
            try:
                _saved, mails = services.cancel_event(
                    event=event, reason=data["reason"], version=data["version"], tell=data["tell"]
                )
            except StaleObject:
                messages.warning(request, _("Somebody else has changed the event meanwhile. Please look at it first."))
                return redirect(event.get_office_url())
            except ValidationError as error:
                put_errors(form, error)
            else:
                words = ngettext(
                    "Cancelled. %(n)d mail is on its way.", "Cancelled. %(n)d mails are on their way.", mails
                )
                messages.success(request, words % {"n": mails})
                return redirect(event.get_office_url())
    context = {
        "title": _("Cancel “%(title)s”") % {"title": event},
        "form": form,
        "submit_label": _("Cancel the event"),
        "cancel_url": event.get_office_url(),
        "crumbs": crumbs((event.title, event.get_office_url()), (_("Cancel the event"), None)),
    }
    return render(request, "ui/form_page.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@office_required
def delete(request, pk):
    """Ask, then delete a draft."""
    event = event_of(request, pk)
    if request.method == "POST":
        try:
            services.delete_event(event=event)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
            return redirect(event.get_office_url())
        messages.success(request, _("“%(title)s” has been deleted.") % {"title": event.title})
        return redirect("measures:office_events")
    context = {
        "title": _("Delete “%(title)s”?") % {"title": event},
        "text": _("This cannot be undone. The history keeps that it was there."),
        "action_label": _("Delete"),
        "cancel_url": event.get_office_url(),
        "danger": True,
        "crumbs": crumbs((event.title, event.get_office_url()), (_("Delete"), None)),
    }
    return render(request, "ui/confirm_page.html", context)
