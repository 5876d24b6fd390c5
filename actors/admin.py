"""Admin of actors and persons. Publishing and archiving have their services and are read-only here."""

from django.contrib import admin
from django.urls import reverse
from import_export.fields import Field
from import_export.widgets import ForeignKeyWidget, ManyToManyWidget

from fields_of_action.models import FieldOfAction
from integration_portal.core.admin import AccountAdmin
from integration_portal.core.admin_base import (
    ImportExportAdmin,
    NaturalKeyResource,
    NoDelete,
    PortalAdmin,
    VersionedAdmin,
)
from integration_portal.core.models import Language, Municipality, User

from . import admin_network as _admin_network  # noqa: F401 - registers the pages of the rest of the network
from .models import (
    Actor,
    ActorAddress,
    ActorAlias,
    ActorKind,
    ActorRelation,
    ActorRepresentative,
    ContactWay,
    Person,
    PersonRole,
    Topic,
)


class ActorKindResource(NaturalKeyResource):
    class Meta(NaturalKeyResource.Meta):
        model = ActorKind
        import_id_fields = ("slug",)
        fields = ("slug", "name", "name_en", "order")


class ActorResource(NaturalKeyResource):
    kind = Field("kind", "kind", ForeignKeyWidget(ActorKind, "slug"))
    municipality = Field("municipality", "municipality", ForeignKeyWidget(Municipality, "ags"))
    fields_of_action = Field("fields", "fields_of_action", ManyToManyWidget(FieldOfAction, "; ", "slug"))
    municipalities = Field("municipalities", "municipalities", ManyToManyWidget(Municipality, "; ", "ags"))
    languages = Field("languages", "languages", ManyToManyWidget(Language, "; ", "slug"))

    class Meta(NaturalKeyResource.Meta):
        model = Actor
        import_id_fields = ("slug",)
        fields = (
            "slug",
            "name",
            "short_name",
            "kind",
            "description",
            "street",
            "postal_code",
            "city",
            "municipality",
            "email",
            "phone",
            "website",
            "fields_of_action",
            "municipalities",
            "languages",
            "internal_note",
        )


class PersonResource(NaturalKeyResource):
    class Meta(NaturalKeyResource.Meta):
        model = Person
        import_id_fields = ("uuid",)
        fields = ("uuid", "title", "first_name", "last_name", "email", "phone", "internal_note")


class AliasInline(admin.TabularInline):
    model = ActorAlias
    extra = 0


class RoleOfActorInline(admin.StackedInline):
    model = PersonRole
    fk_name = "actor"
    autocomplete_fields = ("person", "deputy")
    extra = 0

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("person", "actor", "deputy")


class RoleOfPersonInline(RoleOfActorInline):
    fk_name = "person"
    autocomplete_fields = ("actor", "deputy")


class RepresentativeInline(admin.TabularInline):
    model = ActorRepresentative
    autocomplete_fields = ("user",)
    extra = 0

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("user", "actor")


class RepresentedInline(RepresentativeInline):
    fk_name = "user"
    autocomplete_fields = ("actor",)


class AddressInline(admin.TabularInline):
    model = ActorAddress
    autocomplete_fields = ("municipality",)
    extra = 0


class RelationInline(admin.TabularInline):
    model = ActorRelation
    fk_name = "actor"
    autocomplete_fields = ("other",)
    extra = 0

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("actor", "other")


class ContactWayInline(admin.TabularInline):
    model = ContactWay
    extra = 0


class TopicResource(NaturalKeyResource):
    class Meta(NaturalKeyResource.Meta):
        model = Topic
        import_id_fields = ("slug",)
        fields = ("slug", "name", "name_en", "order")


@admin.register(Topic)
class TopicAdmin(ImportExportAdmin):
    resource_classes = (TopicResource,)
    list_display = ("name", "name_en", "slug", "order")
    list_editable = ("order",)
    search_fields = ("name", "name_en", "slug", "sort_name")
    prepopulated_fields = {"slug": ("name",)}


@admin.register(ActorKind)
class ActorKindAdmin(ImportExportAdmin):
    resource_classes = (ActorKindResource,)
    list_display = ("name", "name_en", "slug", "order")
    list_editable = ("order",)
    search_fields = ("name", "name_en", "slug", "sort_name")
    prepopulated_fields = {"slug": ("name",)}


@admin.register(Actor)
class ActorAdmin(NoDelete, VersionedAdmin):
    resource_classes = (ActorResource,)
    list_display = ("name", "kind", "city", "is_published", "archived_at", "updated_at", "pages")
    list_filter = ("is_published", "kind", "fields", "languages", "archived_at")
    list_select_related = ("kind",)
    search_fields = ("name", "short_name", "search_title", "city", "aliases__name")
    prepopulated_fields = {"slug": ("name",)}
    autocomplete_fields = (
        "kind",
        "carrier",
        "municipality",
        "fields",
        "municipalities",
        "languages",
        "topics",
        "target_groups",
    )
    readonly_fields = ("is_published", "archived_at", "archive_reason", "confirmed_on", "pages")
    inlines = (AliasInline, AddressInline, RelationInline, RoleOfActorInline, RepresentativeInline)

    def office_url(self, obj):
        return reverse("actors:office_detail", args=[obj.pk])


@admin.register(Person)
class PersonAdmin(NoDelete, VersionedAdmin):
    resource_classes = (PersonResource,)
    list_display = ("name", "email", "phone", "is_published", "user", "updated_at", "pages")
    list_filter = ("is_published", "publish_email", "publish_phone")
    list_select_related = ("user",)
    search_fields = ("first_name", "last_name", "search_title", "email")
    autocomplete_fields = ("user", "preferred_language")
    readonly_fields = ("is_published", "publish_email", "publish_phone", "permission_on", "anonymised_at", "pages")
    inlines = (RoleOfPersonInline, ContactWayInline)
    ordering = ("sort_name", "pk")

    def office_url(self, obj):
        return reverse("actors:person_detail", args=[obj.pk])


@admin.register(ActorAlias)
class ActorAliasAdmin(PortalAdmin):
    list_display = ("name", "actor")
    list_select_related = ("actor",)
    search_fields = ("name", "actor__name")
    autocomplete_fields = ("actor",)


@admin.register(PersonRole)
class PersonRoleAdmin(PortalAdmin):
    list_display = ("person", "actor", "function", "is_main_contact", "since", "until")
    list_filter = ("is_main_contact", "since", "until")
    list_select_related = ("person", "actor")
    search_fields = ("person__search_title", "actor__name", "function")
    autocomplete_fields = ("person", "actor", "deputy")


@admin.register(ActorRepresentative)
class ActorRepresentativeAdmin(PortalAdmin):
    list_display = ("user", "actor")
    list_select_related = ("user", "actor")
    search_fields = ("user__name", "user__email", "actor__name")
    autocomplete_fields = ("user", "actor")


admin.site.unregister(User)


@admin.register(User)
class NetworkAccountAdmin(AccountAdmin):
    """Accounts with what the network knows about them: the actors they act for, and the office's page."""

    inlines = (RepresentedInline,)

    def office_url(self, obj):
        return reverse("actors:account_edit", args=[obj.pk])
