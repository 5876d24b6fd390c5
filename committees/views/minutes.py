"""Minutes in the office views: the draft with what is missing, corrections, approval, publication, addenda, files."""

import datetime

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from integration_portal.core import roles
from integration_portal.core.access import login_required, office_required
from integration_portal.core.views.editing import edit_page, posted

from .. import documents
from ..forms_minutes import AddendumForm, ApproveForm, CorrectionForm, MinutesForm
from ..minutes_files import minutes_file, record_for
from ..models import Minutes
from ..models.meetings import TOOK_PLACE
from ..records import missing_in
from ..services import minutes as services
from ..services.states import rules_of
from .invitations import file_response
from .meetings import FORM, found, kept, of_meeting


def _address(meeting):
    return reverse("committees:minutes", args=[meeting.pk])


def _minutes(meeting):
    """The minutes of a meeting that was held; not saved yet where nobody has begun them."""
    if meeting.state not in TOOK_PLACE:
        raise Http404
    return Minutes.objects.filter(meeting=meeting).first() or Minutes(meeting=meeting)


@require_safe
@login_required
def page(request, pk):
    """The minutes: for the office with what is missing; members read them once they were handed out."""
    meeting = found(request, pk)
    minutes = _minutes(meeting)
    inside = roles.reads_all(request.user)
    if not inside and minutes.sent_on is None and minutes.approved_on is None:
        raise Http404
    record = record_for(meeting, minutes)
    context = {
        "crumbs": of_meeting(meeting, (pgettext("of a meeting", "Minutes"), None)),
        "meeting": meeting,
        "minutes": minutes,
        "record": record,
        "day": datetime.date.fromisoformat(record["day"]),
        "attendance": documents.attendance_rows(record),
        "entries": record["items"],  # a dictionary has a method of that name
        "missing": missing_in(record) if minutes.approved_on is None else [],
        "corrections": list(minutes.corrections.all()) if minutes.pk and inside else [],
        "addenda": list(minutes.addenda.all()) if minutes.pk else [],
        "is_unchanged": minutes.approved_on is None or services.is_unchanged(minutes),
        "inside": inside,
    }
    return render(request, "committees/minutes/page.html", context)


@require_safe
@login_required
def paper(request, pk, version, fmt):
    """The minutes as PDF or Word: "intern" is the whole, "oeffentlich" the public version."""
    meeting = found(request, pk)
    minutes = _minutes(meeting)
    if not roles.reads_all(request.user) and minutes.sent_on is None and minutes.approved_on is None:
        raise Http404
    return file_response(minutes_file(meeting, minutes, public_only=version == "oeffentlich"), fmt)


@require_http_methods(FORM)
@office_required
def edit(request, pk):
    """The texts around the items, and the signatures."""
    meeting = kept(request, pk)
    _minutes(meeting)
    minutes = services.begin(meeting=meeting) if request.method == "POST" else _minutes(meeting)
    if minutes.approved_on is not None:
        messages.error(request, _("These minutes are approved: they stay as they are. Please write an addendum."))
        return redirect(_address(meeting))

    def save(form):
        services.update(minutes=minutes, data=form.data_for_service, version=form.cleaned_data["version"])
        return _address(meeting)

    form = MinutesForm(posted(request), instance=minutes, rules=rules_of(meeting), initial={"version": minutes.version})
    return edit_page(
        request, form, save=save, title=_("Edit the minutes"), cancel=_address(meeting), trail=of_meeting(meeting)
    )


def _step(request, pk, do, done):
    meeting = kept(request, pk)
    try:
        do(services.minutes_of(meeting))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, done)
    return redirect(_address(meeting))


@require_POST
@office_required
def hand_out(request, pk):
    """Show the draft to the members."""
    return _step(request, pk, lambda row: services.hand_out(minutes=row), _("The members can read the draft now."))


@require_POST
@office_required
def publish(request, pk):
    """Put the public version on the public pages, or take it back."""
    published = request.POST.get("zurueck") != "1"
    done = _("The public version is on the public pages now.") if published else _("The minutes are no longer public.")
    return _step(request, pk, lambda row: services.set_published(minutes=row, published=published), done)


@require_http_methods(FORM)
@office_required
def correction(request, pk):
    """Note a correction that a member asks for."""
    meeting = kept(request, pk)
    _minutes(meeting)

    def save(form):
        services.ask_correction(minutes=services.minutes_of(meeting), **form.cleaned_data)
        return _address(meeting)

    form = CorrectionForm(posted(request))
    return edit_page(
        request, form, save=save, title=_("Correction asked for"), cancel=_address(meeting), trail=of_meeting(meeting)
    )


@require_POST
@office_required
def decide(request, pk, correction):
    """Say whether a correction was taken up."""
    meeting = kept(request, pk)
    row = get_object_or_404(_minutes(meeting).corrections.select_related("minutes"), pk=correction)
    return _step(
        request,
        pk,
        lambda minutes: services.decide_correction(correction=row, taken_up=request.POST.get("uebernommen") == "1"),
        _("The decision has been noted."),
    )


@require_http_methods(FORM)
@office_required
def approve(request, pk):
    """Note that the minutes were approved; from then on they are final."""
    meeting = kept(request, pk)
    _minutes(meeting)

    def save(form):
        services.approve(
            minutes=services.minutes_of(meeting), approved_in=form.cleaned_data["approved_in"], by=request.user
        )
        return _address(meeting)

    return edit_page(
        request,
        ApproveForm(posted(request), meeting=meeting),
        save=save,
        title=_("Approve the minutes"),
        cancel=_address(meeting),
        trail=of_meeting(meeting),
        text=_("After this nothing of the record can be changed. Corrections are then written as an addendum."),
        submit_label=_("Approve for good"),
    )


@require_http_methods(FORM)
@office_required
def addendum(request, pk):
    """Add to approved minutes."""
    meeting = kept(request, pk)
    _minutes(meeting)

    def save(form):
        data = form.cleaned_data
        services.add_addendum(
            minutes=services.minutes_of(meeting), text=data["text"], is_public=data["is_public"], by=request.user
        )
        return _address(meeting)

    return edit_page(
        request,
        AddendumForm(posted(request)),
        save=save,
        title=_("Addendum to the minutes"),
        cancel=_address(meeting),
        trail=of_meeting(meeting),
        text=_("An addendum stays as it is written; it cannot be changed or deleted."),
    )
