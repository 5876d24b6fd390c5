"""Applications of the office for funding: list, page, form, and the steps from draft to decision."""

from django.contrib import messages
from django.db.models import Sum
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from integration_portal.core.access import office_required, reader_required
from integration_portal.core.display import format_day, format_money
from integration_portal.core.params import positive_int

from ..forms_funding import ApplicationForm, MoveForm
from ..models import FundingApplication, FundingCall, Grant, Measure
from ..services import funding as services
from .funding import programme_pick
from .funding_common import (
    Act,
    Cell,
    Grid,
    amount,
    crumbs,
    delete_page,
    edit_page,
    list_page,
    matching,
    page_of,
    pick,
    posted,
    query_of,
    show_page,
)

State = FundingApplication.State
TONES = {State.SUBMITTED: "info", State.APPROVED: "success", State.REJECTED: "danger"}
#: What a step is called on its button.
STEPS = {
    State.DRAFT: ("undo", lambda: _("Back to draft")),
    State.SUBMITTED: ("mail", lambda: _("Mark as submitted")),
    State.APPROVED: ("check", lambda: _("Mark as approved")),
    State.REJECTED: ("close", lambda: _("Mark as rejected")),
    State.WITHDRAWN: ("archive", lambda: _("Withdraw")),
}


def _trail(*rest):
    return crumbs((_("Applications"), reverse("measures:funding_applications")), *rest)


@require_safe
@reader_required
def index(request):
    """All applications; by word, state and programme, with sums over all pages."""
    query = query_of(request)
    rows = matching(FundingApplication.objects.visible_inside(request.user), query)
    state, programme = pick(request, "stand", _("State"), State.choices), programme_pick(request)
    if state.value:
        rows = rows.filter(state=state.value)
    if programme.value:
        rows = rows.filter(programme=programme.value)
    sums = rows.order_by().aggregate(amount=Sum("amount"), own=Sum("own_share"))
    page = page_of(request, rows.select_related("programme", "call").order_by("-pk"))
    heads = [(_("Application"), False), (_("Funding programme"), False), (_("State"), False), (_("Submitted"), False)]
    grid = Grid(_("Applications"), [*heads, (_("Applied for"), True), (_("Own share"), True)])
    for row in page.object_list:
        grid.rows.append(
            [
                Cell(row, row.get_absolute_url(), row.call or ""),
                Cell(row.programme, row.programme.get_absolute_url()),
                Cell(row.get_state_display(), note=format_day(row.decided_on)),
                Cell(format_day(row.submitted_on)),
                amount(row.amount),
                amount(row.own_share),
            ]
        )
    grid.total = [Cell(_("Total")), Cell(), Cell(), Cell(), amount(sums["amount"] or 0), amount(sums["own"] or 0)]
    acts = [Act(_("Add an application"), reverse("measures:funding_application_create"), "plus", is_main=True)]
    return list_page(
        request, current="funding_applications", title=_("Applications"), grid=grid, page_obj=page,
        picks=[state, programme], query=query, acts=acts,
        empty=_("Applications for money of others, from draft to decision."),
    )  # fmt: skip


@require_safe
@reader_required
def show(request, pk):
    """One application with what can be done next."""
    rows = FundingApplication.objects.visible_inside(request.user).select_related("programme__funder", "call")
    row = get_object_or_404(rows, pk=pk)
    grant = Grant.objects.filter(application=row).first()
    measures = Grid(_("Measures"), [(_("Title"), False)], key="massnahmen")
    measures.rows = [[Cell(measure, measure.get_office_url())] for measure in row.measures.order_by("sort_title", "pk")]
    move = reverse("measures:funding_application_move", args=[pk])
    acts = [] if grant else [Act(STEPS[to][1](), f"{move}?nach={to.value}", STEPS[to][0]) for to in row.next_states]
    if row.state in (State.DRAFT, State.WITHDRAWN):
        acts.insert(0, Act(_("Delete"), reverse("measures:funding_application_delete", args=[pk]), "trash"))
    if row.state == State.APPROVED and grant is None:
        acts.append(Act(_("Enter the grant"), f"{reverse('measures:grant_create')}?antrag={pk}", "plus"))
    acts.append(Act(_("Edit"), reverse("measures:funding_application_edit", args=[pk]), "edit", is_main=True))
    facts = [
        (_("Funding programme"), row.programme, row.programme.get_absolute_url()),
        (_("Funder"), row.programme.funder, ""),
        (_("Call"), row.call, row.call.get_absolute_url() if row.call else ""),
        (_("Amount applied for"), format_money(row.amount), ""),
        (_("Own share"), format_money(row.own_share), ""),
        (_("Submitted on"), format_day(row.submitted_on), ""),
        (_("Decided on"), format_day(row.decided_on), ""),
        (_("Grant"), grant, grant.get_absolute_url() if grant else ""),
    ]
    return show_page(
        request, row, kicker=_("Funding application"), facts=facts, grids=[measures if measures.rows else None],
        acts=acts, badge=(row.get_state_display(), TONES.get(row.state, "neutral")),
        texts=[(_("Note"), row.note)], crumbs=_trail((str(row), None)),
    )  # fmt: skip


def _save(form, row=None):
    return services.save_record(
        model=FundingApplication, data=form.data_for_service, row=row, version=form.cleaned_data["version"]
    ).get_absolute_url()


@require_http_methods(["GET", "HEAD", "POST"])
@office_required
def create(request):
    """A new application: under a call with `?aufruf=`, for a measure with `?massnahme=`."""
    call = FundingCall.objects.filter(pk=positive_int(request.GET.get("aufruf"))).first()
    measure = Measure.objects.editable_by(request.user).filter(pk=positive_int(request.GET.get("massnahme"))).first()
    initial = {
        "call": call,
        "programme": call.programme_id if call else None,
        "measures": [measure.pk] if measure else [],
    }
    form = ApplicationForm(posted(request), initial=initial)
    cancel = call.get_absolute_url() if call else reverse("measures:funding_applications")
    return edit_page(request, form, save=_save, title=_("New application"), cancel=cancel, trail=_trail())


@require_http_methods(["GET", "HEAD", "POST"])
@office_required
def edit(request, pk):
    """Change an application; its state is not changed here."""
    row = get_object_or_404(FundingApplication.objects.editable_by(request.user), pk=pk)
    form, words = ApplicationForm(posted(request), instance=row), str(row)
    return edit_page(
        request, form, save=lambda form: _save(form, row), title=_("Edit “%(title)s”") % {"title": words},
        cancel=row.get_absolute_url(), trail=_trail(),
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@office_required
def delete(request, pk):
    """Ask, then delete a draft or a withdrawn application."""
    row = get_object_or_404(FundingApplication.objects.editable_by(request.user), pk=pk)
    url = row.get_absolute_url()
    return delete_page(
        request, row, cancel=url, done=reverse("measures:funding_applications"), trail=_trail((str(row), url))
    )


@require_http_methods(["GET", "HEAD", "POST"])
@office_required
def move(request, pk):
    """Ask for the day, then move to the state of `?nach=`."""
    row = get_object_or_404(FundingApplication.objects.editable_by(request.user), pk=pk)
    to = request.GET.get("nach", "")
    if to not in State.transitions[row.state]:
        messages.error(request, _("This step is not possible from here."))
        return redirect(row.get_absolute_url())
    form = MoveForm(posted(request))
    words = STEPS[State(to)][1]()

    def save(form):
        services.move_application(application=row, to=to, on=form.cleaned_data["on"])
        return row.get_absolute_url()

    return edit_page(
        request, form, save=save, title=words, text=str(row), cancel=row.get_absolute_url(), submit_label=words,
        trail=_trail((str(row), row.get_absolute_url())),
    )  # fmt: skip
