"""Addresses of the public pages of measures."""

from django.urls import path

from .views import public

urlpatterns = [
    path("massnahmen/", public.measure_list, name="list"),
    path("massnahmen.<slug:fmt>", public.measure_export, name="export"),
    path("massnahmen/<slug:slug>/", public.measure_detail, name="detail"),
]
