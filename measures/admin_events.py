"""Admin of events and publications. What services decide (dates, publishing, cancelling, places) is read-only."""

from django.contrib import admin

from integration_portal.core.admin_base import NoDelete, PortalAdmin, ReadOnly, VersionedAdmin

from .models import Event, EventDate, EventRegistration, Publication


class EventDateInline(admin.TabularInline):
    """Dates are set on the office page: calendars must learn of every change."""

    model = EventDate
    extra = 0
    fields = readonly_fields = ("start_day", "end_day", "start_at", "end_at", "place", "is_cancelled")
    can_delete = False

    def has_add_permission(self, request, obj=None):
        return False


@admin.register(Event)
class EventAdmin(NoDelete, VersionedAdmin):
    list_display = ("title", "kind", "status", "is_published", "created_at", "pages")
    list_filter = ("kind", "status", "is_published", "is_own")
    search_fields = ("search_title", "search_body")
    autocomplete_fields = ("measure", "parent", "municipality", "fields", "organisers")
    filter_horizontal = ("target_groups", "languages")
    prepopulated_fields = {"slug": ("title",)}
    readonly_fields = ("status", "cancel_reason", "is_published", "published_at", "sequence", "capacity")
    inlines = (EventDateInline,)
    fields = (
        "title", "slug", "kind", "summary", "text", "is_own", "our_part", "parent", "measure", "fields", "target_groups",
        "languages", "organisers", "municipality", "place", "online_url", "speakers", "interpreters", "childcare",
        "accessibility", "fee", "fee_note", "takes_registrations", "capacity", "registration_until", "remind_days",
        "status", "cancel_reason", "is_published", "published_at", "sequence",
    )  # fmt: skip

    def save_model(self, request, obj, form, change):
        """Calendars take over what changed here too."""
        obj.sequence += change
        super().save_model(request, obj, form, change)

    def office_url(self, obj):
        return obj.get_office_url()

    def public_url(self, obj):
        return obj.get_absolute_url() if obj.is_published else ""


@admin.register(EventRegistration)
class EventRegistrationAdmin(ReadOnly, PortalAdmin):
    list_display = ("__str__", "event", "state", "joined_at", "forgotten_at")
    list_filter = ("state",)
    list_select_related = ("event",)
    search_fields = ("name", "email", "event__search_title")
    exclude = ("link",)


@admin.register(Publication)
class PublicationAdmin(VersionedAdmin):
    list_display = ("title", "channel", "date", "state", "pages")
    list_filter = ("channel", "state", "date")
    search_fields = ("search_title", "search_body")
    autocomplete_fields = ("event", "measures")
    readonly_fields = ("state",)
    fields = (
        "title", "channel", "date", "text", "url", "event", "measures", "notice", "notice_words", "notice_confirmed", "state",
    )  # fmt: skip

    def office_url(self, obj):
        return obj.get_absolute_url()
