"""Words for which papers and resolutions who may see. Every page, address of a file, search, feed and export reads through them."""

from django.apps import apps
from django.db import models
from django.db.models import Exists, OuterRef, Q

from integration_portal.core import roles

from .querysets import committees_of


class PaperQuerySet(models.QuerySet):
    def public(self):
        """Released to everyone: public, handed in, and of a path with at least one public committee."""
        stops = apps.get_model("committees", "Referral").objects.filter(
            paper=OuterRef("pk"), committee__is_published=True
        )
        return self.filter(Exists(stops), is_public=True, released_on__isnull=False).exclude(state="draft")

    def visible_inside(self, user):
        """All for those who read everything; for members what was handed in to their committees; none for others."""
        if roles.reads_all(user):
            return self
        if not user.is_authenticated:
            return self.none()
        own = committees_of(user)
        stops = apps.get_model("committees", "Referral").objects.filter(paper=OuterRef("pk"), committee__in=own)
        items = apps.get_model("committees", "AgendaItem").objects.filter(
            paper=OuterRef("pk"), meeting__committee__in=own
        )
        return self.filter(Exists(stops) | Exists(items)).exclude(state="draft")

    def editable_by(self, user):
        """All for the office."""
        return self if roles.is_office(user) else self.none()


class ResolutionQuerySet(models.QuerySet):
    def public(self):
        """Of the public part of a public meeting, or of a closed part and released; an item closed later counts as closed."""
        return self.of_open_parts().filter(committee__is_published=True, item__meeting__is_published=True)

    def of_open_parts(self):
        """Of a public part still, or released, whether or not committee and meeting are published."""
        is_open = Q(is_public=True, item__is_public=True) & (
            Q(item__parent__isnull=True) | Q(item__parent__is_public=True)
        )
        return self.filter(is_open | Q(released_on__isnull=False))

    def visible_inside(self, user):
        """All for those who read everything, those of the own committees for members, none for others."""
        if roles.reads_all(user):
            return self
        return self.filter(committee__in=committees_of(user))

    def editable_by(self, user):
        """All for the office."""
        return self if roles.is_office(user) else self.none()

    def unfinished(self):
        """Still to be carried out."""
        return self.filter(status__in=("open", "in_progress"))

    def overdue(self, on):
        """Unfinished though their day has passed."""
        return self.unfinished().filter(due_on__lt=on)
