"""Words for who may see and keep actors and persons."""

from dateutil.relativedelta import relativedelta
from django.db import models
from django.db.models import Exists, OuterRef, Prefetch, Q, Subquery
from django.utils import timezone

from integration_portal.core import roles
from integration_portal.core.text import fold


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

    def _notes_of_each(self, user):
        """The contact notes of each row that the account may see, for a subquery."""
        notes = self.model.advisory_entries.rel.related_model.objects.visible_inside(user)
        return notes.filter(actors=OuterRef("pk")).order_by("-happened_on")

    def with_last_contact(self, user):
        """With `last_contact`, the day of the newest contact note that the account may see, or None."""
        return self.annotate(last_contact=Subquery(self._notes_of_each(user).values("happened_on")[:1]))

    def not_spoken_with(self, on, months, user):
        """Known for so many months, and in these without a contact note, as far as the account may see notes."""
        day = on - relativedelta(months=months)
        return self.filter(~Exists(self._notes_of_each(user).filter(happened_on__gte=day)), created_at__date__lt=day)

    def with_list_relations(self):
        """With all that a row of the office list shows, in four queries whatever the number of rows."""
        roles_here = self.model.person_roles.rel.related_model.objects.on(timezone.localdate())
        contacts = roles_here.filter(is_main_contact=True).select_related("person")
        return self.select_related("kind", "municipality").prefetch_related(
            "fields", "languages", Prefetch("person_roles", queryset=contacts, to_attr="main_contacts")
        )


class PeriodQuerySet(models.QuerySet):
    """Rows from `since` to `until`, both inclusive; an empty end is open."""

    def on(self, day):
        """In force on a day."""
        return self.filter(Q(since__isnull=True) | Q(since__lte=day), Q(until__isnull=True) | Q(until__gte=day))

    def over_by(self, day):
        """Ended before a day."""
        return self.filter(until__lt=day)


class RelationQuerySet(PeriodQuerySet):
    def among(self, actors):
        """Both ends within a queryset of actors."""
        return self.filter(actor__in=actors, other__in=actors)


class OfferQuerySet(PeriodQuerySet):
    def public(self):
        """Published, at actors that are published and not archived; whether they run today is another question (`on`)."""
        return self.filter(is_published=True, actor__is_published=True, actor__archived_at__isnull=True)

    def visible_inside(self, user):
        """All for those who read everything, those of their own actors for a contributor."""
        if roles.reads_all(user):
            return self
        return self.filter(actor__representatives__user=user) if user.is_authenticated else self.none()

    def editable_by(self, user):
        """All for the office, none for others."""
        return self if roles.is_office(user) else self.none()


class PersonQuerySet(models.QuerySet):
    def public(self):
        """Persons published on purpose, with the day of their permission on record."""
        return self.filter(is_published=True, permission_on__isnull=False)

    def reachable_by_mailings(self):
        """Persons who did not object to mailings and are not anonymised."""
        return self.filter(no_mailings_on__isnull=True, anonymised_at__isnull=True)

    def visible_inside(self, user):
        """Persons in the office views, those without a name left by an erasure included: for those who read everything."""
        return self if roles.reads_all(user) else self.none()

    def editable_by(self, user):
        """All for the office, none for others."""
        return self if roles.is_office(user) else self.none()

    def known_by_name(self):
        """Without those whose name was erased."""
        return self.filter(anonymised_at__isnull=True)

    def with_list_relations(self):
        """With the present roles, their actors and the account, in two queries whatever the number of rows."""
        now = self.model.roles.rel.related_model.objects.on(timezone.localdate()).select_related("actor")
        return self.select_related("user").prefetch_related(Prefetch("roles", queryset=now, to_attr="present_roles"))

    def like(self, *, first_name="", last_name="", email=""):
        """Persons that may be the same human being: with this e-mail address, or with this name however it is spelled."""
        same = Q(pk__in=())
        if email:
            same |= Q(email__iexact=email)
        if last_name:
            same |= Q(search_title=fold(f"{first_name} {last_name}"))
        return self.filter(same)
