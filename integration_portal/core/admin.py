"""Admin of the floor: accounts, settings, reference data, and the records that are only read."""

import auditlog.admin  # noqa: F401 - registers its page of the audit trail first, so that it can be replaced below
from allauth.account.decorators import secure_admin_login
from auditlog.models import LogEntry
from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.forms import AdminUserCreationForm, UserChangeForm
from django.contrib.auth.models import Group
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from . import audit
from .admin_base import ImportExportAdmin, NaturalKeyResource, NoDelete, PortalAdmin, ReadOnly, VersionedAdmin
from .models import (
    ChangeCounter,
    CrossCuttingPlan,
    FormDraft,
    ImportBatch,
    ImportMapping,
    ImportRow,
    Job,
    Language,
    Municipality,
    MunicipalityBoundary,
    PersonalRequest,
    Redaction,
    SavedView,
    SiteSettings,
    TargetGroup,
    User,
)

admin.site.site_header = _("Upkeep of the portal")
admin.site.site_title = _("Upkeep of the portal")
admin.site.index_title = _("Data and settings")
# The portal's own login page guards the admin too, with its throttling.
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]


# --- accounts ------------------------------------------------------------------------------------------
class AccountCreationForm(AdminUserCreationForm):
    class Meta:
        model = User
        fields = ("email", "name")


class AccountChangeForm(UserChangeForm):
    class Meta:
        model = User
        fields = "__all__"


@admin.register(User)
class AccountAdmin(NoDelete, PortalAdmin, UserAdmin):
    """Accounts are deactivated here or anonymised on the office's page; never deleted."""

    form = AccountChangeForm
    add_form = AccountCreationForm
    ordering = ("sort_name", "pk")
    list_display = ("name", "email", "roles", "is_active", "is_superuser", "last_login", "pages")
    list_filter = ("groups", "is_active", "is_superuser", "anonymised_at")
    search_fields = ("name", "email", "sort_name")
    readonly_fields = ("last_login", "date_joined", "invited_at", "anonymised_at", "pages")
    filter_horizontal = ("groups", "user_permissions")
    fieldsets = (
        (None, {"fields": ("email", "name", "password", "pages")}),
        (_("Rights"), {"fields": ("is_active", "groups", "is_staff", "is_superuser", "user_permissions")}),
        (_("Times"), {"fields": ("date_joined", "invited_at", "last_login", "anonymised_at")}),
    )
    add_fieldsets = (
        (None, {"classes": ("wide",), "fields": ("email", "name", "usable_password", "password1", "password2")}),
    )

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("groups")

    @admin.display(description=_("Roles"))
    def roles(self, obj):
        return ", ".join(group.name for group in obj.groups.all())


admin.site.unregister(Group)


@admin.register(Group)
class RoleAdmin(NoDelete, GroupAdmin):
    """The roles; code knows them by name, so they can be given rights but not be removed."""

    def get_readonly_fields(self, request, obj=None):
        return ("name",) if obj else ()


# --- settings and reference data -------------------------------------------------------------------------
@admin.register(SiteSettings)
class SiteSettingsAdmin(NoDelete, VersionedAdmin):
    """The one row of settings; the office edits it on its own page."""

    list_display = ("portal_name", "county_name", "office_name", "updated_at", "pages")

    def has_add_permission(self, request):
        return False

    def has_import_permission(self, request):
        return False

    def office_url(self, obj):
        return reverse("core:settings")


class MunicipalityResource(NaturalKeyResource):
    class Meta(NaturalKeyResource.Meta):
        model = Municipality
        import_id_fields = ("ags",)
        fields = ("ags", "name", "kind", "is_active")


@admin.register(MunicipalityBoundary)
class MunicipalityBoundaryAdmin(ReadOnly, PortalAdmin):
    """Outlines come from `manage.py import_boundaries`."""

    list_display = ("municipality", "source", "imported_at")
    list_select_related = ("municipality",)
    search_fields = ("municipality__name", "municipality__ags")
    exclude = ("geometry",)


@admin.register(Municipality)
class MunicipalityAdmin(ImportExportAdmin):
    resource_classes = (MunicipalityResource,)
    list_display = ("name", "ags", "kind", "is_active")
    list_filter = ("kind", "is_active")
    search_fields = ("name", "ags", "sort_name")


def _names_resource(names_model):
    class Resource(NaturalKeyResource):
        class Meta(NaturalKeyResource.Meta):
            model = names_model
            import_id_fields = ("slug",)
            fields = ("slug", "name", "name_en", "order")

    return Resource


class NamesAdmin(ImportExportAdmin):
    """Terms with a German and an English name, in an order of their own."""

    list_display = ("name", "name_en", "slug", "order")
    list_editable = ("order",)
    search_fields = ("name", "name_en", "slug", "sort_name")
    prepopulated_fields = {"slug": ("name",)}

    def get_resource_classes(self, request):
        return [_names_resource(self.model)]


admin.site.register((TargetGroup, CrossCuttingPlan, Language), NamesAdmin)


# --- records ---------------------------------------------------------------------------------------------
@admin.register(Job)
class JobAdmin(ReadOnly, PortalAdmin):
    list_display = ("title", "kind", "state", "owner", "created_at", "finished_at", "pages")
    list_filter = ("state", "kind", "created_at")
    list_select_related = ("owner",)
    search_fields = ("title", "kind", "owner__name", "owner__email")
    date_hierarchy = "created_at"

    def office_url(self, obj):
        return reverse("core:job", args=[obj.pk])


@admin.register(FormDraft)
class FormDraftAdmin(ReadOnly, PortalAdmin):
    """Who has unsaved input in which form; the input itself is its author's only."""

    list_display = ("label", "key", "user", "saved_at")
    list_filter = ("saved_at",)
    list_select_related = ("user",)
    search_fields = ("label", "key", "user__name")
    exclude = ("data",)


@admin.register(SavedView)
class SavedViewAdmin(PortalAdmin):
    list_display = ("name", "list_key", "user", "is_shared", "created_at")
    list_filter = ("list_key", "is_shared")
    list_select_related = ("user",)
    search_fields = ("name", "user__name")
    autocomplete_fields = ("user",)


@admin.register(ImportBatch)
class ImportBatchAdmin(ReadOnly, PortalAdmin):
    list_display = ("file_name", "kind", "state", "created_by", "created_at", "committed_at")
    list_filter = ("kind", "state", "created_at")
    list_select_related = ("created_by",)
    search_fields = ("file_name", "created_by__name", "checksum")
    date_hierarchy = "created_at"


@admin.register(ImportRow)
class ImportRowAdmin(ReadOnly, PortalAdmin):
    list_display = ("batch", "number", "action", "has_problems")
    list_filter = ("action", "has_problems", "batch__kind")
    list_select_related = ("batch",)
    search_fields = ("batch__file_name",)


@admin.register(ImportMapping)
class ImportMappingAdmin(PortalAdmin):
    list_display = ("kind", "signature", "saved_by", "saved_at")
    list_filter = ("kind",)
    list_select_related = ("saved_by",)
    search_fields = ("signature", "saved_by__name")
    autocomplete_fields = ("saved_by",)


@admin.register(ChangeCounter)
class ChangeCounterAdmin(ReadOnly, PortalAdmin):
    list_display = ("name", "value")
    search_fields = ("name",)


@admin.register(Redaction)
class RedactionAdmin(ReadOnly, PortalAdmin):
    list_display = ("person_label", "redacted_by", "created_at", "entries")
    list_filter = ("created_at",)
    list_select_related = ("redacted_by",)
    search_fields = ("person_label", "reason", "redacted_by__name")


@admin.register(PersonalRequest)
class PersonalRequestAdmin(ReadOnly, PortalAdmin):
    list_display = ("__str__", "state", "record", "created_by", "created_at", "done_at", "pages")
    list_filter = ("kind", "state", "created_at")
    list_select_related = ("created_by",)
    search_fields = ("note", "record")
    exclude = ("subject",)

    def office_url(self, obj):
        return obj.get_absolute_url()


if admin.site.is_registered(LogEntry):  # by auditlog, whose page searches columns our accounts do not have
    admin.site.unregister(LogEntry)


@admin.register(LogEntry)
class AuditTrailAdmin(ReadOnly, PortalAdmin):
    """The audit trail; append-only, so there is nothing to do here but read."""

    list_display = ("timestamp", "content_type", "object_repr", "action", "changed", "actor", "origin")
    list_filter = ("action", "content_type", "timestamp")
    list_select_related = ("content_type", "actor")
    search_fields = ("object_repr", "cid", "object_pk", "actor__name", "actor__email")
    fields = (
        "timestamp",
        "actor",
        "actor_email",
        "remote_addr",
        "content_type",
        "object_pk",
        "object_repr",
        "action",
        "changes",
        "additional_data",
    )

    def get_queryset(self, request):
        return audit.readable_entries(request.user, super().get_queryset(request))

    @admin.display(description=_("Changes"))
    def changed(self, obj):
        return Truncator(", ".join((obj.changes or {}).keys())).chars(80)

    @admin.display(description=_("Origin"))
    def origin(self, obj):
        return (obj.additional_data or {}).get("source", "")

    def history_view(self, request, object_id, extra_context=None):
        """An entry has no history of its own: show it."""
        return self.changeform_view(request, object_id, extra_context=extra_context)
