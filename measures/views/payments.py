"""Budget lines and payments of a grant: entering, changing, deleting."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from integration_portal.core.access import office_required
from integration_portal.core.form_fields import put_errors
from integration_portal.core.params import positive_int

from ..forms_funding import LineForm, PaymentForm
from ..models import BudgetLine, Grant, Measure, Payment
from ..services import funding as services
from .funding_common import delete_page, edit_page, posted
from .grants import grant_page, trail


def _grant_trail(grant, *rest):
    return trail((str(grant), grant.get_absolute_url()), *rest)


@require_http_methods(["GET", "HEAD", "POST"])
@office_required
def line_create(request, pk):
    """A new budget line of a grant, for a measure with `?massnahme=`."""
    grant = get_object_or_404(Grant.objects.editable_by(request.user), pk=pk)
    measure = Measure.objects.editable_by(request.user).filter(pk=positive_int(request.GET.get("massnahme"))).first()
    form = LineForm(posted(request), grant=grant, initial={"measure": measure})

    def save(form):
        services.save_line(data=form.data_for_service, grant=grant)
        return f"{grant.get_absolute_url()}#plan"

    return edit_page(
        request, form, save=save, title=_("New budget line"), text=str(grant), cancel=grant.get_absolute_url(),
        trail=_grant_trail(grant),
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@office_required
def line_edit(request, pk):
    """Change a budget line; one without payments can be deleted."""
    row = get_object_or_404(BudgetLine.objects.editable_by(request.user).select_related("grant"), pk=pk)
    grant, form = row.grant, LineForm(posted(request), instance=row, grant=row.grant)

    def save(form):
        services.save_line(data=form.data_for_service, grant=grant, line=row, version=form.cleaned_data["version"])
        return f"{grant.get_absolute_url()}#plan"

    return edit_page(
        request, form, save=save, title=_("Edit the budget line"), text=str(grant), cancel=grant.get_absolute_url(),
        trail=_grant_trail(grant), delete_url=reverse("measures:budget_line_delete", args=[pk]),
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@office_required
def line_delete(request, pk):
    """Ask, then delete a budget line without payments."""
    row = get_object_or_404(BudgetLine.objects.editable_by(request.user).select_related("grant"), pk=pk)
    url = row.grant.get_absolute_url()
    return delete_page(request, row, cancel=url, done=url, trail=_grant_trail(row.grant), delete=services.delete_below)


@require_POST
@office_required
def payment_add(request, pk):
    """Enter a payment from the page of the grant; refused input comes back there."""
    grant = get_object_or_404(Grant.objects.editable_by(request.user), pk=pk)
    form = PaymentForm(request.POST, grant=grant)
    if form.is_valid():
        try:
            saved = services.save_payment(data=form.data_for_service, grant=grant)
        except ValidationError as error:
            put_errors(form, error)
        else:
            messages.success(request, _("Payment %(number)s has been entered.") % {"number": saved.voucher_number})
            return redirect(f"{grant.get_absolute_url()}#zahlungen")
    return grant_page(request, pk, form=form, status=422)


@require_http_methods(["GET", "HEAD", "POST"])
@office_required
def payment_edit(request, pk):
    """Change a payment."""
    row = get_object_or_404(Payment.objects.editable_by(request.user).select_related("grant"), pk=pk)
    grant, form = row.grant, PaymentForm(posted(request), instance=row, grant=row.grant)

    def save(form):
        services.save_payment(
            data=form.data_for_service, grant=grant, payment=row, version=form.cleaned_data["version"]
        )
        return f"{grant.get_absolute_url()}#zahlungen"

    return edit_page(
        request, form, save=save, title=_("Edit the payment"), text=str(grant), cancel=grant.get_absolute_url(),
        trail=_grant_trail(grant), delete_url=reverse("measures:payment_delete", args=[pk]),
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@office_required
def payment_delete(request, pk):
    """Ask, then delete a payment."""
    row = get_object_or_404(Payment.objects.editable_by(request.user).select_related("grant"), pk=pk)
    url = row.grant.get_absolute_url()
    return delete_page(
        request, row, cancel=url, done=f"{url}#zahlungen", trail=_grant_trail(row.grant), delete=services.delete_below
    )
