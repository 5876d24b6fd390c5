"""What measures, their steps and their reports bring to the today page. Each source takes one or two queries."""

import datetime

from django.db.models import Case, Count, F, IntegerField, Q, Value, When, Window
from django.db.models.functions import RowNumber
from django.urls import reverse
from django.utils.translation import gettext as _

from integration_portal.core import roles
from integration_portal.core.display import as_date, format_day
from integration_portal.core.today import TodayAction, TodayGroup, TodayItem, TodaySource, tone_of

from .models import Measure, Milestone, ProgressReport, ProgressRequest, ProgressRound, Task
from .querysets import load_placements

SOON = datetime.timedelta(days=14)
OVERDUE, REVIEW, CLARIFY, STALE = 1, 2, 3, 4


def _own(query, rows):
    """With `mine` only what the account looks after; a contributor's rows are their own already."""
    return rows.filter(responsible=query.user) if query.mine and roles.reads_all(query.user) else rows


def _context(measure):
    return " · ".join(str(part) for part in (measure.number, measure.primary_field, measure.lead) if part)


def _measures(query):
    """Measures to look at, and those whose money ends; their places in frameworks are read once for both."""
    pressing, ending = list(_pressing(query)), list(_ending(query))
    load_placements([*pressing, *ending])
    return [*_pressing_groups(query, pressing), *_funding_ends(query, ending)]


def _pressing(query):
    """Each measure once, under the most pressing of: overdue, follow-up, to clarify, without news."""
    limit = query.on - datetime.timedelta(days=query.site.stale_after_days)
    rows = _own(query, Measure.objects.visible_inside(query.user).current()).with_news_date()
    conditions = {
        OVERDUE: Q(status__in=("idea", "planned", "in_progress"), end_on__lt=query.on),
        REVIEW: Q(next_review_on__lte=query.on),
        CLARIFY: Q(to_clarify=True),
        STALE: Q(status__in=("in_progress", "permanent"), news_on__lt=limit),
    }
    since = {OVERDUE: "end_on", REVIEW: "next_review_on", STALE: "news_on"}
    return (
        rows.annotate(
            why=Case(*(When(test, then=Value(key)) for key, test in conditions.items()), output_field=IntegerField()),
            since=Case(*(When(conditions[key], then=F(name)) for key, name in since.items()), default=F("news_on")),
        )
        .filter(why__isnull=False)
        .annotate(
            place=Window(RowNumber(), partition_by="why", order_by=["since", "pk"]),
            of_kind=Window(Count("pk"), partition_by="why"),
        )
        .filter(place__lte=query.limit)
        .select_related("lead")
        .order_by("why", "place")
        .only("title", "lead__name", "status", "end_on", "end_precision", "next_review_on", "progress_on")
    )


def _pressing_groups(query, rows):
    """The measures of `_pressing`, a group for each reason."""
    groups = {
        key: TodayGroup(name, label, icon, more_url=f"{reverse('measures:office_list')}?ansicht={view}", by_date=dated)
        for key, name, label, icon, view, dated in (
            (OVERDUE, "overdue-measures", _("Measures past their end"), "st-clock", "ueberfaellig", True),
            (REVIEW, "reviews", _("Follow-ups"), "calendar", "alle", True),
            (CLARIFY, "clarify", _("To clarify"), "warning", "zu-klaeren", False),
            (STALE, "stale", _("Without news"), "st-clock", "ohne-sachstand", False),
        )
    }
    totals, may_write = {}, roles.is_office(query.user)
    for measure in rows:
        totals[measure.why] = measure.of_kind
        groups[measure.why].items.append(_measure_item(measure, may_write, query))
    return [
        TodayGroup(
            group.key, group.label, group.icon, group.items, totals.get(key, 0), group.more_url, "", group.by_date
        )
        for key, group in groups.items()
    ]


def _measure_item(measure, may_write, query):
    url, due, tone = measure.get_office_url(), None, ""
    action = TodayAction(_("Open"), url)
    if measure.why == OVERDUE:
        due, tone = measure.end_on, "danger"
        if may_write:
            action = TodayAction(_("Change the status"), reverse("measures:office_status", args=[measure.pk]))
    elif measure.why == REVIEW:
        due, tone = measure.next_review_on, tone_of(measure.next_review_on, query.on)
        if may_write:
            action = TodayAction(_("New day"), reverse("measures:office_review", args=[measure.pk]))
    elif measure.why == CLARIFY and may_write:
        action = TodayAction(_("Clarify"), f"{url}#klaeren")
    elif measure.why == STALE:
        due = as_date(measure.since)
        if not roles.reads_all(query.user) or may_write:
            action = TodayAction(_("Write a report"), reverse("measures:report_start", args=[measure.pk]), post=True)
    title = str(measure)
    if measure.why == REVIEW:
        title = _("Follow-up: %(title)s") % {"title": measure}
    return TodayItem(title, url, _context(measure), due, tone, field=measure.primary_field, actions=(action,))


def _ending(query):
    """Measures whose money ends within the configured months."""
    if not roles.reads_all(query.user):
        return []
    return (
        _own(query, Measure.objects.visible_inside(query.user).current())
        .funding_ends(query.on, query.site.funding_ends_within_months)
        .annotate(total=Window(Count("pk")))
        .select_related("lead")
        .order_by("funding_until", "pk")[: query.limit]
    )


def _funding_ends(query, rows):
    items = [
        TodayItem(
            str(measure), measure.get_office_url(), _context(measure), measure.funding_until,
            tone_of(measure.funding_until, query.on, soon=45) and "warning", field=measure.primary_field,
            actions=(TodayAction(_("Show"), measure.get_office_url()),),
        )
        for measure in rows
    ]  # fmt: skip
    yield TodayGroup(
        "funding-ends", _("Funding ends"), "euro", items, rows[0].total if items else 0,
        f"{reverse('measures:office_list')}?ansicht=foerderung-endet", by_date=False,
    )  # fmt: skip


def _milestones(query):
    rows = Milestone.objects.visible_inside(query.user).due_until(query.on + SOON)
    if query.mine and roles.reads_all(query.user):
        rows = rows.of_person(query.user)
    rows = rows.annotate(total=Window(Count("pk"))).select_related("measure").order_by("due_on", "pk")[: query.limit]
    may_write = roles.is_office(query.user)
    items = [
        TodayItem(
            _("Milestone: %(title)s") % {"title": row},
            row.get_absolute_url(),
            str(row.measure),
            row.due_on,
            tone_of(row.due_on, query.on),
            actions=(
                TodayAction(_("Done"), reverse("measures:milestone_tick", args=[row.pk]), post=True),
                TodayAction(_("Postpone"), reverse("measures:milestone_postpone", args=[row.pk])),
            )
            if may_write
            else (TodayAction(_("Open"), row.get_absolute_url()),),
        )
        for row in rows
    ]
    return TodayGroup(
        "milestones", _("Milestones"), "target", items, rows[0].total if items else 0, reverse("measures:timeline")
    )


def _tasks(query):
    rows = Task.objects.visible_inside(query.user).due_until(query.on + SOON)
    if query.mine:
        rows = rows.of_person(query.user)
    rows = rows.annotate(total=Window(Count("pk"))).select_related("measure").order_by("due_on", "pk")[: query.limit]
    may_write = roles.is_office(query.user)
    items = []
    for row in rows:
        actions = [TodayAction(_("Open"), row.get_absolute_url())]
        if may_write or (row.responsible_id == query.user.pk and not roles.reads_all(query.user)):
            done = TodayAction(
                _("Done"), reverse("measures:task_move", args=[row.pk]), post=True, fields=(("stand", "done"),)
            )
            actions = [done]
        if may_write:
            actions.append(TodayAction(_("Postpone"), reverse("measures:task_postpone", args=[row.pk])))
        tone = tone_of(row.due_on, query.on)
        context = str(row.measure) if row.measure else ""
        items.append(TodayItem(str(row), row.get_absolute_url(), context, row.due_on, tone, actions=tuple(actions)))
    more = reverse("measures:tasks") + ("?ansicht=meine" if query.mine else "")
    return TodayGroup("tasks", _("Tasks"), "task", items, rows[0].total if items else 0, more)


def _reports(query):
    """For the office what was handed in; for a contributor what is to be written."""
    if roles.reads_all(query.user):
        rows, label = ProgressReport.objects.visible_inside(query.user).waiting(), _("Waiting to be reviewed")
        rows = rows.order_by("submitted_at", "pk")
    else:
        rows, label = ProgressReport.objects.answerable_by(query.user), _("Reports to write")
        rows = rows.order_by("request__round__deadline", "pk")
    rows = rows.annotate(total=Window(Count("pk"))).select_related("measure__lead", "request__round")[: query.limit]
    items = []
    for row in rows:
        if roles.reads_all(query.user):
            url, due, word = row.get_absolute_url(), as_date(row.submitted_at), _("Review")
            who = row.author_name or row.measure.lead
        else:
            url = reverse("measures:report_write", args=[row.pk])
            due, word = row.request.round.deadline if row.request else None, _("Write")
            who = row.request.round if row.request else ""
        tone = "" if roles.reads_all(query.user) else tone_of(due, query.on)
        title = _("Progress: %(title)s") % {"title": row.measure}
        items.append(TodayItem(title, url, str(who or ""), due, tone, actions=(TodayAction(word, url),)))
    return TodayGroup(
        "reports", label, "eye", items, rows[0].total if items else 0, reverse("measures:reports"), by_date=False
    )


def _rounds(query):
    """Running rounds with answers that are missing."""
    if not roles.reads_all(query.user):
        return None
    rows = ProgressRound.objects.filter(state="sent").annotate(
        total=Window(Count("pk")),
        missing=Count("requests__reports", filter=Q(requests__reports__state__in=("draft", "returned"))),
    )
    rows = rows.filter(pk__in=ProgressRequest.objects.open().values("round")).order_by("deadline", "pk")
    rows = rows[: query.limit]
    items = []
    for row in rows:
        remind = TodayAction(_("Remind"), reverse("measures:round_remind", args=[row.pk]), post=True)
        items.append(
            TodayItem(
                str(row),
                row.get_absolute_url(),
                _("%(n)s answers missing, asked until %(day)s") % {"n": row.missing, "day": format_day(row.deadline)},
                row.deadline,
                tone_of(row.deadline, query.on),
                actions=(remind if roles.is_office(query.user) else TodayAction(_("Open"), row.get_absolute_url()),),
            )
        )
    return TodayGroup(
        "rounds", _("Progress rounds"), "mail", items, rows[0].total if items else 0, reverse("measures:rounds")
    )


SOURCES = (
    TodaySource("measures", 20, _measures),
    TodaySource("milestones", 10, _milestones),
    TodaySource("tasks", 5, _tasks),
    TodaySource("reports", 15, _reports),
    TodaySource("rounds", 16, _rounds),
)
