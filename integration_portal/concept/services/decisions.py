"""What a revision decides about measures."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from integration_portal.core.locking import lock
from measures.models import Measure

from ..models import RevisionMeasure, SectionLink
from .states import open_revision


@transaction.atomic
def add_measures(*, revision, measures):
    """Put measures into a revision, undecided; those that are in it stay as they are. Returns how many are new."""
    row = open_revision(revision)
    have = set(row.decisions.values_list("measure_id", flat=True))
    new = [measure for measure in measures if measure.pk not in have]
    for measure in new:
        RevisionMeasure.objects.create(revision=row, measure=measure)
    return len(new)


def linked_measures(revision):
    """Measures that passages of the revision are tied to and that are not in it yet."""
    linked = SectionLink.objects.filter(section__revision=revision, measure__isnull=False).values("measure")
    have = revision.decisions.values("measure")
    return Measure.objects.filter(pk__in=linked).exclude(pk__in=have)


@transaction.atomic
def decide(*, decision, data, version):
    """Store a decision about a measure and return the row.

    Raises StaleObject, and ValidationError without a needed reason, or for a measure merged into one that does not go on.
    """
    row = lock(decision, version)
    open_revision(row.revision)
    for name, value in data.items():
        setattr(row, name, value)
    if row.decision != RevisionMeasure.Decision.MERGED:
        row.merged_into = None
    if row.merged_into_id:
        target = RevisionMeasure.objects.filter(revision=row.revision_id, measure=row.merged_into_id).first()
        if target is None or target.decision in ("merged", "discontinued"):
            raise ValidationError({"merged_into": _("Please choose a measure that goes on in this revision.")})
    row.full_clean()
    row.save()
    return row


@transaction.atomic
def remove_measure(*, decision):
    """Take a measure out of a draft."""
    open_revision(decision.revision)
    decision.delete()


def sheet_of(measure):
    """The sheet of a measure as it is kept with an adopted revision: plain values, days as ISO texts.

    `measure` wants its placements, goals and lead.
    """
    return {
        "number": measure.number,
        "title": measure.title,
        "field": measure.primary_field.label if measure.primary_field else "",
        "status": measure.status,
        "status_label": str(measure.get_status_display()),
        "kind": measure.kind,
        "lead": measure.lead.name if measure.lead else "",
        "partners": sorted(actor.name for actor in measure.partners.all()),
        "goals": [f"{goal.code} {goal.title}" for goal in measure.goals.all()],
        "target_groups": sorted(group.name for group in measure.target_groups.all()),
        "start_on": measure.start_on.isoformat() if measure.start_on else "",
        "end_on": measure.end_on.isoformat() if measure.end_on else "",
        "is_permanent": measure.is_permanent,
        "priority": measure.priority,
        "cost": str(measure.cost) if measure.cost is not None else "",
        "summary": measure.summary,
        "description": measure.description,
        "expected_effect": measure.expected_effect,
        "is_public": measure.is_published,
    }
