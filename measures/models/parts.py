"""What belongs to a measure: places in frameworks, partners, funding lines, and questions still open."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator, RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from actors.models import Actor
from fields_of_action.models import FieldOfAction, Framework
from integration_portal.core.fields import EuroField, NaturalKeyField
from integration_portal.core.models import TimestampedModel

from ..querysets import PlacementQuerySet
from .measure import Measure


class MeasurePlacement(models.Model):
    """The place of a measure in a framework: its primary field there and its number, unique in that framework."""

    measure = models.ForeignKey(Measure, models.CASCADE, related_name="placements", verbose_name=_("measure"))
    framework = models.ForeignKey(Framework, models.PROTECT, related_name="placements", verbose_name=_("framework"))
    field = models.ForeignKey(
        FieldOfAction, models.PROTECT, related_name="placements", verbose_name=_("primary field of action")
    )
    number = models.CharField(
        _("number"),
        max_length=20,
        null=True,
        blank=True,
        validators=[RegexValidator(r"^\d+(\.\d+)*[a-z]?$", _("Digits and dots, like 2.10."))],
        help_text=_("Empty: the next free number of the field is proposed."),
    )
    number_key = NaturalKeyField(source="number")

    objects = PlacementQuerySet.as_manager()

    class Meta:
        verbose_name = _("place in a framework")
        verbose_name_plural = _("places in frameworks")
        ordering = ["-framework__valid_from", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["measure", "framework"], name="one_place_per_framework"),
            models.UniqueConstraint(
                fields=["framework", "number"],
                name="measure_number_once_per_framework",
                violation_error_message=_("This number is taken in the framework."),
            ),
        ]
        indexes = [models.Index(fields=["framework", "number_key"], name="placement_by_number")]

    def __str__(self):
        return f"{self.number or '–'} {self.measure}"

    def save(self, *args, **kwargs):
        """The framework always follows from the field; an empty number is stored as none."""
        self.framework_id = self.field.framework_id
        self.number = self.number or None
        super().save(*args, **kwargs)

    def clean(self):
        """The field must be one of the framework."""
        if self.field_id and self.framework_id and self.field.framework_id != self.framework_id:
            raise ValidationError({"field": _("This field of action belongs to another framework.")})


class MeasurePartner(models.Model):
    """An actor that takes part in a measure, and as what."""

    measure = models.ForeignKey(Measure, models.CASCADE, related_name="partner_links", verbose_name=_("measure"))
    actor = models.ForeignKey(Actor, models.PROTECT, related_name="partner_links", verbose_name=_("actor"))
    role = models.CharField(_("role"), max_length=120, blank=True, help_text=_("Such as rooms, teaching, volunteers."))

    class Meta:
        verbose_name = _("partner")
        verbose_name_plural = _("partners")
        ordering = ["actor__sort_name"]
        constraints = [models.UniqueConstraint(fields=["measure", "actor"], name="partner_once")]

    def __str__(self):
        return str(self.actor)


class FundingState(models.TextChoices):
    """How sure a funding line is."""

    PLANNED = "planned", _("planned")
    APPLIED = "applied", _("applied for")
    GRANTED = "granted", _("granted")
    REFUSED = "refused", _("refused")


class MeasureFunding(models.Model):
    """A line of a measure's funding; amounts in euros, `valid_until` is the last funded day."""

    measure = models.ForeignKey(Measure, models.CASCADE, related_name="funding", verbose_name=_("measure"))
    source = models.CharField(_("source"), max_length=160)
    amount = EuroField(_("amount in euros"), null=True, blank=True, validators=[MinValueValidator(0)])
    state = models.CharField(_("state"), max_length=10, choices=FundingState, default=FundingState.PLANNED)
    valid_from = models.DateField(_("from"), null=True, blank=True)
    valid_until = models.DateField(_("until"), null=True, blank=True)
    note = models.CharField(_("remark"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("funding line")
        verbose_name_plural = _("funding lines")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(amount__isnull=True) | Q(amount__gte=0),
                name="funding_is_not_negative",
                violation_error_message=_("The amount cannot be negative."),
            ),
            models.CheckConstraint(
                condition=Q(valid_from__isnull=True)
                | Q(valid_until__isnull=True)
                | Q(valid_until__gte=F("valid_from")),
                name="funding_ends_after_it_starts",
                violation_error_message=_("The end lies before the start."),
            ),
        ]

    def __str__(self):
        return self.source


class Clarification(TimestampedModel):
    """Something about a measure that an import could not understand and a person must settle before publishing."""

    class Topic(models.TextChoices):
        LEAD = "lead", _("Lead")
        FIELD = "field", _("Field of action")
        NUMBER = "number", _("Number")
        PERIOD = "period", _("Period")
        COST = "cost", _("Cost")
        STATUS = "status", _("Status")
        TITLE = "title", _("Title")
        OTHER = "other", _("Other")

    measure = models.ForeignKey(Measure, models.CASCADE, related_name="clarifications", verbose_name=_("measure"))
    topic = models.CharField(_("topic"), max_length=10, choices=Topic)
    code = models.CharField(_("kind of problem"), max_length=60)
    message = models.CharField(_("what is unclear"), max_length=400)
    hint = models.CharField(_("what to do"), max_length=400, blank=True)
    original = models.TextField(_("text in the list"), blank=True)
    resolved_at = models.DateTimeField(_("settled on"), null=True, blank=True)
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("settled by")
    )

    class Meta:
        verbose_name = _("open question")
        verbose_name_plural = _("open questions")
        ordering = ["pk"]
        indexes = [models.Index(fields=["measure", "resolved_at"], name="clarification_open")]

    def __str__(self):
        return self.message
