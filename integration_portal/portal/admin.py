"""Admin of reports. Texts and issues are made in the office views; here they can be read."""

from django.contrib import admin

from integration_portal.core.admin_base import NoDelete, PortalAdmin, ReadOnly, VersionedAdmin

from .models import Report, ReportIssue, ReportPassage


@admin.register(Report)
class ReportAdmin(NoDelete, VersionedAdmin):
    """What reports are about. Deleting goes through the office view, which keeps those that were issued."""

    list_display = ("title", "start", "end")
    search_fields = ("title",)
    filter_horizontal = ("fields",)


@admin.register(ReportPassage)
class ReportPassageAdmin(ReadOnly, PortalAdmin):
    """Texts, to read."""

    list_display = ("report", "place", "updated_at")
    list_select_related = ("report",)


@admin.register(ReportIssue)
class ReportIssueAdmin(ReadOnly, PortalAdmin):
    """Issues, to read; their contents are looked at in the office view."""

    list_display = ("report", "number", "issued_at", "issued_by", "note")
    list_select_related = ("report", "issued_by")
    exclude = ("document",)
