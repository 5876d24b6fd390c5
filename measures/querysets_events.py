"""Words for events, their dates, registrations and publications: who sees them, what is to come, what waits."""

from django.db import models
from django.db.models import Count, Exists, Max, Min, OuterRef, Q, Subquery

from actors.models import Actor
from integration_portal.core import roles

HOLDING_A_PLACE = ("registered", "attended")


class EventQuerySet(models.QuerySet):
    # --- who may see ---------------------------------------------------------------------------------
    def public(self):
        """Published, cancelled ones included: people must learn that an event does not take place."""
        return self.filter(is_published=True)

    def visible_inside(self, user):
        """All for those who read everything; a contributor's: those that an own actor organises; else none."""
        if roles.reads_all(user):
            return self
        if not roles.is_insider(user):
            return self.none()
        own = self.model.organisers.through.objects.filter(
            event=OuterRef("pk"), actor__in=Actor.objects.represented_by(user).values("pk")
        )
        return self.filter(Exists(own))

    def editable_by(self, user):
        """All for the office, none for others."""
        return self if roles.is_office(user) else self.none()

    # --- when ----------------------------------------------------------------------------------------
    def _dates(self):
        return self.model.dates.rel.related_model.objects.filter(event=OuterRef("pk"))

    def upcoming(self, on):
        """With a date, cancelled or not, that ends on the day or later."""
        return self.filter(Exists(self._dates().filter(end_day__gte=on)))

    def past(self, on):
        """With dates, all of which ended before the day."""
        return self.filter(Exists(self._dates())).exclude(Exists(self._dates().filter(end_day__gte=on)))

    def dateless(self):
        """Without any date yet."""
        return self.exclude(Exists(self._dates()))

    def with_days(self, on):
        """Annotate `first_day`, `last_day`, `next_day` (the first day of the next date) and `date_count`."""
        dates = self._dates().order_by()
        grouped = dates.values("event")
        return self.annotate(
            first_day=Subquery(grouped.annotate(value=Min("start_day")).values("value")),
            last_day=Subquery(grouped.annotate(value=Max("end_day")).values("value")),
            next_day=Subquery(dates.filter(end_day__gte=on).order_by("start_day").values("start_day")[:1]),
            date_count=Subquery(grouped.annotate(value=Count("pk")).values("value")),
        )

    def with_people(self):
        """Annotate `taken` (places) and `waiting` (people on the waiting list)."""
        people = self.model.registrations.rel.related_model.objects.filter(event=OuterRef("pk")).order_by()
        grouped = people.values("event")
        return self.annotate(
            taken=Subquery(grouped.filter(state__in=HOLDING_A_PLACE).annotate(value=Count("pk")).values("value")),
            waiting=Subquery(grouped.filter(state="waiting").annotate(value=Count("pk")).values("value")),
        )


class EventDateQuerySet(models.QuerySet):
    def public(self):
        """Dates of published events."""
        return self.filter(event__is_published=True)

    def during(self, start=None, end=None):
        """That touch some day from `start` to `end`, both inclusive, None is open."""
        rows = self
        if start:
            rows = rows.filter(end_day__gte=start)
        return rows.filter(start_day__lte=end) if end else rows

    def taking_place(self):
        """Neither the date nor its event is cancelled."""
        return self.filter(is_cancelled=False, event__status="planned")

    def in_order(self):
        return self.order_by("start_day", "start_at", "event__search_title", "pk")


class RegistrationQuerySet(models.QuerySet):
    def visible_inside(self, user):
        """All for those who read everything, none for others: these are names and needs of people."""
        return self if roles.reads_all(user) else self.none()

    def editable_by(self, user):
        """All for the office, none for others."""
        return self if roles.is_office(user) else self.none()

    def with_a_place(self):
        """Registered, or ticked as present."""
        return self.filter(state__in=HOLDING_A_PLACE)

    def waiting(self):
        """On the waiting list, whoever came first being first."""
        return self.filter(state="waiting").order_by("joined_at", "pk")

    def named(self):
        """Whose personal data has not been deleted yet."""
        return self.filter(forgotten_at__isnull=True)


class PublicationQuerySet(models.QuerySet):
    def visible_inside(self, user):
        """All for those who read everything, none for others."""
        return self if roles.reads_all(user) else self.none()

    def editable_by(self, user):
        """All for the office, none for others."""
        return self if roles.is_office(user) else self.none()

    def to_be_checked(self):
        """For which a funding notice is asked that nobody has confirmed; whether the text holds it is for `measures.notices`."""
        return self.exclude(Q(notice="none") | Q(notice_confirmed=True))
