"""Resolutions and what became of them (Beschlusskontrolle)."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from actors.models import Person
from fields_of_action.models import FieldOfAction
from integration_portal.core.fields import SearchTextField
from integration_portal.core.models import TimestampedModel, VersionedModel
from measures.models import Measure, Task

from ..querysets_papers import ResolutionQuerySet
from .agenda import AgendaItem
from .committees import Committee
from .papers import Outcome, Paper
from .sessions import Vote


class Resolution(VersionedModel):
    """What a committee resolved. `number` ("B-2026-007") is given in the order of the resolutions of a year, for all committees.

    A resolution of a closed part is public only once it is `released_on`; one of a public part with its committee and
    meeting. `due_on` is the last day, inclusive; `done_on` the day on which it was carried out.
    """

    class Status(models.TextChoices):
        OPEN = "open", _("open")
        IN_PROGRESS = "in_progress", _("being carried out")
        DONE = "done", _("carried out")
        DROPPED = "dropped", _("no longer pursued")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    number = models.CharField(_("number"), max_length=20, unique=True, editable=False)
    committee = models.ForeignKey(
        Committee, models.PROTECT, related_name="resolutions", verbose_name=_("committee"), editable=False
    )
    item = models.ForeignKey(
        AgendaItem, models.PROTECT, related_name="resolutions", verbose_name=_("agenda item"), editable=False
    )
    vote = models.OneToOneField(
        Vote, models.PROTECT, null=True, blank=True, related_name="resolution", verbose_name=_("vote"), editable=False
    )
    paper = models.ForeignKey(
        Paper,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="resolutions",
        verbose_name=_("paper"),
        editable=False,
    )
    title = models.CharField(_("title"), max_length=300)
    text = models.TextField(_("wording"), max_length=10000)
    outcome = models.CharField(_("result"), max_length=10, choices=Outcome)
    resolved_on = models.DateField(_("resolved on"))
    is_public = models.BooleanField(_("of the public part"), default=True)
    released_on = models.DateField(
        _("released on"),
        null=True,
        blank=True,
        help_text=_("For resolutions of closed parts, once the reason has lapsed."),
    )
    status = models.CharField(_("status"), max_length=11, choices=Status, default=Status.OPEN)
    responsible = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="resolutions",
        verbose_name=_("responsible"),
    )
    contact = models.ForeignKey(
        Person,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="resolutions",
        verbose_name=_("responsible at a partner"),
    )
    due_on = models.DateField(_("to be carried out by"), null=True, blank=True)
    done_on = models.DateField(_("carried out on"), null=True, blank=True)
    measures = models.ManyToManyField(Measure, blank=True, related_name="resolutions", verbose_name=_("measures"))
    fields = models.ManyToManyField(
        FieldOfAction, blank=True, related_name="resolutions", verbose_name=_("fields of action")
    )
    tasks = models.ManyToManyField(Task, blank=True, related_name="resolutions", verbose_name=_("tasks"))
    search_title = SearchTextField(sources=("number", "title"))
    search_body = SearchTextField(sources=("text",))

    objects = ResolutionQuerySet.as_manager()

    class Meta:
        verbose_name = _("resolution")
        verbose_name_plural = _("resolutions")
        ordering = ["-resolved_on", "-number"]
        indexes = [
            models.Index(fields=["-resolved_on", "-id"], name="resolution_by_day"),
            models.Index(fields=["due_on"], name="resolution_open", condition=Q(status__in=("open", "in_progress"))),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(status="done") | Q(done_on__isnull=False),
                name="resolution_carried_out_on_a_day",
                violation_error_message=_("Please enter the day on which it was carried out."),
            ),
        ]

    def __str__(self):
        return f"{self.number} {self.title}"

    @property
    def is_open(self):
        """Whether something is still to be done."""
        return self.status in (self.Status.OPEN, self.Status.IN_PROGRESS)

    def get_absolute_url(self):
        return reverse("committees:resolution", args=[self.pk])

    def get_public_url(self):
        return reverse("committees:public_resolution", args=[self.number])


class ResolutionReport(TimestampedModel):
    """What was said about carrying out a resolution on a day; a public one stands beside the resolution."""

    resolution = models.ForeignKey(Resolution, models.CASCADE, related_name="reports", verbose_name=_("resolution"))
    reported_on = models.DateField(_("day"))
    text = models.TextField(_("report"), max_length=5000)
    is_public = models.BooleanField(_("public"), default=False)
    item = models.ForeignKey(
        AgendaItem, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("given in")
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("by"),
        editable=False,
    )

    class Meta:
        verbose_name = _("report on a resolution")
        verbose_name_plural = _("reports on resolutions")
        ordering = ["-reported_on", "-pk"]

    def __str__(self):
        return self.text[:80]
