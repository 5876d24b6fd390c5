"""Admin of frameworks, fields of action and goals."""

from django.contrib import admin
from django.urls import reverse
from import_export.fields import Field
from import_export.widgets import ForeignKeyWidget

from integration_portal.core.admin_base import NaturalKeyResource, VersionedAdmin

from . import admin_indicators  # noqa: F401 - registers its own models
from .models import FieldOfAction, Framework, Goal


class FrameworkResource(NaturalKeyResource):
    class Meta(NaturalKeyResource.Meta):
        model = Framework
        import_id_fields = ("slug",)
        fields = ("slug", "title", "adopted_on", "valid_from", "valid_until", "body", "source")


class FieldResource(NaturalKeyResource):
    framework = Field("framework", "framework", ForeignKeyWidget(Framework, "slug"))

    class Meta(NaturalKeyResource.Meta):
        model = FieldOfAction
        import_id_fields = ("slug",)
        fields = (
            "slug",
            "framework",
            "number",
            "name",
            "name_en",
            "summary",
            "summary_en",
            "description",
            "guideline_text",
            "hue",
            "pictogram",
            "order",
        )


class GoalResource(NaturalKeyResource):
    field = Field("field", "field", ForeignKeyWidget(FieldOfAction, "slug"))
    parent = Field("parent", "parent", ForeignKeyWidget(Goal, "uuid"))

    class Meta(NaturalKeyResource.Meta):
        model = Goal
        import_id_fields = ("uuid",)
        fields = ("uuid", "field", "level", "parent", "code", "title", "description", "is_active")


class FieldInline(admin.TabularInline):
    model = FieldOfAction
    fields = ("number", "name", "slug", "hue", "pictogram", "order")
    extra = 0
    show_change_link = True


class GoalInline(admin.TabularInline):
    model = Goal
    fields = ("code", "level", "parent", "title", "is_active")
    autocomplete_fields = ("parent",)
    extra = 0
    show_change_link = True

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("parent")


@admin.register(Framework)
class FrameworkAdmin(VersionedAdmin):
    resource_classes = (FrameworkResource,)
    list_display = ("title", "adopted_on", "valid_from", "valid_until", "pages")
    list_filter = ("valid_from", "valid_until")
    search_fields = ("title", "slug", "body")
    prepopulated_fields = {"slug": ("title",)}
    inlines = (FieldInline,)

    def public_url(self, obj):
        return obj.get_absolute_url()


@admin.register(FieldOfAction)
class FieldOfActionAdmin(VersionedAdmin):
    resource_classes = (FieldResource,)
    list_display = ("name", "number", "framework", "hue", "pictogram", "order", "pages")
    list_filter = ("framework", "hue")
    list_select_related = ("framework",)
    search_fields = ("name", "name_en", "search_title", "framework__title")
    autocomplete_fields = ("framework",)
    inlines = (GoalInline,)

    def public_url(self, obj):
        return reverse("fields_of_action:detail", args=[obj.slug])


@admin.register(Goal)
class GoalAdmin(VersionedAdmin):
    resource_classes = (GoalResource,)
    list_display = ("code", "title", "level", "field", "is_active", "pages")
    list_display_links = ("code", "title")
    list_filter = ("level", "is_active", "field__framework", "field")
    list_select_related = ("field", "field__framework")
    search_fields = ("code", "title", "search_title", "field__name")
    autocomplete_fields = ("field", "parent", "cross_cutting_plans")

    def public_url(self, obj):
        return obj.get_absolute_url()
