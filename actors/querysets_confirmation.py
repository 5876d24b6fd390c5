"""Words for requests to confirm details, and for changes that partners propose."""

import datetime

from django.db import models
from django.db.models import Q
from django.utils import timezone

from integration_portal.core import roles


def due_for_confirmation(actors, before):
    """Of a queryset of actors those confirmed (or, never confirmed, entered) before a day; archived ones are left out."""
    start = timezone.make_aware(datetime.datetime.combine(before, datetime.time.min))
    return actors.filter(
        Q(confirmed_on__lt=before) | Q(confirmed_on__isnull=True, created_at__lt=start), archived_at__isnull=True
    )


def to_be_asked(actors, before):
    """Of those due the ones that are not asked at present: without an open request whose link still works."""
    requests = actors.model.confirmation_requests.rel.related_model.objects
    running = requests.unanswered().filter(link__expires_at__gte=timezone.now())
    return due_for_confirmation(actors, before).exclude(pk__in=running.values("actor"))


class ConfirmationQuerySet(models.QuerySet):
    def visible_inside(self, user):
        """All for those who read everything, a contributor's own actors' requests for a contributor."""
        if roles.reads_all(user):
            return self
        return self.filter(actor__representatives__user=user) if user.is_authenticated else self.none()

    def unanswered(self):
        """Still open."""
        return self.filter(state="open")

    def answered(self):
        """Confirmed, corrected or asked to be removed."""
        return self.filter(state__in=("confirmed", "corrected", "removal"))

    def removal_wishes(self):
        """Wishes to be removed that nobody settled yet."""
        return self.filter(state="removal", removal_settled_at__isnull=True)


class ProposalQuerySet(models.QuerySet):
    def visible_inside(self, user):
        """All for those who read everything, those for their own actors for a contributor."""
        if roles.reads_all(user):
            return self
        return self.filter(actor__representatives__user=user) if user.is_authenticated else self.none()

    def decidable_by(self, user):
        """The office decides."""
        return self.waiting() if roles.is_office(user) else self.none()

    def waiting(self):
        """Not yet decided."""
        return self.filter(state="open")
