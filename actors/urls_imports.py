"""Addresses of the import of actors."""

from integration_portal.core.urls_imports import import_urls

urlpatterns = import_urls("actors", "intern/akteure/import/")
