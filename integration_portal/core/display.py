"""How dates, periods and amounts are written, in pages and in exports alike, in the active language."""

import datetime

from django.utils import formats, timezone
from django.utils.translation import gettext, pgettext


def format_day(day, precision="day"):
    """Write a day as exactly as it is known: "01.03.2024", "März 2024" or "2024"; "" for None."""
    if day is None:
        return ""
    if precision == "year":
        return str(day.year)
    if precision == "month":
        return formats.date_format(day, "F Y")
    return formats.date_format(day, pgettext("date format of a day", "j M Y"))


def format_period(start, end, *, start_precision="day", end_precision="day", permanent=False, today=None):
    """Write a period: "seit Januar 2026", "2025", "bis Dezember 2026", "01.03.2024–30.11.2026"; "" if nothing is known.

    `end` is inclusive. A permanent period has no end.
    """
    first, last = format_day(start, start_precision), format_day(end, end_precision)
    if first and last and not permanent:
        if first == last:
            return first
        if start_precision == end_precision == "month" and start.year == end.year:
            return f"{formats.date_format(start, 'F')}–{last}"
        return f"{first}–{last}"
    if first:
        begun = start <= (today or timezone.localdate())
        return (gettext("since %(date)s") if begun else gettext("from %(date)s")) % {"date": first}
    if permanent:
        return gettext("permanently")
    return gettext("until %(date)s") % {"date": last} if last else ""


def format_money(amount):
    """Write an amount of euros: "4.500,00 €"; "" for None."""
    if amount is None or amount == "":
        return ""
    return f"{formats.number_format(amount, 2, use_l10n=True, force_grouping=True)}\u00a0€"


def format_days_ago(day, today=None):
    """Write how long ago a day was: "heute", "gestern", "vor 12 Tagen"; a day to come as a date."""
    days = ((today or timezone.localdate()) - day).days
    if days == 0:
        return gettext("today")
    if days == 1:
        return gettext("yesterday")
    return format_day(day) if days < 0 else gettext("%(days)d days ago") % {"days": days}


def as_date(value):
    """Return the local day of a date or an aware moment."""
    return timezone.localtime(value).date() if isinstance(value, datetime.datetime) else value
