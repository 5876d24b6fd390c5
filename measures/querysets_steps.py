"""Words for milestones and tasks, and for progress reports: who sees them, what is due, what waits."""

from django.db import models
from django.db.models import Exists, OuterRef, Q

from integration_portal.core import roles


class _OfMeasures(models.QuerySet):
    """Rows with a `measure` (perhaps None) that are seen by whoever sees the measure inside."""

    def _measures(self):
        return self.model._meta.get_field("measure").related_model.objects

    def visible_inside(self, user):
        """All for those who read everything; a contributor's own measures' rows, and those in their own charge."""
        if roles.reads_all(user):
            return self
        if not roles.is_insider(user):
            return self.none()
        own = Exists(self._measures().visible_inside(user).filter(pk=OuterRef("measure")))
        return self.filter(own | Q(responsible=user))

    def editable_by(self, user):
        """All for the office, none for others."""
        return self if roles.is_office(user) else self.none()

    def of_person(self, user):
        """In the charge of an account, or of the person it belongs to, or of a measure it looks after and of nobody else."""
        nobody = Q(responsible__isnull=True, contact__isnull=True)
        return self.filter(Q(responsible=user) | Q(contact__user=user) | (nobody & Q(measure__responsible=user)))


class MilestoneQuerySet(_OfMeasures):
    def open(self):
        """Not done, and of a measure that is not archived, finished or dropped."""
        return self.filter(done_on__isnull=True, measure__archived_at__isnull=True, measure__status__in=_STILL_GOING)

    def overdue(self, on):
        """Open, and due before the day."""
        return self.open().filter(due_on__lt=on)

    def due_until(self, day):
        """Open, and due on the day or earlier."""
        return self.open().filter(due_on__lte=day)


_STILL_GOING = ("idea", "planned", "in_progress", "permanent", "postponed")


class TaskQuerySet(_OfMeasures):
    def open(self):
        """Not done; tasks of archived measures do not count."""
        return self.exclude(state="done").filter(Q(measure__isnull=True) | Q(measure__archived_at__isnull=True))

    def overdue(self, on):
        """Open, and due before the day."""
        return self.open().filter(due_on__lt=on)

    def due_until(self, day):
        """Open, and due on the day or earlier."""
        return self.open().filter(due_on__lte=day)

    def tickable_by(self, user):
        """Which a user may move on the board: all for the office, those in their own charge for a contributor."""
        if roles.is_office(user):
            return self
        if roles.reads_all(user) or not user.is_authenticated:
            return self.none()
        return self.visible_inside(user).filter(Q(responsible=user) | Q(contact__user=user))


class RequestQuerySet(models.QuerySet):
    def open(self):
        """With at least one report that the recipient has not handed in."""
        return self.filter(Exists(self._reports().filter(request=OuterRef("pk"), state__in=("draft", "returned"))))

    def answered(self):
        """With every report handed in."""
        return self.exclude(Exists(self._reports().filter(request=OuterRef("pk"), state__in=("draft", "returned"))))

    def _reports(self):
        return self.model._meta.get_field("reports").related_model.objects


class RoundQuerySet(models.QuerySet):
    def visible_inside(self, user):
        """All for those who read everything, none for others: rounds name the addresses of all who are asked."""
        return self if roles.reads_all(user) else self.none()


class ReportQuerySet(models.QuerySet):
    def visible_inside(self, user):
        """All but others' drafts for those who read everything; a contributor's reports of their own actors' measures."""
        handed_in = ~Q(state="draft")
        if roles.reads_all(user):
            return self.filter(handed_in | Q(author=user) | Q(request__isnull=False))
        if not roles.is_insider(user):
            return self.none()
        return self.filter(measure__in=self._own(user))

    def findable_by(self, user):
        """What the user sees and was handed in, and what the user wrote: nobody finds the drafts of others."""
        return (
            self.visible_inside(user).filter(~Q(state="draft") | Q(author=user))
            if user.is_authenticated
            else self.none()
        )

    def answerable_by(self, user):
        """Which a user may write: open ones of measures that an own actor leads; the office its own drafts."""
        still_open = self.filter(state__in=("draft", "returned"))
        if roles.is_office(user):
            return still_open.filter(Q(author=user) | Q(request__isnull=False))
        if not roles.is_insider(user) or roles.reads_all(user):
            return self.none()
        return still_open.filter(measure__in=self._own(user))

    def waiting(self):
        """Handed in and not looked at yet."""
        return self.filter(state="submitted")

    def accepted(self):
        return self.filter(state="accepted")

    def _own(self, user):
        measures = self.model._meta.get_field("measure").related_model.objects
        return measures.visible_inside(user).values("pk")
