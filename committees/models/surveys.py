"""Surveys of dates: which of several dates suits whom, answered by personal link."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from actors.models import Person
from integration_portal.core.models import PersonalLink, TimestampedModel, VersionedModel

from ..querysets import DateSurveyQuerySet
from .committees import Committee
from .meetings import Meeting


class DateSurvey(VersionedModel):
    """A survey of dates among people of a committee. Answers are taken until `closes_on`, inclusive."""

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        OPEN = "open", _("running")
        CLOSED = "closed", _("closed")

    committee = models.ForeignKey(Committee, models.CASCADE, related_name="surveys", verbose_name=_("committee"))
    title = models.CharField(_("title"), max_length=200)
    text = models.TextField(_("letter"), blank=True, max_length=3000)
    closes_on = models.DateField(_("answers until"))
    state = models.CharField(_("state"), max_length=6, choices=State, default=State.DRAFT, editable=False)
    meeting = models.ForeignKey(
        Meeting,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="surveys",
        verbose_name=_("became the meeting"),
        editable=False,
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )

    objects = DateSurveyQuerySet.as_manager()

    class Meta:
        verbose_name = _("survey of dates")
        verbose_name_plural = _("surveys of dates")
        ordering = ["-created_at"]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("committees:survey", args=[self.pk])


class SurveyOption(models.Model):
    """A date that is asked for."""

    survey = models.ForeignKey(DateSurvey, models.CASCADE, related_name="options", verbose_name=_("survey"))
    starts_at = models.DateTimeField(_("starts"))
    ends_at = models.DateTimeField(_("ends"), null=True, blank=True)

    class Meta:
        verbose_name = _("date asked for")
        verbose_name_plural = _("dates asked for")
        ordering = ["starts_at"]
        constraints = [
            models.UniqueConstraint(fields=["survey", "starts_at"], name="date_asked_once"),
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True) | Q(ends_at__gt=F("starts_at")),
                name="date_asked_ends_after_it_starts",
                violation_error_message=_("The end lies before the start."),
            ),
        ]

    def __str__(self):
        return str(self.starts_at)


class SurveyParticipant(TimestampedModel):
    """Somebody who is asked, with a personal link."""

    survey = models.ForeignKey(DateSurvey, models.CASCADE, related_name="participants", verbose_name=_("survey"))
    person = models.ForeignKey(Person, models.CASCADE, related_name="date_surveys", verbose_name=_("person"))
    link = models.OneToOneField(
        PersonalLink,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("personal link"),
        editable=False,
    )
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    note = models.CharField(_("message to the office"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("person asked for dates")
        verbose_name_plural = _("persons asked for dates")
        ordering = ["person__sort_name"]
        constraints = [models.UniqueConstraint(fields=["survey", "person"], name="asked_for_dates_once")]

    def __str__(self):
        return str(self.person)


class SurveyAnswer(models.Model):
    """Whether a date suits somebody."""

    class Choice(models.TextChoices):
        YES = "yes", _("suits")
        MAYBE = "maybe", _("if need be")
        NO = "no", _("does not suit")

    participant = models.ForeignKey(
        SurveyParticipant, models.CASCADE, related_name="answers", verbose_name=_("person asked")
    )
    option = models.ForeignKey(SurveyOption, models.CASCADE, related_name="answers", verbose_name=_("date"))
    choice = models.CharField(_("answer"), max_length=5, choices=Choice)

    class Meta:
        verbose_name = _("answer to a survey of dates")
        verbose_name_plural = _("answers to surveys of dates")
        constraints = [models.UniqueConstraint(fields=["participant", "option"], name="date_answered_once")]

    def __str__(self):
        return f"{self.option}: {self.get_choice_display()}"
