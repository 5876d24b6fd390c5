"""Words for which updates and phases who may see."""

from django.db import models
from django.utils import timezone

from integration_portal.core import roles


class ProcessQuerySet(models.QuerySet):
    def public(self):
        """Shown to everyone."""
        return self.filter(is_published=True)

    def visible_inside(self, user):
        """All for those who read everything, none for others: they have the public page."""
        return self if roles.reads_all(user) else self.none()

    def editable_by(self, user):
        """All for the office."""
        return self if roles.is_office(user) else self.none()

    def running(self, on=None):
        """Those whose period holds the day (today)."""
        day = on or timezone.localdate()
        return self.filter(starts_on__lte=day, ends_on__gte=day)


class PhaseQuerySet(models.QuerySet):
    def open(self):
        """Not done yet."""
        return self.filter(done_on__isnull=True)
