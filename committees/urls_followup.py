"""Addresses: Resolutions and what became of them."""

from django.urls import path, re_path

from .views import followup

_ONE = "intern/beschluesse/<int:pk>/"

urlpatterns = [
    path("intern/beschluesse/", followup.index, name="resolution_list"),
    re_path(r"^intern/beschluesse\.(?P<fmt>csv|xlsx)$", followup.export, name="resolution_export"),
    path(_ONE, followup.detail, name="resolution"),
    path(f"{_ONE}bearbeiten/", followup.edit, name="resolution_edit"),
    path(f"{_ONE}bericht/", followup.report, name="resolution_report"),
    path(f"{_ONE}aufgabe/", followup.task, name="resolution_task"),
    path(f"{_ONE}freigeben/", followup.release, name="resolution_release"),
    path(f"{_ONE}zuruecknehmen/", followup.take_back, name="resolution_take_back"),
]
