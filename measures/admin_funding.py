"""Admin of funding. States, decisions and what hangs on them are set on the office pages and read-only here."""

from django.contrib import admin

from integration_portal.core.admin_base import NoDelete, PortalAdmin, ReadOnly, VersionedAdmin

from .models import (
    BudgetLine,
    Funder,
    FundingApplication,
    FundingCall,
    FundingProgramme,
    Grant,
    PassedOnApplication,
    PassedOnCall,
    Payment,
)


class OfficePageAdmin(VersionedAdmin):
    """With a link to the office page of the row."""

    def office_url(self, obj):
        return obj.get_absolute_url()


@admin.register(Funder)
class FunderAdmin(VersionedAdmin):
    list_display = ("name", "kind", "url")
    list_filter = ("kind",)
    search_fields = ("name",)
    fields = ("name", "kind", "url")


@admin.register(FundingProgramme)
class FundingProgrammeAdmin(OfficePageAdmin):
    list_display = ("name", "short_name", "funder", "valid_from", "valid_until", "pages")
    list_select_related = ("funder",)
    search_fields = ("search_title", "search_body")
    autocomplete_fields = ("funder",)
    fields = ("funder", "name", "short_name", "url", "valid_from", "valid_until", "notice_text", "note")


@admin.register(FundingCall)
class FundingCallAdmin(OfficePageAdmin):
    list_display = ("title", "programme", "opens_on", "deadline", "pages")
    list_select_related = ("programme",)
    search_fields = ("title",)
    autocomplete_fields = ("programme",)
    fields = ("programme", "title", "opens_on", "deadline", "url", "note")


@admin.register(FundingApplication)
class FundingApplicationAdmin(NoDelete, OfficePageAdmin):
    list_display = ("title", "programme", "amount", "state", "submitted_on", "pages")
    list_filter = ("state",)
    list_select_related = ("programme",)
    search_fields = ("search_title", "search_body")
    autocomplete_fields = ("programme", "call", "measures")
    readonly_fields = ("state", "submitted_on", "decided_on")
    fields = (
        "programme", "call", "title", "measures", "amount", "own_share", "note", "state", "submitted_on", "decided_on",
    )  # fmt: skip


class BudgetLineInline(admin.TabularInline):
    """Budget lines are set on the office page: the years of the grant and payments are compared there."""

    model = BudgetLine
    extra = 0
    fields = readonly_fields = ("year", "category", "label", "measure", "amount")
    can_delete = False

    def has_add_permission(self, request, obj=None):
        return False


@admin.register(Grant)
class GrantAdmin(NoDelete, OfficePageAdmin):
    list_display = ("title", "notice_number", "programme", "amount", "start_on", "end_on", "pages")
    list_select_related = ("programme",)
    search_fields = ("search_title", "search_body")
    readonly_fields = ("application", "programme", "start_on", "end_on")
    inlines = (BudgetLineInline,)
    fields = (
        "application", "programme", "title", "notice_number", "notice_on", "amount", "own_share", "start_on", "end_on",
        "report_due", "report_submitted_on", "responsible", "note",
    )  # fmt: skip
    autocomplete_fields = ("responsible",)


@admin.register(Payment)
class PaymentAdmin(ReadOnly, PortalAdmin):
    list_display = ("voucher_number", "grant", "paid_on", "amount")
    list_select_related = ("grant",)
    search_fields = ("=voucher_number",)

    def office_url(self, obj):
        return obj.grant.get_absolute_url()


@admin.register(PassedOnCall)
class PassedOnCallAdmin(NoDelete, OfficePageAdmin):
    list_display = ("title", "amount_available", "opens_on", "deadline", "pages")
    search_fields = ("title",)
    readonly_fields = ("amount_available", "line")
    fields = ("title", "text", "amount_available", "opens_on", "deadline", "line")


@admin.register(PassedOnApplication)
class PassedOnApplicationAdmin(ReadOnly, PortalAdmin):
    list_display = ("title", "actor", "call", "amount", "state", "pages")
    list_filter = ("state",)
    list_select_related = ("actor", "call")
    search_fields = ("title", "actor__name")

    def office_url(self, obj):
        return obj.get_absolute_url()
