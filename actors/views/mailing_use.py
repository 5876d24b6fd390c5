"""Using a mailing list outside the portal: copying as BCC, table, address cards, labels, serial letter."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from integration_portal.core.access import office_required
from integration_portal.core.models import SiteSettings
from integration_portal.core.params import positive_int
from integration_portal.core.views.editing import posted
from integration_portal.core.writers import csv_response
from integration_portal.core.writers.docx import DOCX_TYPE
from integration_portal.core.writers.pdf import pdf_response
from integration_portal.core.writers.vcard import vcard_response

from .. import exports_mailing as exports
from ..forms_mailing import LetterForm
from ..models import MailingList
from ..recipients import recipients_of
from .mailing import crumbs_of, portion_size


def _crumbs(row, title):
    return crumbs_of((row.name, row.get_absolute_url()), (title, None))


@require_safe
@office_required
def copy(request, pk):
    """The addresses in portions, each in a field of its own."""
    row = get_object_or_404(MailingList, pk=pk)
    recipients = recipients_of(row)
    context = {
        "crumbs": _crumbs(row, _("Copy addresses")),
        "list": row,
        "recipients": recipients,
        "portions": exports.portions(recipients, portion_size()),
    }
    return render(request, "actors/mailing/copy.html", context)


@require_safe
@office_required
def export(request, pk, fmt):
    """The recipients as CSV (`?excel=1` for a German Excel) or as address cards."""
    row = get_object_or_404(MailingList, pk=pk)
    recipients = recipients_of(row)
    if fmt == "vcf":
        cards = (exports.card_of(one) for one in recipients.found)
        return vcard_response(cards, file_name=slugify(row.name) or "verteiler")
    return csv_response(exports.table_of(row, recipients), excel=request.GET.get("excel") == "1")


@require_safe
@office_required
def labels(request, pk):
    """Who gets a label and who not for want of an address; with `?ab=` the PDF, from that label of the sheet on."""
    row = get_object_or_404(MailingList, pk=pk)
    recipients = recipients_of(row)
    if "ab" in request.GET:
        first = min(positive_int(request.GET["ab"]) or 1, exports.ON_A_SHEET)
        try:
            content = exports.labels_pdf(row, recipients, first=first)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
            return redirect("actors:mailing_labels", pk=row.pk)
        return pdf_response(_("Address labels: %(name)s") % {"name": row.name}, content)
    found, without = recipients.by_post()
    context = {
        "crumbs": _crumbs(row, _("Address labels")),
        "list": row,
        "found": found,
        "without": without,
        "most": exports.ON_A_SHEET,
    }
    return render(request, "actors/mailing/labels.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@office_required
def letter(request, pk):
    """Type a text; the answer is a Word file with one letter for each recipient. Nothing is kept."""
    row = get_object_or_404(MailingList, pk=pk)
    recipients = recipients_of(row)
    form, status = LetterForm(posted(request)), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                content = exports.letters_docx(recipients, values=form.cleaned_data, site=SiteSettings.load())
            except ValidationError as error:
                form.add_error(None, error)
            else:
                response = HttpResponse(content, content_type=DOCX_TYPE)
                name = slugify(f"serienbrief-{row.name}")
                response["Content-Disposition"] = f'attachment; filename="{name}.docx"'
                response["X-Content-Type-Options"] = "nosniff"
                return response
    found, without = recipients.by_post()
    context = {
        "crumbs": _crumbs(row, _("Serial letter")),
        "list": row,
        "form": form,
        "found": found,
        "without": without,
        "cancel_url": row.get_absolute_url(),
    }
    return render(request, "actors/mailing/letter.html", context, status=status)
