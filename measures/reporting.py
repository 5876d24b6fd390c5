"""Sections of reports about measures: which there are, how far they are, what they reached, and their money.

A report is about measures that ran, or were to run, in its period. Their status is the one of the day on which the
report is put together, their progress the latest that was accepted by the end of the period.
"""

import datetime
from collections import Counter, defaultdict
from decimal import Decimal

from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from integration_portal.core.display import format_day, format_period
from integration_portal.core.reporting import entry, figures, money, number, table

from .models import FundingState, Measure, MeasureIndicator, ProgressReport, Status
from .targets import tracks, values_of

FINISHED = (Status.COMPLETED, Status.DROPPED)


def measures_in(scope, **field):
    """Measures of the scope, by number and title; with `field=`, those whose primary field it is (None: without one).

    Leaves out what was finished, dropped or archived before the period, and what was entered after it.
    """
    after = timezone.make_aware(datetime.datetime.combine(scope.end + datetime.timedelta(days=1), datetime.time.min))
    before = timezone.make_aware(datetime.datetime.combine(scope.start, datetime.time.min))
    rows = (
        Measure.objects.exclude(archived_at__lt=before)
        .exclude(status__in=FINISHED, status_changed_on__lt=scope.start)
        .filter(Q(start_on__isnull=True) | Q(start_on__lte=scope.end))
        .filter(Q(end_on__isnull=True) | Q(end_on__gte=scope.start) | ~Q(status__in=FINISHED))
        .filter(Q(created_at__lt=after) | Q(start_on__lte=scope.end))
        .with_number_key(scope.on)
    )
    if scope.programme is not None:
        rows = rows.funded_by(scope.programme)
    if "field" in field:
        rows = rows.filter(current_field=field["field"].pk if field["field"] else None)
    elif not scope.is_all_fields:
        rows = rows.filter(current_field__in=[row.pk for row in scope.fields])
    return rows.order_by("number_key", "sort_title", "pk")


def _progress(rows, scope):
    """{measure id: (day, words)} of the latest accepted report up to the end of the period."""
    reports = (
        ProgressReport.objects.filter(measure__in=rows, state=ProgressReport.State.ACCEPTED)
        .filter(Q(period_until__lte=scope.end) | Q(period_until__isnull=True))
        .filter(submitted_at__date__lte=scope.end + datetime.timedelta(days=120))
        .order_by("submitted_at", "pk")
        .values_list("measure", "period_until", "submitted_at", "text")
    )
    return {pk: (until or timezone.localtime(submitted).date(), text) for pk, until, submitted, text in reports if text}


def _indicators(rows, scope):
    """{measure id: tracks} of the measures' indicators, small counts of people hidden."""
    found = values_of(MeasureIndicator.objects.filter(measure__in=rows))
    grouped = defaultdict(list)
    for track in tracks(found, below=scope.suppress_below, on=scope.on):
        grouped[track.indicator.measure_id].append(track)
    return grouped


def _track_words(track, scope):
    """ "Teilnehmende: 54 (31.12.2025), Ziel 60 bis 31.12.2026"."""
    readings = [reading for reading in track.readings if reading.on <= scope.end]
    words = f"{track.indicator.label}: "
    words += f"{readings[-1].text} ({format_day(readings[-1].on)})" if readings else _("no value yet")
    if track.target:
        goal = format_day(track.indicator.target_on)
        words += ", " + (
            _("target %(value)s by %(day)s") % {"value": track.target, "day": goal}
            if goal
            else _("target %(value)s") % {"value": track.target}
        )
    return words


def _when(measure):
    return format_period(
        measure.start_on,
        measure.end_on,
        start_precision=measure.start_precision,
        end_precision=measure.end_precision,
        permanent=measure.is_permanent,
    )


def measures(scope, field):
    """A count by status, an entry for each measure, and all of them as a table for the workbook."""
    rows = list(measures_in(scope, field=field).select_related("lead").with_placements(scope.on))
    if not rows:
        return []
    progress, grouped = _progress(rows, scope), _indicators(rows, scope)
    counts = Counter(row.status for row in rows)
    blocks = [figures([(status.label, number(counts[status])) for status in Status if counts[status]])]
    lines = []
    for row in rows:
        noted = row.progress_on and row.progress_on <= scope.end
        on, words = progress.get(row.pk) or ((row.progress_on, row.progress_note) if noted else (None, ""))
        told = "\n".join(_track_words(track, scope) for track in grouped[row.pk])
        lead, when = row.lead.name if row.lead else "", _when(row)
        since = _("Progress as of %(day)s") % {"day": format_day(on)} if on else _("Progress")
        blocks.append(
            entry(
                f"{row.number} {row.title}".strip(),
                label=row.state.label,
                facts=[(_("Lead"), lead), (_("Period"), when)],
                texts=[
                    ("", row.summary),
                    (_("Reason for the status"), row.status_reason),
                    (since, words),
                    (_("Indicators"), told),
                ],
            )
        )
        lines.append([row.number, row.title, row.state.label, lead, when, format_day(on), words, told])
    head = [
        _("Number"), _("Measure"), _("Status"), _("Lead"), _("Period"),
        _("Progress as of"), _("Progress"), _("Indicators"),
    ]  # fmt: skip
    return [*blocks, table("measures", _("Measures"), head, lines) | {"sheet_only": True}]


def funding_lines(scope, field):
    """Money that the measures' own funding lines name, by source; refused applications do not count."""
    lines = (
        Measure.funding.rel.related_model.objects.filter(measure__in=measures_in(scope, field=field).values("pk"))
        .filter(amount__isnull=False)
        .exclude(state=FundingState.REFUSED)
        .order_by(F("source").asc(), "pk")
        .values_list("source", "state", "amount")
    )
    granted, planned = defaultdict(Decimal), defaultdict(Decimal)
    for source, state, amount in lines:
        (granted if state == FundingState.GRANTED else planned)[source] += amount
    sources = sorted({*granted, *planned})
    if not sources:
        return []
    rows = [[source, money(granted[source]), money(planned[source])] for source in sources]
    total = [_("Total"), money(sum(granted.values(), Decimal(0))), money(sum(planned.values(), Decimal(0)))]
    head = [_("Source"), _("granted"), _("planned or applied for")]
    return [table("funding_lines", _("Funding named by the measures"), head, rows, total=total)]


def summary(scope):
    """How many measures there are, run, were completed, began."""
    rows = list(measures_in(scope).values_list("status", "status_changed_on", "start_on"))
    counts = Counter(status for status, _changed, _start in rows)
    completed = sum(
        1
        for status, changed, _start in rows
        if status == Status.COMPLETED and changed and scope.start <= changed <= scope.end
    )
    begun = sum(1 for _status, _changed, start in rows if start and scope.start <= start <= scope.end)
    reports = ProgressReport.objects.filter(
        measure__in=measures_in(scope).values("pk"),
        state=ProgressReport.State.ACCEPTED,
        submitted_at__date__gte=scope.start,
        submitted_at__date__lte=scope.end,
    ).count()
    return [
        figures(
            [
                (_("measures in all"), number(len(rows))),
                (_("running"), number(counts[Status.IN_PROGRESS] + counts[Status.PERMANENT])),
                (_("begun in the period"), number(begun)),
                (_("completed in the period"), number(completed)),
                (_("progress reports"), number(reports)),
            ]
        )
    ]


def by_field(scope):
    """Measures by field of action and status."""
    rows = measures_in(scope).values_list("current_field", "status")
    counts = Counter(rows)
    names = [(field.pk, f"{field.number} {field.name}") for field in scope.fields]
    if scope.is_all_fields and any(pk is None for pk, _status in counts):
        names.append((None, _("Without a field of action")))
    if len(names) < 2:
        return []
    shown = [status for status in Status if any(counts[pk, status] for pk, _name in names)]
    lines = [
        [
            name,
            *[number(counts[pk, status]) for status in shown],
            number(sum(counts[pk, status] for status in shown)),
        ]
        for pk, name in names
    ]
    total = [_("Total")]
    total += [number(sum(counts[pk, status] for pk, _name in names)) for status in shown]
    total.append(number(sum(counts[pk, status] for pk, _name in names for status in shown)))
    head = [_("Field of action"), *[status.label for status in shown], _("all")]
    return [table("by_field", _("Measures by field of action and status"), head, lines, total=total)]
