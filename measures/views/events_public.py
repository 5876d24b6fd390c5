"""Pages of events that everyone may read: list and month, one event, calendar files, registration."""

from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from integration_portal.core import links, panels
from integration_portal.core.models import SiteSettings

from .. import calendars
from ..detail_events import EventSheet
from ..filters_events import PublicEventFilter, load_options
from ..forms_events import RegistrationForm
from ..listing_events import EventListing
from ..models import Event
from ..services import registrations

#: Registrations that one address of the internet may send within ten minutes.
MOST_TRIES = 30


@require_safe
def event_list(request):
    """Dates to come month by month, or a month as a grid (`ansicht=monat`)."""
    listing = EventListing(request.GET, reverse("measures:events"))
    request.shared_path = listing.address
    ics = reverse("measures:events_ics") + listing.query_string
    context = {
        "listing": listing,
        "ics_url": ics,
        "ics_absolute": request.build_absolute_uri(ics),
        "crumbs": [(_("Home"), reverse("portal:home")), (_("Events"), None)],
        "canonical_url": request.build_absolute_uri(listing.address),
        "page_description": _("Events, trainings and conferences on living well together."),
    }
    return render(request, "measures/events/public/list.html", context)


@require_safe
def calendar(request):
    """All published dates as a calendar file, under the same filter as the list."""
    found = PublicEventFilter(request.GET, options=load_options())
    name = f"{SiteSettings.load().portal_name}: {_('Events')}"
    labels = [option.label for option in found.options["feld"] if option.value in found.selected.get("feld", ())]
    if labels:
        name = f"{name} – {', '.join(labels)}"
    return calendars.calendar_response(found.calendar_dates(timezone.localdate()), name=name, file_name="termine.ics")


def _public(slug):
    """A published event; for everything else there is no such page."""
    return get_object_or_404(Event.objects.public().select_related("parent", "measure", "municipality"), slug=slug)


@require_safe
def event_calendar(request, slug):
    """All dates of one event as a calendar file, cancelled ones included."""
    event = _public(slug)
    return calendars.calendar_response(event.dates.in_order(), name=event.title, file_name=f"{event.slug}.ics")


def _crumbs(*rest):
    return [(_("Home"), reverse("portal:home")), (_("Events"), reverse("measures:events")), *rest]


@require_safe
def event_detail(request, slug):
    """One published event with its dates and parts."""
    event = _public(slug)
    sheet = EventSheet(event)
    context = {
        "sheet": sheet,
        "event": event,
        "panels": panels.collect(request, "event:public", event),
        "crumbs": _crumbs((event.title, None)),
        "canonical_url": request.build_absolute_uri(event.get_absolute_url()),
        "page_description": event.summary or event.title,
    }
    return render(request, "measures/events/public/detail.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def register(request, slug):
    """Register for an event. The answer is the same whether the address was known before or not."""
    event = _public(slug)
    if not event.takes_registrations:
        raise Http404
    closed = registrations.closed_because(event)
    form, status = RegistrationForm(request.POST or None), 200
    if request.method == "POST" and not closed:
        visitor = f"register:{request.META.get('REMOTE_ADDR', '')}"
        if form.is_machine:
            return redirect("measures:event_registered", slug=event.slug)
        status = 422
        if links.too_often(visitor, MOST_TRIES):
            form.add_error(None, _("Too many registrations from your connection. Please try again in ten minutes."))
            status = 429
        elif form.is_valid():
            try:
                registrations.register(event=event, language=get_language() or "", **form.data_for_service)
            except ValidationError as error:
                form.add_error(None, error)
            else:
                return redirect("measures:event_registered", slug=event.slug)
    context = {
        "event": event,
        "sheet": EventSheet(event),
        "closed": closed,
        "form": form,
        "kept_days": SiteSettings.load().participants_kept_days,
        "crumbs": _crumbs((event.title, event.get_absolute_url()), (_("Register"), None)),
    }
    return render(request, "measures/events/public/register.html", context, status=status)


@require_safe
def registered(request, slug):
    """Thanks, and that a mail is on its way."""
    event = _public(slug)
    context = {"event": event, "crumbs": _crumbs((event.title, event.get_absolute_url()), (_("Register"), None))}
    return render(request, "measures/events/public/registered.html", context)
