"""Words for which revisions, sections and notes who may see."""

from django.apps import apps
from django.db import models
from django.db.models import Q

from integration_portal.core import roles
from integration_portal.core.roles import Role

#: States in which a revision may be public, once it is published.
SHOWABLE = ("consultation", "deliberation", "adopted", "superseded")


def _visible(user, prefix=""):
    """The condition that an account sees a revision inside; None stands for all."""
    if roles.reads_all(user):
        return None
    if roles.has_role(user, Role.COUNCIL):
        return Q(**{f"{prefix}is_open_to_council": True}) & ~Q(**{f"{prefix}state": "withdrawn"})
    return Q(pk__in=())


class RevisionQuerySet(models.QuerySet):
    def public(self):
        """Shown to everyone: the one in force, former ones, and published drafts under consultation or deliberation."""
        return self.filter(state__in=SHOWABLE, published_on__isnull=False)

    def in_force(self):
        """In force now, at most one of each concept."""
        return self.filter(state="adopted")

    def final(self):
        """In force now or once."""
        return self.filter(state__in=("adopted", "superseded"))

    def open(self):
        """Still being worked on."""
        return self.filter(state__in=("draft", "consultation", "deliberation"))

    def visible_inside(self, user):
        """All for those who read everything, those opened to them for members of the council, none for others."""
        condition = _visible(user)
        return self if condition is None else self.filter(condition)

    def editable_by(self, user):
        """Those that are not final, for the office."""
        return self.open() if roles.is_office(user) else self.none()


class SectionQuerySet(models.QuerySet):
    def public(self):
        """Of public revisions."""
        return self.filter(revision__state__in=SHOWABLE, revision__published_on__isnull=False)

    def visible_inside(self, user):
        """Of the revisions that the account sees inside."""
        condition = _visible(user, "revision__")
        return self if condition is None else self.filter(condition)

    def editable_by(self, user):
        """Of revisions that are still worked on, for the office."""
        if not roles.is_office(user):
            return self.none()
        return self.filter(revision__state__in=("draft", "consultation", "deliberation"))


class LinkQuerySet(models.QuerySet):
    def of_revisions_in_force(self):
        """Of the text that is in force."""
        return self.filter(section__revision__state="adopted")

    def public(self):
        """Of public revisions, to goals and to published measures."""
        return self.filter(
            Q(goal__isnull=False) | Q(measure__is_published=True),
            section__revision__state__in=SHOWABLE,
            section__revision__published_on__isnull=False,
        )


class NoteQuerySet(models.QuerySet):
    def open(self):
        """Not settled yet."""
        return self.filter(done_on__isnull=True)

    def tasks(self):
        """What somebody has to do."""
        return self.filter(kind="task")

    def visible_inside(self, user):
        """In the margin of sections that the account sees inside."""
        if roles.reads_all(user):
            return self
        sections = apps.get_model("concept", "ConceptSection").objects.visible_inside(user)
        return self.filter(section__in=sections)
