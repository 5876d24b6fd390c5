"""Grants: list with sums and export, page with budget and payments, form, proof of use, lists of vouchers."""

from django.db.models import Sum
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from integration_portal.core import attachments
from integration_portal.core.access import office_required, reader_required
from integration_portal.core.display import format_day, format_money, format_period
from integration_portal.core.params import positive_int
from integration_portal.core.writers import xlsx_response

from ..budget import lines_with_spent, percent, warnings_of
from ..exports_funding import grants_table, vouchers_table
from ..forms_funding import GrantForm, MoveForm, PaymentForm
from ..models import FundingApplication, Grant, Payment
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

#: Payments on the page of a grant; the list of vouchers has all.
MOST_PAYMENTS = 200


def trail(*rest):
    """The path to a page below the list of grants."""
    return crumbs((_("Grants"), reverse("measures:grants")), *rest)


def _chosen(request, today):
    """The rows of the filter, and the filter itself."""
    query = query_of(request)
    rows = matching(Grant.objects.visible_inside(request.user), query).with_sums().with_warnings(today)
    programme = programme_pick(request)
    first, last = 2000, today.year + 10
    year = pick(request, "jahr", _("Year"), [(one, one) for one in range(last, first, -1)])
    views = [("laufend", _("running")), ("warnung", _("with warnings")), ("nachweis", _("proof of use open"))]
    state = pick(request, "stand", _("State"), views)
    if programme.value:
        rows = rows.filter(programme=programme.value)
    if year.value:
        rows = rows.in_year(int(year.value))
    if state.value == "laufend":
        rows = rows.running(today)
    elif state.value == "warnung":
        rows = rows.filter(has_warning=True)
    elif state.value == "nachweis":
        rows = rows.filter(report_due__isnull=False, report_submitted_on__isnull=True)
    return rows.select_related("programme__funder").order_by("-start_on", "-pk"), query, [state, programme, year]


@require_safe
@reader_required
def index(request):
    """All grants with planned, granted and spent; sums over all pages of the filter."""
    today = timezone.localdate()
    rows, query, picks = _chosen(request, today)
    sums = rows.order_by().aggregate(a=Sum("amount"), o=Sum("own_share"), p=Sum("planned"), s=Sum("spent"))
    page = page_of(request, rows)
    heads = [(_("Grant"), False), (_("Funding programme"), False), (_("Period"), False)]
    heads += [(_("Granted"), True), (_("Own share"), True), (_("Planned"), True), (_("Spent"), True)]
    grid = Grid(_("Grants"), [*heads, (_("Warnings"), False)])
    for row in page.object_list:
        warned = warnings_of(row)
        grid.rows.append(
            [
                Cell(row, row.get_absolute_url(), row.notice_number),
                Cell(row.programme, row.programme.get_absolute_url()),
                Cell(format_period(row.start_on, row.end_on)),
                amount(row.amount),
                amount(row.own_share),
                amount(row.planned),
                amount(row.spent, bar=percent(row.spent, row.available)),
                Cell(warned[0][0], tone=warned[0][1], note=_("and more") if warned[1:] else "") if warned else Cell(),
            ]
        )
    grid.total = [Cell(_("Total")), Cell(), Cell(), *(amount(sums[key] or 0) for key in "aops"), Cell()]
    acts = [Act(_("Add a grant"), reverse("measures:grant_create"), "plus", is_main=True)]
    return list_page(
        request, current="grants", title=_("Grants"), grid=grid, page_obj=page, picks=picks, query=query, acts=acts,
        exports=[(_("As an Excel file"), reverse("measures:grants_export"))],
        empty=_("What was granted to the office: notice, period, budget, payments, proof of use."),
    )  # fmt: skip


@require_safe
@reader_required
def export(request):
    """The grants of the filter as Excel."""
    rows, _query, _picks = _chosen(request, timezone.localdate())
    return xlsx_response(grants_table(rows))


@require_safe
@reader_required
def vouchers(request, pk):
    """The list of vouchers of a grant as Excel."""
    row = get_object_or_404(Grant.objects.visible_inside(request.user), pk=pk)
    title = _("List of vouchers %(number)s") % {"number": row.notice_number}
    return xlsx_response(vouchers_table(Payment.objects.filter(grant=row), title=title))


@require_safe
@reader_required
def vouchers_of_year(request):
    """The list of vouchers of a budget year (`?jahr=`, this year without it) over all grants, as Excel."""
    year = positive_int(request.GET.get("jahr"), most=9999) or timezone.localdate().year
    rows = Payment.objects.visible_inside(request.user).filter(line__year=year)
    return xlsx_response(
        vouchers_table(rows, title=_("List of vouchers %(number)s") % {"number": year}, with_grant=True)
    )


# --- the page of a grant -----------------------------------------------------------------------------------
def _lines_grid(grant, lines, may_edit):
    heads = [(_("Budget line"), False), (_("Measure"), False), (_("Planned"), True), (_("Spent"), True)]
    grid = Grid(_("Budget lines"), [*heads, (_("Left"), True)], key="plan", empty=_("No budget lines yet."))
    for line in lines:
        edit = reverse("measures:budget_line_edit", args=[line.pk]) if may_edit else ""
        measure = line.measure
        grid.rows.append(
            [
                Cell(line, edit),
                Cell(measure, measure.get_office_url()) if measure else Cell(_("the office itself")),
                amount(line.amount),
                amount(line.spent, bar=line.percent),
                amount(line.left, tone="danger" if line.left < 0 else ""),
            ]
        )
    if lines:
        left = grant.planned - grant.spent
        grid.total = [Cell(_("Total")), Cell(), amount(grant.planned), amount(grant.spent), amount(left)]
    if may_edit:
        grid.acts = [Act(_("Add a budget line"), reverse("measures:budget_line_create", args=[grant.pk]), "plus")]
    return grid


def _payments_grid(grant, payments, may_edit):
    heads = [(_("Voucher"), False), (_("Paid on"), False), (_("Payee"), False), (_("Reason"), False)]
    grid = Grid(_("Payments"), [*heads, (_("Budget line"), False), (_("Amount"), True)], key="zahlungen")
    grid.empty = _("No payments yet.")
    for payment in payments[:MOST_PAYMENTS]:
        outside = not grant.start_on <= payment.paid_on <= grant.end_on
        edit = reverse("measures:payment_edit", args=[payment.pk]) if may_edit else ""
        grid.rows.append(
            [
                Cell(payment.voucher_number, edit),
                Cell(
                    format_day(payment.paid_on),
                    note=_("outside of the period") if outside else "",
                    tone="danger" if outside else "",
                ),
                Cell(payment.payee),
                Cell(payment.reason),
                Cell(payment.line, note=payment.line.measure or ""),
                amount(payment.amount),
            ]
        )
    if payments:
        grid.total = [Cell(_("Total")), *[Cell()] * 4, amount(grant.spent)]
        url = reverse("measures:grant_vouchers", args=[grant.pk])
        grid.acts = [Act(_("List of vouchers as an Excel file"), url, "download")]
    if len(payments) > MOST_PAYMENTS:
        words = _("The newest %(n)s are shown; the list of vouchers has all.")
        grid.note = words % {"n": MOST_PAYMENTS}
    return grid


def grant_page(request, pk, *, form=None, status=200):
    """The page of a grant; a refused payment comes back in `form`."""
    rows = Grant.objects.visible_inside(request.user).with_sums().with_warnings(timezone.localdate())
    grant = get_object_or_404(rows.select_related("programme__funder", "application", "responsible"), pk=pk)
    may_edit = request.user.is_office
    lines = lines_with_spent(grant)
    payments = Payment.objects.filter(grant=grant).select_related("line__measure").order_by("-paid_on", "-pk")
    payments = list(payments[: MOST_PAYMENTS + 1])
    if form is None and may_edit and lines:
        form = PaymentForm(grant=grant)
    report = reverse("measures:grant_report", args=[pk])
    acts = [] if lines else [Act(_("Delete"), reverse("measures:grant_delete", args=[pk]), "trash")]
    acts += [
        Act(_("Proof of use submitted"), report, "check")
        if grant.report_submitted_on is None
        else Act(_("Proof of use open again"), report, "undo"),
        Act(_("Edit"), reverse("measures:grant_edit", args=[pk]), "edit", is_main=True),
    ]
    facts = [
        (_("Funding programme"), grant.programme, grant.programme.get_absolute_url()),
        (_("Funder"), grant.programme.funder, ""),
        (_("File number"), grant.notice_number, ""),
        (_("Date of the notice"), format_day(grant.notice_on), ""),
        (_("Period"), format_period(grant.start_on, grant.end_on), ""),
        (_("Application"), grant.application, grant.application.get_absolute_url() if grant.application else ""),
        (_("Proof of use due"), format_day(grant.report_due), ""),
        (_("Proof of use submitted"), format_day(grant.report_submitted_on), ""),
        (_("looked after by"), grant.responsible, ""),
    ]
    return show_page(
        request, grant, kicker=_("Grant"), facts=facts, acts=acts, notes=warnings_of(grant),
        grids=[_lines_grid(grant, lines, may_edit), _payments_grid(grant, payments, may_edit)],
        texts=[(_("Note"), grant.note)], crumbs=trail((str(grant), None)), form=form, grant=grant, status=status,
        tallies=[
            (_("Granted"), format_money(grant.amount)),
            (_("Own share"), format_money(grant.own_share)),
            (_("Planned"), format_money(grant.planned)),
            (_("Spent"), format_money(grant.spent)),
        ],
        files=list(attachments.of(grant)),
        may_edit=may_edit,
        spent_percent=percent(grant.spent, grant.available),
        template="measures/funding/grant.html",
    )  # fmt: skip


@require_safe
@reader_required
def show(request, pk):
    """A grant with budget lines, payments, warnings and history."""
    return grant_page(request, pk)


# --- writing -----------------------------------------------------------------------------------------------
def _save(request, form, row=None):
    upload = form.cleaned_data["file"]
    return services.save_grant(
        data=form.data_for_service,
        grant=row,
        version=form.cleaned_data["version"],
        files=[upload] if upload else [],
        by=request.user,
    ).get_absolute_url()


@require_http_methods(["GET", "HEAD", "POST"])
@office_required
def create(request):
    """A new grant; with `?antrag=` it takes over what the application says."""
    asked = FundingApplication.objects.without_grant().filter(pk=positive_int(request.GET.get("antrag"))).first()
    initial = {"responsible": request.user.pk}
    if asked:
        initial |= {name: getattr(asked, name) for name in ("title", "amount", "own_share")}
        initial |= {"application": asked.pk, "programme": asked.programme_id, "notice_on": asked.decided_on}
    cancel = asked.get_absolute_url() if asked else reverse("measures:grants")
    form = GrantForm(posted(request), request.FILES or None, initial=initial)
    return edit_page(
        request, form, save=lambda form: _save(request, form), title=_("New grant"), cancel=cancel, trail=trail()
    )


@require_http_methods(["GET", "HEAD", "POST"])
@office_required
def edit(request, pk):
    """Change a grant."""
    row = get_object_or_404(Grant.objects.editable_by(request.user), pk=pk)
    form, words = GrantForm(posted(request), request.FILES or None, instance=row), str(row)
    return edit_page(
        request, form, save=lambda form: _save(request, form, row), title=_("Edit “%(title)s”") % {"title": words},
        cancel=row.get_absolute_url(), trail=trail(),
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@office_required
def delete(request, pk):
    """Ask, then delete a grant without budget lines."""
    row = get_object_or_404(Grant.objects.editable_by(request.user), pk=pk)
    url = row.get_absolute_url()
    return delete_page(request, row, cancel=url, done=reverse("measures:grants"), trail=trail((str(row), url)))


@require_http_methods(["GET", "HEAD", "POST"])
@office_required
def remove_file(request, pk, file):
    """Ask, then delete a file of a grant."""
    grant = get_object_or_404(Grant.objects.editable_by(request.user), pk=pk)
    row, url = get_object_or_404(attachments.of(grant), pk=file), grant.get_absolute_url()
    return delete_page(
        request, row, cancel=url, done=url, trail=trail((str(grant), url)),
        delete=lambda row: services.remove_file(grant=grant, attachment=row),
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@office_required
def report(request, pk):
    """Note on which day the proof of use was submitted, or take that back."""
    row = get_object_or_404(Grant.objects.editable_by(request.user), pk=pk)
    is_open = row.report_submitted_on is None
    form = MoveForm(posted(request))
    if not is_open:
        del form.fields["on"]
    title = _("Proof of use submitted") if is_open else _("Proof of use open again")

    def save(form):
        return services.submit_report(grant=row, on=form.cleaned_data.get("on")).get_absolute_url()

    return edit_page(
        request, form, save=save, title=title, text=str(row), submit_label=title, cancel=row.get_absolute_url(),
        trail=trail((str(row), row.get_absolute_url())),
    )  # fmt: skip
