"""Milestones of a measure, and tasks of the office and its partners."""

from enum import nonmember

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from actors.models import Person
from integration_portal.core.fields import SearchTextField
from integration_portal.core.models import VersionedModel

from ..querysets_steps import MilestoneQuerySet, TaskQuerySet
from .measure import Measure


class DoneModel(VersionedModel):
    """Something with a deadline and somebody who sees to it. `done_on` is the day it was done, None while it is open."""

    title = models.CharField(_("title"), max_length=200)
    note = models.TextField(_("note"), blank=True, max_length=5000)
    responsible = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="%(class)ss",
        verbose_name=_("responsible"),
    )
    contact = models.ForeignKey(
        Person,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="%(class)ss",
        verbose_name=_("responsible at a partner"),
        help_text=_("If nobody with an account sees to it."),
    )
    done_on = models.DateField(_("done on"), null=True, blank=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="%(class)ss_done",
        verbose_name=_("done by"),
        editable=False,
    )

    class Meta:
        abstract = True

    def __str__(self):
        return self.title

    @property
    def who(self):
        """Who sees to it: the account, else the person at the partner, else None."""
        return self.responsible or self.contact


class Milestone(DoneModel):
    """A step of a measure that is reached on a day, after the milestones it depends on. `due_on` is inclusive."""

    measure = models.ForeignKey(Measure, models.CASCADE, related_name="milestones", verbose_name=_("measure"))
    due_on = models.DateField(_("due"))
    depends_on = models.ManyToManyField(
        "self", symmetrical=False, blank=True, related_name="needed_for", verbose_name=_("only after")
    )

    objects = MilestoneQuerySet.as_manager()

    class Meta:
        verbose_name = _("milestone")
        verbose_name_plural = _("milestones")
        ordering = ["due_on", "pk"]
        indexes = [
            models.Index(fields=["due_on"], condition=Q(done_on__isnull=True), name="milestone_open_by_due"),
            models.Index(fields=["responsible", "due_on"], condition=Q(done_on__isnull=True), name="milestone_mine"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(done_on__isnull=False) | Q(done_by__isnull=True), name="milestone_done_by_when_done"
            )
        ]

    def get_absolute_url(self):
        return f"{self.measure.get_office_url()}#meilensteine"


class Task(DoneModel):
    """Something to do, for a measure or without one. A recurring task is followed by the next one when it is done."""

    class State(models.TextChoices):
        """The columns of the board."""

        OPEN = "open", _("To do")
        DOING = "doing", _("In work")
        DONE = "done", _("Done")

        transitions = nonmember({"open": ("doing", "done"), "doing": ("open", "done"), "done": ("open", "doing")})

    class Repeat(models.TextChoices):
        """How often a task comes back, counted from its due day."""

        NEVER = "", _("never")
        WEEKLY = "weekly", _("every week")
        MONTHLY = "monthly", _("every month")
        QUARTERLY = "quarterly", _("every quarter")
        HALF_YEARLY = "half_yearly", _("every half-year")
        YEARLY = "yearly", _("every year")

    measure = models.ForeignKey(
        Measure, models.CASCADE, null=True, blank=True, related_name="tasks", verbose_name=_("measure")
    )
    due_on = models.DateField(_("due"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=6, choices=State, default=State.OPEN)
    repeat = models.CharField(_("repeats"), max_length=12, choices=Repeat, default=Repeat.NEVER, blank=True)
    repeat_until = models.DateField(
        _("repeats until"),
        null=True,
        blank=True,
        help_text=_("The last day on which it may be due. Empty: without end."),
    )
    follows = models.OneToOneField(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="followed_by",
        verbose_name=_("repetition of"),
        editable=False,
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="tasks_created",
        verbose_name=_("entered by"),
        editable=False,
    )
    search_title = SearchTextField(sources=("title",))
    search_body = SearchTextField(sources=("note",))

    objects = TaskQuerySet.as_manager()

    class Meta:
        verbose_name = _("task")
        verbose_name_plural = _("tasks")
        ordering = [F("due_on").asc(nulls_last=True), "pk"]
        indexes = [
            models.Index(fields=["due_on"], condition=~Q(state="done"), name="task_open_by_due"),
            models.Index(fields=["responsible", "due_on"], condition=~Q(state="done"), name="task_mine"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="done", done_on__isnull=False)
                | (~Q(state="done") & Q(done_on__isnull=True, done_by__isnull=True)),
                name="task_done_on_when_done",
            ),
            models.CheckConstraint(
                condition=Q(repeat="") | Q(due_on__isnull=False),
                name="recurring_task_has_a_due_day",
                violation_error_message=_("A recurring task needs a day on which it is due."),
            ),
            models.CheckConstraint(
                condition=Q(repeat_until__isnull=True) | (~Q(repeat="") & Q(repeat_until__gte=F("due_on"))),
                name="repetition_ends_after_it_is_due",
                violation_error_message=_("The repetition ends before the task is due."),
            ),
        ]

    def get_absolute_url(self):
        return reverse("measures:task", args=[self.pk])
