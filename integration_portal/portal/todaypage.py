"""The today page put together: overdue first, then this week, then what each source has besides."""

import datetime
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from integration_portal.core import today
from integration_portal.core.today import TodayGroup, TodayQuery

WEEK = datetime.timedelta(days=6)


@dataclass
class Line:
    """A line of the page: the item, the icon of its source, and how far off it is in words."""

    item: object
    icon: str
    due_words: str

    @property
    def tone(self):
        return self.item.tone


@dataclass
class Section:
    """A part of the page. `count` is how many there are, of which `lines` are shown; `more` leads to all of them."""

    key: str
    label: object
    icon: str
    count: int
    lines: list = field(default_factory=list)
    more: list = field(default_factory=list)
    is_danger: bool = False


@dataclass
class TodayPage:
    """Sections with their lines; `total` is the number of all lines of all sources."""

    sections: list
    total: int


def build(user, on, *, mine, limit=8, site=None):
    """The page of a user for a day; `site` are the settings where they are at hand."""
    groups = today.groups(TodayQuery(user=user, on=on, mine=mine, limit=limit, known_site=site))
    return arrange(groups, on)


def arrange(groups, on):
    """Sort the lines of all groups into overdue, this week, and the rest of each group."""
    overdue = Section("ueberfaellig", _("Overdue"), "warning", 0, is_danger=True)
    week = Section("woche", _("This week"), "calendar", 0)
    others = []
    for group in groups:
        rest = []
        for item in group.items:
            line = Line(item, group.icon, item.due_text or _due_words(item, on))
            if group.by_date and item.due and item.due < on:
                overdue.lines.append(line)
            elif group.by_date and item.due and item.due <= on + WEEK:
                week.lines.append(line)
            else:
                rest.append(line)
        hidden = group.total - len(group.items)
        if rest or (hidden and not group.by_date):
            others.append(
                Section(group.key, group.label, group.icon, len(rest) + hidden, rest, _more(group) if hidden else [])
            )
        elif hidden:
            overdue.more += _more(group)
    for section in (overdue, week):
        section.lines.sort(key=lambda line: (line.item.due, str(line.item.title)))
        section.count = len(section.lines)
    sections = [section for section in (overdue, week) if section.lines] + others
    return TodayPage(sections, sum(group.total for group in groups))


def _more(group: TodayGroup):
    label = _("%(label)s: all %(n)s") % {"label": group.label, "n": group.total}
    return [(label, group.more_url)] if group.more_url else []


def _due_words(item, on):
    return today.due_words(item.due, on) if item.due else ""
