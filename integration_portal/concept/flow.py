"""What became of every measure from one revision to the next: rows for a table, and the same as a picture (SVG)."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from measures.querysets import load_placements

from .models import RevisionMeasure, SectionLink

#: Words for what became of a measure; the decisions, and what a decision is missing for.
WORDS = {
    "new": gettext_lazy("new"),
    "continued": gettext_lazy("continued"),
    "changed": gettext_lazy("changed"),
    "merged": gettext_lazy("merged"),
    "discontinued": gettext_lazy("discontinued"),
    "open": gettext_lazy("not decided yet"),
    "missing": gettext_lazy("not mentioned any more"),
}
ENDS = ("discontinued", "missing")
ROW, TOP, LEFT, RIGHT, WIDTH = 26, 34, 64, 256, 320


@dataclass
class Fate:
    """What became of a measure: its row in the old revision and in the new one (one of them may be None), a key of `WORDS`, and the
    row of the new revision in which it goes on (its own, that of the measure it was merged into, or None)."""

    old: Any
    new: Any
    outcome: str
    goes_on: Any = None

    @property
    def row(self):
        """The row that names it: of the old revision where there is one."""
        return self.old or self.new

    @property
    def word(self):
        return WORDS[self.outcome]

    @property
    def reason(self):
        return self.new.reason if self.new else ""


def _order(row):
    return [int(part) if part.isdigit() else 0 for part in row.number.split(".")] or [10**6]


def rows_of(revision, *, public=False):
    """The decisions of a revision with `number`, `title` and `is_named` (by a passage), ordered by number; three queries.

    The sheet kept at the adoption goes before the measure as it is now. For the public only measures that are, or were then, public.
    """
    named = SectionLink.objects.filter(section__revision=revision, measure=OuterRef("measure"))
    rows = list(
        revision.decisions.annotate(is_named=Exists(named))
        .select_related("measure", "merged_into")
        .order_by("measure__sort_title")
    )
    if public:
        rows = [row for row in rows if row.measure.is_published or row.sheet.get("is_public")]
    load_placements([row.measure for row in rows])
    for row in rows:
        row.number = row.sheet.get("number") or row.measure.number
        row.title = row.sheet.get("title") or row.measure.title
    return sorted(rows, key=_order)


def fates_of(old, new, *, public=False):
    """[Fate] from the old revision to the new one: first those of the old one by number, then those that are new. Six queries.

    Measures that had ended with the old revision already are left out.
    """
    after = {row.measure_id: row for row in rows_of(new, public=public)}
    found, seen = [], set()
    for row in rows_of(old, public=public):
        if row.decision and not RevisionMeasure.Decision(row.decision).goes_on and row.measure_id not in after:
            continue
        seen.add(row.measure_id)
        found.append(_fate(row, after.get(row.measure_id), after))
    return [*found, *(_fate(None, row, after) for key, row in after.items() if key not in seen)]


def _fate(old, new, after):
    if new is None:
        return Fate(old, None, "missing")
    if new.decision == "merged":
        return Fate(old, new, "merged", after.get(new.merged_into_id))
    if new.decision == "discontinued":
        return Fate(old, new, "discontinued")
    if not new.decision:
        return Fate(old, new, "open", new)
    return Fate(old, new, new.decision if old else "new", new)


def tally(fates):
    """[(key, word, number)] of the outcomes that occur, in the order of `WORDS`."""
    counted = [(key, word, sum(fate.outcome == key for fate in fates)) for key, word in WORDS.items()]
    return [row for row in counted if row[2]]


def picture(fates):
    """The picture as SVG: the old revision on the left, the new one on the right, a line for each measure; "" without measures.

    It shows numbers only; the titles stand in the table beside it. A merged measure's line runs to the one it goes on in, one
    that ended stops at a cross.
    """
    lefts = [fate for fate in fates if fate.old]
    rights = [fate for fate in fates if fate.goes_on is not None and fate.goes_on is fate.new]
    rights.sort(key=lambda fate: _order(fate.new))
    if not lefts and not rights:
        return ""
    left = {fate.row.measure_id: _y(place) for place, fate in enumerate(lefts)}
    right = {fate.new.measure_id: _y(place) for place, fate in enumerate(rights)}
    height = TOP + ROW * max(len(lefts), len(rights)) + 8
    lines = format_html_join("", "{}", ((_line(fate, left, right),) for fate in fates))
    return format_html(
        '<svg class="p-flow" viewBox="0 0 {} {}" role="img" aria-labelledby="fluss-titel fluss-text" xmlns="http://www.w3.org/2000/svg">'
        '<title id="fluss-titel">{}</title><desc id="fluss-text">{}</desc>'
        '<text class="p-flow__head" x="{}" y="16" text-anchor="end">{}</text>'
        '<text class="p-flow__head" x="{}" y="16">{}</text>{}{}{}</svg>',
        WIDTH, height, _("What became of the measures"), "; ".join(f"{word}: {number}" for _key, word, number in tally(fates)),
        LEFT, _("before"), RIGHT, _("after"), lines,
        _numbers([(left[fate.row.measure_id], fate.old) for fate in lefts], LEFT - 8, "end"),
        _numbers([(right[fate.new.measure_id], fate.new) for fate in rights], RIGHT + 8, "start"),
    )  # fmt: skip


def _y(place):
    return TOP + ROW * place + ROW // 2


def _numbers(rows, x, anchor):
    return format_html_join(
        "",
        '<text x="{}" y="{}" text-anchor="{}">{}</text>',
        ((x, y + 4, anchor, row.number or "–") for y, row in rows),
    )


def _line(fate, left, right):
    start = left.get(fate.row.measure_id) if fate.old else None
    end = right.get(fate.goes_on.measure_id) if fate.goes_on is not None else None
    kind = f"p-flow__line p-flow__line--{fate.outcome}"
    if start is None:
        if end is None:
            return ""
        return format_html('<circle class="p-flow__new" cx="{}" cy="{}" r="5"/>', RIGHT - 6, end)
    if end is None:
        x = LEFT + 40
        return format_html(
            '<path class="{}" d="M{} {}H{}"/><path class="p-flow__cross" d="M{} {}l8 8m0 -8l-8 8"/>',
            kind, LEFT, start, x, x + 2, start - 4,
        )  # fmt: skip
    middle = (LEFT + RIGHT) // 2
    return format_html(
        '<path class="{}" d="M{} {}C{} {} {} {} {} {}"/>', kind, LEFT, start, middle, start, middle, end, RIGHT, end
    )
