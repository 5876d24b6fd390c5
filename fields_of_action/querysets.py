"""Words for choosing frameworks, fields of action and goals."""

from django.db import models
from django.db.models import Q
from django.utils import timezone


class FrameworkQuerySet(models.QuerySet):
    def in_force(self, on=None):
        """Frameworks in force on a day (today by default); both ends of their validity are inclusive."""
        on = on or timezone.localdate()
        return self.filter(valid_from__lte=on).filter(Q(valid_until__isnull=True) | Q(valid_until__gte=on))


class FieldOfActionQuerySet(models.QuerySet):
    def in_force(self, on=None):
        """Fields of the frameworks in force on a day (today by default)."""
        on = on or timezone.localdate()
        return self.filter(framework__valid_from__lte=on).filter(
            Q(framework__valid_until__isnull=True) | Q(framework__valid_until__gte=on)
        )

    def with_framework(self):
        """With the framework in the same query, in reading order."""
        return self.select_related("framework").order_by("-framework__valid_from", "order", "number")
