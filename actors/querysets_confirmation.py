"""Words for requests to confirm details, and for changes that partners propose."""

from django.db import models

from integration_portal.core import roles


class ConfirmationQuerySet(models.QuerySet):
    def visible_inside(self, user):
        """All for those who read everything, a contributor's own actors' requests for a contributor."""
        if roles.reads_all(user):
            return self
        return self.filter(actor__representatives__user=user) if user.is_authenticated else self.none()

    def unanswered(self):
        """Still open."""
        return self.filter(state="open")


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
