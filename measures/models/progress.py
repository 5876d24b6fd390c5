"""Progress (Sachstand): reports on measures, and rounds in which the office asks the leads' contacts for them."""

from enum import nonmember

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from actors.models import Actor, Person
from integration_portal.core.fields import SearchTextField
from integration_portal.core.models import PersonalLink, VersionedModel

from ..querysets_steps import ReportQuerySet, RequestQuerySet, RoundQuerySet
from .measure import Measure
from .states import Status


class ProgressRound(VersionedModel):
    """A round of asking: which measures, until when, with which words. `deadline` is the last day, inclusive."""

    class State(models.TextChoices):
        DRAFT = "draft", _("being prepared")
        SENT = "sent", _("running")
        CLOSED = "closed", _("closed")

        transitions = nonmember({"draft": ("sent",), "sent": ("closed",), "closed": ("sent",)})

    title = models.CharField(_("title"), max_length=160, help_text=_("Such as “Progress, autumn 2026”."))
    deadline = models.DateField(_("answers until"))
    text = models.TextField(
        _("words to the partners"), blank=True, max_length=4000, help_text=_("Stands in the mail, after the greeting.")
    )
    period_from = models.DateField(_("reported period from"), null=True, blank=True)
    period_until = models.DateField(_("reported period until"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=6, choices=State, default=State.DRAFT, editable=False)
    sent_at = models.DateTimeField(_("sent on"), null=True, blank=True, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="progress_rounds",
        verbose_name=_("made by"),
        editable=False,
    )
    measures = models.ManyToManyField(Measure, blank=True, related_name="progress_rounds", verbose_name=_("measures"))
    search_title = SearchTextField(sources=("title",))
    search_body = SearchTextField(sources=("text",))

    objects = RoundQuerySet.as_manager()

    class Meta:
        verbose_name = _("progress round")
        verbose_name_plural = _("progress rounds")
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="draft") | Q(sent_at__isnull=False), name="running_round_was_sent"
            ),
            models.CheckConstraint(
                condition=Q(period_from__isnull=True)
                | Q(period_until__isnull=True)
                | Q(period_until__gte=models.F("period_from")),
                name="round_period_ends_after_it_starts",
                violation_error_message=_("The end lies before the start."),
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("measures:round", args=[self.pk])


class ProgressRequest(VersionedModel):
    """What one recipient is asked for in a round: one mail, one link, all their measures.

    `email` and `name` are those of the time of sending; they go when the person is erased.
    """

    round = models.ForeignKey(ProgressRound, models.CASCADE, related_name="requests", verbose_name=_("round"))
    person = models.ForeignKey(
        Person, models.SET_NULL, null=True, blank=True, related_name="progress_requests", verbose_name=_("person")
    )
    actor = models.ForeignKey(
        Actor, models.PROTECT, null=True, blank=True, related_name="progress_requests", verbose_name=_("actor")
    )
    name = models.CharField(_("name"), max_length=200, blank=True)
    email = models.EmailField(_("e-mail address"))
    link = models.OneToOneField(
        PersonalLink, models.PROTECT, related_name="progress_request", verbose_name=_("personal link")
    )
    reminded_before_on = models.DateField(_("reminded before the deadline"), null=True, blank=True)
    reminded_after_on = models.DateField(_("reminded after the deadline"), null=True, blank=True)
    reminded_on = models.DateField(_("reminded last"), null=True, blank=True)

    objects = RequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("progress request")
        verbose_name_plural = _("progress requests")
        ordering = ["name", "pk"]
        constraints = [models.UniqueConstraint(fields=["round", "email"], name="one_request_per_address_and_round")]

    def __str__(self):
        return self.name or self.email

    @property
    def mail_key(self):
        """Under which its mails are found in the queue."""
        return f"measures.progressrequest:{self.pk}"


class ProgressReport(VersionedModel):
    """Progress of one measure in one period, both days inclusive. Accepting it updates the measure.

    `milestone_days` holds {milestone id: day} and `figures` {indicator id: text} that the author gave and that count
    only once the report is accepted. `steps_done` and `steps_all` are the measure's milestones at that moment: percent
    is never typed.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("not handed in")
        SUBMITTED = "submitted", _("handed in")
        RETURNED = "returned", _("returned")
        ACCEPTED = "accepted", _("accepted")

        transitions = nonmember(
            {"draft": ("submitted",), "submitted": ("accepted", "returned"), "returned": ("submitted",), "accepted": ()}
        )

    measure = models.ForeignKey(Measure, models.CASCADE, related_name="reports", verbose_name=_("measure"))
    request = models.ForeignKey(
        ProgressRequest, models.CASCADE, null=True, blank=True, related_name="reports", verbose_name=_("request")
    )
    period_from = models.DateField(_("reported period from"), null=True, blank=True)
    period_until = models.DateField(_("reported period until"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=9, choices=State, default=State.DRAFT, editable=False)
    text = models.TextField(_("What has happened?"), blank=True, max_length=10_000)
    proposed_status = models.CharField(_("status now"), max_length=12, choices=Status, blank=True)
    status_reason = models.CharField(_("reason for the status"), max_length=500, blank=True)
    obstacles = models.TextField(_("What gets in the way?"), blank=True, max_length=10_000)
    next_steps = models.TextField(_("What comes next?"), blank=True, max_length=10_000)
    milestone_days = models.JSONField(_("milestones reached"), default=dict, blank=True, editable=False)
    figures = models.JSONField(_("figures"), default=dict, blank=True, editable=False)
    steps_done = models.PositiveSmallIntegerField(_("milestones reached"), null=True, editable=False)
    steps_all = models.PositiveSmallIntegerField(_("milestones in all"), null=True, editable=False)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="progress_reports",
        verbose_name=_("written by"),
        editable=False,
    )
    author_name = models.CharField(_("written by"), max_length=200, blank=True)
    submitted_at = models.DateTimeField(_("handed in on"), null=True, blank=True, editable=False)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="reviewed_reports",
        verbose_name=_("looked at by"),
        editable=False,
    )
    reviewed_at = models.DateTimeField(_("looked at on"), null=True, blank=True, editable=False)
    comment = models.TextField(_("comment of the office"), blank=True, max_length=4000, editable=False)
    search_body = SearchTextField(sources=("text", "obstacles", "next_steps"))

    objects = ReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("progress report")
        verbose_name_plural = _("progress reports")
        ordering = ["-submitted_at", "-pk"]
        indexes = [
            models.Index(fields=["submitted_at"], condition=Q(state="submitted"), name="report_waiting"),
            models.Index(fields=["measure", "-submitted_at"], name="report_of_measure"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["request", "measure"], name="one_report_per_request_and_measure"),
            models.CheckConstraint(
                condition=Q(state="draft") | Q(submitted_at__isnull=False), name="handed_in_report_says_when"
            ),
            models.CheckConstraint(
                condition=~Q(state="returned") | ~Q(comment=""),
                name="returned_report_says_why",
                violation_error_message=_("Please say what is missing."),
            ),
            models.CheckConstraint(
                condition=Q(period_from__isnull=True)
                | Q(period_until__isnull=True)
                | Q(period_until__gte=models.F("period_from")),
                name="report_period_ends_after_it_starts",
                violation_error_message=_("The end lies before the start."),
            ),
        ]

    def __str__(self):
        return f"{self.measure} ({self.get_state_display()})"

    def get_absolute_url(self):
        return reverse("measures:report", args=[self.pk])

    @property
    def percent(self):
        """Share of milestones reached when the report was accepted, None where the measure has none."""
        return round(100 * self.steps_done / self.steps_all) if self.steps_all else None

    @property
    def is_open(self):
        """Whether the author may still write."""
        return self.state in (self.State.DRAFT, self.State.RETURNED)

    @property
    def is_plain(self):
        """Whether there is nothing to decide: no other status, nothing in the way, no figures; then one click accepts it."""
        same = not self.proposed_status or self.proposed_status == self.measure.status
        return self.state == self.State.SUBMITTED and same and not self.obstacles.strip() and not self.figures
