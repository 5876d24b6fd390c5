"""Elections of an agenda item: candidates, ballots, the lot, accepting. Those who read everything look, the office writes."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from actors.models import Person
from integration_portal.core.access import office_required, reader_required
from integration_portal.core.views.editing import delete_page, edit_page, posted

from ..election_records import elections_of, next_step
from ..forms_elections import BallotForm, CandidatesForm, DecisionForm, ElectionForm, LotForm
from ..models import AgendaItem, Election, ElectionRound
from ..models.agenda import ItemKind
from ..rules import elections as rules
from ..services import elections


def _item(request, meeting, pk):
    rows = AgendaItem.objects.visible_inside(request.user).select_related("meeting__committee")
    return get_object_or_404(rows, pk=pk, meeting=meeting)


def home_of(item):
    """The address of the elections of an agenda item."""
    return reverse("committees:election_item", args=[item.meeting_id, item.pk])


def _crumbs(item, *rest):
    meeting = item.meeting
    try:
        trail = [(meeting.name, meeting.get_absolute_url())]
    except NoReverseMatch:
        trail = []
    return [*trail, (str(item), home_of(item) if rest else None), *rest]


def _inside(item):
    return _crumbs(item, (_("Elections"), home_of(item)))[:-1]


def _election(pk):
    return get_object_or_404(Election.objects.select_related("item__meeting__committee", "elected"), pk=pk)


def _round(pk):
    return get_object_or_404(ElectionRound.objects.select_related("election__item__meeting__committee"), pk=pk)


@require_safe
@reader_required
def show(request, meeting, pk):
    """The elections of an agenda item with every ballot, its reckoning and what comes next."""
    item = _item(request, meeting, pk)
    records = [(record, next_step(record)) for record in elections_of(item)]
    if item.kind != ItemKind.ELECTION and not records:
        raise Http404
    context = {
        "crumbs": _crumbs(item),
        "item": item,
        "meeting": item.meeting,
        "records": records,
        "may_edit": request.user.is_office and item.meeting.state in elections.WRITABLE,
        "may_set_up": item.kind == ItemKind.ELECTION,
    }
    return render(request, "committees/elections/item.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@office_required
def create(request, meeting, pk):
    """Prepare an election with its candidates."""
    item = _item(request, meeting, pk)
    if item.kind != ItemKind.ELECTION:
        raise Http404

    def save(form):
        elections.set_up(item=item, **form.cleaned_data)
        return home_of(item)

    return edit_page(
        request,
        ElectionForm(posted(request), meeting=item.meeting),
        save=save,
        title=_("Prepare an election"),
        cancel=home_of(item),
        trail=_inside(item),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@office_required
def delete(request, pk):
    """Ask, then delete an election in which nothing was counted."""
    row = _election(pk)
    home = home_of(row.item)
    return delete_page(request, row, cancel=home, done=home, trail=_inside(row.item), delete=elections.remove_election)


@require_http_methods(["GET", "HEAD", "POST"])
@office_required
def ballot(request, pk):
    """Enter the counts of a ballot."""
    row = _round(pk)
    item = row.election.item

    def save(form):
        numbers = {name: form.cleaned_data.get(name) or 0 for name in ("present", "against", "invalid", "abstentions")}
        result = elections.count_ballot(round=row, votes=form.votes, version=form.cleaned_data["version"], **numbers)
        messages.info(request, result.sentence)
        return home_of(item)

    return edit_page(
        request,
        BallotForm(posted(request), round=row),
        save=save,
        title=_("%(function)s: ballot %(number)d") % {"function": row.election, "number": row.number},
        text=_("Only the counts are kept, never who voted for whom."),
        cancel=home_of(item),
        trail=_inside(item),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@office_required
def lot(request, pk):
    """Record whom the lot has chosen."""
    row = _round(pk)
    item, result = row.election.item, elections.result_of(row)
    if result is None or not result.tied:
        raise Http404

    def save(form):
        elections.draw_lot(round=row, persons=form.cleaned_data["drawn"])
        return home_of(item)

    places = 1 if result.outcome == rules.LOT else result.places
    return edit_page(
        request,
        LotForm(posted(request), persons=Person.objects.filter(pk__in=result.tied), places=places),
        save=save,
        title=_("The lot decides"),
        text=result.sentence,
        cancel=home_of(item),
        trail=_inside(item),
    )


@require_POST
@office_required
def run_off(request, pk):
    """Prepare the run-off that follows from the last ballot."""
    row = _election(pk)
    try:
        elections.next_ballot(election=row)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("The run-off is prepared."))
    return redirect(home_of(row.item))


@require_http_methods(["GET", "HEAD", "POST"])
@office_required
def repeat(request, pk):
    """Another ballot, with candidates named anew."""
    row = _election(pk)
    last = elections.last_round(row)

    def save(form):
        elections.next_ballot(election=row, candidates=form.cleaned_data["candidates"])
        return home_of(row.item)

    chosen = last.candidacies.values_list("person_id", flat=True) if last else []
    return edit_page(
        request,
        CandidatesForm(posted(request), meeting=row.item.meeting, initial={"candidates": list(chosen)}),
        save=save,
        title=_("Another ballot"),
        cancel=home_of(row.item),
        trail=_inside(row.item),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@office_required
def decide(request, pk):
    """Record that the election was accepted or declined; on acceptance the function changes hands."""
    row = _election(pk)
    if row.elected is None:
        raise Http404

    def save(form):
        data = form.cleaned_data
        elections.decide(
            election=row,
            accepted=data["accepted"] == "yes",
            starts_on=data["starts_on"],
            replaces=data.get("replaces"),
            version=data["version"],
        )
        return home_of(row.item)

    return edit_page(
        request,
        DecisionForm(posted(request), election=row),
        save=save,
        title=_("%(name)s: accept or decline") % {"name": row.elected},
        cancel=home_of(row.item),
        trail=_inside(row.item),
    )
