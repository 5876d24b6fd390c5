"""What stands on a certificate of attendance; `templates/documents/certificate.typ` sets it."""

from django.utils import timezone
from django.utils.translation import gettext as _

from integration_portal.core.display import format_day
from integration_portal.core.models import SiteSettings

MOST_DATES = 12


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
        "title": _("Certificate of attendance"),
        "intro": _("took part in the training"),
        "event": event.title,
        "summary": event.summary,
        "dates_label": _("Dates"),
        "dates": dates,
        "place_label": _("Place"),
        "place": event.where or (_("online") if event.online_url else ""),
        "speakers_label": _("Speakers"),
        "speakers": " ".join(event.speakers.split()),
        "office": site.office_name,
        "county": site.county_name,
        "date": format_day(today),
        "signature": _("Date, signature"),
        "funding": site.funding_text or site.funding_short,
        "people": [{"name": row.name, "organisation": row.organisation} for row in registrations],
    }
