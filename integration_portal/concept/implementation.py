"""How far the measures of a revision are: by section and by goal, over time; what changed; and which goal nothing stands for.

Measures count for a section when a passage of it, or of a section under it, is tied to them; for a goal when they name it.
"""

import datetime
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from fields_of_action.models import Goal
from measures.models import Measure, Status
from measures.querysets import load_placements
from measures.status_history import DONE, ENDED, PLANNED, RUNNING, STEP_OF, statuses_on

from .models import SectionLink
from .tree import nodes_of

WORDS = {
    PLANNED: _("planned"),
    RUNNING: pgettext_lazy("measures", "running"),
    DONE: pgettext_lazy("measures", "done"),
    ENDED: _("dropped"),
}
#: How many ends of years are shown before today.
MOST_YEARS = 3


@dataclass
class Row:
    """A section (with its `key`) or a goal (with its address): what it is called, its measures, and for each day {step: number}."""

    title: str
    url: str = ""
    key: str = ""
    level: int = 1
    measures: set = field(default_factory=set)
    figures: list = field(default_factory=list)
    passages: list = field(default_factory=list)
    gap: Any = ""


@dataclass
class Implementation:
    """The whole: days (oldest first), the totals, rows of sections and of goals, and the changes since the first day asked for."""

    days: list
    totals: list
    sections: list
    goals: list
    changes: list
    measures: dict

    @property
    def by_day(self):
        """[(day, {step: number})]."""
        return list(zip(self.days, self.totals, strict=True))


def ends_of_years(revision, today):
    """The last days of up to three years that ended while the revision was in force, and today."""
    since = revision.in_force_from or revision.dated_on or today
    years = range(max(since.year, today.year - MOST_YEARS), today.year)
    return [*(datetime.date(year, 12, 31) for year in years), today]


def implementation_of(revision, days, *, since=None, public=False):
    """The figures of a revision on `days`; `changes` are those after `since` up to the last day. At most ten queries.

    For the public only published measures count.
    """
    decided = revision.decisions.filter(decision__in=("new", "continued", "changed")).values("measure")
    linked = SectionLink.objects.filter(section__revision=revision, measure__isnull=False).values("measure")
    rows = Measure.objects.filter(Q(pk__in=decided) | Q(pk__in=linked))
    if public:
        rows = rows.public()
    measures = {measure.pk: measure for measure in rows.order_by("sort_title", "pk")}
    load_placements(list(measures.values()))
    wanted = sorted({*days, *([since] if since else [])})
    statuses = statuses_on(list(measures.values()), wanted)
    links = list(SectionLink.objects.filter(section__revision=revision).values_list("section", "goal", "measure"))
    nodes = nodes_of(revision, with_bodies=False)
    sections = _sections(nodes, links, measures)
    goals = _goals(revision, nodes, links, measures)
    for row in [*sections, *goals]:
        row.figures = [_count(row.measures, statuses[day]) for day in days]
    return Implementation(
        days=list(days),
        totals=[_count(measures, statuses[day]) for day in days],
        sections=sections,
        goals=goals,
        changes=_changes(measures, statuses[since], statuses[days[-1]]) if since else [],
        measures=measures,
    )


def _count(keys, statuses):
    counted = dict.fromkeys(WORDS, 0)
    for key in keys:
        if key in statuses:
            counted[STEP_OF[Status(statuses[key])]] += 1
    return counted


def _sections(nodes, links, measures):
    """A row for each section that has measures itself or under it."""
    own = defaultdict(set)
    for section, _goal, measure in links:
        if measure in measures:
            own[section].add(measure)
    found = []
    for node in nodes:
        keys, waiting = set(), [node]
        while waiting:
            one = waiting.pop()
            keys |= own[one.pk]
            waiting.extend(one.children)
        if keys:
            found.append(Row(node.heading, level=node.level, measures=keys, key=node.key))
    return found


def _goals(revision, nodes, links, measures):
    """A row for each goal of the framework, with the sections that are about it and what is missing."""
    numbers = {node.pk: node for node in nodes}
    about = defaultdict(list)
    for section, goal, _measure in links:
        if goal and section in numbers and numbers[section] not in about[goal]:
            about[goal].append(numbers[section])
    named = defaultdict(set)
    through = Measure.goals.through.objects.filter(measure__in=measures).values_list("goal", "measure")
    for goal, measure in through:
        named[goal].add(measure)
    goals = Goal.objects.filter(field__framework=revision.concept.framework_id, is_active=True)
    found = []
    for goal in goals.select_related("field").order_by("field__number", "code_key"):
        row = Row(
            f"{goal.code} {goal.title}", goal.get_absolute_url(), measures=named[goal.pk], passages=about[goal.pk]
        )
        if not row.measures and not row.passages:
            row.gap = _("neither passage nor measure")
        elif not row.measures:
            row.gap = _("no measure")
        elif not row.passages:
            row.gap = _("no passage")
        found.append(row)
    return found


def _changes(measures, before, now):
    """[(measure, status before or None, status now)] of those that differ, by number."""
    found = [
        (measure, _status(before.get(pk)), _status(now.get(pk)))
        for pk, measure in measures.items()
        if now.get(pk) is not None and before.get(pk) != now.get(pk)
    ]
    return sorted(found, key=lambda change: (change[0].number or "~", change[0].sort_title))


def _status(key):
    return Status(key) if key else None
