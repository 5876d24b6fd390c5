"""Admin of what the network is made of beside actors and persons. What services write is only looked at here."""

from typing import ClassVar

from django.contrib import admin
from django.urls import reverse

from integration_portal.core.admin_base import PortalAdmin, ReadOnly, VersionedAdmin

from .models import (
    ActorAddress,
    ActorName,
    ActorRedirect,
    ActorRelation,
    AdvisoryEntry,
    ConfirmationRequest,
    ConfirmationRound,
    ContactWay,
    DistinctActors,
    EmergencyAccess,
    Mailing,
    MailingList,
    MailingListMember,
    MailingOptOut,
    MailingRecipient,
    Offer,
    OpeningHours,
    ProposedChange,
)


@admin.register(ActorAddress)
class ActorAddressAdmin(PortalAdmin):
    list_display = ("label", "actor", "city", "municipality")
    list_filter = ("municipality",)
    list_select_related = ("actor", "municipality")
    search_fields = ("label", "street", "city", "actor__name")
    autocomplete_fields = ("actor", "municipality")


@admin.register(ActorRelation)
class ActorRelationAdmin(PortalAdmin):
    list_display = ("actor", "kind", "other", "since", "until")
    list_filter = ("kind", "since", "until")
    list_select_related = ("actor", "other")
    search_fields = ("actor__name", "other__name", "note")
    autocomplete_fields = ("actor", "other")


class ActorRecordAdmin(ReadOnly, PortalAdmin):
    """Ground of records that belong to an actor and are written by services."""

    list_select_related: ClassVar[tuple[str, ...]] = ("actor",)

    def office_url(self, obj):
        return reverse("actors:office_detail", args=[obj.actor_id])


@admin.register(ActorName)
class ActorNameAdmin(ActorRecordAdmin):
    list_display = ("name", "actor", "until", "pages")
    search_fields = ("name", "actor__name")


@admin.register(ActorRedirect)
class ActorRedirectAdmin(ActorRecordAdmin):
    list_display = ("old_name", "actor", "merged_by", "created_at", "pages")
    list_select_related = ("actor", "merged_by")
    search_fields = ("old_name", "actor__name")


@admin.register(DistinctActors)
class DistinctActorsAdmin(ReadOnly, PortalAdmin):
    list_display = ("actor", "other", "decided_by", "created_at")
    list_select_related = ("actor", "other", "decided_by")
    search_fields = ("actor__name", "other__name")


@admin.register(ProposedChange)
class ProposedChangeAdmin(ActorRecordAdmin):
    list_display = ("actor", "field", "state", "created_at", "decided_by", "pages")
    list_filter = ("state", "field")
    list_select_related = ("actor", "decided_by")
    search_fields = ("actor__name",)


class OpeningHoursInline(admin.TabularInline):
    model = OpeningHours
    extra = 0


@admin.register(Offer)
class OfferAdmin(VersionedAdmin):
    list_display = ("title", "actor", "since", "until", "is_published", "pages")
    list_filter = ("is_published", "fields", "topics", "languages")
    list_select_related = ("actor",)
    search_fields = ("title", "search_title", "actor__name")
    autocomplete_fields = (
        "actor",
        "address",
        "fields",
        "topics",
        "target_groups",
        "languages",
        "municipalities",
    )
    inlines = (OpeningHoursInline,)

    def office_url(self, obj):
        return obj.get_absolute_url()


@admin.register(OpeningHours)
class OpeningHoursAdmin(PortalAdmin):
    list_display = ("offer", "weekday", "opens", "closes")
    list_filter = ("weekday",)
    list_select_related = ("offer",)
    search_fields = ("offer__title",)
    autocomplete_fields = ("offer",)


@admin.register(ContactWay)
class ContactWayAdmin(PortalAdmin):
    list_display = ("person", "kind", "value", "is_published")
    list_filter = ("kind", "is_published")
    list_select_related = ("person",)
    search_fields = ("value", "person__search_title")
    autocomplete_fields = ("person",)


@admin.register(AdvisoryEntry)
class AdvisoryEntryAdmin(ReadOnly, PortalAdmin):
    """A superuser sees the same notes here as on the pages: no confidential ones of others."""

    list_display = ("subject", "happened_on", "way", "author", "is_confidential", "pages")
    list_filter = ("way", "is_confidential", "happened_on")
    list_select_related = ("author",)
    search_fields = ("subject", "search_title")

    def get_queryset(self, request):
        return super().get_queryset(request).visible_inside(request.user)

    def office_url(self, obj):
        return obj.get_absolute_url()


@admin.register(EmergencyAccess)
class EmergencyAccessAdmin(ReadOnly, PortalAdmin):
    list_display = ("created_at", "user", "entry_id", "until")
    list_select_related = ("user",)
    search_fields = ("user__name", "reason")
    exclude = ("entry",)


@admin.register(ConfirmationRound)
class ConfirmationRoundAdmin(ReadOnly, PortalAdmin):
    list_display = ("title", "deadline", "sent_at", "created_by", "pages")
    list_select_related = ("created_by",)
    search_fields = ("title",)

    def office_url(self, obj):
        return obj.get_absolute_url()


@admin.register(ConfirmationRequest)
class ConfirmationRequestAdmin(ActorRecordAdmin):
    list_display = ("actor", "round", "state", "email", "answered_at", "pages")
    list_filter = ("state",)
    list_select_related = ("actor", "round")
    search_fields = ("actor__name", "email")


@admin.register(MailingList)
class MailingListAdmin(ReadOnly, PortalAdmin):
    list_display = ("name", "reach", "archived_at", "updated_at", "pages")
    list_filter = ("reach", "archived_at")
    search_fields = ("name", "sort_name")

    def office_url(self, obj):
        return obj.get_absolute_url()


@admin.register(MailingListMember)
class MailingListMemberAdmin(ReadOnly, PortalAdmin):
    list_display = ("list", "person", "actor", "is_excluded")
    list_filter = ("is_excluded",)
    list_select_related = ("list", "person", "actor")
    search_fields = ("person__search_title", "actor__name")


@admin.register(MailingOptOut)
class MailingOptOutAdmin(ReadOnly, PortalAdmin):
    list_display = ("email", "list", "created_at")
    list_select_related = ("list",)
    search_fields = ("email",)


@admin.register(Mailing)
class MailingAdmin(ReadOnly, PortalAdmin):
    list_display = ("subject", "list", "state", "sent_at", "written_by", "pages")
    list_filter = ("state",)
    list_select_related = ("list", "written_by")
    search_fields = ("subject",)

    def office_url(self, obj):
        return obj.get_absolute_url()


@admin.register(MailingRecipient)
class MailingRecipientAdmin(ReadOnly, PortalAdmin):
    list_display = ("name", "email", "mailing", "created_at")
    list_select_related = ("mailing",)
    search_fields = ("name", "email", "mailing__subject")
