"""Addresses of the advisory log."""

from django.urls import path, re_path

from .views import advisory, emergency

_ONE = "intern/beratung/<int:pk>/"

urlpatterns = [
    path("intern/beratung/", advisory.index, name="advice_list"),
    re_path(r"^intern/beratung\.(?P<fmt>csv|xlsx)$", advisory.export, name="advice_export"),
    path("intern/beratung/neu/", advisory.create, name="advice_new"),
    path("intern/beratung/zahlen/", advisory.figures, name="advice_figures"),
    path("intern/beratung/notzugang/", emergency.index, name="advice_emergencies"),
    path(_ONE, advisory.detail, name="advice"),
    path(f"{_ONE}bearbeiten/", advisory.edit, name="advice_edit"),
    path(f"{_ONE}erledigt/", advisory.follow_up_done, name="advice_done"),
    path(f"{_ONE}verschieben/", advisory.follow_up_postpone, name="advice_postpone"),
    path(f"{_ONE}notzugang/", emergency.access, name="advice_emergency"),
]
