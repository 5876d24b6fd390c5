"""Words for indicators of measures: who sees them, which targets are reached, due or at risk."""

import datetime

from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery

from integration_portal.core import roles

#: A target that is due within so many days and not reached is at risk.
RISK_DAYS = 90


class MeasureIndicatorQuerySet(models.QuerySet):
    def _measures(self):
        return self.model._meta.get_field("measure").related_model.objects

    def visible_inside(self, user):
        """Those of measures that the user sees inside."""
        if roles.reads_all(user):
            return self
        return self.filter(Exists(self._measures().visible_inside(user).filter(pk=OuterRef("measure"))))

    def editable_by(self, user):
        """All for the office, none for others."""
        return self if roles.is_office(user) else self.none()

    def public(self):
        """Public ones of published measures."""
        return self.filter(is_public=True, measure__is_published=True)

    def current(self):
        """Of measures that are not archived."""
        return self.filter(measure__archived_at__isnull=True)

    def with_latest(self):
        """Annotate `latest_value` and `latest_on`: the newest value and its day."""
        values = self.model.values.rel.related_model.objects.filter(measure_indicator=OuterRef("pk")).order_by("-on")
        return self.annotate(
            latest_value=Subquery(values.values("value")[:1]), latest_on=Subquery(values.values("on")[:1])
        )

    def reached(self):
        """Newest value at the target or beyond it."""
        return self.with_latest().filter(_REACHED)

    def at_risk(self, on):
        """Target due within 90 days or past, and not reached; without any value it is not reached."""
        return (
            self.with_latest()
            .filter(target_value__isnull=False, target_on__lte=on + datetime.timedelta(days=RISK_DAYS))
            .exclude(Q(latest_value__isnull=False) & _REACHED)
        )


_REACHED = Q(falls=False, latest_value__gte=F("target_value")) | Q(falls=True, latest_value__lte=F("target_value"))
