"""Writing to reports. Each function is one transaction and is audited like every other write."""

import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from integration_portal.core.locking import StaleObject, lock

from ..models import Report, ReportIssue, ReportPassage
from . import document


@transaction.atomic
def save_report(*, data, report=None, version=None, texts_from=None):
    """Create a report, or change what it is about; returns the saved row.

    `data` holds title, start, end, fields, and perhaps a programme. A new report may begin with the texts of another one.
    Raises StaleObject, and ValidationError for a period that ends before it starts.
    """
    values = dict(data)
    fields = values.pop("fields")
    row = lock(report, version) if report is not None else Report()
    for name, value in values.items():
        setattr(row, name, value)
    row.full_clean(exclude=["fields"])
    row.save()
    row.fields.set(fields)
    if report is None and texts_from is not None:
        for passage in texts_from.passages.exclude(text=""):
            ReportPassage.objects.create(report=row, place=passage.place, text=passage.text)
    return row


def yearly_report(year):
    """Return the report over a whole year on all fields: the one there is, or a new one."""
    start, end = datetime.date(year, 1, 1), datetime.date(year, 12, 31)
    with transaction.atomic():
        found = Report.objects.filter(start=start, end=end, fields__isnull=True, programme__isnull=True).first()
        if found:
            return found
        title = _("Yearly report %(year)d") % {"year": year}
        return save_report(data={"title": title, "start": start, "end": end, "fields": []})


@transaction.atomic
def write_passage(*, report, place, text, version):
    """Keep the text for a place of the report; returns the passage. `version` is 0 where there was none yet.

    Raises StaleObject when somebody else has written there meanwhile, LookupError for a place the report has not.
    """
    if place not in dict(document.places(document.scope_of(report))):
        raise LookupError(place)
    lock(report, None)  # two people write one passage for the first time
    row = ReportPassage.objects.filter(report=report, place=place).first()
    if row is None:
        row = ReportPassage(report=report, place=place)
    elif row.version != version:
        raise StaleObject(row)
    row.text = text
    row.full_clean()
    row.save()
    return row


@transaction.atomic
def issue_report(*, report, by, note=""):
    """Freeze the report as it is now; returns the issue, numbered from 1."""
    row = lock(report, None)
    latest = row.issues.aggregate(latest=Max("number"))["latest"] or 0
    issue = ReportIssue(report=row, number=latest + 1, issued_by=by, note=note, document=document.build(row))
    issue.full_clean()
    issue.save()
    return issue


@transaction.atomic
def delete_report(*, report):
    """Delete a report with its texts. Raises ValidationError when an issue of it was made: those are kept."""
    row = lock(report, None)
    if row.issues.exists():
        raise ValidationError(_("This report has been issued and is kept."), code="issued")
    row.delete()
