"""What the floor itself brings to the registries; run once when Django has loaded all models."""

from django.utils.translation import gettext_lazy as _

from . import audit, navigation, roles, triggers
from .importing import jobs as _import_jobs  # noqa: F401 - registers the background jobs of imports
from .models import CrossCuttingPlan, Language, Municipality, SavedView, SiteSettings, TargetGroup, User
from .navigation import NavItem

audit.register(User, label=_("Account"), masked=("email", "name"), exclude=("password", "last_login"), m2m=("groups",))
for model in (SiteSettings, Municipality, TargetGroup, CrossCuttingPlan, Language, SavedView):
    audit.register(model, label=model._meta.verbose_name)

triggers.connect()

navigation.register(
    NavItem(
        area="office",
        label=_("Jobs"),
        url_name="core:jobs",
        icon="history",
        order=80,
        group=_("Portal"),
        visible=roles.is_insider,
    )
)
navigation.register(
    NavItem(
        area="office",
        label=_("Settings"),
        url_name="core:settings",
        icon="settings",
        order=90,
        group=_("Portal"),
        visible=roles.is_office,
    )
)
