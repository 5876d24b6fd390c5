"""Words for which committees, meetings and items who may see. Papers and members have their own modules."""

from django.apps import apps
from django.db import models
from django.db.models import OuterRef, Q, Subquery
from django.utils import timezone

from integration_portal.core import roles


def committees_of(user, day=None):
    """A subquery of the keys of the committees in which the account sits today, as member or deputy; none for others."""
    memberships = apps.get_model("committees", "Membership").objects
    if not user.is_authenticated:
        return memberships.none().values("seat__committee")
    own = memberships.filter(person__user=user).in_office(day or timezone.localdate())
    return own.order_by().values("seat__committee")


def released_through(prefix=""):
    """The condition that a committee is public, for rows that reach it by `prefix`."""
    return Q(**{f"{prefix}is_published": True})


class CommitteeQuerySet(models.QuerySet):
    def public(self):
        """Shown to everyone."""
        return self.filter(released_through())

    def visible_inside(self, user):
        """All for those who read everything, the own ones for members, none for others."""
        if roles.reads_all(user):
            return self
        return self.filter(pk__in=committees_of(user))

    def editable_by(self, user):
        """All for the office."""
        return self if roles.is_office(user) else self.none()

    def meeting_here(self):
        """Those that hold their meetings in the portal."""
        return self.exclude(kind="district")

    def in_place(self, day):
        """Founded by a day and not dissolved before it."""
        return self.filter(
            Q(founded_on__isnull=True) | Q(founded_on__lte=day), Q(dissolved_on__isnull=True) | Q(dissolved_on__gte=day)
        )


class RuleSetQuerySet(models.QuerySet):
    def in_force(self, committee, day):
        """The rules of a committee on a day; before the first set its first one. Raises RuleSet.DoesNotExist without any."""
        rows = self.filter(committee=committee)
        found = rows.filter(valid_from__lte=day).order_by("-valid_from").first() or rows.order_by("valid_from").first()
        if found is None:
            raise self.model.DoesNotExist(f"Committee {committee.pk} has no rules.")
        return found

    def newest_of(self, committee_path, day):
        """A subquery base: the rules in force on a day of the committee that an outer row reaches by `committee_path`."""
        return self.filter(committee=OuterRef(committee_path), valid_from__lte=day).order_by("-valid_from")[:1]


class MeetingQuerySet(models.QuerySet):
    def public(self):
        """Shown to everyone with date and place: published, of a public committee."""
        return self.filter(released_through("committee__"), is_published=True)

    def visible_inside(self, user):
        """All for those who read everything, those of the own committees for members, none for others."""
        if roles.reads_all(user):
            return self
        return self.filter(committee__in=committees_of(user))

    def editable_by(self, user):
        """All for the office."""
        return self if roles.is_office(user) else self.none()

    def ahead(self, now=None):
        """Planned or invited, and not over yet."""
        return self.filter(state__in=("planned", "invited"), starts_at__gte=now or timezone.now())

    def took_place(self):
        """Held, whatever the state of their minutes."""
        return self.filter(state__in=("held", "drafted", "approved", "published"))

    def with_items(self):
        """With the number of agenda items, `items_count`, in the same query."""
        items = apps.get_model("committees", "AgendaItem").objects.filter(meeting=OuterRef("pk")).order_by()
        count = items.values("meeting").annotate(number=models.Count("pk")).values("number")
        return self.annotate(items_count=Subquery(count, output_field=models.IntegerField()))


class AgendaItemQuerySet(models.QuerySet):
    def public(self):
        """Of the public part of a public meeting; a sub-item of a closed item is never public."""
        return self.filter(
            Q(parent__isnull=True) | Q(parent__is_public=True),
            released_through("meeting__committee__"),
            is_public=True,
            meeting__is_published=True,
        )

    def visible_inside(self, user):
        """All for those who read everything, those of the own committees for members, none for others."""
        if roles.reads_all(user):
            return self
        return self.filter(meeting__committee__in=committees_of(user))

    def of_open_parts(self):
        """Of the public part, whether or not the meeting is published."""
        return self.filter(Q(parent__isnull=True) | Q(parent__is_public=True), is_public=True)

    def left_open(self):
        """Not dealt with in a meeting that took place: what the next agenda carries over."""
        return self.filter(
            state__in=("open", "postponed"),
            meeting__state__in=("held", "drafted", "approved", "published"),
            carried_to__isnull=True,
            purpose="other",
        )


class DateSurveyQuerySet(models.QuerySet):
    def visible_inside(self, user):
        """All for those who read everything, none for others: participants come by their link."""
        return self if roles.reads_all(user) else self.none()

    def editable_by(self, user):
        """All for the office."""
        return self if roles.is_office(user) else self.none()
