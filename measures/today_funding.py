"""What funding brings to the today page, the calendar, and the search."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from integration_portal.core import roles
from integration_portal.core.calendar import CalendarEntry, CalendarSource
from integration_portal.core.search import SearchSource
from integration_portal.core.today import TodayAction, TodayGroup, TodayItem, TodaySource, tone_of

from .due_funding import CALL, DECIDE, END, PROOF, REPORT, days_between, due_rows
from .models import FundingApplication, FundingCall, FundingProgramme, Grant, PassedOnApplication, PassedOnCall


def _due(query):
    """Groups of deadlines, reports, ends, and what partners wait for or owe; one query."""
    if not roles.reads_all(query.user):
        return None
    groups = {
        CALL: ("funding-calls", _("Deadlines of calls"), "measures:funding_calls", True),
        REPORT: ("funding-reports", _("Proofs of use to write"), "measures:grants", True),
        DECIDE: ("funding-decide", _("Applications to decide"), "measures:passed_on", False),
        PROOF: ("funding-proofs", _("Proofs of use missing"), "measures:passed_on", True),
        END: ("grants-end", _("Grants that end"), "measures:grants", False),
    }
    items, totals = {kind: [] for kind in groups}, {}
    for row in due_rows(query.user, query.on, site=query.site, limit=query.limit, mine=query.mine):
        tone = "" if row.kind in (DECIDE, END) else tone_of(row.day, query.on)
        action = TodayAction(_("Decide") if row.kind == DECIDE else _("Open"), row.url)
        items[row.kind].append(TodayItem(row.title, row.url, row.context, row.day, tone, actions=(action,)))
        totals[row.kind] = row.of_kind
    return [
        TodayGroup(key, label, "euro", items[kind], totals.get(kind, 0), reverse(url), by_date=by_date)
        for kind, (key, label, url, by_date) in groups.items()
    ]


def _days(user, start, end):
    if not roles.reads_all(user):
        return
    for row in days_between(user, start, end):
        yield CalendarEntry(row.day, row.day, row.title, row.url, f"{row.label} · {row.context}")


def programme_words(programme):
    """What a result of the search tells about a programme."""
    return " ".join(filter(None, (programme.name, programme.note, programme.notice_text)))


TODAY = TodaySource("funding", 18, _due)
CALENDAR = CalendarSource("foerderung", gettext_lazy("Funding"), _days)
SEARCH = (
    SearchSource(
        key="programme",
        label=gettext_lazy("Funding programmes"),
        rows=lambda user: FundingProgramme.objects.visible_inside(user),
        url=lambda row, user: row.get_absolute_url(),
        text=programme_words,
        order=70,
    ),
    SearchSource(
        key="foerderantraege",
        label=gettext_lazy("Funding applications"),
        rows=lambda user: FundingApplication.objects.visible_inside(user),
        url=lambda row, user: row.get_absolute_url(),
        text=lambda row: row.note,
        kicker=lambda row: row.get_state_display(),
        order=71,
    ),
    SearchSource(
        key="bewilligungen",
        label=gettext_lazy("Grants"),
        rows=lambda user: Grant.objects.visible_inside(user),
        url=lambda row, user: row.get_absolute_url(),
        text=lambda row: row.note,
        kicker=lambda row: row.notice_number,
        order=72,
    ),
    SearchSource(
        key="foerderaufrufe",
        label=gettext_lazy("Calls for applications"),
        rows=lambda user: FundingCall.objects.visible_inside(user).select_related("programme"),
        url=lambda row, user: row.get_absolute_url(),
        text=lambda row: row.note,
        kicker=lambda row: row.programme.label,
        order=73,
    ),
    SearchSource(
        key="weiterleitungen",
        label=gettext_lazy("Calls of the office"),
        rows=lambda user: PassedOnCall.objects.visible_inside(user),
        url=lambda row, user: row.get_absolute_url(),
        text=lambda row: row.text,
        order=74,
    ),
    SearchSource(
        key="weiterleitungsantraege",
        label=gettext_lazy("Applications to the office"),
        rows=lambda user: PassedOnApplication.objects.visible_inside(user).select_related("actor"),
        url=lambda row, user: row.get_absolute_url(),
        text=lambda row: row.purpose,
        kicker=lambda row: f"{row.actor} · {row.get_state_display()}",
        order=75,
    ),
)
