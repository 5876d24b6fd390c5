"""Dates of a series by rule. A rule always ends: with a last day, or after a number of dates."""

import calendar
import datetime
import re
from dataclasses import dataclass, field

from dateutil import rrule
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from integration_portal.core import params

from ..models.events import MOST_DATES

_SEPARATOR = re.compile(r"[\s,;]+")
FARTHEST = datetime.timedelta(days=366 * 10)


class Rhythm(models.TextChoices):
    """How often dates of a series follow each other; all count from the first day."""

    DAILY = "daily", gettext_lazy("every day")
    WEEKLY = "weekly", gettext_lazy("every week")
    FORTNIGHTLY = "fortnightly", gettext_lazy("every two weeks")
    MONTHLY_DAY = "monthly_day", gettext_lazy("every month on the same day (such as the 15th)")
    MONTHLY_WEEKDAY = "monthly_weekday", gettext_lazy("every month on the same weekday (such as the 2nd Tuesday)")
    MONTHLY_LAST = "monthly_last", gettext_lazy("every month on the last such weekday")
    QUARTERLY = "quarterly", gettext_lazy("every three months")
    YEARLY = "yearly", gettext_lazy("every year")


@dataclass(frozen=True)
class SeriesRule:
    """A rule for days: from `first` on, until `last` (inclusive) or `count` dates, without the days in `without`."""

    rhythm: str
    first: datetime.date
    last: datetime.date | None = None
    count: int | None = None
    without: frozenset[datetime.date] = field(default_factory=frozenset)


def parse_days(text):
    """The days in a text like "24.12.2026, 31.12.2026". Raises ValidationError with the first that is none."""
    days = set()
    for part in _SEPARATOR.split((text or "").strip()):
        if part:
            day = params.day(part)
            if day is None:
                raise ValidationError(
                    _("“%(value)s” is not a day like 31.12.2026.") % {"value": part[:40]}, code="invalid"
                )
            days.add(day)
    return frozenset(days)


def _options(rule):
    """The arguments of dateutil's rrule. Months without such a day (31st, 5th Monday) are left out."""
    week = (rule.first.day - 1) // 7 + 1
    weekday = rule.first.weekday()
    return {
        Rhythm.DAILY: {"freq": rrule.DAILY},
        Rhythm.WEEKLY: {"freq": rrule.WEEKLY},
        Rhythm.FORTNIGHTLY: {"freq": rrule.WEEKLY, "interval": 2},
        Rhythm.MONTHLY_DAY: {"freq": rrule.MONTHLY},
        Rhythm.MONTHLY_WEEKDAY: {"freq": rrule.MONTHLY, "byweekday": rrule.weekday(weekday, week)},
        Rhythm.MONTHLY_LAST: {"freq": rrule.MONTHLY, "byweekday": rrule.weekday(weekday, -1)},
        Rhythm.QUARTERLY: {"freq": rrule.MONTHLY, "interval": 3},
        Rhythm.YEARLY: {"freq": rrule.YEARLY},
    }[Rhythm(rule.rhythm)]


def days_of(rule):
    """The days of a series in order. Raises ValidationError by field for a rule without an end, or with too many dates."""
    if rule.last is None and not rule.count:
        raise ValidationError({"last": _("Please say when the series ends, or after how many dates.")})
    if rule.last is not None and rule.last < rule.first:
        raise ValidationError({"last": _("The end lies before the start.")})
    if rule.count and rule.count > MOST_DATES:
        raise ValidationError({"count": _("A series has at most %(most)d dates.") % {"most": MOST_DATES}})
    if rule.rhythm == Rhythm.MONTHLY_LAST and rule.first.day <= _length(rule.first) - 7:
        raise ValidationError({"first": _("This is not the last such weekday of its month.")})
    start = datetime.datetime.combine(rule.first, datetime.time.min)
    until = datetime.datetime.combine(min(rule.last or datetime.date.max, rule.first + FARTHEST), datetime.time.min)
    days = []
    for moment in rrule.rrule(dtstart=start, until=until, **_options(rule)):
        day = moment.date()
        if day in rule.without:
            continue
        days.append(day)
        if rule.count and len(days) == rule.count:
            break
        if len(days) > MOST_DATES:
            raise ValidationError(
                {
                    "last": _("This would be more than %(most)d dates. Please choose an earlier end.")
                    % {"most": MOST_DATES}
                }
            )
    if not days:
        raise ValidationError({"without": _("No date would be left.")})
    return days


def _length(day):
    return calendar.monthrange(day.year, day.month)[1]
