"""Addresses of the public pages of the network."""

from django.urls import path

from .views import network

urlpatterns = [
    path("netzwerk/", network.actor_list, name="public_list"),
    path("netzwerk.<slug:fmt>", network.export, name="public_export"),
    path("netzwerk/<slug:slug>.vcf", network.vcard, name="public_vcard"),
    path("netzwerk/<slug:slug>/", network.detail, name="public_detail"),
    path("netzwerk/<slug:slug>/logo/", network.logo, name="public_logo"),
]
