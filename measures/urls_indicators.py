"""Addresses of indicators of measures."""

from django.urls import path

from .views import indicators

_ONE = "intern/kennzahlen/massnahmen/<int:pk>/"

urlpatterns = [
    path("intern/kennzahlen/massnahmen/", indicators.index, name="indicators"),
    path(_ONE, indicators.detail, name="indicator"),
    path(f"{_ONE}bearbeiten/", indicators.edit, name="indicator_edit"),
    path(f"{_ONE}wert/", indicators.value, name="indicator_value"),
    path(f"{_ONE}loeschen/", indicators.delete, name="indicator_delete"),
    path(
        "intern/kennzahlen/massnahmen/werte/<int:pk>/loeschen/", indicators.value_delete, name="indicator_value_delete"
    ),
    path("intern/massnahmen/<int:pk>/kennzahl/", indicators.create, name="indicator_create"),
]
