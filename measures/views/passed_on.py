"""Money the office passes on: its calls, the applications of actors, decisions and proofs of use."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Count, F, Q, Sum
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from integration_portal.core.access import office_required, reader_required
from integration_portal.core.display import format_day, format_money

from ..budget import percent
from ..forms_funding import (
    ApproveForm,
    CheckForm,
    PassedOnApplicationForm,
    PassedOnCallForm,
    ProofForm,
    RejectForm,
)
from ..models import PassedOnApplication, PassedOnCall
from ..services import funding_passed_on as services
from .funding_common import (
    Act,
    Cell,
    Grid,
    amount,
    crumbs,
    delete_page,
    edit_page,
    list_page,
    page_of,
    pick,
    posted,
    show_page,
)

State = PassedOnApplication.State
TONES = {State.RECEIVED: "info", State.APPROVED: "success", State.REJECTED: "danger", State.CHECKED: "success"}
#: Steps by their address: form, service, words.
STEPS = {
    "bewilligen": (State.RECEIVED, ApproveForm, services.approve, lambda: _("Approve")),
    "ablehnen": (State.RECEIVED, RejectForm, services.reject, lambda: _("Reject")),
    "nachweis": (State.APPROVED, ProofForm, services.record_proof, lambda: _("Proof of use is there")),
    "pruefung": (State.PROVED, CheckForm, services.check_proof, lambda: _("Proof of use checked")),
}


def _trail(*rest):
    return crumbs((_("Passed on"), reverse("measures:passed_on")), *rest)


@require_safe
@reader_required
def index(request):
    """The calls of the office with what is available, approved and left; `?stand=` open, to decide, proofs missing."""
    today = timezone.localdate()
    rows = PassedOnCall.objects.visible_inside(request.user).with_sums()
    views = [("offen", _("open")), ("entscheiden", _("to decide")), ("nachweis", _("proof of use missing"))]
    state = pick(request, "stand", _("State"), views)
    if state.value == "offen":
        rows = rows.filter(Q(opens_on__isnull=True) | Q(opens_on__lte=today))
        rows = rows.filter(Q(deadline__isnull=True) | Q(deadline__gte=today))
    elif state.value:
        own = PassedOnApplication.objects.all()
        own = own.to_decide() if state.value == "entscheiden" else own.proof_overdue(today)
        rows = rows.filter(pk__in=own.values("call"))
    sums = rows.order_by().aggregate(a=Sum("amount_available"), b=Sum("approved"))
    rows = rows.annotate(
        application_count=Count("applications"),
        open_count=Count("applications", filter=Q(applications__state=State.RECEIVED)),
    ).order_by(F("deadline").desc(nulls_first=True), "-pk")
    page = page_of(request, rows)
    heads = [(_("Call of the office"), False), (_("Deadline"), False), (_("Applications"), False)]
    grid = Grid(_("Passed on"), [*heads, (_("Available"), True), (_("Approved"), True), (_("Left"), True)])
    for row in page.object_list:
        waiting = _("%(n)s to decide") % {"n": row.open_count} if row.open_count else ""
        grid.rows.append(
            [
                Cell(row, row.get_absolute_url()),
                Cell(format_day(row.deadline)),
                Cell(str(row.application_count), note=waiting),
                amount(row.amount_available),
                amount(row.approved, bar=percent(row.approved, row.amount_available)),
                amount(row.left),
            ]
        )
    available, approved = sums["a"] or 0, sums["b"] or 0
    grid.total = [Cell(_("Total")), Cell(), Cell(), amount(available), amount(approved), amount(available - approved)]
    acts = [Act(_("Add a call"), reverse("measures:passed_on_call_create"), "plus", is_main=True)]
    return list_page(
        request, current="passed_on", title=_("Money passed on"), grid=grid, page_obj=page, picks=[state], acts=acts,
        empty=_("Money the office gives to others: call, applications, decisions, proofs of use."),
    )  # fmt: skip


# --- calls -------------------------------------------------------------------------------------------------
@require_safe
@reader_required
def call(request, pk):
    """One call with its applications."""
    rows = PassedOnCall.objects.visible_inside(request.user).with_sums().select_related("line__grant")
    row = get_object_or_404(rows, pk=pk)
    today = timezone.localdate()
    heads = [(_("Application"), False), (_("Organisation"), False), (_("State"), False), (_("Proof of use due"), False)]
    grid = Grid(_("Applications"), [*heads, (_("Applied for"), True), (_("Approved"), True)], key="antraege")
    grid.empty = _("No applications yet.")
    for one in row.applications.select_related("actor"):
        late = one.state == State.APPROVED and one.proof_due < today
        grid.rows.append(
            [
                Cell(one, one.get_absolute_url(), format_day(one.received_on)),
                Cell(one.actor, one.actor.get_absolute_url()),
                Cell(one.get_state_display()),
                Cell(format_day(one.proof_due), tone="danger" if late else "", note=_("overdue") if late else ""),
                amount(one.amount),
                amount(one.approved_amount),
            ]
        )
    if grid.rows:
        grid.total = [Cell(_("Total")), Cell(), Cell(), Cell(), amount(row.applied), amount(row.approved)]
    acts = [] if grid.rows else [Act(_("Delete"), reverse("measures:passed_on_call_delete", args=[pk]), "trash")]
    acts += [
        Act(_("Edit"), reverse("measures:passed_on_call_edit", args=[pk]), "edit"),
        Act(_("Add an application"), reverse("measures:passed_on_application_create", args=[pk]), "plus", is_main=True),
    ]
    facts = [
        (_("Opens on"), format_day(row.opens_on), ""),
        (_("Deadline"), format_day(row.deadline), ""),
        (
            _("From the grant"),
            row.line.grant if row.line else "",
            row.line.grant.get_absolute_url() if row.line else "",
        ),
        (_("Available"), format_money(row.amount_available), ""),
        (_("Approved"), format_money(row.approved), ""),
        (_("Left"), format_money(row.left), ""),
    ]
    return show_page(
        request, row, kicker=_("Call of the office"), facts=facts, grids=[grid], acts=acts,
        texts=[(_("Text of the call"), row.text)], crumbs=_trail((str(row), None)),
    )  # fmt: skip


def _save_call(form, row=None):
    return services.save_call(
        data=form.data_for_service, call=row, version=form.cleaned_data["version"]
    ).get_absolute_url()


@require_http_methods(["GET", "HEAD", "POST"])
@office_required
def call_create(request):
    """A new call of the office."""
    form, cancel = PassedOnCallForm(posted(request)), reverse("measures:passed_on")
    return edit_page(request, form, save=_save_call, title=_("New call of the office"), cancel=cancel, trail=_trail())


@require_http_methods(["GET", "HEAD", "POST"])
@office_required
def call_edit(request, pk):
    """Change a call; not to less than is approved already."""
    row = get_object_or_404(PassedOnCall.objects.editable_by(request.user), pk=pk)
    form, words = PassedOnCallForm(posted(request), instance=row), str(row)
    return edit_page(
        request, form, save=lambda form: _save_call(form, row), title=_("Edit “%(title)s”") % {"title": words},
        cancel=row.get_absolute_url(), trail=_trail(),
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@office_required
def call_delete(request, pk):
    """Ask, then delete a call without applications."""
    row = get_object_or_404(PassedOnCall.objects.editable_by(request.user), pk=pk)
    url = row.get_absolute_url()
    return delete_page(request, row, cancel=url, done=reverse("measures:passed_on"), trail=_trail((str(row), url)))


# --- applications ---------------------------------------------------------------------------------------------
def _of_call(call, *rest):
    return _trail((str(call), call.get_absolute_url()), *rest)


@require_safe
@reader_required
def show(request, pk):
    """One application with its decision, its proof of use, and what can be done next."""
    rows = PassedOnApplication.objects.visible_inside(request.user).select_related("call", "actor")
    row = get_object_or_404(rows, pk=pk)
    acts = []
    if row.state == State.RECEIVED:
        acts = [
            Act(_("Delete"), reverse("measures:passed_on_application_delete", args=[pk]), "trash"),
            Act(_("Edit"), reverse("measures:passed_on_application_edit", args=[pk]), "edit"),
        ]
    else:
        acts = [Act(_("One step back"), reverse("measures:passed_on_back", args=[pk]), "undo")]
    fitting = [(name, words()) for name, (state, _form, _service, words) in STEPS.items() if state == row.state]
    for name, words in reversed(fitting):
        url = reverse("measures:passed_on_step", args=[pk, name])
        acts.append(Act(words, url, "close" if name == "ablehnen" else "check", is_main=name == fitting[0][0]))
    late = row.state == State.APPROVED and row.proof_due < timezone.localdate()
    facts = [
        (_("Call of the office"), row.call, row.call.get_absolute_url()),
        (_("Organisation"), row.actor, row.actor.get_absolute_url()),
        (_("Received on"), format_day(row.received_on), ""),
        (_("Amount applied for"), format_money(row.amount), ""),
        (_("Amount approved"), format_money(row.approved_amount), ""),
        (_("Date of the notice"), format_day(row.decided_on), ""),
        (_("Reason for the rejection"), row.reject_reason, ""),
        (_("Proof of use due"), format_day(row.proof_due), ""),
        (_("Proof of use submitted on"), format_day(row.proof_on), ""),
        (_("Proof of use checked on"), format_day(row.checked_on), ""),
    ]
    return show_page(
        request, row, kicker=_("Application to the office"), facts=facts, acts=acts,
        badge=(row.get_state_display(), TONES.get(row.state, "neutral")),
        notes=[(_("The proof of use was due on %(day)s.") % {"day": format_day(row.proof_due)}, "danger")] if late else [],
        texts=[(_("Purpose"), row.purpose)], crumbs=_of_call(row.call, (str(row), None)),
    )  # fmt: skip


def _application(request, pk):
    rows = PassedOnApplication.objects.editable_by(request.user).select_related("call")
    return get_object_or_404(rows, pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
@office_required
def create(request, pk):
    """Enter an application under a call."""
    row = get_object_or_404(PassedOnCall.objects.editable_by(request.user), pk=pk)
    form = PassedOnApplicationForm(posted(request))

    def save(form):
        return services.save_application(data=form.data_for_service, call=row).get_absolute_url()

    return edit_page(
        request, form, save=save, title=_("New application to the office"), text=str(row),
        cancel=row.get_absolute_url(), trail=_of_call(row),
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@office_required
def edit(request, pk):
    """Change an application that is not decided yet."""
    row = _application(request, pk)
    form, words = PassedOnApplicationForm(posted(request), instance=row), str(row)

    def save(form):
        return services.save_application(
            data=form.data_for_service, application=row, version=form.cleaned_data["version"]
        ).get_absolute_url()

    return edit_page(
        request, form, save=save, title=_("Edit “%(title)s”") % {"title": words}, cancel=row.get_absolute_url(),
        trail=_of_call(row.call),
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@office_required
def delete(request, pk):
    """Ask, then delete an application that is not decided yet."""
    row = _application(request, pk)
    url, done = row.get_absolute_url(), row.call.get_absolute_url()
    return delete_page(
        request, row, cancel=url, done=done, trail=_of_call(row.call, (str(row), url)),
        delete=lambda row: services.delete_application(application=row),
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@office_required
def step(request, pk, step):
    """Approve, reject, note the proof of use, or that it was checked."""
    row = _application(request, pk)
    if step not in STEPS:
        raise Http404
    state, form_class, service, words = STEPS[step]
    url = row.get_absolute_url()
    if row.state != state:
        messages.error(request, _("This step is not possible from here."))
        return redirect(url)
    initial = {"approved_amount": row.amount} if step == "bewilligen" else {}
    form, title, text = form_class(posted(request), initial=initial), words(), f"{row.actor}: {row}"
    if step == "bewilligen":
        left = row.call.amount_available - services.approved_of(row.call)
        text = _("%(who)s. Left in the call: %(left)s") % {"who": text, "left": format_money(left)}
    return edit_page(
        request, form, title=title, text=text, submit_label=title, cancel=url,
        save=lambda form: service(application=row, **form.cleaned_data).get_absolute_url(),
        trail=_of_call(row.call, (str(row), url)),
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@office_required
def back(request, pk):
    """Ask, then undo the latest step of an application."""
    row = _application(request, pk)
    url = row.get_absolute_url()
    if row.state == State.RECEIVED:
        messages.error(request, _("This step is not possible from here."))
        return redirect(url)
    if request.method == "POST":
        try:
            services.take_back(application=row)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        else:
            messages.success(request, _("The step has been taken back."))
        return redirect(url)
    context = {
        "title": _("Take back the latest step?"),
        "text": _("“%(title)s” is now: %(state)s. What was entered with the step is cleared; the history keeps it.")
        % {"title": row, "state": row.get_state_display()},
        "action_label": _("One step back"),
        "cancel_url": url,
        "crumbs": _of_call(row.call, (str(row), url), (_("One step back"), None)),
    }
    return render(request, "ui/confirm_page.html", context)
