"""Words for which consultations and statements who may see."""

from django.db import models
from django.db.models import Q

from integration_portal.core import roles

#: States of statements that were made and count.
COUNTING = ("waiting", "shown", "internal")


class ConsultationQuerySet(models.QuerySet):
    def public(self):
        """Shown to everyone: published, and open to everyone or with published results; of a public revision."""
        return self.filter(is_published=True, revision__published_on__isnull=False).filter(
            Q(audience="public") | Q(results_published_on__isnull=False)
        )

    def visible_inside(self, user):
        """All for those who read everything, none for others."""
        return self if roles.reads_all(user) else self.none()

    def editable_by(self, user):
        """All for the office."""
        return self if roles.is_office(user) else self.none()

    def open_on(self, day):
        """Taking statements on a day."""
        return self.filter(starts_on__lte=day, ends_on__gte=day)


class StatementQuerySet(models.QuerySet):
    def counting(self):
        """Made and not thrown out."""
        return self.filter(state__in=COUNTING)

    def public(self):
        """Shown to everyone: moderated and released, of a published consultation."""
        return self.filter(state="shown", consultation__is_published=True)

    def to_assess(self):
        """Counting, without an assessment."""
        return self.counting().filter(result="")

    def visible_inside(self, user):
        """All for those who read everything, none for others."""
        return self if roles.reads_all(user) else self.none()

    def editable_by(self, user):
        """All for the office."""
        return self if roles.is_office(user) else self.none()
