"""How fresh the entry of an actor is: when it was confirmed, and whether that is too long ago."""

import datetime
from dataclasses import dataclass

from dateutil.relativedelta import relativedelta
from django.utils import timezone


@dataclass(frozen=True)
class Freshness:
    """The day of the last confirmation (None: never), and whether it is time to ask again."""

    on: datetime.date | None
    is_old: bool


def months_before(day, months):
    """The day so many months earlier; the last of the month where it has no such day."""
    return day - relativedelta(months=months)


def oldest_fresh_day(settings, on=None):
    """Entries confirmed before this day are asked for again."""
    return months_before(on or timezone.localdate(), settings.confirm_after_months)


def state_of(actor, settings, on=None):
    """The `Freshness` of an actor on a day. One that was never confirmed counts from the day it was entered."""
    since = actor.confirmed_on or timezone.localdate(actor.created_at)
    return Freshness(actor.confirmed_on, since < oldest_fresh_day(settings, on))
