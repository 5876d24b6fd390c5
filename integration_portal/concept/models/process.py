"""The process of an update (Fortschreibung): mandate, phases, working groups, survey of needs, log of participation."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from actors.models import Actor
from committees.models import Committee, Resolution
from fields_of_action.models import FieldOfAction
from integration_portal.core.models import PersonalLink, TimestampedModel, VersionedModel

from ..querysets_process import PhaseQuerySet, ProcessQuerySet
from .concepts import Concept, ConceptRevision


class UpdateProcess(VersionedModel):
    """The update of a concept from the mandate (Auftrag) to the adoption, from `starts_on` to `ends_on`, both inclusive.

    `revision` is the draft that it leads to, once there is one. Everyone sees phases and results once `is_published`.
    """

    concept = models.ForeignKey(
        Concept, models.PROTECT, related_name="processes", verbose_name=_("concept"), editable=False
    )
    title = models.CharField(_("title"), max_length=200)
    slug = models.SlugField(_("short address"), max_length=80, unique=True, editable=False)
    mandate = models.TextField(_("mandate"), blank=True, max_length=5000, help_text=_("Who asked for what, and why."))
    mandate_resolution = models.ForeignKey(
        Resolution, models.PROTECT, null=True, blank=True, related_name="concept_processes",
        verbose_name=_("resolution of the mandate"),
    )  # fmt: skip
    goals = models.TextField(
        _("goals of the update"), blank=True, max_length=3000, help_text=_("One goal on each line.")
    )
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"), help_text=_("When the revision is to be adopted."))
    revision = models.ForeignKey(
        ConceptRevision, models.SET_NULL, null=True, blank=True, related_name="processes", verbose_name=_("draft")
    )
    is_published = models.BooleanField(_("public"), default=False, editable=False)

    objects = ProcessQuerySet.as_manager()

    class Meta:
        verbose_name = _("update of a concept")
        verbose_name_plural = _("updates of concepts")
        ordering = ["-starts_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="concept_process_ends_after_it_starts",
                violation_error_message=_("The end lies before the start."),
            )
        ]  # fmt: skip

    def __str__(self):
        return self.title

    @property
    def goal_lines(self):
        """The goals, one by one."""
        return [line.strip() for line in self.goals.splitlines() if line.strip()]

    def get_absolute_url(self):
        return reverse("concept:process", args=[self.pk])

    def get_public_url(self):
        return reverse("concept:public_process", args=[self.slug])


class ProcessPhase(VersionedModel):
    """A phase of an update, from `starts_on` to `ends_on`, both inclusive; done on `done_on`.

    `responsible` is an account that finds the phase on its today page; `responsible_note` names others, in words.
    """

    class State(models.TextChoices):
        DONE = "done", pgettext_lazy("phase", "done")
        OVERDUE = "overdue", _("overdue")
        RUNNING = "running", pgettext_lazy("phase", "in progress")
        AHEAD = "ahead", _("still to come")

        @property
        def icon(self):
            return {
                "done": "st-completed", "overdue": "warning", "running": "st-in-progress", "ahead": "st-planned",
            }[self.value]  # fmt: skip

        @property
        def tone(self):
            return {"done": "success", "overdue": "danger", "running": "info"}.get(self.value, "neutral")

    process = models.ForeignKey(
        UpdateProcess, models.CASCADE, related_name="phases", verbose_name=_("update"), editable=False
    )
    title = models.CharField(_("title"), max_length=160)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"), help_text=_("The last day, inclusive."))
    responsible = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="concept_phases",
        verbose_name=_("responsible in the portal"),
    )  # fmt: skip
    responsible_note = models.CharField(
        _("responsible, in words"), max_length=200, blank=True, help_text=_("Shown to everyone, so name offices.")
    )
    text = models.TextField(_("what happens"), blank=True, max_length=2000)
    done_on = models.DateField(_("done on"), null=True, blank=True, editable=False)

    objects = PhaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("phase of an update")
        verbose_name_plural = _("phases of updates")
        ordering = ["process", "starts_on", "ends_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="concept_phase_ends_after_it_starts",
                violation_error_message=_("The end lies before the start."),
            )
        ]  # fmt: skip

    def __str__(self):
        return self.title

    def state_on(self, day):
        """How it stands on a day, as a member of `State`."""
        if self.done_on is not None:
            return self.State.DONE
        if self.ends_on < day:
            return self.State.OVERDUE
        return self.State.RUNNING if self.starts_on <= day else self.State.AHEAD

    @property
    def state(self):
        """How it stands today."""
        return self.state_on(timezone.localdate())

    def get_absolute_url(self):
        return reverse("concept:process", args=[self.process_id]) + f"#phase-{self.pk}"


class ProcessGroup(TimestampedModel):
    """A working group of an update: a committee, for a field of action or for the whole. Its meetings are those of the committee."""

    process = models.ForeignKey(UpdateProcess, models.CASCADE, related_name="groups", verbose_name=_("update"))
    committee = models.ForeignKey(
        Committee, models.PROTECT, related_name="concept_groups", verbose_name=_("committee or working group")
    )
    field = models.ForeignKey(
        FieldOfAction, models.PROTECT, null=True, blank=True, related_name="concept_groups",
        verbose_name=_("field of action"), help_text=_("Empty: it works on the whole."),
    )  # fmt: skip

    class Meta:
        verbose_name = _("working group of an update")
        verbose_name_plural = _("working groups of updates")
        ordering = ["process", "field__number", "committee", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["process", "committee", "field"], condition=Q(field__isnull=False), name="concept_group_once_for_a_field",
                violation_error_message=_("This group is there already."),
            ),
            models.UniqueConstraint(
                fields=["process", "committee"], condition=Q(field__isnull=True), name="concept_group_once_for_the_whole",
                violation_error_message=_("This group is there already."),
            ),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.committee} – {self.process}"


class NeedsSurvey(VersionedModel):
    """A survey of needs (Bedarfsabfrage): actors say by personal link what is needed in each field, until `ends_on`, inclusive."""

    process = models.ForeignKey(
        UpdateProcess, models.CASCADE, related_name="surveys", verbose_name=_("update"), editable=False
    )
    title = models.CharField(_("title"), max_length=200)
    intro = models.TextField(
        _("what it is about"), blank=True, max_length=3000, help_text=_("Stands in the mail and above the questions.")
    )
    ends_on = models.DateField(_("until"), help_text=_("The last day, inclusive."))
    fields = models.ManyToManyField(
        FieldOfAction, related_name="needs_surveys", verbose_name=_("fields of action"),
        help_text=_("For each of them the same questions are asked."),
    )  # fmt: skip

    class Meta:
        verbose_name = _("survey of needs")
        verbose_name_plural = _("surveys of needs")
        ordering = ["-ends_on", "-pk"]

    def __str__(self):
        return self.title

    def is_over(self, on=None):
        """Whether the last day has passed."""
        return self.ends_on < (on or timezone.localdate())

    def get_absolute_url(self):
        return reverse("concept:survey", args=[self.pk])


class NeedsRequest(TimestampedModel):
    """Somebody who was asked by personal link; `answered_on` is the day of the first answer."""

    survey = models.ForeignKey(NeedsSurvey, models.CASCADE, related_name="requests", verbose_name=_("survey"))
    name = models.CharField(_("name"), max_length=160)
    email = models.EmailField(_("e-mail"), blank=True)
    actor = models.ForeignKey(
        Actor, models.SET_NULL, null=True, blank=True, related_name="needs_requests", verbose_name=_("actor")
    )
    link = models.OneToOneField(PersonalLink, models.SET_NULL, null=True, blank=True, related_name="+", editable=False)
    answered_on = models.DateField(_("answered on"), null=True, blank=True)

    class Meta:
        verbose_name = _("request of a survey of needs")
        verbose_name_plural = _("requests of surveys of needs")
        ordering = ["survey", "name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["survey", "email"], condition=~Q(email=""), name="asked_for_needs_once",
                violation_error_message=_("This address has been asked already."),
            )
        ]  # fmt: skip

    def __str__(self):
        return f"{self.name} – {self.survey}"

    def get_absolute_url(self):
        return self.survey.get_absolute_url()


class NeedsAnswer(TimestampedModel):
    """What somebody who was asked says about a field of action."""

    class Urgency(models.TextChoices):
        HIGH = "high", _("high")
        MEDIUM = "medium", _("medium")
        LOW = "low", _("low")
        NONE = "none", _("no need")

    request = models.ForeignKey(NeedsRequest, models.CASCADE, related_name="answers", verbose_name=_("request"))
    field = models.ForeignKey(
        FieldOfAction, models.PROTECT, related_name="needs_answers", verbose_name=_("field of action")
    )
    urgency = models.CharField(_("how urgent"), max_length=6, choices=Urgency, blank=True)
    need = models.TextField(_("what is missing"), blank=True, max_length=3000)
    proposal = models.TextField(_("what would help"), blank=True, max_length=3000)

    class Meta:
        verbose_name = _("answer about needs")
        verbose_name_plural = _("answers about needs")
        ordering = ["request", "field__number", "pk"]
        constraints = [models.UniqueConstraint(fields=["request", "field"], name="needs_answer_once_per_field")]

    def __str__(self):
        return f"{self.request}: {self.field}"


class Participation(VersionedModel):
    """An entry of the log that is made by hand, for what the portal does not know of itself: a workshop, a talk, a survey on paper.

    `number` counts those who took part. Meetings, statements and answers about needs stand in the log without an entry
    (`concept.participation`).
    """

    class Way(models.TextChoices):
        WORKSHOP = "workshop", _("workshop or conference")
        TALK = "talk", _("talk or interview")
        SURVEY = "survey", _("survey")
        HEARING = "hearing", _("hearing")
        OTHER = "other", pgettext_lazy("way of participation", "other")

    process = models.ForeignKey(
        UpdateProcess, models.CASCADE, related_name="participations", verbose_name=_("update"), editable=False
    )
    happened_on = models.DateField(_("day"))
    way = models.CharField(_("how"), max_length=8, choices=Way, default=Way.WORKSHOP)
    subject = models.CharField(_("what about"), max_length=200)
    who = models.CharField(
        _("who"), max_length=300, help_text=_("Organisations or groups. Please name single persons only if they agree.")
    )
    number = models.PositiveIntegerField(_("number of people"), null=True, blank=True)
    note = models.TextField(_("result"), blank=True, max_length=2000)

    class Meta:
        verbose_name = _("entry of the log of participation")
        verbose_name_plural = _("entries of the log of participation")
        ordering = ["process", "happened_on", "pk"]

    def __str__(self):
        return self.subject

    def get_absolute_url(self):
        return reverse("concept:participation_edit", args=[self.process_id, self.pk])
