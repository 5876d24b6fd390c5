"""The roof: home, search page, legal pages, demo data. Imports every app and is imported by none."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PortalConfig(AppConfig):
    name = "integration_portal.portal"
    label = "portal"
    verbose_name = _("Start pages")

    def ready(self):
        from . import registrations  # noqa: F401
