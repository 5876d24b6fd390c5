"""Words for ideas: who sees them, which are open, and whose data is to be deleted."""

import datetime

from django.db import models

from integration_portal.core import roles


class IdeaQuerySet(models.QuerySet):
    def visible_inside(self, user):
        """All for those who read everything, none for others."""
        return self if roles.reads_all(user) else self.none()

    def editable_by(self, user):
        """All for the office, none for others."""
        return self if roles.is_office(user) else self.none()

    def public(self):
        """Published ones; of these title and outcome may be shown, nothing else."""
        return self.filter(is_published=True)

    def open(self):
        """Somebody still has to decide."""
        return self.filter(settled_at__isnull=True)

    def to_forget(self, now, days):
        """Settled more than `days` days ago, with data of the proposer still there."""
        return self.filter(settled_at__lt=now - datetime.timedelta(days=days), forgotten_at__isnull=True)
