"""Forms over one measure: create, edit, status, publish, copy, archive, open questions."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from fields_of_action.models import FieldOfAction
from integration_portal.core.access import office_required
from integration_portal.core.display import format_money
from integration_portal.core.drafts import as_form_data, discard_draft, draft_of
from integration_portal.core.locking import StaleObject

from .. import services
from ..forms import FundingForm, MeasureForm, StatusForm, funding_formset, partner_formset
from ..models import Clarification, Measure, MeasureFunding
from .office import crumbs
from .steps import back


def _sheet(request, *, measure, save, key, label, url, context):
    """Show and handle the form of a measure with its partners and funding; `save` returns the saved measure."""
    draft, restored, data = draft_of(request.user, key), None, None
    if request.method == "POST":
        data, draft = request.POST, None
    elif draft and request.GET.get("entwurf") == "1":
        data, restored = as_form_data(draft), draft
    form = MeasureForm(data, instance=measure, initial=None if measure else context.pop("initial", None))
    partners, funding = partner_formset(data, measure), funding_formset(data, measure)
    status = 200
    if request.method == "POST" and "zeilen" not in request.POST:
        status = 422
        if all([form.is_valid(), partners.is_valid(), funding.is_valid()]):
            try:
                saved = save(form, partners, funding)
            except StaleObject as stale:
                form.add_conflict(stale.current)
                _compare_parts(form, stale.current, partners, funding)
                status = 409
            except ValidationError as error:
                _show(form, error)
            else:
                discard_draft(user=request.user, key=key)
                messages.success(request, _("“%(title)s” has been saved.") % {"title": saved})
                return redirect(saved.get_office_url())
    elif request.method == "POST":
        data = _with_more_rows(request.POST)
        form = MeasureForm(data, instance=measure)
        partners, funding = partner_formset(data, measure), funding_formset(data, measure)
    return render(
        request,
        "measures/office/form.html",
        {
            "form": form,
            "partners": partners,
            "funding": funding,
            "quiet": "zeilen" in request.POST,
            "draft": None if restored else draft,
            "draft_restored": restored,
            "draft_key": key,
            "draft_label": label,
            "draft_url": url,
            **context,
        },
        status=status,
    )


def _with_more_rows(posted):
    """The input with two more empty rows for partners or funding."""
    data = posted.copy()
    name = f"{posted['zeilen']}-TOTAL_FORMS"
    if name in data and data[name].isdigit():
        data[name] = str(min(int(data[name]) + 2, 40))
    return data


def _compare_parts(form, current, partners, funding):
    """Add the partners and funding lines to a conflict, which are rows of their own and no fields of the form."""
    theirs = sorted(_words(link.actor, link.role) for link in current.partner_links.select_related("actor"))
    mine = sorted(
        _words(actor, role)
        for actor, role in partners.partners
        if actor.pk != getattr(form.cleaned_data.get("lead"), "pk", None)
    )
    form.add_part_conflict("partner", _("Partners"), theirs=theirs, mine=mine)
    theirs = sorted(_line_words(line) for line in current.funding.all())
    mine = sorted(
        _line_words(MeasureFunding(**{name: line[name] for name in FundingForm.Meta.fields})) for line in funding.lines
    )
    form.add_part_conflict("geld", _("Funding"), theirs=theirs, mine=mine)


def _words(actor, role):
    return f"{actor} ({role})" if role else str(actor)


def _line_words(line):
    days = [f"{day:%d.%m.%Y}" if day else "" for day in (line.valid_from, line.valid_until)]
    parts = [line.source, "" if line.amount is None else format_money(line.amount), line.get_state_display()]
    return ", ".join(filter(None, [*parts, "–".join(days).strip() if any(days) else "", line.note]))


def _show(form, error):
    """Put the messages of a service beside the fields they name, or above the form."""
    for name, errors in getattr(
        error, "error_dict", {None: error.error_list if hasattr(error, "error_list") else [error]}
    ).items():
        for one in errors:
            form.add_error(name if name in form.fields else None, one)


@require_http_methods(["GET", "HEAD", "POST"])
@office_required
def create(request):
    """Enter a measure, unpublished; `?feld=` proposes the field of action."""
    field = FieldOfAction.objects.filter(slug=request.GET.get("feld", "")).first()
    url = reverse("measures:office_create")
    return _sheet(
        request,
        measure=None,
        save=lambda form, partners, funding: services.create_measure(
            data=form.data_for_service,
            field=form.cleaned_data["primary_field"],
            number=form.cleaned_data["number"],
            partners=partners.partners,
            funding=funding.lines,
        ),
        key="measures.measure:new",
        label=_("New measure"),
        url=url,
        context={
            "title": _("New measure"),
            "crumbs": crumbs((_("New measure"), None)),
            "cancel_url": reverse("measures:office_list"),
            "initial": {"primary_field": field.pk} if field else None,
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
@office_required
def edit(request, pk):
    """Change the sheet of a measure; whoever comes second sees what the first one saved."""
    measure = get_object_or_404(Measure.objects.editable_by(request.user), pk=pk)
    title = measure.title
    return _sheet(
        request,
        measure=measure,
        save=lambda form, partners, funding: services.update_measure(
            measure=measure,
            version=form.cleaned_data["version"],
            data=form.data_for_service,
            field=form.cleaned_data["primary_field"],
            number=form.cleaned_data["number"],
            partners=None if form.keeps_theirs("partner") else partners.partners,
            funding=None if form.keeps_theirs("geld") else funding.lines,
        ),
        key=f"measures.measure:{pk}",
        label=_("Measure: %(title)s") % {"title": title},
        url=reverse("measures:office_edit", args=[pk]),
        context={
            "title": _("Edit measure"),
            "measure_title": title,
            "crumbs": crumbs((title, measure.get_office_url()), (_("Edit"), None)),
            "cancel_url": measure.get_office_url(),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
@office_required
def status(request, pk):
    """Move a measure along the table of statuses; `?nach=` chooses the step beforehand."""
    measure = get_object_or_404(Measure.objects.editable_by(request.user), pk=pk)
    initial = None
    form = StatusForm(request.POST or None, measure=measure)
    if request.method != "POST" and request.GET.get("nach") in [step.value for step in measure.next_states]:
        initial = request.GET["nach"]
        form.initial["status"] = initial
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            services.move_status(
                measure=measure, to=data["status"], reason=data["reason"], on=data["on"], version=data["version"]
            )
        except StaleObject:
            form.data = form.data.copy()
            form.data["version"] = str(Measure.objects.values_list("version", flat=True).get(pk=pk))
            form.add_error(None, _("Somebody has changed this measure meanwhile. Please look at it and confirm again."))
        except ValidationError as error:
            _show(form, error)
        else:
            messages.success(request, _("The status has been changed."))
            return redirect(measure.get_office_url())
    return render(
        request,
        "measures/office/step.html",
        {
            "title": _("Change the status"),
            "measure": measure,
            "form": form,
            "submit_label": _("Change"),
            "cancel_url": measure.get_office_url(),
            "crumbs": crumbs((measure.title, measure.get_office_url()), (_("Status"), None)),
        },
        status=422 if request.method == "POST" else 200,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@office_required
def publish(request, pk):
    """Show the preview and what is missing; publish on confirmation."""
    measure = get_object_or_404(Measure.objects.editable_by(request.user), pk=pk)
    if request.method == "POST":
        try:
            services.publish_measure(measure=measure)
        except ValidationError as error:
            for text in error.messages:
                messages.error(request, text)
        else:
            messages.success(request, _("“%(title)s” is public now.") % {"title": measure})
            return redirect(measure.get_office_url())
    return render(
        request,
        "measures/office/publish.html",
        {
            "measure": measure,
            "obstacles": services.obstacles_to_publishing(measure),
            "crumbs": crumbs((measure.title, measure.get_office_url()), (_("Publish"), None)),
        },
        status=422 if request.method == "POST" else 200,
    )


def _step(request, pk, service, done, *, undo=""):
    measure = get_object_or_404(Measure.objects.editable_by(request.user), pk=pk)
    saved = service(measure=measure)
    messages.success(request, done % {"title": saved})
    return redirect(saved.get_office_url() + undo)


@require_POST
@office_required
def unpublish(request, pk):
    """Take a measure from the public pages."""
    return _step(request, pk, services.unpublish_measure, _("“%(title)s” is no longer public."))


@require_POST
@office_required
def restore(request, pk):
    """Take a measure back from the archive."""
    return _step(request, pk, services.restore_measure, _("“%(title)s” is back from the archive, not public."))


@require_POST
@office_required
def duplicate(request, pk):
    """Copy a measure and open the copy."""
    measure = get_object_or_404(Measure.objects.editable_by(request.user), pk=pk)
    copy = services.duplicate_measure(measure=measure)
    messages.success(request, _("This is the copy. It is an idea for now and not public."))
    return redirect("measures:office_edit", copy.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@office_required
def archive(request, pk):
    """Ask, then archive; the sheet then offers to take it back."""
    measure = get_object_or_404(Measure.objects.editable_by(request.user), pk=pk)
    if request.method == "POST":
        return _step(
            request, pk, services.archive_measure, _("“%(title)s” is in the archive. You can take it back at any time.")
        )
    return render(
        request,
        "measures/office/confirm.html",
        {
            "title": _("Archive “%(title)s”?") % {"title": measure},
            "text": _(
                "It disappears from the public pages and from the lists. Nothing is deleted, and you can take it back."
            ),
            "action_label": _("Archive"),
            "cancel_url": measure.get_office_url(),
            "crumbs": crumbs((measure.title, measure.get_office_url()), (_("Archive"), None)),
        },
    )


@require_POST
@office_required
def clarify(request, pk, question):
    """Mark an open question of a measure as settled."""
    measure = get_object_or_404(Measure.objects.editable_by(request.user), pk=pk)
    row = get_object_or_404(Clarification.objects.select_related("measure"), pk=question, measure=measure)
    try:
        saved = services.resolve_clarification(question=row, by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        done = (
            _("Settled.")
            if saved.to_clarify
            else _("Settled. Nothing is left to clarify, the measure can be published.")
        )
        messages.success(request, done)
    return redirect(back(request, measure.get_office_url()))
