"""Papers (Vorlagen), the versions of their text, and the committees they go through."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from actors.models import Actor, Person
from fields_of_action.models import FieldOfAction, Goal
from integration_portal.core.fields import SearchTextField
from integration_portal.core.models import TimestampedModel, VersionedModel
from measures.models import Measure

from ..querysets_papers import PaperQuerySet
from .committees import Committee


class Outcome(models.TextChoices):
    """What a committee made of a paper or a motion."""

    UNANIMOUS = "unanimous", _("adopted unanimously")
    ADOPTED = "adopted", _("adopted by majority")
    AMENDED = "amended", _("adopted as amended")
    REJECTED = "rejected", _("rejected")
    POSTPONED = "postponed", _("postponed")
    REFERRED = "referred", _("referred")
    WITHDRAWN = "withdrawn", _("withdrawn")
    NOTED = "noted", _("noted")

    @property
    def is_adopted(self):
        """Whether it is a resolution from here on."""
        return self in (Outcome.UNANIMOUS, Outcome.ADOPTED, Outcome.AMENDED)


class Paper(VersionedModel):
    """A paper for committees. `number` ("V-2026-012") is given when it is handed in, and never again to another one.

    The text here is that of the newest `PaperVersion`. A paper that is not public is seen by the office, by readers
    and by the members of the committees on its referral path once it is handed in; a public one by everyone once it is `released_on`.
    """

    class Kind(models.TextChoices):
        RESOLUTION = "resolution", _("Paper for a resolution")
        INFORMATION = "information", _("Paper for information")
        MOTION = "motion", _("Motion")
        REPORT = "report", _("Report")

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        SUBMITTED = "submitted", _("under consultation")
        CLOSED = "closed", _("closed")
        WITHDRAWN = "withdrawn", _("withdrawn")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    number = models.CharField(_("number"), max_length=20, unique=True, null=True, blank=True, editable=False)
    title = models.CharField(_("subject"), max_length=300)
    kind = models.CharField(_("kind"), max_length=11, choices=Kind, default=Kind.RESOLUTION)
    state = models.CharField(_("state"), max_length=9, choices=State, default=State.DRAFT, editable=False)
    is_public = models.BooleanField(_("public"), default=True)
    dated_on = models.DateField(_("dated"), null=True, blank=True)
    released_on = models.DateField(_("public since"), null=True, blank=True, editable=False)
    originator = models.ForeignKey(
        Actor, models.PROTECT, null=True, blank=True, related_name="papers", verbose_name=_("originator")
    )
    originator_text = models.CharField(_("originator, if not in the network"), max_length=160, blank=True)
    lead = models.ForeignKey(
        Actor, models.PROTECT, null=True, blank=True, related_name="papers_led", verbose_name=_("lead")
    )
    author = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="papers", verbose_name=_("author"),
        help_text=_("Not shown in public."),
    )  # fmt: skip
    proposed_resolution = models.TextField(_("proposed resolution"), blank=True, max_length=10000)
    facts = models.TextField(_("facts and reasons"), blank=True, max_length=50000)
    financial_effect = models.TextField(_("financial effect"), blank=True, max_length=5000)
    measures = models.ManyToManyField(Measure, blank=True, related_name="papers", verbose_name=_("measures"))
    fields = models.ManyToManyField(
        FieldOfAction, blank=True, related_name="papers", verbose_name=_("fields of action")
    )
    goals = models.ManyToManyField(Goal, blank=True, related_name="papers", verbose_name=_("goals"))
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
    search_title = SearchTextField(sources=("number", "title"))
    search_body = SearchTextField(sources=("proposed_resolution", "facts"))

    objects = PaperQuerySet.as_manager()

    class Meta:
        verbose_name = _("paper")
        verbose_name_plural = _("papers")
        ordering = ["-dated_on", "-pk"]
        indexes = [models.Index(fields=["-dated_on", "-id"], name="paper_by_day")]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="draft") | Q(number__isnull=False), name="paper_handed_in_has_a_number"
            ),
            models.CheckConstraint(
                condition=Q(released_on__isnull=True) | (Q(is_public=True) & ~Q(state="draft")),
                name="only_public_papers_are_released",
                violation_error_message=_("Only a public paper that was handed in can be released."),
            ),
        ]

    def __str__(self):
        return f"{self.number} {self.title}" if self.number else self.title

    def get_absolute_url(self):
        return reverse("committees:paper", args=[self.pk])

    def get_public_url(self):
        return reverse("committees:public_paper", args=[self.number])


class PaperVersion(TimestampedModel):
    """The text of a paper as it was saved under a number of its own; never changed. 1 is the first."""

    paper = models.ForeignKey(Paper, models.CASCADE, related_name="versions", verbose_name=_("paper"))
    number = models.PositiveSmallIntegerField(_("version"))
    title = models.CharField(_("subject"), max_length=300)
    proposed_resolution = models.TextField(_("proposed resolution"), blank=True)
    facts = models.TextField(_("facts and reasons"), blank=True)
    financial_effect = models.TextField(_("financial effect"), blank=True)
    reason = models.CharField(_("what changed"), max_length=300, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("by")
    )

    class Meta:
        verbose_name = _("version of a paper")
        verbose_name_plural = _("versions of papers")
        ordering = ["paper", "-number"]
        constraints = [models.UniqueConstraint(fields=["paper", "number"], name="paper_version_once")]

    def __str__(self):
        return f"{self.paper} ({self.number})"


class Referral(TimestampedModel):
    """A stop of a paper's referral path (Beratungsfolge): which committee, in which role, when, with which result.

    Where the committee meets in the portal, meeting and result come from the agenda item that carries the paper;
    for others they are entered by hand.
    """

    class Role(models.TextChoices):
        PRELIMINARY = "preliminary", _("preliminary")
        DECIDING = "deciding", _("deciding")
        INFORMATION = "information", _("for information")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    paper = models.ForeignKey(Paper, models.CASCADE, related_name="referrals", verbose_name=_("paper"))
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    committee = models.ForeignKey(Committee, models.PROTECT, related_name="referrals", verbose_name=_("committee"))
    role = models.CharField(_("role"), max_length=11, choices=Role, default=Role.PRELIMINARY)
    planned_on = models.DateField(_("planned on"), null=True, blank=True)
    item = models.OneToOneField(
        "committees.AgendaItem", models.SET_NULL, null=True, blank=True, related_name="referral",
        verbose_name=_("agenda item"),
    )  # fmt: skip
    outcome = models.CharField(_("result"), max_length=10, choices=Outcome, blank=True)
    decided_on = models.DateField(_("decided on"), null=True, blank=True)
    note = models.CharField(_("note"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("stop of a referral path")
        verbose_name_plural = _("stops of referral paths")
        ordering = ["paper", "position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome="") | Q(decided_on__isnull=False),
                name="result_of_a_stop_has_a_day",
                violation_error_message=_("Please enter the day of the result."),
            ),
        ]

    def __str__(self):
        return f"{self.committee.label}: {self.get_outcome_display() or self.get_role_display()}"
