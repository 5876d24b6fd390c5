"""The agenda in the office views: items, their order, open items, proposals."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from integration_portal.core.access import office_required
from integration_portal.core.params import positive_int
from integration_portal.core.views.editing import delete_page, edit_page, posted

from ..forms_meetings import ItemForm, ProposalForm, ReasonForm
from ..members import in_office
from ..models import AgendaItem, Committee, ItemProposal, Meeting
from ..rules import proposals
from ..services import agenda as services
from ..services.states import rules_of
from .meetings import FORM, crumbs, kept, of_meeting


def _anchor(meeting, item=None):
    return f"{meeting.get_absolute_url()}#{f'top-{item.pk}' if item else 'tagesordnung'}"


def _item(request, pk, item):
    rows = AgendaItem.objects.filter(meeting__in=Meeting.objects.editable_by(request.user))
    return get_object_or_404(rows.select_related("meeting__committee"), pk=item, meeting=pk)


@require_http_methods(FORM)
@office_required
def add(request, pk):
    """Put an item on the agenda."""
    meeting = kept(request, pk)
    initial = {"is_public": rules_of(meeting).public_by_default, "kind": "discussion"}
    return edit_page(
        request,
        ItemForm(posted(request), meeting=meeting, initial=initial),
        save=lambda form: _anchor(meeting, services.add_item(meeting=meeting, data=form.data_for_service)),
        title=_("New agenda item"),
        cancel=_anchor(meeting),
        trail=of_meeting(meeting),
    )


@require_http_methods(FORM)
@office_required
def edit(request, pk, item):
    """Change an item."""
    row = _item(request, pk, item)
    meeting = row.meeting

    def save(form):
        version = form.cleaned_data["version"]
        return _anchor(meeting, services.update_item(item=row, data=form.data_for_service, version=version))

    return edit_page(
        request,
        ItemForm(posted(request), instance=row, meeting=meeting),
        save=save,
        title=_("Edit the agenda item"),
        cancel=_anchor(meeting, row),
        trail=of_meeting(meeting),
        delete_url=f"{meeting.get_absolute_url()}tagesordnung/{row.pk}/entfernen/",
    )


@require_http_methods(FORM)
@office_required
def remove(request, pk, item):
    """Take an item off the agenda, after asking."""
    row = _item(request, pk, item)
    return delete_page(
        request,
        row,
        cancel=_anchor(row.meeting, row),
        done=_anchor(row.meeting),
        trail=of_meeting(row.meeting),
        delete=lambda row: services.remove_item(item=row),
    )


MOVES = {
    "hoch": lambda item: services.shift_item(item=item, by=-1),
    "runter": lambda item: services.shift_item(item=item, by=1),
    "einruecken": lambda item: services.indent_item(item=item),
    "ausruecken": lambda item: services.outdent_item(item=item),
}


@require_POST
@office_required
def shift(request, pk, item, way):
    """Move an item up, down, in or out by a button."""
    row = _item(request, pk, item)
    try:
        MOVES[way](row)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect(_anchor(row.meeting, row))


@require_POST
@office_required
def reorder(request, pk):
    """The order after a drag: `ordnung` is a list of "item" or "item:parent", separated by commas. Answers 204, or 422 with the reason."""
    meeting = kept(request, pk)
    order = []
    for part in request.POST.get("ordnung", "")[:5000].split(","):
        key, _colon, parent = part.partition(":")
        order.append((positive_int(key) or 0, positive_int(parent)))
    try:
        services.reorder(meeting=meeting, order=order)
    except ValidationError as error:
        return HttpResponse(" ".join(error.messages), status=422, content_type="text/plain; charset=utf-8")
    return HttpResponse(status=204)


@require_POST
@office_required
def fill(request, pk):
    """Fill an empty agenda with standard items, open items and the report on resolutions."""
    meeting = kept(request, pk)
    try:
        number = services.fill(meeting=meeting)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        words = ngettext("%(number)d item is on the agenda.", "%(number)d items are on the agenda.", number)
        messages.success(request, words % {"number": number})
    return redirect(_anchor(meeting))


@require_POST
@office_required
def carry_over(request, pk):
    """Put ticked open items of earlier meetings on the agenda."""
    meeting = kept(request, pk)
    keys = [key for key in map(positive_int, request.POST.getlist("punkt")[:200]) if key]
    try:
        number = services.carry_over(meeting=meeting, items=AgendaItem.objects.filter(pk__in=keys))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        words = ngettext("%(number)d item has been carried over.", "%(number)d items have been carried over.", number)
        messages.success(request, words % {"number": number})
    return redirect(_anchor(meeting))


@require_http_methods(FORM)
@office_required
def propose(request, pk):
    """Note an item that members ask for."""
    committee = get_object_or_404(Committee.objects.editable_by(request.user).meeting_here(), pk=pk)
    proposal = ItemProposal(committee=committee)

    def save(form):
        supporters = list(form.cleaned_data["supporters"])
        services.save_proposal(proposal=form.save(commit=False), supporters=supporters)
        ahead = committee.meetings.ahead().order_by("starts_at").first()
        rules = rules_of(ahead) if ahead else committee.rule_sets.order_by("-valid_from").first()
        if rules is not None:
            members = in_office(committee, proposal.submitted_on).filter(kind="member").count()
            claim = proposals.claim(rules, members=members, supporters=len(supporters), group=bool(proposal.group))
            messages.info(request, claim.sentence)
        if ahead and (late := proposals.too_late(rules, submitted_on=proposal.submitted_on, meets_on=ahead.day)):
            messages.warning(request, late)
        return f"{ahead.get_absolute_url()}#vorschlaege" if ahead else committee.get_absolute_url()

    return edit_page(
        request,
        ProposalForm(posted(request), instance=proposal, committee=committee),
        save=save,
        title=_("Proposed item: %(committee)s") % {"committee": committee.label},
        cancel=committee.get_absolute_url(),
        trail=crumbs(),
    )


def _proposal(request, pk, proposal):
    meeting = kept(request, pk)
    return meeting, get_object_or_404(ItemProposal, pk=proposal, committee=meeting.committee_id)


@require_POST
@office_required
def accept(request, pk, proposal):
    """Put a proposed item on this agenda."""
    meeting, row = _proposal(request, pk, proposal)
    try:
        item = services.accept_proposal(proposal=row, meeting=meeting)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect(_anchor(meeting))
    messages.success(request, _("“%(title)s” is on the agenda.") % {"title": item.title})
    return redirect(_anchor(meeting, item))


@require_http_methods(FORM)
@office_required
def refuse(request, pk, proposal):
    """Decide not to take a proposed item up."""
    meeting, row = _proposal(request, pk, proposal)

    def save(form):
        services.refuse_proposal(proposal=row, answer=form.cleaned_data["reason"])
        return _anchor(meeting)

    return edit_page(
        request,
        ReasonForm(posted(request)),
        save=save,
        title=_("Not take up: %(title)s") % {"title": row.title},
        cancel=_anchor(meeting),
        trail=of_meeting(meeting),
    )
