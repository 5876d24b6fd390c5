"""Words for who may see contact notes. Every page, export, report and search reads through them."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from integration_portal.core import roles


class AdvisoryQuerySet(models.QuerySet):
    def visible_inside(self, user):
        """For those who read everything: the open notes, and of the confidential ones those that are shared with them.

        Nobody else sees any. A superuser sees no confidential note of others either.
        """
        if not roles.reads_all(user):
            return self.none()
        mine = Q(author=user) | Q(pk__in=self.model.objects.filter(colleagues=user).values("pk"))
        opened = Q(
            pk__in=self.model.emergency_accesses.rel.related_model.objects.filter(
                user=user, until__gt=timezone.now()
            ).values("entry")
        )
        return self.filter(Q(is_confidential=False) | mine | opened)

    def editable_by(self, user):
        """The office changes what it sees; a confidential note only its author."""
        if not roles.is_office(user):
            return self.none()
        return self.filter(Q(is_confidential=False) | Q(author=user))

    def open_for_all(self):
        """Notes that are not confidential: all that figures, reports and lists of others may be made from."""
        return self.filter(is_confidential=False)

    def to_follow_up(self):
        """With a follow-up that is not done."""
        return self.filter(follow_up_on__isnull=False, followed_up_on__isnull=True)
