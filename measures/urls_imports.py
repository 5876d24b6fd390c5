"""Addresses of the import of measures."""

from integration_portal.core.urls_imports import import_urls

urlpatterns = import_urls("measures", "intern/massnahmen/import/")
