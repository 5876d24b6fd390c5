"""Words for who may see and keep actors and persons."""

from django.db import models
from django.db.models import Q

from integration_portal.core import roles


class ActorQuerySet(models.QuerySet):
    def current(self):
        """Not archived."""
        return self.filter(archived_at__isnull=True)

    def public(self):
        """Published and not archived."""
        return self.current().filter(is_published=True)

    def represented_by(self, user):
        """Actors the account acts for; none for visitors."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(representatives__user=user)

    def visible_to(self, user):
        """All for those who read everything; else the public ones and the account's own."""
        if roles.reads_all(user):
            return self
        if not user.is_authenticated:
            return self.public()
        return self.filter(Q(is_published=True, archived_at__isnull=True) | Q(representatives__user=user)).distinct()

    def visible_inside(self, user):
        """What the office views show: all for those who read everything, a contributor's own actors, else none."""
        return self if roles.reads_all(user) else self.represented_by(user)

    def editable_by(self, user):
        """All for the office, none for others."""
        return self if roles.is_office(user) else self.none()


class PersonQuerySet(models.QuerySet):
    def public(self):
        """Persons published on purpose."""
        return self.filter(is_published=True)

    def visible_inside(self, user):
        """Persons in the office views: for those who read everything."""
        return self if roles.reads_all(user) else self.none()

    def editable_by(self, user):
        """All for the office, none for others."""
        return self if roles.is_office(user) else self.none()
