"""Office pages of public relations."""

from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import F
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from integration_portal.core import attachments
from integration_portal.core.access import office_required, reader_required
from integration_portal.core.history import history_of
from integration_portal.core.locking import StaleObject
from integration_portal.core.models import SiteSettings
from integration_portal.core.params import page_number, positive_int
from integration_portal.core.search import match
from integration_portal.core.text import MAX_QUERY_LENGTH, search_terms

from .. import notices
from ..forms_publications import PublicationForm
from ..models import Channel, Event, Measure, Publication
from ..services import publications as services
from .events_office import put_errors

PER_PAGE = 50
State = Publication.State


def _crumbs(*rest):
    return [(_("Public relations"), reverse("measures:publications")), *rest]


def _piece(request, pk):
    return get_object_or_404(Publication.objects.editable_by(request.user), pk=pk)


def _warn(request, piece):
    """A message when the notice that the piece needs is not in it."""
    if notices.needed_by([piece], SiteSettings.load())[piece.pk].is_missing_in(piece):
        messages.warning(request, _("The funding notice is missing in the text."))


@require_safe
@reader_required
def index(request):
    """All publications, newest first; by state, channel and search word."""
    rows = Publication.objects.visible_inside(request.user)
    query, channel = request.GET.get("q", "")[:MAX_QUERY_LENGTH].replace("\x00", ""), request.GET.get("kanal", "")
    state = request.GET.get("stand", "")
    if search_terms(query):
        rows = rows.filter(pk__in=match(Publication.objects.all(), query).order_by().values("pk"))
    if channel in Channel.values:
        rows = rows.filter(channel=channel)
    if state in State.values:
        rows = rows.filter(state=state)
    kept = {
        name: value for name, value in (("q", query), ("kanal", channel if channel in Channel.values else "")) if value
    }
    views = [(_("All"), "?" + urlencode(kept), None, state not in State.values)]
    views += [
        (label, "?" + urlencode({"stand": value, **kept}), None, state == value) for value, label in State.choices
    ]
    rows = rows.select_related("event").order_by(F("date").desc(nulls_first=True), "-pk")
    page = Paginator(rows, PER_PAGE).get_page(page_number(request.GET.get("seite")))
    site = SiteSettings.load()
    needed = notices.needed_by(page.object_list, site)
    for row in page.object_list:
        row.is_without_notice = needed[row.pk].is_missing_in(row)
        row.needs_notice = bool(needed[row.pk].words)
    context = {
        "page_obj": page,
        "views": views,
        "query": query,
        "channel": channel,
        "channels": Channel.choices,
        "state": state if state in State.values else "",
        "may_edit": request.user.is_office,
    }
    return render(request, "measures/publications/list.html", context)


@require_safe
@reader_required
def show(request, pk):
    """One publication with its files and what is missing."""
    rows = Publication.objects.visible_inside(request.user).select_related("event")
    row = get_object_or_404(rows.prefetch_related("measures"), pk=pk)
    site = SiteSettings.load()
    needed = notices.needed_by([row], site)[row.pk]
    context = {
        "publication": row,
        "needed": needed,
        "lacks_notice": needed.is_missing_in(row),
        "emblems": [name for name in ("funding_logo", "ministry_logo") if needed.words and getattr(site, name)],
        "attachments": list(attachments.of(row)),
        "may_edit": request.user.is_office,
        "history": history_of(row, page=page_number(request.GET.get("verlauf"))),
        "crumbs": _crumbs((row.title, None)),
    }
    return render(request, "measures/publications/show.html", context)


def _form(request, *, publication, title, initial=None):
    form = PublicationForm(request.POST or None, request.FILES or None, instance=publication, initial=initial)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            upload = form.cleaned_data["file"]
            try:
                saved = services.save_publication(
                    data=form.data_for_service,
                    publication=publication,
                    version=form.cleaned_data["version"],
                    files=[upload] if upload else [],
                    by=request.user,
                )
            except StaleObject as stale:
                form.add_conflict(stale.current)
                status = 409
            except ValidationError as error:
                put_errors(form, error)
            else:
                messages.success(request, _("“%(title)s” has been saved.") % {"title": saved})
                _warn(request, saved)
                return redirect(saved.get_absolute_url())
    cancel = publication.get_absolute_url() if publication else reverse("measures:publications")
    context = {"title": title, "form": form, "cancel_url": cancel, "crumbs": _crumbs((title, None))}
    return render(request, "ui/form_page.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@office_required
def create(request):
    """A new publication, about a measure with `?massnahme=`, about an event with `?termin=`."""
    measure = Measure.objects.editable_by(request.user).filter(pk=positive_int(request.GET.get("massnahme"))).first()
    event = Event.objects.editable_by(request.user).filter(pk=positive_int(request.GET.get("termin"))).first()
    initial = {"event": event, "measures": [measure.pk] if measure else []}
    return _form(request, publication=None, title=_("New publication"), initial=initial)


@require_http_methods(["GET", "HEAD", "POST"])
@office_required
def edit(request, pk):
    """Change a publication, or attach a file."""
    return _form(request, publication=_piece(request, pk), title=_("Edit the publication"))


@require_POST
@office_required
def move(request, pk):
    """Mark as published (`stand=published`) or take back to draft."""
    row = _piece(request, pk)
    try:
        moved = services.move_publication(publication=row, to=request.POST.get("stand", ""))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("“%(title)s”: %(state)s") % {"title": moved, "state": moved.get_state_display()})
        if moved.is_published:
            _warn(request, moved)
    return redirect(row.get_absolute_url())


@require_http_methods(["GET", "HEAD", "POST"])
@office_required
def delete(request, pk):
    """Ask, then delete a draft with its files."""
    row = _piece(request, pk)
    if request.method == "POST":
        try:
            services.delete_publication(publication=row)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
            return redirect(row.get_absolute_url())
        messages.success(request, _("“%(title)s” has been deleted.") % {"title": row.title})
        return redirect("measures:publications")
    context = {
        "title": _("Delete “%(title)s”?") % {"title": row},
        "text": _("This cannot be undone. The history keeps that it was there."),
        "action_label": _("Delete"),
        "cancel_url": row.get_absolute_url(),
        "danger": True,
        "crumbs": _crumbs((row.title, row.get_absolute_url()), (_("Delete"), None)),
    }
    return render(request, "ui/confirm_page.html", context)
