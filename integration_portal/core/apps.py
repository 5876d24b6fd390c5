from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CoreConfig(AppConfig):
    """The floor of the portal: everything the other apps stand on. Imports none of them."""

    name = "integration_portal.core"
    label = "core"
    verbose_name = _("Portal")

    def ready(self):
        from . import registrations  # noqa: F401
