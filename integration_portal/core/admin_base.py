"""Ground of all admin pages: versioned saving, history from the audit trail, links to the portal's own pages.

The admin is for IT's upkeep. What services decide (publishing, status, what is to clarify) is read-only here.
"""

from django.contrib import admin, messages
from django.contrib.admin.utils import flatten_fieldsets
from django.contrib.admin.widgets import AdminTextareaWidget
from django.core.exceptions import PermissionDenied
from django.db import models
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import NoReverseMatch
from django.utils.html import format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from import_export import resources
from import_export.admin import ImportExportModelAdmin
from import_export.formats.base_formats import CSV, XLSX

from .history import history_of
from .locking import VersionedForm
from .params import page_number


class VersionedAdminForm(VersionedForm):
    """Compares versions inside the admin's own transaction, with the row locked until the save."""

    def clean(self):
        data = super().clean()
        if self.instance.pk and "version" not in self.errors:
            current = type(self.instance)._default_manager.select_for_update().get(pk=self.instance.pk)
            if current.version != self.cleaned_data.get("version"):
                self.add_conflict(current)
                for field in self.conflict.fields:
                    self.add_error(field.name, _("Saved meanwhile: %(text)s") % {"text": field.theirs})
        return data


class NaturalKeyResource(resources.ModelResource):
    """Import and export by natural keys; every row is validated like a form, unchanged rows are left alone."""

    class Meta:
        clean_model_instances = True
        skip_unchanged = True
        report_skipped = True
        use_transactions = True


class NoDelete:
    """Mixin: rows are archived, deactivated or kept for the record, never deleted here."""

    def has_delete_permission(self, request, obj=None):
        return False


class ReadOnly(NoDelete):
    """Mixin: to be looked at only."""

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False


class PortalAdmin(admin.ModelAdmin):
    """History in plain words, links to office and public pages, no counting of unfiltered rows."""

    show_full_result_count = False
    list_per_page = 50
    view_on_site = False

    def public_url(self, obj):
        """Address of the public page, "" where there is none."""
        return ""

    def office_url(self, obj):
        """Address of the office page, "" where there is none."""
        return ""

    @admin.display(description=gettext_lazy("Pages"))
    def pages(self, obj):
        """Links to the pages of the portal that show the row."""
        if obj is None or obj.pk is None:
            return ""
        found = []
        for label, address in ((_("office"), self.office_url), (_("public"), self.public_url)):
            try:
                url = address(obj)
            except NoReverseMatch:
                url = ""
            if url:
                found.append((url, label))
        return format_html_join(" · ", '<a href="{}">{}</a>', found)

    def history_view(self, request, object_id, extra_context=None):
        """The audit trail of the row, as the office reads it."""
        obj = get_object_or_404(self.get_queryset(request), pk=self.model._meta.pk.to_python(object_id))
        if not self.has_view_or_change_permission(request, obj):
            raise PermissionDenied
        context = {
            **self.admin_site.each_context(request),
            "title": _("History of %(name)s") % {"name": obj},
            "object": obj,
            "opts": self.opts,
            "history": history_of(obj, page=page_number(request.GET.get("verlauf"))),
        }
        return TemplateResponse(request, "admin/portal_history.html", context)

    def log_addition(self, request, obj, message):
        """The audit trail knows already."""

    def log_change(self, request, obj, message):
        """The audit trail knows already."""

    def log_deletion(self, request, obj, object_repr):
        """The audit trail knows already."""

    def log_deletions(self, request, queryset):
        """The audit trail knows already."""


class ImportExportAdmin(ImportExportModelAdmin, PortalAdmin):
    """A portal admin with import and export as CSV and Excel; the import shows what it will do before it does it."""

    formats = (CSV, XLSX)

    def add_success_message(self, result, request):
        messages.success(
            request,
            _("Import finished: %(new)s new, %(changed)s changed.")
            % {"new": result.totals.get("new", 0), "changed": result.totals.get("update", 0)},
        )

    def generate_log_entries(self, result, request):
        """The audit trail knows already."""


class VersionedAdmin(ImportExportAdmin):
    """For models that people edit at once: whoever comes second sees what the first one saved."""

    form = VersionedAdminForm
    formfield_overrides = {models.TextField: {"widget": AdminTextareaWidget(attrs={"rows": 5})}}

    def get_form(self, request, obj=None, change=False, **kwargs):
        """The version is a field of the form, not one that the model would let be edited."""
        if "fields" not in kwargs:
            kwargs["fields"] = flatten_fieldsets(self.get_fieldsets(request, obj))
        if kwargs["fields"] is not None:
            kwargs["fields"] = [name for name in kwargs["fields"] if name != "version"]
        return super().get_form(request, obj, change, **kwargs)
