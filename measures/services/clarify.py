"""Open questions that an import left, and settling them."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from integration_portal.core.locking import lock

from ..models import Clarification


@transaction.atomic
def add_clarification(*, measure, topic, code, message, hint="", original=""):
    """Note something to clarify about a measure, which cannot be published until it is settled."""
    question = Clarification.objects.create(
        measure=measure, topic=topic, code=code, message=message[:400], hint=hint[:400], original=original
    )
    row = lock(measure, None)
    if not row.to_clarify or row.is_published:
        row.to_clarify, row.is_published = True, False
        row.save()
    return question


@transaction.atomic
def resolve_clarification(*, question, by):
    """Mark an open question as settled; the last one makes the measure publishable. Returns the saved measure.

    Raises ValidationError while what was asked for is still missing (a lead, a field of action), or when
    somebody settled it before.
    """
    row = lock(question.measure, None)
    question = Clarification.objects.select_for_update().get(pk=question.pk)
    if question.resolved_at:
        raise ValidationError(_("This question has been settled already."), code="settled")
    if question.topic == Clarification.Topic.LEAD and row.lead_id is None:
        raise ValidationError(_("Please enter the lead first."), code="missing")
    if question.topic == Clarification.Topic.FIELD and not row.placements.exists():
        raise ValidationError(_("Please choose the field of action first."), code="missing")
    question.resolved_at, question.resolved_by = timezone.now(), by
    question.save()
    if row.to_clarify and not row.clarifications.filter(resolved_at__isnull=True).exists():
        row.to_clarify = False
        row.save()
    return row
