"""Public files: calendars, the agenda, papers, the minutes, the archive of a meeting. Nothing of a closed part is in them."""

import datetime

from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from integration_portal.core import links
from integration_portal.core.models import SiteSettings
from integration_portal.core.writers.pdf import pdf_response

from .. import calendars, documents
from ..archive import archive_document, archive_zip, paper_document
from ..minutes_files import minutes_file
from ..models import Committee, Meeting, Minutes, Paper
from ..public import sheet_of
from .invitations import file_response
from .public import public_meeting

#: Files that are set anew for one address of the internet within ten minutes, and the dates a calendar goes back.
MOST_FILES = 60
BACK = datetime.timedelta(days=400)


def _not_for_search_engines(response):
    response["X-Robots-Tag"] = "noindex"
    return response


def _refused(request):
    """The answer to somebody who asks for too many files, or None: each is set anew, which takes the server a second."""
    if links.too_often(f"files:{request.META.get('REMOTE_ADDR', '')}", MOST_FILES):
        text = _("Too many files from your connection. Please try again in ten minutes.")
        return HttpResponse(text, status=429, content_type="text/plain; charset=utf-8")
    return None


def _ics(request, rows, name, file_name):
    rows = rows.select_related("committee").order_by("starts_at")
    entries = [calendars.entry_of(row, url=request.build_absolute_uri(row.get_public_url())) for row in rows]
    response = HttpResponse(calendars.calendar_of(entries, name=name), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{file_name}"'
    return _not_for_search_engines(response)


def _recent():
    return Meeting.objects.public().filter(starts_at__gte=timezone.now() - BACK)


@require_safe
def calendar(request):
    """All public meetings as a calendar to subscribe to; those called off stay in it, as cancelled."""
    name = f"{SiteSettings.load().portal_name}: {_('Meetings')}"
    return _ics(request, _recent(), name, "sitzungen.ics")


@require_safe
def committee_calendar(request, slug):
    """The meetings of one committee as a calendar to subscribe to."""
    row = get_object_or_404(Committee.objects.public(), slug=slug)
    return _ics(request, _recent().filter(committee=row), row.name, f"{row.slug}.ics")


@require_safe
def meeting_calendar(request, slug, key):
    """One meeting for a calendar."""
    row = public_meeting(slug, key)
    return _ics(request, Meeting.objects.filter(pk=row.pk), row.committee.name, f"{row.committee.slug}-{key}.ics")


@require_safe
def agenda(request, slug, key):
    """The public part of the agenda as PDF."""
    row = public_meeting(slug, key)
    return _refused(request) or _not_for_search_engines(
        file_response(documents.agenda_document(row, public_only=True), "pdf")
    )


@require_safe
def paper(request, number):
    """A released paper as PDF."""
    row = get_object_or_404(Paper.objects.public(), number=number)
    return _refused(request) or _not_for_search_engines(pdf_response(row.number, documents.as_pdf(paper_document(row))))


@require_safe
def minutes(request, slug, key, fmt):
    """The public version of published minutes as PDF or Word."""
    row = public_meeting(slug, key)
    found = get_object_or_404(Minutes, meeting=row, published_at__isnull=False)
    return _refused(request) or _not_for_search_engines(file_response(minutes_file(row, found, public_only=True), fmt))


@require_safe
def archive(request, slug, key, fmt):
    """Everything that is public of a meeting, as one PDF or as a ZIP of its files."""
    row = public_meeting(slug, key)
    if refused := _refused(request):
        return refused
    sheet = sheet_of(row)
    name = slugify(f"{row.committee.slug} {row.public_key}")
    if fmt == "pdf":
        return _not_for_search_engines(pdf_response(name, documents.as_pdf(archive_document(sheet))))
    if fmt != "zip":
        raise Http404
    response = FileResponse(archive_zip(sheet), as_attachment=True, filename=f"{name}.zip")
    return _not_for_search_engines(response)
