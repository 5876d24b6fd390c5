"""The notice period (Ladungsfrist): was an invitation in time, and until when must it be sent?

Days are days in Berlin; the clock change therefore never makes a day longer or shorter. After ThürKO § 35(2) at
least four full calendar days lie between receipt and meeting: neither the day of receipt nor that of the meeting counts.
"""

import datetime
from dataclasses import asdict, dataclass
from functools import cache

import holidays
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from integration_portal.core.display import format_day

ONE_DAY = datetime.timedelta(days=1)
#: No notice period is longer in practice; a search for a day stops there.
FARTHEST = datetime.timedelta(days=400)


@cache
def _holidays(state):
    return holidays.country_holidays("DE", subdiv=state)


def is_working_day(day, state):
    """Monday to Friday and no holiday of the federal state ("TH")."""
    return day.weekday() < 5 and day not in _holidays(state)


def holiday_name(day, state):
    """The name of a holiday, or ""."""
    return _holidays(state).get(day, "")


def received_on(rules, sent_on, way):
    """The day on which an invitation counts as received: mail and by hand the same day, a letter after `post_days`."""
    return sent_on + datetime.timedelta(days=rules.post_days) if way == "post" else sent_on


def days_between(rules, counted_from, meets_on):
    """How many days count between the day of receipt (or dispatch) and the meeting."""
    last = meets_on - ONE_DAY if rules.full_days else meets_on
    if last <= counted_from:
        return 0
    if rules.notice_counting == "calendar":
        return (last - counted_from).days
    span = (counted_from + ONE_DAY * number for number in range(1, (last - counted_from).days + 1))
    return sum(is_working_day(day, rules.holidays_of) for day in span)


def latest_day(rules, meets_on):
    """The last day of receipt (or dispatch, where the rules count from it) that keeps the notice period."""
    day = meets_on - ONE_DAY
    while days_between(rules, day, meets_on) < rules.notice_days and meets_on - day < FARTHEST:
        day -= ONE_DAY
    return day


def latest_urgent_day(rules, meets_on):
    """The same in urgent cases; None where the rules do not shorten the notice."""
    if rules.urgent_days_before is None:
        return None
    return meets_on - ONE_DAY * rules.urgent_days_before


def latest_dispatch(rules, meets_on, way):
    """The last day on which an invitation may be sent that way and still be in time."""
    day = latest_day(rules, meets_on)
    if rules.notice_from == "receipt" and way == "post":
        return day - ONE_DAY * rules.post_days
    return day


def item_deadline(rules, meets_on):
    """The last day on which an item may be proposed for a meeting, or None where the rules name none."""
    return None if rules.item_days_before is None else meets_on - ONE_DAY * rules.item_days_before


@dataclass(frozen=True)
class Notice:
    """Whether an invitation keeps the notice period. Days are ISO dates, so that it can be stored as it is.

    `counted_from` is the day of receipt or dispatch, `days` what counts until the meeting, `latest` the last day that would do,
    `urgent` whether it is in time at least for an urgent case.
    """

    ok: bool
    urgent: bool
    days: int
    needed: int
    counting: str
    counted: str
    full_days: bool
    counted_from: str
    meets_on: str
    latest: str
    latest_urgent: str
    rule: str

    def as_json(self):
        return asdict(self)

    @classmethod
    def from_json(cls, data):
        return cls(**data)

    @property
    def rule_words(self):
        """The rule in words, such as "4 full calendar days from receipt (statute)"."""
        if self.counting == "working":
            text = ngettext("%(number)d working day", "%(number)d working days", self.needed)
        elif self.full_days:
            text = ngettext("%(number)d full calendar day", "%(number)d full calendar days", self.needed)
        else:
            text = ngettext("%(number)d calendar day", "%(number)d calendar days", self.needed)
        start = _("after receipt") if self.counted == "receipt" else _("after dispatch")
        return f"{text % {'number': self.needed}} {start} ({self.rule})"

    @property
    def sentence(self):
        """What follows, with the rule and the reckoning."""
        words = {
            "rule": self.rule_words,
            "days": self.days,
            "from": format_day(datetime.date.fromisoformat(self.counted_from)),
            "latest": format_day(datetime.date.fromisoformat(self.latest)),
        }
        if self.ok:
            return _("The notice period is kept: %(days)d days count from %(from)s, needed are %(rule)s.") % words
        text = _(
            "The notice period is not kept: %(days)d days count from %(from)s, needed are %(rule)s. The last day was %(latest)s."
        )
        text = text % words
        if not self.latest_urgent:
            return f"{text} {_('The rules do not allow a shorter notice.')}"
        urgent = {"day": format_day(datetime.date.fromisoformat(self.latest_urgent))}
        if self.urgent:
            return f"{text} {_('In an urgent case it is in time until %(day)s; the meeting confirms the urgency first.') % urgent}"
        return f"{text} {_('Even in an urgent case %(day)s was the last day.') % urgent}"


def check(rules, *, meets_on, sent_on, way="email"):
    """Check an invitation that is sent on a day (or was) for a meeting on another, by "email", "post" or "hand"."""
    counted = received_on(rules, sent_on, way) if rules.notice_from == "receipt" else sent_on
    days = days_between(rules, counted, meets_on)
    urgent_day = latest_urgent_day(rules, meets_on)
    ok = days >= rules.notice_days and counted <= meets_on
    return Notice(
        ok=ok,
        urgent=ok or (urgent_day is not None and counted <= urgent_day),
        days=days,
        needed=rules.notice_days,
        counting=str(rules.notice_counting),
        counted=str(rules.notice_from),
        full_days=rules.full_days,
        counted_from=counted.isoformat(),
        meets_on=meets_on.isoformat(),
        latest=latest_day(rules, meets_on).isoformat(),
        latest_urgent=urgent_day.isoformat() if urgent_day else "",
        rule=rules.name,
    )
