"""The comparison of two revisions as pages, files and JSON show it: entries with pieces, counts, reasons, and HTML."""

import dataclasses
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fields_of_action.models import FieldOfAction

from .compare.blocks import compare_texts
from .compare.tree import KINDS, compare_trees
from .models import ChangeReason
from .references import references_of
from .text import as_final
from .tree import nodes_of

LABELS = {
    "added": gettext_lazy("new"),
    "dropped": gettext_lazy("dropped"),
    "split": gettext_lazy("split"),
    "merged": gettext_lazy("merged"),
    "moved": gettext_lazy("moved"),
    "renamed": gettext_lazy("renamed"),
    "changed": gettext_lazy("changed"),
}
TONES = {
    "added": ("success", "plus"), "dropped": ("danger", "minus"), "split": ("neutral", "swap"), "merged": ("neutral", "chain"),
    "moved": ("neutral", "arrow"), "renamed": ("info", "edit"), "changed": ("info", "edit"),
}  # fmt: skip
_TAGS = {"strong": "strong", "em": "em", "s": "s", "code": "code"}


@dataclass
class Line:
    """An entry of the comparison ready to be shown; `left` and `right` are safe HTML, `inline` both in one.

    `version` and `passages` (number and words of each change, see `offer_passages`) are there for those who may take text over.
    """

    entry: object
    field: object = None
    reason: str = ""
    left: str = ""
    right: str = ""
    inline: str = ""
    changes: list = dataclasses.field(default_factory=list)
    version: int = 0
    passages: list = dataclasses.field(default_factory=list)

    @property
    def badges(self):
        """(word, tone, icon) for each kind."""
        return [(LABELS[kind], *TONES[kind]) for kind in self.entry.kinds]

    @property
    def notes(self):
        """Where it stood before, and which sections it was split from, split into or merged with."""
        entry, found = self.entry, []
        if entry.old and entry.new and ("moved" in entry.kinds or entry.old.number != entry.new.number):
            found.append(_("before: %(number)s") % {"number": entry.old.number})
        if "renamed" in entry.kinds:
            found.append(_("before: “%(title)s”") % {"title": entry.old.title})
        for side, node in entry.partners:
            words = {"section": node.heading}
            if side == "old":
                found.append((_("from %(section)s") if "split" in entry.kinds else _("takes in %(section)s")) % words)
            else:
                found.append(
                    (_("goes on in %(section)s") if entry.new is None else _("a part is now %(section)s")) % words
                )
        return found


@dataclass
class Comparison:
    """All entries of two revisions with the counts of each kind; `same` counts what stayed as it was."""

    old: object
    new: object
    entries: list

    @property
    def changed(self):
        return [entry for entry in self.entries if not entry.is_same]

    def of_kind(self, kind):
        """Entries of one kind, all changed ones for "", everything for "all"."""
        if kind == "all":
            return self.entries
        return [entry for entry in self.changed if not kind or kind in entry.kinds]

    def counts(self):
        """[(kind, label, number)] of the kinds that occur."""
        numbers = {kind: sum(kind in entry.kinds for entry in self.entries) for kind in KINDS}
        return [(kind, LABELS[kind], number) for kind, number in numbers.items() if number]


def compare_revisions(old, new, *, public):
    """The comparison of two revisions, with live references as they read today; at most four queries.

    Words are compared by `lines_of`, for what is shown only.
    """
    sides = nodes_of(old), nodes_of(new)
    nodes = [*sides[0], *sides[1]]
    references = references_of(new.concept, [node.body for node in nodes], public=public)
    for node in nodes:
        node.body = as_final(node.body, references)
    return Comparison(old, new, compare_trees(*sides))


def lines_of(comparison, entries):
    """Entries ready to be shown, with reasons and fields; two queries."""
    identities = [entry.identity for entry in entries]
    reasons = dict(
        ChangeReason.objects.filter(old=comparison.old, new=comparison.new, identity__in=identities).values_list(
            "identity", "text"
        )
    )
    fields = FieldOfAction.objects.in_bulk({entry.node.field_id for entry in entries if entry.node.field_id})
    return [_line(entry, fields.get(entry.node.field_id), reasons.get(entry.identity, "")) for entry in entries]


def _line(entry, own_field, reason):
    changes = compare_texts(entry.old.body if entry.old else "", entry.new.body if entry.new else "")
    return Line(
        entry=entry,
        field=own_field,
        reason=reason,
        left=_side(changes, "ins") if entry.old else "",
        right=_side(changes, "del") if entry.new else "",
        inline=_side(changes, ""),
        changes=changes,
    )


# --- HTML -----------------------------------------------------------------------------------------------------
def _side(changes, hidden):
    """The blocks as HTML, without the pieces of the `hidden` kind."""
    parts = [_block(change, hidden) for change in changes if change.kind != hidden or not hidden]
    return mark_safe("".join(parts))  # noqa: S308 - each part is made by format_html


def _block(change, hidden):
    rows = [row for row in change.rows if row.kind != hidden or not hidden]
    if change.shape == "table":
        return _table(rows, hidden)
    if change.shape in ("list", "footnotes"):
        items = format_html_join(
            "",
            '<li class="p-synlist__{}">{}{}</li>',
            ((min(row.level, 3) or 1, f"{row.mark} " if row.mark else "", _cell(row.cells[0], hidden)) for row in rows),
        )
        return format_html('<ul class="p-synlist">{}</ul>', items)
    tag = {"heading": '<p class="p-synhead">{}</p>', "quote": "<blockquote><p>{}</p></blockquote>"}.get(
        change.shape, "<p>{}</p>"
    )
    if change.shape == "code":
        tag = '<p class="p-syncode">{}</p>'
    if change.shape == "rule":
        return format_html("<p>—</p>")
    return mark_safe("".join(format_html(tag, _cell(row.cells[0], hidden)) for row in rows))  # noqa: S308 - made by format_html


def _table(rows, hidden):
    lines = []
    for row in rows:
        cell = '<th scope="col">{}</th>' if row.head else "<td>{}</td>"
        lines.append(
            format_html("<tr>{}</tr>", format_html_join("", cell, ((_cell(one, hidden),) for one in row.cells)))
        )
    return format_html('<table class="p-syntable"><tbody>{}</tbody></table>', mark_safe("".join(lines)))  # noqa: S308 - made by format_html


def _cell(pieces, hidden):
    return format_html_join("", "{}", ((_piece(piece),) for piece in pieces if piece.kind != hidden or not hidden))


def _piece(piece):
    text = format_html("{}", piece.text)
    for form in reversed(piece.forms):
        if form in _TAGS:
            text = format_html(f"<{_TAGS[form]}>{{}}</{_TAGS[form]}>", text)
    if not piece.text.strip():
        return text
    if piece.kind == "ins":
        return format_html('<ins><span class="p-vh">{} </span>{}</ins>', _("inserted:"), text)
    if piece.kind == "del":
        return format_html('<del><span class="p-vh">{} </span>{}</del>', _("deleted:"), text)
    return text


def both_sides(changes):
    """The changes of a text in one column, as safe HTML."""
    return _side(changes, "")


def offer_passages(lines, versions):
    """Give lines what it needs to take single changes of the old text into the new one; `versions` maps keys of sections to versions."""
    for line in lines:
        entry = line.entry
        if entry.new is None:
            continue
        line.version = versions.get(entry.new.pk, 0)
        if entry.old is not None and "changed" in entry.kinds:
            changes = compare_texts(entry.new.source, entry.old.source)
            line.passages = [
                (place, _words_of(change)) for place, change in enumerate(changes) if change.kind != "same"
            ]


def _words_of(change):
    words = "".join(piece.text for row in change.rows for cell in row.cells for piece in cell if piece.kind != "del")
    if change.kind == "del":
        gone = "".join(piece.text for row in change.rows for cell in row.cells for piece in cell)
        return _("without “%(words)s”") % {"words": gone[:60]}
    return f"„{words[:60]}“"
