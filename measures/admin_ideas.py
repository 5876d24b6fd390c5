"""Admin of ideas. The steps have their services; here is only looked, so that nobody is forgotten to be told."""

from django.contrib import admin

from integration_portal.core.admin_base import PortalAdmin, ReadOnly

from .models import Idea, IdeaNote


class NoteInline(ReadOnly, admin.TabularInline):
    model = IdeaNote
    fields = ("created_at", "kind", "text", "by")
    readonly_fields = ("created_at",)
    extra = 0

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("by")


@admin.register(Idea)
class IdeaAdmin(ReadOnly, PortalAdmin):
    list_display = ("title", "state", "wish", "field", "created_at", "is_published", "pages")
    list_filter = ("state", "wish", "is_published", "field")
    list_select_related = ("field", "field__framework")
    search_fields = ("title", "search_title", "search_body")
    inlines = (NoteInline,)

    def office_url(self, obj):
        return obj.get_absolute_url()
