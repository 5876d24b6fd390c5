"""What this app brings to the registries of the floor: audit labels, menu entries, search sources, panels."""

from django.utils.translation import gettext_lazy as _

from integration_portal.core import audit, navigation, panels, roles, search
from integration_portal.core.navigation import NavItem
from integration_portal.core.panels import Panel

from . import importing as _importing  # noqa: F401 - registers the import of actors
from . import panels as own_panels
from .models import Actor, ActorAlias, ActorKind, ActorRepresentative, Person, PersonRole
from .search import ACTORS, PERSONS

audit.register(ActorKind, label=_("Kind of organisation"))
audit.register(Actor, label=_("Actor"), m2m=("fields", "municipalities", "languages", "topics", "target_groups"))
audit.register(ActorAlias, label=_("Other spelling"), parent="actor")
audit.register(
    Person,
    label=_("Person"),
    masked=("title", "first_name", "last_name", "email", "phone", "internal_note", "consent_text", "data_source"),
)
audit.register(PersonRole, label=_("Role"), parent="person", masked=("function",))
audit.register(ActorRepresentative, label=_("Account acting for an actor"), parent="actor")

search.register(ACTORS)
search.register(PERSONS)

WORK = _("Work")
navigation.register(
    NavItem("office", _("Actors"), "actors:office_list", icon="network", order=20, group=WORK, visible=roles.is_insider)
)
navigation.register(
    NavItem("office", _("Persons"), "actors:person_list", icon="people", order=22, group=WORK, visible=roles.reads_all)
)
navigation.register(
    NavItem(
        "office",
        _("Accounts"),
        "actors:account_list",
        icon="lock",
        order=70,
        group=_("Portal"),
        visible=roles.is_office,
    )
)
navigation.register(
    NavItem("new", _("Actor"), "actors:office_create", icon="network", order=20, visible=roles.is_office)
)
navigation.register(
    NavItem("new", _("Person"), "actors:person_create", icon="people", order=30, visible=roles.is_office)
)
navigation.register(
    NavItem("new", _("Import of actors"), "actors:import", icon="upload", order=50, visible=roles.is_office)
)

panels.register(Panel("field:public", 30, "actors/panels/field.html", own_panels.actors_of_field))
