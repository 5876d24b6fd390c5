"""Sections of a draft: text, place in the tree, splitting, merging, deleting, and taking passages from another draft."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from integration_portal.core import attachments
from integration_portal.core.locking import lock

from ..compare.blocks import compare_texts
from ..models import DEEPEST, MOST_CHARACTERS, ConceptSection, SectionVersion
from ..text import find_passage, paragraphs, source_lines
from ..tree import branch, nodes_of
from .states import open_revision

#: A revision has no more sections than that.
MOST_SECTIONS = 1000


def _siblings(revision_id, parent_id):
    return list(
        ConceptSection.objects.select_for_update(of=("self",))
        .filter(revision_id=revision_id, parent_id=parent_id)
        .order_by("position", "pk")
    )


def _renumber(rows):
    for position, row in enumerate(rows, start=1):
        if row.position != position:
            row.position = position
            row.save()


def _keep_version(row, by, note=""):
    newest = row.versions.order_by("-number").first()
    if newest is None or (newest.title, newest.body) != (row.title, row.body):
        number = newest.number + 1 if newest else 1
        SectionVersion.objects.create(
            section=row, number=number, title=row.title, body=row.body, note=note.strip(), by=by
        )


def _refuse_too_long(body):
    if len(body) > MOST_CHARACTERS:
        raise ValidationError(
            {
                "body": _("The text has %(length)s characters; a section takes at most %(most)s. Please split it.")
                % {"length": len(body), "most": MOST_CHARACTERS}
            }
        )


def _depth(section):
    depth = 1
    while section.parent_id is not None:
        section, depth = section.parent, depth + 1
    return depth


@transaction.atomic
def add_section(*, revision, data, by, parent=None, after=None):
    """Add a section under `parent` (None: a chapter), behind `after` or at the end; return it.

    Raises ValidationError for a revision that is not open, a tree that gets too deep or too large, and a text that is too long.
    """
    row = open_revision(revision)
    if row.sections.count() >= MOST_SECTIONS:
        raise ValidationError(_("A revision has at most %(most)s sections.") % {"most": MOST_SECTIONS}, code="most")
    if parent is not None and _depth(parent) >= DEEPEST:
        raise ValidationError(_("Sections are at most %(levels)s levels deep.") % {"levels": DEEPEST}, code="deep")
    _refuse_too_long(data.get("body", ""))
    siblings = _siblings(row.pk, parent.pk if parent else None)
    place = next((here + 1 for here, one in enumerate(siblings) if after and one.pk == after.pk), len(siblings))
    section = ConceptSection(revision=row, parent=parent, position=place + 1, **data)
    section.full_clean(exclude=["key"])
    section.save()
    _renumber([*siblings[:place], section, *siblings[place:]])
    _keep_version(section, by)
    return section


@transaction.atomic
def update_section(*, section, data, version, by, note=""):
    """Store changes of a section and return the row; a changed text becomes a version. Raises StaleObject and ValidationError."""
    row = lock(section, version)
    open_revision(row.revision)
    if not row.versions.exists():
        _keep_version(row, row.revision.created_by, _("as it was taken over"))
    for name, value in data.items():
        setattr(row, name, value)
    _refuse_too_long(row.body)
    row.full_clean(exclude=["key"])
    row.save()
    _keep_version(row, by, note)
    return row


@transaction.atomic
def restore_version(*, section, number, version, by):
    """Put an earlier text back as the newest version; return the row. Raises StaleObject and ValidationError."""
    old = section.versions.filter(number=number).first()
    if old is None:
        raise ValidationError(_("This version is not there."), code="unknown")
    return update_section(
        section=section,
        data={"title": old.title, "body": old.body},
        version=version,
        by=by,
        note=_("version %(number)s restored") % {"number": number},
    )


@transaction.atomic
def move_section(*, section, way):
    """Move a section "up" or "down" among its siblings, "in" under the one before it, or "out" behind the one it stands under.

    What cannot move further stays. Raises ValidationError when the tree would get too deep.
    """
    revision = open_revision(section.revision)
    row = ConceptSection.objects.select_for_update(of=("self",)).select_related("parent").get(pk=section.pk)
    siblings = _siblings(revision.pk, row.parent_id)
    here = next(place for place, one in enumerate(siblings) if one.pk == row.pk)
    if way in ("up", "down"):
        there = here - 1 if way == "up" else here + 1
        if 0 <= there < len(siblings):
            siblings[here], siblings[there] = siblings[there], siblings[here]
            _renumber(siblings)
    elif way == "in" and here > 0:
        place_section(section=row, parent=siblings[here - 1])
    elif way == "out" and row.parent is not None:
        place_section(section=row, parent=row.parent.parent, after=row.parent)
    return row


@transaction.atomic
def place_section(*, section, parent, after=None):
    """Put a section under `parent` (None: a chapter), behind `after`, at the start with `after=False`, or at the end.

    Raises ValidationError for a parent below the section itself or of another revision, and when the tree would get too deep.
    """
    revision = open_revision(section.revision)
    row = ConceptSection.objects.select_for_update(of=("self",)).get(pk=section.pk)
    if parent is not None and parent.revision_id != row.revision_id:
        raise ValidationError(_("This section belongs to another revision."), code="other")
    nodes = nodes_of(revision, with_bodies=False)
    top = next(node for node in nodes if node.identity == row.identity)
    below = branch(top)
    if parent is not None and parent.identity in {node.identity for node in below}:
        raise ValidationError(_("A section cannot stand under itself."), code="cycle")
    height = max(node.level for node in below) - top.level + 1
    if (_depth(parent) if parent else 0) + height > DEEPEST:
        raise ValidationError(_("Sections are at most %(levels)s levels deep.") % {"levels": DEEPEST}, code="deep")
    left = [one for one in _siblings(revision.pk, row.parent_id) if one.pk != row.pk]
    old_parent = row.parent_id
    row.parent = parent
    siblings = [one for one in _siblings(revision.pk, parent.pk if parent else None) if one.pk != row.pk]
    place = len(siblings)
    if after is False:
        place = 0
    elif after is not None:
        place = next((here + 1 for here, one in enumerate(siblings) if one.pk == after.pk), place)
    row.position = place + 1
    row.save()
    _renumber([*siblings[:place], row, *siblings[place:]])
    if old_parent != row.parent_id:
        _renumber(left)
    return row


@transaction.atomic
def split_section(*, section, before, title, version, by):
    """Cut a section in two: paragraphs from number `before` on become a new section behind it. Returns the new one.

    The new section remembers where it came from; links of passages that moved go along. Raises StaleObject, and
    ValidationError when `before` leaves one of the two empty.
    """
    row = lock(section, version)
    parts = [part for part in paragraphs(row.body) if part.source]
    cut = next((part for part in parts if part.number == before), None)
    if cut is None or cut.number == parts[0].number:
        raise ValidationError({"before": _("Please choose a paragraph behind the first one.")})
    lines = source_lines(row.body)
    head, tail = "\n".join(lines[: cut.start]).rstrip(), "\n".join(lines[cut.start :]).strip()
    new = add_section(
        revision=row.revision,
        parent=row.parent,
        after=row,
        by=by,
        data={"title": title, "body": tail, "field": row.field, "derived_from": [str(row.identity)]},
    )
    row.refresh_from_db()
    update_section(section=row, data={"body": head}, version=row.version, by=by, note=_("split"))
    moved = paragraphs(tail)
    for link in row.links.exclude(excerpt=""):
        if find_passage(moved, link.excerpt):
            link.section = new
            link.save()
    return new


@transaction.atomic
def merge_section(*, section, into, by):
    """Put the text of a section behind that of another one of the same revision, with everything that hangs on it; return that one.

    Raises ValidationError when sections stand under it, when the two are the same or of different revisions, and for a text that
    gets too long.
    """
    open_revision(section.revision)
    rows = {
        row.pk: row
        for row in ConceptSection.objects.select_for_update(of=("self",))
        .filter(pk__in=(section.pk, into.pk))
        .order_by("pk")
    }
    source, target = rows.get(section.pk), rows.get(into.pk)
    if source is None or target is None or source.pk == target.pk or source.revision_id != target.revision_id:
        raise ValidationError({"into": _("Please choose another section of this revision.")})
    if source.children.exists():
        raise ValidationError({"into": _("Sections stand under it. Please move them first.")})
    target.derived_from = [*target.derived_from, str(source.identity), *source.derived_from]
    body = f"{target.body.rstrip()}\n\n{source.body.strip()}".strip()
    have = set(target.links.values_list("excerpt", "goal_id", "measure_id"))
    for link in source.links.all():
        if (link.excerpt, link.goal_id, link.measure_id) in have:
            continue
        link.section = target
        link.save()
    for row in (*source.notes.all(), *source.statements.all()):
        row.section = target
        row.save()
    for attachment in attachments.of(source):
        attachment.owner = target
        attachment.save()
    target.save()
    update_section(
        section=target,
        data={"body": body},
        version=target.version,
        by=by,
        note=_("merged with “%(title)s”") % {"title": source.title},
    )
    delete_section(section=source)
    target.refresh_from_db()
    return target


@transaction.atomic
def delete_section(*, section):
    """Delete a section of a draft. Raises ValidationError when sections stand under it."""
    revision = open_revision(section.revision)
    row = ConceptSection.objects.select_for_update(of=("self",)).get(pk=section.pk)
    if row.children.exists():
        raise ValidationError(_("Sections stand under it. Please move or delete them first."), code="children")
    _refuse_with_statements(row)
    parent_id = row.parent_id
    _delete(row)
    _renumber(_siblings(revision.pk, parent_id))


def _refuse_with_statements(row):
    numbers = [str(one) for one in row.statements.order_by("number", "pk")]
    if numbers:
        raise ValidationError(
            _("Statements are about this section, so it stays: %(numbers)s.") % {"numbers": ", ".join(numbers)},
            code="statements",
        )


def _delete(row):
    for attachment in attachments.of(row):
        attachments.remove(attachment=attachment)
    row.delete()


def remove_tree(revision):
    """Delete all sections of a revision that is itself about to be deleted, lowest first."""
    for node in reversed(nodes_of(revision, with_bodies=False)):
        _delete(ConceptSection.objects.get(pk=node.pk))


# --- taking text from another draft -----------------------------------------------------------------------------
@transaction.atomic
def take_section(*, source, target, version, by):
    """Take heading and text from another revision into the counterpart; return the row. Raises StaleObject and ValidationError."""
    return update_section(
        section=target,
        data={"title": source.title, "body": source.body},
        version=version,
        by=by,
        note=_("taken from “%(revision)s”") % {"revision": source.revision},
    )


@transaction.atomic
def take_new_section(*, source, revision, by):
    """Take a section that a draft does not have from another revision, with its identity, where it would stand; return it.

    It comes under the counterpart of the section it stands under, behind that of its elder sibling, else at the end.
    """
    row = open_revision(revision)
    if row.sections.filter(identity=source.identity).exists():
        raise ValidationError(_("This section is there already."), code="there")
    parent = source.parent and row.sections.filter(identity=source.parent.identity).first()
    elder = (
        source.revision.sections.filter(parent=source.parent, position__lt=source.position)
        .order_by("-position")
        .first()
    )
    after = elder and row.sections.filter(identity=elder.identity, parent=parent).first()
    return add_section(
        revision=row,
        parent=parent,
        after=after,
        by=by,
        data={
            "title": source.title,
            "body": source.body,
            "field": source.field,
            "identity": source.identity,
            "derived_from": source.derived_from,
        },
    )


@transaction.atomic
def take_passage(*, source, target, place, version, by):
    """Take one change (number `place` of `compare_texts` from the target's text to the source's) into the target; return the row.

    Raises StaleObject when the target was saved since `version`, ValidationError when there is no such change.
    """
    row = lock(target, version)
    changes = compare_texts(row.body, source.body)
    if not 0 <= place < len(changes) or changes[place].kind == "same":
        raise ValidationError(_("This change is not there any more. Please compare anew."), code="gone")
    change = changes[place]
    lines, theirs = source_lines(row.body), source_lines(source.body)
    taken = theirs[change.new.start : change.new.end] if change.new else []
    if change.old:
        start, end = change.old.start, change.old.end
    else:
        before = [one.old for one in changes[:place] if one.old]
        start = end = before[-1].end if before else 0
    if taken:
        taken = ["", *taken, ""]
    body = "\n".join([*lines[:start], *taken, *lines[end:]])
    while "\n\n\n" in body:
        body = body.replace("\n\n\n", "\n\n")
    return update_section(
        section=row,
        data={"body": body.strip("\n")},
        version=version,
        by=by,
        note=_("passage taken from “%(revision)s”") % {"revision": source.revision},
    )


def excerpts(body):
    """[(number, beginning)] of the paragraphs of a text, for choosing one."""
    return [(part.number, part.excerpt) for part in paragraphs(body) if part.excerpt]
