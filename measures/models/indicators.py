"""Indicators of a measure: where it starts, where it is to get, and the values on the way."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from fields_of_action.models import Direction, Indicator, ValueKind
from fields_of_action.models.indicators import LIMITS, check_value
from integration_portal.core.fields import SearchTextField
from integration_portal.core.models import TimestampedModel, VersionedModel

from ..querysets_indicators import MeasureIndicatorQuerySet
from .measure import Measure


class MeasureIndicator(VersionedModel):
    """What a measure is measured by: a name of its own, or an indicator of the district (then name, kind and unit follow it)."""

    measure = models.ForeignKey(Measure, models.CASCADE, related_name="indicators", verbose_name=_("measure"))
    indicator = models.ForeignKey(
        Indicator,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="measure_indicators",
        verbose_name=_("indicator of the district"),
        help_text=_("Empty: an indicator of this measure only."),
    )
    name = models.CharField(
        _("name"), max_length=160, blank=True, help_text=_("May stay empty with an indicator of the district.")
    )
    kind = models.CharField(_("kind of values"), max_length=10, choices=ValueKind, default=ValueKind.PEOPLE)
    unit = models.CharField(_("unit"), max_length=60, blank=True)
    baseline_value = models.DecimalField(
        _("value at the start"), max_digits=12, decimal_places=2, null=True, blank=True, validators=LIMITS
    )
    baseline_on = models.DateField(_("day of the value at the start"), null=True, blank=True)
    target_value = models.DecimalField(
        _("target"), max_digits=12, decimal_places=2, null=True, blank=True, validators=LIMITS
    )
    target_on = models.DateField(_("target to be reached by"), null=True, blank=True)
    falls = models.BooleanField(_("lower is better"), default=False, editable=False)
    is_public = models.BooleanField(
        _("shown on the public page"), default=False, help_text=_("Small counts of people stay hidden all the same.")
    )

    search_title = SearchTextField(sources=("name",))

    objects = MeasureIndicatorQuerySet.as_manager()

    class Meta:
        verbose_name = _("indicator of a measure")
        verbose_name_plural = _("indicators of measures")
        ordering = ["pk"]
        indexes = [models.Index(fields=["target_on"], name="measure_target_due")]
        constraints = [
            models.CheckConstraint(
                condition=Q(indicator__isnull=False) | ~Q(name=""),
                name="measure_indicator_has_a_name",
                violation_error_message=_("Please give a name, or choose an indicator of the district."),
            ),
            models.CheckConstraint(
                condition=Q(baseline_on__isnull=True) | Q(target_on__isnull=True) | Q(target_on__gte=F("baseline_on")),
                name="target_follows_baseline",
                violation_error_message=_("The target lies before the start."),
            ),
            models.CheckConstraint(
                condition=Q(target_on__isnull=True) | Q(target_value__isnull=False),
                name="target_day_has_a_target",
                violation_error_message=_("A day for the target needs a target."),
            ),
            models.UniqueConstraint(
                fields=["measure", "name"],
                condition=~Q(name=""),
                name="measure_indicator_name_once",
                violation_error_message=_("The measure has an indicator of this name already."),
            ),
            models.UniqueConstraint(
                fields=["measure", "indicator"],
                condition=Q(name="", indicator__isnull=False),
                name="measure_indicator_shared_once",
                violation_error_message=_("The measure has this indicator already."),
            ),
        ]

    def __str__(self):
        return f"{self.label} ({self.unit})" if self.unit else self.label

    def save(self, *args, **kwargs):
        """Kind and unit follow the district's indicator; which way is better follows from the target, else from it."""
        if self.indicator is not None:
            self.kind, self.unit = self.indicator.kind, self.indicator.unit
        if self.target_value is not None and self.baseline_value is not None:
            self.falls = self.target_value < self.baseline_value
        else:
            self.falls = self.indicator is not None and self.indicator.direction == Direction.DOWN
        super().save(*args, **kwargs)

    def clean(self):
        """Start and target must be values of the kind."""
        kind = self.indicator.kind if self.indicator_id else self.kind
        for field in ("baseline_value", "target_value"):
            if getattr(self, field) is not None:
                check_value(kind, getattr(self, field), field)

    @property
    def label(self):
        """Its own name, else that of the district's indicator."""
        return self.name or self.indicator.name

    @property
    def counts_people(self):
        """Whether small values must be hidden from the public."""
        return self.kind == ValueKind.PEOPLE


class MeasureIndicatorValue(TimestampedModel):
    """The value of a measure's indicator on a day."""

    measure_indicator = models.ForeignKey(
        MeasureIndicator, models.CASCADE, related_name="values", verbose_name=_("indicator of a measure")
    )
    on = models.DateField(_("as of"))
    value = models.DecimalField(_("value"), max_digits=12, decimal_places=2, validators=LIMITS)
    source = models.CharField(_("source"), max_length=200, blank=True)
    note = models.CharField(_("remark"), max_length=300, blank=True, help_text=_("Internal."))
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("entered by"),
        editable=False,
    )

    class Meta:
        verbose_name = _("value of a measure's indicator")
        verbose_name_plural = _("values of measures' indicators")
        ordering = ["-on"]
        constraints = [
            models.UniqueConstraint(
                fields=["measure_indicator", "on"],
                name="measure_value_once_a_day",
                violation_error_message=_("There is a value for this day already."),
            )
        ]

    def __str__(self):
        return f"{self.on:%d.%m.%Y}: {self.value}"

    def clean(self):
        """The value must be one of its kind."""
        if self.measure_indicator_id and self.value is not None:
            check_value(self.measure_indicator.kind, self.value)
