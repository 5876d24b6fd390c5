"""Admin of the district's indicators."""

from django.contrib import admin
from import_export.fields import Field
from import_export.widgets import ForeignKeyWidget

from integration_portal.core.admin_base import NaturalKeyResource, PortalAdmin, VersionedAdmin

from .models import FieldOfAction, Indicator, IndicatorValue


class IndicatorResource(NaturalKeyResource):
    field = Field("field", "field", ForeignKeyWidget(FieldOfAction, "slug"))

    class Meta(NaturalKeyResource.Meta):
        model = Indicator
        import_id_fields = ("uuid",)
        fields = (
            "uuid",
            "slug",
            "name",
            "definition",
            "kind",
            "unit",
            "direction",
            "field",
            "source",
            "order",
            "is_published",
        )


@admin.register(Indicator)
class IndicatorAdmin(VersionedAdmin):
    resource_classes = (IndicatorResource,)
    list_display = ("name", "kind", "unit", "field", "is_published", "pages")
    list_filter = ("is_published", "kind", "field")
    list_select_related = ("field", "field__framework")
    search_fields = ("name", "search_title", "source")
    prepopulated_fields = {"slug": ("name",)}
    autocomplete_fields = ("field",)

    def office_url(self, obj):
        return obj.get_office_url()

    def public_url(self, obj):
        return obj.get_absolute_url() if obj.is_published else ""


@admin.register(IndicatorValue)
class IndicatorValueAdmin(PortalAdmin):
    list_display = ("indicator", "as_of", "municipality", "breakdown", "value", "source")
    list_filter = ("indicator", "as_of")
    list_select_related = ("indicator", "municipality")
    search_fields = ("indicator__name", "municipality__name", "breakdown", "source")
    autocomplete_fields = ("indicator", "municipality")

    def office_url(self, obj):
        return obj.indicator.get_office_url()
