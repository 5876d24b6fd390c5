"""Admin of tasks, milestones and progress. What services decide (states, dates of handing in) is read-only."""

from django.contrib import admin

from integration_portal.core.admin_base import NoDelete, PortalAdmin, ReadOnly, VersionedAdmin

from .models import Milestone, ProgressReport, ProgressRequest, ProgressRound, Task


@admin.register(Task)
class TaskAdmin(VersionedAdmin):
    list_display = ("title", "measure", "due_on", "responsible", "state", "pages")
    list_filter = ("state", "repeat", "due_on", "responsible")
    list_select_related = ("measure", "responsible")
    search_fields = ("search_title", "measure__search_title")
    autocomplete_fields = ("measure", "responsible", "contact")
    readonly_fields = ("state", "done_on", "done_by", "created_by")
    fields = (
        "title", "measure", "note", "due_on", "responsible", "contact", "repeat", "repeat_until",
        "state", "done_on", "done_by", "created_by",
    )  # fmt: skip

    def office_url(self, obj):
        return obj.get_absolute_url()


@admin.register(Milestone)
class MilestoneAdmin(VersionedAdmin):
    list_display = ("title", "measure", "due_on", "done_on", "responsible", "pages")
    list_filter = ("due_on", "responsible")
    list_select_related = ("measure", "responsible")
    search_fields = ("title", "measure__search_title")
    autocomplete_fields = ("measure", "responsible", "contact", "depends_on")
    readonly_fields = ("done_on", "done_by")
    fields = ("title", "measure", "note", "due_on", "depends_on", "responsible", "contact", "done_on", "done_by")

    def office_url(self, obj):
        return obj.get_absolute_url()


@admin.register(ProgressRound)
class ProgressRoundAdmin(NoDelete, VersionedAdmin):
    list_display = ("title", "deadline", "state", "sent_at", "pages")
    list_filter = ("state",)
    search_fields = ("title",)
    readonly_fields = ("state", "sent_at", "created_by")
    fields = ("title", "deadline", "text", "period_from", "period_until", "state", "sent_at", "created_by")

    def office_url(self, obj):
        return obj.get_absolute_url()


@admin.register(ProgressRequest)
class ProgressRequestAdmin(ReadOnly, PortalAdmin):
    list_display = ("name", "email", "round", "actor", "reminded_on")
    list_filter = ("round",)
    list_select_related = ("round", "actor")
    search_fields = ("name", "email")


@admin.register(ProgressReport)
class ProgressReportAdmin(ReadOnly, PortalAdmin):
    list_display = ("measure", "state", "submitted_at", "author_name", "pages")
    list_filter = ("state", "submitted_at")
    list_select_related = ("measure",)
    search_fields = ("measure__search_title", "text")

    def office_url(self, obj):
        return obj.get_absolute_url()
