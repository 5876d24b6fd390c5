"""Words for who may see measures, and for what is late, overdue, stale or to clarify.

Every day-dependent word takes the day, so that lists, exports and tests agree on what "today" is.
"""

import datetime

from django.db import models
from django.db.models import (
    Case,
    DateField,
    Exists,
    F,
    Max,
    OuterRef,
    Prefetch,
    Q,
    Subquery,
    Value,
    When,
    prefetch_related_objects,
)
from django.db.models.functions import Coalesce, TruncDate
from django.utils import timezone

from actors.models import Actor
from integration_portal.core import roles


def add_months(day, months):
    """Return the same day `months` later, or the last day of that month where it does not exist."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    first_of_next = datetime.date(year + (month == 11), (month + 1) % 12 + 1, 1)
    last = (first_of_next - datetime.timedelta(days=1)).day
    return datetime.date(year, month + 1, min(day.day, last))


def load_placements(measures, on=None):
    """Give measures that were read without them their places in frameworks, as `with_placements()` does; one query."""
    if measures:
        placements = type(measures[0]).placements.rel.related_model.objects.current_first(on)
        prefetch_related_objects(measures, Prefetch("placements", queryset=placements))


class PlacementQuerySet(models.QuerySet):
    def current_first(self, on=None):
        """With field and framework; the framework in force on the day first, then the latest."""
        on = on or timezone.localdate()
        in_force = Q(framework__valid_from__lte=on) & (
            Q(framework__valid_until__isnull=True) | Q(framework__valid_until__gte=on)
        )
        return (
            self.select_related("field", "framework")
            .annotate(in_force=Case(When(in_force, then=Value(1)), default=Value(0)))
            .order_by("-in_force", "-framework__valid_from", "-pk")
        )


class MeasureQuerySet(models.QuerySet):
    # --- who may see ---------------------------------------------------------------------------------
    def current(self):
        """Not archived."""
        return self.filter(archived_at__isnull=True)

    def public(self):
        """Published; the database sees to it that these are not archived and have nothing to clarify."""
        return self.filter(is_published=True)

    def of_actors_of(self, user):
        """Measures that an account's own actors lead or take part in."""
        if not user.is_authenticated:
            return self.none()
        own = Actor.objects.represented_by(user).values("pk")
        partner = self.model.partners.through.objects.filter(measure=OuterRef("pk"), actor__in=own)
        return self.filter(Q(lead__in=own) | Exists(partner))

    def visible_to(self, user):
        """All for those who read everything; else the public ones and those of the account's own actors."""
        if roles.reads_all(user):
            return self
        if not user.is_authenticated:
            return self.public()
        own = Actor.objects.represented_by(user).values("pk")
        partner = self.model.partners.through.objects.filter(measure=OuterRef("pk"), actor__in=own)
        return self.filter(Q(is_published=True) | (Q(archived_at__isnull=True) & (Q(lead__in=own) | Exists(partner))))

    def visible_inside(self, user):
        """What the office views show: all for those who read everything, a contributor's own current ones, else none."""
        return self if roles.reads_all(user) else self.current().of_actors_of(user)

    def editable_by(self, user):
        """All for the office, none for others."""
        return self if roles.is_office(user) else self.none()

    # --- what is due -----------------------------------------------------------------------------------
    def late_start(self, on):
        """Should have begun before the day but is still an idea or planned."""
        return self.filter(status__in=("idea", "planned"), start_on__lt=on)

    def overdue(self, on):
        """Should have ended before the day but is neither completed nor put off nor dropped."""
        return self.filter(status__in=("idea", "planned", "in_progress"), end_on__lt=on)

    def with_news_date(self):
        """Annotate `news_on`: the day of the latest progress, else the day the measure was entered."""
        return self.annotate(news_on=Coalesce("progress_on", TruncDate("created_at"), output_field=DateField()))

    def stale(self, on, days):
        """Running, and without progress for more than `days` days before the day."""
        return self.with_news_date().filter(
            status__in=("in_progress", "permanent"), news_on__lt=on - datetime.timedelta(days=days)
        )

    def with_funding_end(self):
        """Annotate `funding_until`: the last day that granted or planned money reaches."""
        lines = self.model.funding.rel.related_model.objects.filter(
            measure=OuterRef("pk"), valid_until__isnull=False
        ).exclude(state="refused")
        latest = lines.order_by().values("measure").annotate(latest=Max("valid_until")).values("latest")
        return self.annotate(funding_until=Subquery(latest, output_field=DateField()))

    def funding_ends(self, on, months):
        """Not finished, and funded until a day between today and `months` months later, both inclusive."""
        return self.with_funding_end().filter(
            status__in=("idea", "planned", "in_progress", "permanent"),
            funding_until__gte=on,
            funding_until__lte=add_months(on, months),
        )

    def needing_clarification(self):
        """Stored by an import with something left to settle."""
        return self.current().filter(to_clarify=True)

    def with_due_flags(self, on, *, stale_after_days):
        """Annotate `is_late`, `is_overdue` and `is_stale` for the day, for lists that show and sort by them."""
        limit = on - datetime.timedelta(days=stale_after_days)
        return self.with_news_date().annotate(
            is_late=Case(When(status__in=("idea", "planned"), start_on__lt=on, then=Value(True)), default=Value(False)),
            is_overdue=Case(
                When(status__in=("idea", "planned", "in_progress"), end_on__lt=on, then=Value(True)),
                default=Value(False),
            ),
            is_stale=Case(
                When(status__in=("in_progress", "permanent"), news_on__lt=limit, then=Value(True)), default=Value(False)
            ),
        )

    def funded_by(self, programme):
        """With a budget line in a grant of the programme, or named in an application to it; each measure once."""
        lines = self.model.budget_lines.rel.related_model.objects.filter(
            measure=OuterRef("pk"), grant__programme=programme
        )
        named = self.model.funding_applications.rel.related_model.objects.filter(
            measures=OuterRef("pk"), programme=programme
        )
        return self.filter(Exists(lines) | Exists(named))

    # --- what pages need ------------------------------------------------------------------------------
    def in_field(self, *fields):
        """With one of the fields as primary or further field, each measure once."""
        placements = self.model.placements.rel.related_model.objects.filter(measure=OuterRef("pk"), field__in=fields)
        further = self.model.further_fields.through.objects.filter(measure=OuterRef("pk"), fieldofaction__in=fields)
        return self.filter(Exists(placements) | Exists(further))

    def with_placements(self, on=None):
        """With the places in frameworks, the one in force first: `measure.placement` runs no query of its own."""
        placements = self.model.placements.rel.related_model.objects.current_first(on)
        return self.prefetch_related(Prefetch("placements", queryset=placements))

    def with_number_key(self, on=None):
        """Annotate `number_key` of the current framework, so that 2.10 sorts after 2.9; no number sorts last."""
        placements = self.model.placements.rel.related_model.objects.current_first(on).filter(measure=OuterRef("pk"))
        return self.annotate(
            number_key=Coalesce(
                Subquery(placements.values("number_key")[:1]), Value("~"), output_field=models.TextField()
            ),
            current_field=Subquery(placements.values("field_id")[:1]),
        )

    def with_card_relations(self, on=None):
        """With all that a card in a listing shows, in three queries whatever the number of rows."""
        return self.select_related("lead").with_placements(on).prefetch_related("municipalities")

    def by_newest(self):
        return self.order_by("-updated_at", "-pk")

    def by_name(self):
        return self.order_by("sort_title", "pk")

    def unresolved(self):
        """With `open_questions` loaded: what is still to clarify."""
        questions = self.model.clarifications.rel.related_model.objects.filter(resolved_at__isnull=True)
        return self.prefetch_related(Prefetch("clarifications", queryset=questions, to_attr="open_questions"))

    def sorted_by(self, *names):
        return self.order_by(
            *[F(name[1:]).desc(nulls_last=True) if name[0] == "-" else F(name).asc(nulls_last=True) for name in names]
        )
