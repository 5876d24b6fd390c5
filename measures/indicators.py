"""What progress reports ask of a measure's indicators."""

from django.utils import timezone


def indicators_to_report(measure):
    """The indicators of a measure for which a report may give a value."""
    return list(measure.indicators.all()) if hasattr(measure, "indicators") else []


def record_figures(report, *, by):
    """Store the figures of an accepted report as values of its day."""
    on = report.period_until or timezone.localdate(report.submitted_at)
    for indicator in indicators_to_report(report.measure):
        value = report.figures.get(str(indicator.pk))
        if value is not None:
            raise NotImplementedError((indicator, on, by))
