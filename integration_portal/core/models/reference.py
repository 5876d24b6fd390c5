"""Reference data that several apps share and IT or the office keeps."""

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from ..fields import SortKeyField


class TranslatedName(models.Model):
    """A term with its German and its English name; `label` is the one of the active language."""

    name = models.CharField(_("name"), max_length=120, unique=True)
    name_en = models.CharField(_("name in English"), max_length=120, blank=True)
    slug = models.SlugField(_("short address"), max_length=80, unique=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    sort_name = SortKeyField(source="name")

    class Meta:
        abstract = True
        ordering = ["order", "sort_name"]

    def __str__(self):
        return self.label

    @property
    def label(self):
        """The name in the active language, German where no other is given."""
        return self.name_en if get_language() == "en" and self.name_en else self.name


class Municipality(models.Model):
    """A municipality of the district with its official key (Amtlicher Gemeindeschlüssel, eight digits)."""

    class Kind(models.TextChoices):
        TOWN = "town", _("Town")
        MUNICIPALITY = "municipality", _("Municipality")

    ags = models.CharField(
        _("official key"),
        max_length=8,
        unique=True,
        validators=[RegexValidator(r"^\d{8}$", _("The official key has eight digits."))],
        help_text=_("Official municipality key (AGS), eight digits."),
    )
    name = models.CharField(_("name"), max_length=120)
    sort_name = SortKeyField(source="name")
    kind = models.CharField(_("kind"), max_length=20, choices=Kind, default=Kind.MUNICIPALITY)
    is_active = models.BooleanField(
        _("exists today"), default=True, help_text=_("Off after a merger of municipalities.")
    )

    class Meta:
        verbose_name = _("municipality")
        verbose_name_plural = _("municipalities")
        ordering = ["sort_name", "pk"]

    def __str__(self):
        return self.name


class TargetGroup(TranslatedName):
    """People a measure is made for."""

    class Meta(TranslatedName.Meta):
        verbose_name = _("target group")
        verbose_name_plural = _("target groups")


class CrossCuttingPlan(TranslatedName):
    """Another plan of the district that goals and measures count towards (family support, poverty prevention …)."""

    class Meta(TranslatedName.Meta):
        verbose_name = _("cross-cutting plan")
        verbose_name_plural = _("cross-cutting plans")


class Language(TranslatedName):
    """A language spoken at an organisation; the slug is its BCP 47 code."""

    class Meta(TranslatedName.Meta):
        verbose_name = _("language")
        verbose_name_plural = _("languages")


class MunicipalityBoundary(models.Model):
    """The outline of a municipality as the operator supplied it (`manage.py import_boundaries`).

    `geometry` is a GeoJSON Polygon or MultiPolygon in longitude and latitude (RFC 7946); `source` names whom a map
    made from it has to credit.
    """

    municipality = models.OneToOneField(
        Municipality, models.CASCADE, related_name="boundary", verbose_name=_("municipality")
    )
    geometry = models.JSONField(_("outline"))
    source = models.CharField(_("source"), max_length=300, blank=True)
    imported_at = models.DateTimeField(_("imported on"), auto_now=True)

    class Meta:
        verbose_name = _("outline of a municipality")
        verbose_name_plural = _("outlines of municipalities")
        ordering = ["municipality__sort_name"]

    def __str__(self):
        return str(self.municipality)
