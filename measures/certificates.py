"""Certificates of attendance as PDF: what stands on them; `templates/documents/certificate.typ` sets it."""

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from integration_portal.core.display import format_day
from integration_portal.core.models import SiteSettings
from integration_portal.core.writers.pdf import has_missing_letters, render_pdf

MOST_DATES = 12


def _line(text):
    """The text on one line."""
    return " ".join(text.split())


def _person(row):
    """Name and organisation; both empty, to be written by hand, where our fonts lack letters of the name."""
    if has_missing_letters(row.name):
        return {"name": "", "organisation": ""}
    return {"name": _line(row.name), "organisation": _line(row.organisation)}


def certificate_data(event, registrations):
    """The data of certificates, one page per registration; plain texts only, in the active language.

    Dates are those that took place up to today.
    """
    site, today = SiteSettings.load(), timezone.localdate()
    held = [date for date in event.dates.all() if not date.is_cancelled and date.start_day <= today]
    dates = [date.when for date in held[:MOST_DATES]]
    if len(held) > MOST_DATES:
        dates.append(_("and %(n)d more dates") % {"n": len(held) - MOST_DATES})
    return {
        "lang": get_language() or "de",
        "title": _("Certificate of attendance"),
        "intro": _("took part in the training"),
        "event": _line(event.title),
        "summary": _line(event.summary),
        "dates_label": _("Dates"),
        "dates": dates,
        "place_label": _("Place"),
        "place": _line(event.where) or (_("online") if event.online_url else ""),
        "speakers_label": _("Speakers"),
        "speakers": _line(event.speakers),
        "office": _line(site.office_name),
        "county": _line(site.county_name),
        "date": format_day(today),
        "signature": _("Date, signature"),
        "funding": _line(site.funding_text or site.funding_short),
        "people": [_person(row) for row in registrations],
    }


def render_certificates(event, registrations):
    """Return the PDF with a page for each registration."""
    return render_pdf("certificate", certificate_data(event, registrations))
