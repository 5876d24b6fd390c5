"""Words for choosing frameworks, fields of action and goals, and for who sees which indicators."""

import datetime

from django.db import models
from django.db.models import F, Max, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from integration_portal.core import roles


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


class IndicatorQuerySet(models.QuerySet):
    def public(self):
        """Published ones."""
        return self.filter(is_published=True)

    def visible_inside(self, user):
        """All for those who read everything, none for others."""
        return self if roles.reads_all(user) else self.none()

    def editable_by(self, user):
        """All for the office, none for others."""
        return self if roles.is_office(user) else self.none()

    def by_field(self):
        """Grouped by field of action, those of the newest framework first, and those of no field at the end."""
        return self.select_related("field__framework").order_by(
            F("field__framework__valid_from").desc(nulls_last=True),
            "field__framework",
            "field__order",
            "field__number",
            "field",
            "order",
            "sort_name",
            "pk",
        )

    def with_newest(self):
        """Annotate `newest_on`: the day of the newest value, None without one."""
        return self.annotate(newest_on=Max("values__as_of"))

    def outdated(self, on):
        """Published, and without a value of the year before the day."""
        return (
            self.public()
            .with_newest()
            .filter(Q(newest_on__isnull=True) | Q(newest_on__lt=on - datetime.timedelta(days=365)))
        )


class IndicatorValueQuerySet(models.QuerySet):
    def of(self, indicators):
        """The values of these indicators."""
        return self.filter(indicator__in=[indicator.pk for indicator in indicators])

    def of_newest_day(self):
        """Of each indicator all values of one day: the newest with a value of the whole district, else the newest."""
        same = self.model.objects.filter(indicator=OuterRef("indicator")).order_by("-as_of").values("as_of")[:1]
        whole = self.model.objects.filter(indicator=OuterRef("indicator"), municipality__isnull=True, breakdown="")
        whole = whole.order_by("-as_of").values("as_of")[:1]
        return self.annotate(newest_day=Coalesce(Subquery(whole), Subquery(same))).filter(as_of=F("newest_day"))

    def in_order(self):
        """Newest day first, the district before its municipalities, the whole before its parts."""
        return self.select_related("municipality").order_by(
            "-as_of", F("municipality__sort_name").asc(nulls_first=True), "breakdown", "pk"
        )
