"""Words for mailing lists."""

from django.db import models

from integration_portal.core import roles


class MailingListQuerySet(models.QuerySet):
    def visible_inside(self, user):
        """For those who read everything."""
        return self if roles.reads_all(user) else self.none()

    def editable_by(self, user):
        """For the office."""
        return self if roles.is_office(user) else self.none()

    def current(self):
        """Not archived."""
        return self.filter(archived_at__isnull=True)
