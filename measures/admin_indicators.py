"""Admin of indicators of measures."""

from django.contrib import admin
from django.urls import reverse

from integration_portal.core.admin_base import PortalAdmin, VersionedAdminForm

from .models import MeasureIndicator, MeasureIndicatorValue


@admin.register(MeasureIndicator)
class MeasureIndicatorAdmin(PortalAdmin):
    form = VersionedAdminForm
    fields = (
        "measure",
        "indicator",
        "name",
        "kind",
        "unit",
        "baseline_value",
        "baseline_on",
        "target_value",
        "target_on",
        "is_public",
    )
    list_display = ("label", "measure", "target_value", "target_on", "is_public", "pages")
    list_filter = ("is_public", "kind", "target_on")
    list_select_related = ("measure", "indicator")
    search_fields = ("name", "indicator__name", "measure__search_title")
    autocomplete_fields = ("measure", "indicator")

    def office_url(self, obj):
        return reverse("measures:indicator", args=[obj.pk])


@admin.register(MeasureIndicatorValue)
class MeasureIndicatorValueAdmin(PortalAdmin):
    list_display = ("measure_indicator", "on", "value", "source", "entered_by")
    list_filter = ("on",)
    list_select_related = ("measure_indicator__indicator", "entered_by")
    search_fields = ("measure_indicator__name", "measure_indicator__measure__search_title", "source")
    autocomplete_fields = ("measure_indicator",)

    def office_url(self, obj):
        return reverse("measures:indicator", args=[obj.measure_indicator_id])
