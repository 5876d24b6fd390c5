"""Concepts and their revisions: beginning one, starting it from another, its steps, publishing and deleting drafts."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from integration_portal.core import attachments
from integration_portal.core.locking import lock
from integration_portal.core.slugs import unique_slug

from ..models import (
    TRANSITIONS,
    Concept,
    ConceptRevision,
    ConceptSection,
    RevisionMeasure,
    RevisionState,
    RevisionStep,
    SectionLink,
)
from ..querysets import SHOWABLE
from ..tree import nodes_of
from .sections import remove_tree
from .states import locked, open_revision
from .translations import copy_translations

#: Addresses under /konzept/ that are pages of their own, which no revision gets.
RESERVED_SLUGS = ("verlauf", "massnahmen", "umsetzung")


def _note_step(row, by, note="", day=None):
    RevisionStep.objects.create(
        revision=row, to_state=row.state, taken_on=day or timezone.localdate(), note=note.strip(), by=by
    )


@transaction.atomic
def save_concept(*, concept, data, version=None):
    """Store a new concept or changes of one; return the row. Raises StaleObject when somebody saved since `version`."""
    row = lock(concept, version) if concept.pk else concept
    for name, value in data.items():
        setattr(row, name, value)
    row.slug = row.slug or unique_slug(Concept, row.title, max_length=80)
    row.full_clean()
    row.save()
    return row


@transaction.atomic
def create_revision(*, concept, data, by, based_on=None):
    """Begin a draft, empty or with sections, links and measures of the revision it starts from; return the row.

    Taken-over sections keep their identity, so that the two can be compared. Measures that go on are proposed without a
    decision; those that the older revision ended are not taken over. Raises ValidationError for a label that is taken, or a
    revision of another concept.
    """
    if based_on is not None and based_on.concept_id != concept.pk:
        raise ValidationError({"based_on": _("This revision belongs to another concept.")})
    row = ConceptRevision(concept=concept, based_on=based_on, created_by=by, **data)
    row.slug = unique_slug(ConceptRevision, row.label, max_length=80, taken=RESERVED_SLUGS)
    row.full_clean()
    row.save()
    _note_step(row, by)
    if based_on is not None:
        _copy_text(based_on, row)
        _copy_measures(based_on, row)
    return row


def _copy_text(source, target):
    made = {}
    nodes = nodes_of(source)
    files = attachments.of_many([ConceptSection(pk=node.pk) for node in nodes])
    for node in nodes:
        made[node.identity] = ConceptSection.objects.create(
            revision=target,
            identity=node.identity,
            parent=made.get(node.parent),
            position=node.place + 1,
            title=node.title,
            body=node.body,
            field_id=node.field_id,
        )
        for file in files[node.pk]:
            attachments.copy(attachment=file, owner=made[node.identity])
    copy_translations(source, made)
    for link in SectionLink.objects.filter(section__revision=source).select_related("section"):
        SectionLink.objects.create(
            section=made[link.section.identity], excerpt=link.excerpt, goal_id=link.goal_id, measure_id=link.measure_id
        )


def _copy_measures(source, target):
    for row in source.decisions.all():
        if row.decision in ("", "new", "continued", "changed"):
            RevisionMeasure.objects.create(revision=target, measure_id=row.measure_id)


@transaction.atomic
def update_revision(*, revision, data, version):
    """Store changes of label, origin, preface and the like; return the row. Raises StaleObject, and ValidationError for a final one."""
    lock(revision, version)
    row = open_revision(revision)
    for name, value in data.items():
        setattr(row, name, value)
    row.full_clean()
    row.save()
    return row


@transaction.atomic
def take_step(*, revision, to_state, by, note=""):
    """Bring a revision to another state and return it; twice changes nothing.

    Raises ValidationError for a step that is not in `TRANSITIONS` (adoption has a service of its own), and for
    withdrawing without a note.
    """
    row = locked(revision)
    if row.state == to_state:
        return row
    if to_state not in TRANSITIONS[RevisionState(row.state)]:
        raise ValidationError(
            _("A revision that is “%(old)s” cannot become “%(new)s”.")
            % {"old": row.get_state_display(), "new": RevisionState(to_state).label},
            code="state",
        )
    if to_state == RevisionState.WITHDRAWN and not note.strip():
        raise ValidationError({"note": _("Please say in a few words why.")})
    row.state = to_state
    if to_state not in SHOWABLE:
        row.published_on = None
    row.save()
    _note_step(row, by, note)
    return row


@transaction.atomic
def publish(*, revision):
    """Show a draft under consultation or deliberation to everyone from today. Twice changes nothing; raises ValidationError otherwise."""
    row = open_revision(revision)
    if row.state not in SHOWABLE:
        raise ValidationError(_("Only a draft in consultation or in deliberation can be shown."), code="state")
    if row.published_on is None:
        if not row.sections.exists():
            raise ValidationError(_("There is no text to show yet."), code="empty")
        row.published_on = timezone.localdate()
        row.save()
    return row


@transaction.atomic
def take_back(*, revision):
    """Take a published draft back. Twice changes nothing; raises ValidationError for a final one."""
    row = open_revision(revision)
    if row.published_on is not None:
        row.published_on = None
        row.save()
    return row


@transaction.atomic
def delete_draft(*, revision):
    """Delete a draft with its text. Raises ValidationError when it was ever shown, and when another revision starts from it."""
    row = locked(revision)
    if row.state not in (RevisionState.DRAFT, RevisionState.WITHDRAWN):
        raise ValidationError(_("Only drafts can be deleted."), code="state")
    if row.followers.exists():
        raise ValidationError(_("Another revision starts from this one, so it stays."), code="followed")
    if row.steps.filter(to_state__in=("consultation", "deliberation")).exists():
        raise ValidationError(
            _("This draft has been consulted on or deliberated. It can be withdrawn, but not deleted."), code="shown"
        )
    remove_tree(row)
    row.delete()
