"""Addresses of indicators: for everyone, and in the office views."""

from django.urls import path

from .views import indicators, indicators_public

_OFFICE = "intern/kennzahlen/<int:pk>/"

urlpatterns = [
    path("kennzahlen/", indicators_public.index, name="indicators"),
    path("kennzahlen/<slug:slug>/", indicators_public.show, name="indicator"),
    path("kennzahlen/<slug:slug>/kasten/", indicators_public.box, name="indicator_box"),
    path("kennzahlen/<slug:slug>/werte.<slug:fmt>", indicators_public.download, name="indicator_download"),
    path("intern/kennzahlen/", indicators.index, name="office_indicators"),
    path("intern/kennzahlen/neu/", indicators.create, name="office_indicator_create"),
    path(_OFFICE, indicators.detail, name="office_indicator"),
    path(f"{_OFFICE}alle.<slug:fmt>", indicators.export, name="office_indicator_export"),
    path(f"{_OFFICE}bearbeiten/", indicators.edit, name="office_indicator_edit"),
    path(f"{_OFFICE}werte/", indicators.values, name="office_indicator_values"),
    path(f"{_OFFICE}liste/", indicators.value_list, name="office_indicator_value_list"),
    path("intern/kennzahlen/werte/<int:pk>/loeschen/", indicators.value_delete, name="office_indicator_value_delete"),
]
