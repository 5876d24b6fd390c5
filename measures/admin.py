"""Admin of measures. Status, publishing, archiving and what is to clarify have their services and are read-only here."""

from django import forms
from django.contrib import admin
from django.db.models import Prefetch
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from import_export.fields import Field
from import_export.widgets import ForeignKeyWidget, ManyToManyWidget

from actors.models import Actor
from fields_of_action.models import FieldOfAction, Goal
from integration_portal.core.admin_base import NaturalKeyResource, NoDelete, PortalAdmin, ReadOnly, VersionedAdmin
from integration_portal.core.models import Municipality, TargetGroup

from . import (  # noqa: F401 - each registers its own models
    admin_coordination,
    admin_events,
    admin_funding,
    admin_ideas,
    admin_indicators,
)
from .models import Clarification, Measure, MeasureFunding, MeasurePartner, MeasurePlacement


class MeasureResource(NaturalKeyResource):
    lead = Field("lead", "lead", ForeignKeyWidget(Actor, "slug"))
    further_fields = Field("further_fields", "further_fields", ManyToManyWidget(FieldOfAction, "; ", "slug"))
    goals = Field("goals", "goals", ManyToManyWidget(Goal, "; ", "uuid"))
    target_groups = Field("target_groups", "target_groups", ManyToManyWidget(TargetGroup, "; ", "slug"))
    municipalities = Field("municipalities", "municipalities", ManyToManyWidget(Municipality, "; ", "ags"))
    status = Field("status", "status", readonly=True)
    is_published = Field("is_published", "is_published", readonly=True)

    class Meta(NaturalKeyResource.Meta):
        model = Measure
        import_id_fields = ("uuid",)
        fields = (
            "uuid",
            "slug",
            "title",
            "kind",
            "status",
            "is_published",
            "lead",
            "further_fields",
            "goals",
            "target_groups",
            "municipalities",
            "is_district_wide",
            "summary",
            "starting_situation",
            "description",
            "expected_effect",
            "public_text",
            "start_on",
            "start_precision",
            "end_on",
            "end_precision",
            "is_permanent",
            "period_note",
            "priority",
            "is_focus",
            "is_quick_win",
            "cost",
            "cost_note",
            "progress_note",
            "progress_on",
            "next_review_on",
            "internal_note",
        )


class PlacementForm(forms.ModelForm):
    """The framework follows from the field, so that its constraints are checked before the database does."""

    class Meta:
        model = MeasurePlacement
        fields = ("field", "number")

    def clean(self):
        data = super().clean()
        if data.get("field"):
            self.instance.framework = data["field"].framework
            taken = MeasurePlacement.objects.filter(framework=self.instance.framework).exclude(pk=self.instance.pk)
            if data.get("number") and taken.filter(number=data["number"]).exists():
                self.add_error("number", _("This number is taken in the framework."))
            measure = data.get("measure") or getattr(self.instance, "measure", None)
            if measure is not None and measure.pk and taken.filter(measure=measure).exists():
                self.add_error("field", _("The measure already has a place in this framework."))
        return data


class PlacementInline(admin.TabularInline):
    model = MeasurePlacement
    form = PlacementForm
    autocomplete_fields = ("field",)
    extra = 0

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("field", "framework", "measure")


class PartnerInline(admin.TabularInline):
    model = MeasurePartner
    autocomplete_fields = ("actor",)
    extra = 0

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("actor")


class FundingInline(admin.TabularInline):
    model = MeasureFunding
    extra = 0


class ClarificationInline(ReadOnly, admin.TabularInline):
    model = Clarification
    fields = ("topic", "message", "original", "resolved_at", "resolved_by")
    extra = 0

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("resolved_by")


@admin.register(Measure)
class MeasureAdmin(NoDelete, VersionedAdmin):
    resource_classes = (MeasureResource,)
    list_display = (
        "shown_number",
        "title",
        "shown_field",
        "status",
        "lead",
        "is_published",
        "to_clarify",
        "updated_at",
        "pages",
    )
    list_display_links = ("title",)
    list_filter = (
        "status",
        "is_published",
        "to_clarify",
        "kind",
        "priority",
        "placements__field",
        "target_groups",
        "archived_at",
    )
    list_select_related = ("lead",)
    search_fields = ("title", "search_title", "lead__name", "placements__number")
    date_hierarchy = "start_on"
    prepopulated_fields = {"slug": ("title",)}
    autocomplete_fields = (
        "lead",
        "contact",
        "responsible",
        "further_fields",
        "goals",
        "cross_cutting_plans",
        "target_groups",
        "municipalities",
    )
    readonly_fields = (
        "pages",
        "status",
        "status_reason",
        "status_changed_on",
        "is_published",
        "published_at",
        "to_clarify",
        "archived_at",
    )
    inlines = (PlacementInline, PartnerInline, FundingInline, ClarificationInline)

    def get_queryset(self, request):
        places = MeasurePlacement.objects.current_first()
        return super().get_queryset(request).prefetch_related(Prefetch("placements", queryset=places))

    @admin.display(description=_("number"))
    def shown_number(self, obj):
        return obj.number or "–"

    @admin.display(description=_("field of action"))
    def shown_field(self, obj):
        return obj.primary_field or "–"

    def office_url(self, obj):
        return reverse("measures:office_detail", args=[obj.pk])

    def public_url(self, obj):
        return obj.get_absolute_url() if obj.is_published else ""


@admin.register(MeasurePlacement)
class MeasurePlacementAdmin(PortalAdmin):
    form = PlacementForm
    fields = ("measure", "field", "number")
    list_display = ("number", "measure", "field", "framework")
    list_display_links = ("number", "measure")
    list_filter = ("framework", "field")
    list_select_related = ("measure", "field", "framework")
    search_fields = ("number", "measure__search_title")
    autocomplete_fields = ("measure", "field")


@admin.register(MeasurePartner)
class MeasurePartnerAdmin(PortalAdmin):
    list_display = ("actor", "measure", "role")
    list_select_related = ("actor", "measure")
    search_fields = ("actor__name", "measure__search_title", "role")
    autocomplete_fields = ("actor", "measure")


@admin.register(MeasureFunding)
class MeasureFundingAdmin(PortalAdmin):
    list_display = ("source", "measure", "amount", "state", "valid_until")
    list_filter = ("state", "valid_until")
    list_select_related = ("measure",)
    search_fields = ("source", "measure__search_title")
    autocomplete_fields = ("measure",)


@admin.register(Clarification)
class ClarificationAdmin(ReadOnly, PortalAdmin):
    list_display = ("message", "measure", "topic", "resolved_at", "resolved_by", "pages")
    list_filter = ("topic", "resolved_at")
    list_select_related = ("measure", "resolved_by")
    search_fields = ("message", "original", "measure__search_title")

    def office_url(self, obj):
        return reverse("measures:office_detail", args=[obj.measure_id])
