"""Words for terms, seats and memberships. All days are inclusive; an empty end is open."""

from django.apps import apps
from django.db import models
from django.db.models import Exists, OuterRef, Q, Subquery

from integration_portal.core import roles

from .querysets import committees_of


class PeriodQuerySet(models.QuerySet):
    """Rows from `since` to `until`, both inclusive; an empty end is open."""

    def on(self, day):
        """In force on a day."""
        return self.filter(Q(since__isnull=True) | Q(since__lte=day), Q(until__isnull=True) | Q(until__gte=day))

    def overlapping(self, since, until):
        """In force on at least one day of a period; None leaves an end open."""
        rows = self if until is None else self.filter(Q(since__isnull=True) | Q(since__lte=until))
        return rows if since is None else rows.filter(Q(until__isnull=True) | Q(until__gte=since))


class MembershipQuerySet(PeriodQuerySet):
    def members(self):
        """On a seat as its member."""
        return self.filter(kind="member")

    def deputies(self):
        """Standing in for members."""
        return self.filter(kind="deputy")

    def of(self, committee):
        """Of one committee."""
        return self.filter(seat__committee=committee)

    def in_office(self, day):
        """In force on a day, those included who stay until a successor starts.

        Somebody stays when the term has ended (not after resigning or being recalled), the rules in force on that day say so,
        the seat is still in place, and nobody has started on it since, in the same kind.
        """
        rules = apps.get_model("committees", "RuleSet").objects
        successors = self.model.objects.filter(
            seat=OuterRef("seat"), kind=OuterRef("kind"), since__gt=OuterRef("until"), since__lte=day
        )
        rows = self.annotate(
            _stays=Subquery(rules.newest_of("seat__committee", day).values("carries_over")),
            _succeeded=Exists(successors),
        )
        in_force = Q(since__lte=day) & (Q(until__isnull=True) | Q(until__gte=day))
        carried = Q(until__lt=day, end_reason="term", _stays=True, _succeeded=False)
        seat_there = (Q(seat__since__isnull=True) | Q(seat__since__lte=day)) & (
            Q(seat__until__isnull=True) | Q(seat__until__gte=day)
        )
        return rows.filter(in_force | (carried & seat_there))

    def public(self):
        """To be shown to everyone: released, of a public committee, of a person whose name may be published."""
        return self.filter(is_released=True, person__is_published=True, seat__committee__is_published=True)

    def visible_inside(self, user):
        """All for those who read everything, those of the own committees for members, none for others."""
        return self if roles.reads_all(user) else self.filter(seat__committee__in=committees_of(user))
