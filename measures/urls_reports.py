"""Addresses of measures on paper."""

from django.urls import path, re_path

from .views import sheets

urlpatterns = [
    path("intern/massnahmen/<int:pk>/blatt.pdf", sheets.measure, name="office_sheet"),
    re_path(r"^intern/akteure/(?P<pk>\d{1,18})/massnahmen\.(?P<fmt>pdf|xlsx)$", sheets.of_actor, name="actor_list"),
    re_path(
        r"^intern/foerderung/programme/(?P<pk>\d{1,18})/massnahmen\.(?P<fmt>pdf|xlsx)$",
        sheets.of_programme,
        name="programme_list",
    ),
]
