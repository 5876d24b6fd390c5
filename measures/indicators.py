"""What progress reports ask of a measure's indicators."""

from decimal import Decimal, InvalidOperation

from django.utils import timezone

from .services.indicators import record_indicator_value


def indicators_to_report(measure):
    """The indicators of a measure for which a report may give a value."""
    return list(measure.indicators.select_related("indicator"))


def record_figures(report, *, by):
    """Store the figures of an accepted report as values of its day; raises ValidationError for one that does not fit."""
    on = report.period_until or timezone.localdate(report.submitted_at)
    for indicator in indicators_to_report(report.measure):
        try:
            value = Decimal(report.figures.get(str(indicator.pk), ""))
        except InvalidOperation:
            continue  # no figure was given for this one
        record_indicator_value(
            measure_indicator=indicator, value=value, on=min(on, timezone.localdate()), source=report.author_name, by=by
        )
