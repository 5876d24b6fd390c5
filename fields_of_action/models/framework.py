"""Frameworks (Leitlinien) with their fields of action (Handlungsfelder) and goals (Ziele).

A framework is data with a period of validity: another one can follow without a developer, and
measures can hold fields of both. Who works in a field, and with which measures, is known higher up.
"""

import uuid

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from integration_portal.core.fields import NaturalKeyField, SearchTextField, SortKeyField
from integration_portal.core.models import CrossCuttingPlan, VersionedModel

from ..querysets import FieldOfActionQuerySet, FrameworkQuerySet


class Hue(models.TextChoices):
    """Colours of the palette in static/css; a colour never means a state."""

    VIOLET = "violet", _("Violet")
    INDIGO = "indigo", _("Indigo")
    PETROL = "petrol", _("Petrol")
    GREEN = "green", _("Green")
    ORANGE = "orange", _("Orange")
    OLIVE = "olive", _("Olive")
    MAGENTA = "magenta", _("Magenta")
    RED = "red", _("Red")
    TEAL = "teal", _("Teal")
    BROWN = "brown", _("Brown")
    OCHRE = "ochre", _("Ochre")
    SLATE = "slate", _("Slate")


class Pictogram(models.TextChoices):
    """Symbols `i-field-<key>` of the sprite."""

    DOOR = "door", _("Door")
    SPEECH = "speech", _("Speech bubbles")
    CAP = "cap", _("Graduation cap")
    BRIEFCASE = "briefcase", _("Briefcase")
    HOUSE = "house", _("House")
    BALL_NOTE = "ball-note", _("Ball and note")
    PEOPLE = "people", _("People")
    HEART = "heart", _("Heart")


class Framework(VersionedModel):
    """Political guidelines that name the fields of action, in force from `valid_from` to `valid_until`, both inclusive."""

    title = models.CharField(_("title"), max_length=200)
    slug = models.SlugField(_("short address"), max_length=80, unique=True)
    adopted_on = models.DateField(_("adopted on"), null=True, blank=True)
    valid_from = models.DateField(_("valid from"))
    valid_until = models.DateField(
        _("valid until"), null=True, blank=True, help_text=_("Empty: in force until another framework follows.")
    )
    body = models.TextField(_("text"), blank=True, help_text=_("Markdown."))
    source = models.CharField(_("source"), max_length=300, blank=True)

    objects = FrameworkQuerySet.as_manager()

    class Meta:
        verbose_name = _("framework")
        verbose_name_plural = _("frameworks")
        ordering = ["-valid_from", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")),
                name="framework_ends_after_it_starts",
                violation_error_message=_("The end lies before the start."),
            )
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("fields_of_action:list") + f"?rahmen={self.slug}"

    def is_in_force(self, on):
        """Whether the framework is in force on the day, both ends inclusive."""
        return self.valid_from <= on and (self.valid_until is None or on <= self.valid_until)


class FieldOfAction(VersionedModel):
    """A field of action of a framework. Its slug is its address over all frameworks and does not change."""

    framework = models.ForeignKey(Framework, models.PROTECT, related_name="fields", verbose_name=_("framework"))
    number = models.PositiveSmallIntegerField(_("number"))
    slug = models.SlugField(_("short address"), max_length=80, unique=True)
    name = models.CharField(_("name"), max_length=120)
    name_en = models.CharField(_("name in English"), max_length=120, blank=True)
    summary = models.CharField(_("in one sentence"), max_length=300, blank=True)
    summary_en = models.CharField(_("in one sentence, in English"), max_length=300, blank=True)
    description = models.TextField(_("description"), blank=True, help_text=_("Markdown."))
    guideline_text = models.TextField(_("text of the guidelines"), blank=True, help_text=_("Markdown, word for word."))
    hue = models.CharField(_("colour"), max_length=20, choices=Hue, default=Hue.SLATE)
    pictogram = models.CharField(_("pictogram"), max_length=20, choices=Pictogram, default=Pictogram.PEOPLE)
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    search_title = SearchTextField(sources=("name", "name_en"))
    search_body = SearchTextField(sources=("summary", "summary_en", "description", "guideline_text"))

    objects = FieldOfActionQuerySet.as_manager()

    class Meta:
        verbose_name = _("field of action")
        verbose_name_plural = _("fields of action")
        ordering = ["-framework__valid_from", "order", "number"]
        constraints = [models.UniqueConstraint(fields=["framework", "number"], name="field_number_once_per_framework")]

    def __str__(self):
        return self.label

    def get_absolute_url(self):
        return reverse("fields_of_action:detail", args=[self.slug])

    @property
    def label(self):
        """The name in the active language, German where no other is given."""
        return self.name_en if get_language() == "en" and self.name_en else self.name

    @property
    def teaser(self):
        """The one-sentence summary in the active language."""
        return self.summary_en if get_language() == "en" and self.summary_en else self.summary


class Goal(VersionedModel):
    """A goal of a field: overall (Leitziel) or an objective below one (Teilziel). Its identity outlives revisions of the concept."""

    class Level(models.TextChoices):
        OVERALL = "overall", _("Overall goal")
        OBJECTIVE = "objective", _("Objective")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    field = models.ForeignKey(FieldOfAction, models.PROTECT, related_name="goals", verbose_name=_("field of action"))
    level = models.CharField(_("level"), max_length=10, choices=Level, default=Level.OVERALL)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="objectives", verbose_name=_("overall goal")
    )
    code = models.CharField(
        _("number"), max_length=20, validators=[RegexValidator(r"^\d+(\.\d+)*$", _("Digits and dots, like 2.1."))]
    )
    code_key = NaturalKeyField(source="code")
    title = models.CharField(_("title"), max_length=300)
    sort_title = SortKeyField(source="title")
    description = models.TextField(_("description"), blank=True)
    cross_cutting_plans = models.ManyToManyField(
        CrossCuttingPlan, blank=True, related_name="goals", verbose_name=_("cross-cutting plans")
    )
    is_active = models.BooleanField(
        _("current"), default=True, help_text=_("Off: kept for the record, no longer offered for measures.")
    )
    search_title = SearchTextField(sources=("title",))
    search_body = SearchTextField(sources=("description",))

    class Meta:
        verbose_name = _("goal")
        verbose_name_plural = _("goals")
        ordering = ["field", "code_key"]
        constraints = [
            models.UniqueConstraint(fields=["field", "code"], name="goal_number_once_per_field"),
            models.CheckConstraint(
                condition=Q(level="overall", parent__isnull=True) | Q(level="objective"),
                name="overall_goal_has_no_parent",
                violation_error_message=_("An overall goal stands under no other goal."),
            ),
        ]

    def __str__(self):
        return f"{self.code} {self.title}"

    def get_absolute_url(self):
        return reverse("fields_of_action:detail", args=[self.field.slug]) + f"#ziel-{self.code}"
