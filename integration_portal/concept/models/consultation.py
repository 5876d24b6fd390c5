"""Consultations (Beteiligungsverfahren), statements (Stellungnahmen) and their assessment (Abwägung)."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from actors.models import Actor
from integration_portal.core.fields import SearchTextField
from integration_portal.core.models import PersonalLink, TimestampedModel, VersionedModel

from ..querysets_consultation import ConsultationQuerySet, StatementQuerySet
from .concepts import ConceptRevision
from .sections import ConceptSection


class Consultation(VersionedModel):
    """A period in which statements on a revision are taken, from `starts_on` to `ends_on`, both inclusive.

    Shown to everyone once `is_published`; the assessment once `results_published_on`. An invited one takes statements by
    personal link and from the office only.
    """

    class Audience(models.TextChoices):
        PUBLIC = "public", _("everyone")
        INVITED = "invited", _("invited actors and members")

    revision = models.ForeignKey(
        ConceptRevision, models.PROTECT, related_name="consultations", verbose_name=_("revision"), editable=False
    )
    title = models.CharField(_("title"), max_length=200)
    slug = models.SlugField(_("short address"), max_length=80, unique=True, editable=False)
    intro = models.TextField(_("what it is about"), blank=True, max_length=5000)
    questions = models.TextField(
        _("questions"),
        blank=True,
        max_length=3000,
        help_text=_("One question on each line. They guide those who write."),
    )
    audience = models.CharField(_("open to"), max_length=7, choices=Audience, default=Audience.PUBLIC)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"), help_text=_("The last day, inclusive."))
    is_published = models.BooleanField(_("public"), default=False, editable=False)
    results_published_on = models.DateField(_("results public since"), null=True, blank=True, editable=False)

    objects = ConsultationQuerySet.as_manager()

    class Meta:
        verbose_name = _("consultation")
        verbose_name_plural = _("consultations")
        ordering = ["-ends_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="consultation_ends_after_it_starts",
                violation_error_message=_("The end lies before the start."),
            ),
            models.CheckConstraint(
                condition=Q(results_published_on__isnull=True) | Q(is_published=True), name="results_are_public_with_the_consultation"
            ),
        ]  # fmt: skip

    def __str__(self):
        return self.title

    @property
    def question_lines(self):
        """The questions, one by one."""
        return [line.strip() for line in self.questions.splitlines() if line.strip()]

    def is_open(self, on=None):
        """Whether statements are taken on a day, today by default."""
        return self.starts_on <= (on or timezone.localdate()) <= self.ends_on

    def is_over(self, on=None):
        """Whether the last day has passed."""
        return self.ends_on < (on or timezone.localdate())

    def get_absolute_url(self):
        return reverse("concept:consultation", args=[self.pk])

    def get_public_url(self):
        return reverse("concept:public_consultation", args=[self.slug])


class Statement(VersionedModel):
    """A statement on a consultation as a whole, on a section or on a paragraph of it (`excerpt`), with its assessment.

    Its text is never changed. `number` counts through a consultation and is given when it counts: a form by its
    confirmation by mail, others at once. Shown to everyone only when `state` is "shown"; the name only with `publish_name`.
    `same_as` is the statement it is answered together with. `digest` tells the same text sent twice.
    """

    class Channel(models.TextChoices):
        FORM = "form", _("form on the website")
        LINK = "link", _("personal link")
        LETTER = "letter", _("letter or mail")
        HEARING = "hearing", _("hearing")

    class State(models.TextChoices):
        UNCONFIRMED = "unconfirmed", _("not confirmed by mail")
        WAITING = "waiting", _("to be looked at")
        SHOWN = "shown", _("public")
        INTERNAL = "internal", _("counts, not public")
        REJECTED = "rejected", _("no statement (spam, abuse)")

    class Result(models.TextChoices):
        ADOPTED = "adopted", pgettext_lazy("statement", "adopted")
        PARTLY = "partly", _("adopted in part")
        NOT_ADOPTED = "not_adopted", _("not adopted")
        NOTED = "noted", _("noted")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    consultation = models.ForeignKey(
        Consultation, models.PROTECT, related_name="statements", verbose_name=_("consultation"), editable=False
    )
    number = models.PositiveIntegerField(_("number"), null=True, blank=True, editable=False)
    section = models.ForeignKey(
        ConceptSection, models.PROTECT, null=True, blank=True, related_name="statements", verbose_name=_("section")
    )
    excerpt = models.CharField(_("passage"), max_length=300, blank=True)
    text = models.TextField(_("statement"), max_length=20000)
    name = models.CharField(_("name"), max_length=160, blank=True)
    organisation = models.CharField(_("organisation"), max_length=160, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    actor = models.ForeignKey(
        Actor, models.SET_NULL, null=True, blank=True, related_name="statements", verbose_name=_("actor")
    )
    publish_name = models.BooleanField(_("name and organisation may be published"), default=False)
    channel = models.CharField(_("came by"), max_length=7, choices=Channel, default=Channel.FORM)
    received_on = models.DateField(_("received on"))
    state = models.CharField(_("state"), max_length=11, choices=State, default=State.WAITING, editable=False)
    digest = models.CharField(_("checksum"), max_length=64, editable=False)
    link = models.OneToOneField(PersonalLink, models.SET_NULL, null=True, blank=True, related_name="+", editable=False)
    same_as = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="twins", verbose_name=_("answered together with"),
        editable=False,
    )  # fmt: skip
    result = models.CharField(_("assessment"), max_length=11, choices=Result, blank=True)
    reason = models.TextField(_("reason"), blank=True, max_length=5000)
    changed_section = models.ForeignKey(
        ConceptSection, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("led to a change in")
    )
    assessed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
    assessed_on = models.DateField(_("assessed on"), null=True, blank=True, editable=False)
    answered_at = models.DateTimeField(_("answered on"), null=True, blank=True, editable=False)
    search_title = SearchTextField(sources=("name", "organisation"))
    search_body = SearchTextField(sources=("text",))

    objects = StatementQuerySet.as_manager()

    class Meta:
        verbose_name = _("statement")
        verbose_name_plural = _("statements")
        ordering = ["consultation", "number", "pk"]
        indexes = [models.Index(fields=["consultation", "state", "number"], name="statement_by_number")]
        constraints = [
            models.UniqueConstraint(fields=["consultation", "number"], name="statement_number_once"),
            models.UniqueConstraint(
                fields=["consultation", "email", "digest"], condition=~Q(email=""), name="same_statement_once"
            ),
            models.CheckConstraint(
                condition=Q(number__isnull=False) | Q(state__in=("unconfirmed", "rejected")),
                name="statement_that_counts_has_a_number",
            ),
            models.CheckConstraint(
                condition=Q(result="") | Q(result="noted") | ~Q(reason=""),
                name="assessment_says_why",
                violation_error_message=_("Please give a reason."),
            ),
        ]

    def __str__(self):
        return f"{self.number:03}" if self.number else str(self.pk or "")

    def get_absolute_url(self):
        return reverse("concept:statement", args=[self.consultation_id, self.pk])

    @property
    def public_name(self):
        """Whose statement it is, for everyone: name and organisation with consent, else ""."""
        return ", ".join(part for part in (self.name, self.organisation) if part) if self.publish_name else ""

    @property
    def who(self):
        """Whose statement it is, for the office."""
        return ", ".join(part for part in (self.name, self.organisation) if part) or self.email


class ConsultationInvitation(TimestampedModel):
    """An actor or a person who was invited to a consultation by personal link."""

    consultation = models.ForeignKey(
        Consultation, models.CASCADE, related_name="invitations", verbose_name=_("consultation")
    )
    name = models.CharField(_("name"), max_length=160)
    email = models.EmailField(_("e-mail"))
    actor = models.ForeignKey(
        Actor, models.CASCADE, null=True, blank=True, related_name="consultation_invitations", verbose_name=_("actor")
    )
    link = models.OneToOneField(PersonalLink, models.PROTECT, related_name="+", editable=False)

    class Meta:
        verbose_name = _("invitation to a consultation")
        verbose_name_plural = _("invitations to consultations")
        ordering = ["consultation", "name", "pk"]
        constraints = [models.UniqueConstraint(fields=["consultation", "email"], name="invited_to_a_consultation_once")]

    def __str__(self):
        return f"{self.name} – {self.consultation}"
