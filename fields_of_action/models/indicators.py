"""Indicators (Kennzahlen) of the district: what is counted, and the values with day, place, source and footnote.

What the public may see of counts of people is decided in `fields_of_action.suppression`; nothing public reads values
past `fields_of_action.figures`.
"""

import uuid
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from integration_portal.core.fields import SearchTextField, SortKeyField
from integration_portal.core.models import Municipality, TimestampedModel, VersionedModel

from ..querysets import IndicatorQuerySet, IndicatorValueQuerySet
from .framework import FieldOfAction

LARGEST = Decimal("9999999999.99")
LIMITS = [MinValueValidator(-LARGEST), MaxValueValidator(LARGEST)]


class ValueKind(models.TextChoices):
    """What the values of an indicator are. Only counts of people fall under statistical confidentiality."""

    PEOPLE = "people", _("count of people")
    COUNT = "count", _("count of other things")
    PERCENT = "percent", _("percent")
    AMOUNT = "amount", _("amount in euros")
    NUMBER = "number", _("other number")


class Direction(models.TextChoices):
    """Which way the values should go."""

    UP = "up", _("should rise")
    DOWN = "down", _("should fall")
    NONE = "none", _("neither")


class Indicator(VersionedModel):
    """A figure of the district that is followed over the years, perhaps as the context of a field of action."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(_("name"), max_length=160)
    sort_name = SortKeyField(source="name")
    slug = models.SlugField(_("short address"), max_length=120, unique=True)
    unit = models.CharField(_("unit"), max_length=60, blank=True, help_text=_("Such as people, places, hours a week."))
    definition = models.TextField(
        _("definition"), blank=True, max_length=4000, help_text=_("What exactly is counted, and what is not.")
    )
    kind = models.CharField(_("kind of values"), max_length=10, choices=ValueKind, default=ValueKind.PEOPLE)
    direction = models.CharField(_("direction wanted"), max_length=4, choices=Direction, default=Direction.NONE)
    field = models.ForeignKey(
        FieldOfAction,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="indicators",
        verbose_name=_("field of action"),
        help_text=_("Shown on the page of the field."),
    )
    source = models.CharField(
        _("usual source"), max_length=200, blank=True, help_text=_("Stands beside values that name no source.")
    )
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    is_published = models.BooleanField(_("published"), default=False)
    search_title = SearchTextField(sources=("name",))
    search_body = SearchTextField(sources=("definition", "unit", "source"))

    objects = IndicatorQuerySet.as_manager()

    class Meta:
        verbose_name = _("indicator")
        verbose_name_plural = _("indicators")
        ordering = ["order", "sort_name", "pk"]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("fields_of_action:indicator", args=[self.slug])

    def get_office_url(self):
        return reverse("fields_of_action:office_indicator", args=[self.pk])

    @property
    def counts_people(self):
        """Whether small values must be hidden from the public."""
        return self.kind == ValueKind.PEOPLE


class IndicatorValue(TimestampedModel):
    """The value of an indicator on a day: of a municipality or of the whole district, as a whole or of one part of it."""

    indicator = models.ForeignKey(Indicator, models.CASCADE, related_name="values", verbose_name=_("indicator"))
    as_of = models.DateField(_("as of"))
    municipality = models.ForeignKey(
        Municipality,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="indicator_values",
        verbose_name=_("municipality"),
        help_text=_("Empty: the whole district."),
    )
    breakdown = models.CharField(
        _("part"),
        max_length=80,
        blank=True,
        help_text=_("Empty: all together. Parts of different cuts as “Sex: female”, “Age: under 18”."),
    )
    value = models.DecimalField(_("value"), max_digits=12, decimal_places=2, validators=LIMITS)
    source = models.CharField(_("source"), max_length=200, blank=True)
    footnote = models.CharField(_("footnote"), max_length=300, blank=True)

    objects = IndicatorValueQuerySet.as_manager()

    class Meta:
        verbose_name = _("value of an indicator")
        verbose_name_plural = _("values of indicators")
        ordering = ["-as_of", "municipality__sort_name", "breakdown"]
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "as_of", "municipality", "breakdown"],
                condition=Q(municipality__isnull=False),
                name="value_once_per_municipality",
                violation_error_message=_("There is a value for this day, place and part already."),
            ),
            models.UniqueConstraint(
                fields=["indicator", "as_of", "breakdown"],
                condition=Q(municipality__isnull=True),
                name="value_once_for_the_district",
                violation_error_message=_("There is a value for this day, place and part already."),
            ),
        ]

    def __str__(self):
        return f"{self.indicator}, {self.as_of:%d.%m.%Y}"

    def clean(self):
        """The value must be one of its kind."""
        if self.indicator_id and self.value is not None:
            check_value(self.indicator.kind, self.value)

    @property
    def key(self):
        """(municipality id or None, part): the place of the value in the table of its day."""
        return (self.municipality_id, self.breakdown)


def check_value(kind, value, field="value"):
    """Raise ValidationError, at `field`, when a value cannot be one of its kind."""
    text = ""
    if kind in (ValueKind.PEOPLE, ValueKind.COUNT):
        text = _("A count is a whole number from 0 on.") if value < 0 or value != value.to_integral_value() else ""
    elif kind == ValueKind.PERCENT and value < 0:
        text = _("A share cannot be negative.")
    elif kind == ValueKind.AMOUNT and value < 0:
        text = _("The amount cannot be negative.")
    if text:
        raise ValidationError({field: text})
