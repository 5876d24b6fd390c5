"""The implementation of the concept in reports: figures by section and goal, coverage, and what changed in the period."""

import datetime

from django.utils.translation import gettext as _

from integration_portal.core.display import format_day
from integration_portal.core.reporting import number, paragraph, table

from .implementation import WORDS, implementation_of
from .models import ConceptRevision


def implementation(scope):
    """Blocks about the revision that is in force on the last day of the period; none in reports of a programme or of single fields."""
    if scope.programme is not None or not scope.is_all_fields:
        return []
    last = min(scope.end, scope.on)
    first = min(scope.start - datetime.timedelta(days=1), last)
    blocks = []
    rows = ConceptRevision.objects.final().filter(in_force_from__lte=last).select_related("concept")
    for revision in rows.order_by("concept", "-in_force_from"):
        if revision.in_force_until is None or revision.in_force_until >= last:
            blocks += _blocks(revision, first, last)
    return blocks


def _blocks(revision, first, last):
    found = implementation_of(revision, [first, last], since=first)
    if not found.measures:
        return []
    days = {"first": format_day(first), "last": format_day(last)}
    words = _("%(concept)s, %(revision)s. Figures as of %(first)s and %(last)s, as they are entered in the portal.")
    blocks = [paragraph(words % {"concept": revision.concept, "revision": revision, **days})]
    head = [_("Section"), *_heads(first), *_heads(last)]
    total = [_("All measures of the revision"), *(number(value) for day in found.totals for value in day.values())]
    lines = [_figures(row) for row in found.sections if row.level <= 2]
    blocks.append(table(f"concept_sections_{revision.pk}", _("By section"), head, lines, total=total))
    head = [_("Goal"), _("Passages"), *_heads(first), *_heads(last), _("Missing")]
    lines = [
        [row.title, ", ".join(node.number for node in row.passages), *_figures(row)[1:], str(row.gap)]
        for row in found.goals
    ]
    blocks.append(table(f"concept_goals_{revision.pk}", _("By goal"), head, lines))
    if found.changes:
        lines = [
            [f"{measure.number} {measure.title}".strip(), before.label if before else _("not there yet"), now.label]
            for measure, before, now in found.changes
        ]
        head = [_("Measure"), days["first"], days["last"]]
        blocks.append(table(f"concept_changes_{revision.pk}", _("What changed in this period"), head, lines))
    return blocks


def _heads(day):
    return [f"{word} {format_day(day)}" for word in WORDS.values()]


def _figures(row):
    return [row.title, *(number(value) for figures in row.figures for value in figures.values())]
