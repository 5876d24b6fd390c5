"""Words for who may see contact notes. Every page, export, report and search reads through them."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from integration_portal.core import roles


class AdvisoryQuerySet(models.QuerySet):
    def visible_inside(self, user):
        """For those who read everything: the open notes, and of the confidential ones those that are shared with them.

        Nobody else sees any. A superuser sees no confidential note of others either. A note opened in an emergency
        is visible until its hour is over, or until the role is taken away.
        """
        if not roles.reads_all(user):
            return self.none()
        allowed = Q(is_confidential=False) | self._shared_with(user)
        if roles.may_open_in_emergency(user):
            opened = self.model.emergency_accesses.rel.related_model.objects.filter(user=user, until__gt=timezone.now())
            allowed |= Q(pk__in=opened.values("entry"))
        return self.filter(allowed)

    def _shared_with(self, user):
        named = self.model.colleagues.through.objects.filter(user=user)
        return Q(author=user) | Q(pk__in=named.values("advisoryentry"))

    def hidden_from(self, user):
        """Confidential notes that the account must not learn anything of."""
        seen = self.model.objects.visible_inside(user).order_by().values("pk")
        return self.filter(is_confidential=True).exclude(pk__in=seen)

    def editable_by(self, user):
        """The office changes what it sees; a confidential note only its author."""
        if not roles.is_office(user):
            return self.none()
        return self.filter(Q(is_confidential=False) | Q(author=user))

    def tickable_by(self, user):
        """Notes whose follow-up the account may tick or put off: those it may change, and those it is responsible for."""
        if not roles.is_office(user):
            return self.none()
        own = Q(responsible=user) & self._shared_with(user)
        return self.filter(Q(is_confidential=False) | Q(author=user) | own)

    def closed_to(self, user):
        """Confidential notes that the account with the role for emergencies may open; none for all others."""
        if not roles.may_open_in_emergency(user):
            return self.none()
        return self.hidden_from(user)

    def open_for_all(self):
        """Notes that are not confidential: all that figures, reports and lists of others may be made from."""
        return self.filter(is_confidential=False)

    def to_follow_up(self):
        """With a follow-up that is not done."""
        return self.filter(follow_up_on__isnull=False, followed_up_on__isnull=True)

    def followed_up_by(self, user):
        """Where the account is the one to come back to it: as the responsible one, or as the author where nobody is."""
        return self.filter(Q(responsible=user) | Q(responsible__isnull=True, author=user))

    def during(self, start, end):
        """On a day of the period, both ends inclusive; None leaves an end open."""
        rows = self if start is None else self.filter(happened_on__gte=start)
        return rows if end is None else rows.filter(happened_on__lte=end)

    def with_list_relations(self):
        """With all that a row of the list shows, in three queries whatever the number of rows."""
        return self.select_related("topic", "field", "author", "responsible").prefetch_related("actors", "persons")
