"""Addresses of pictures of the network."""

from django.urls import path

from .views import pictures

urlpatterns = [
    path("intern/netzwerk/", pictures.graph, name="network"),
    path("intern/netzwerk/angebote-und-luecken/", pictures.matrix, name="matrix"),
    path("intern/netzwerk/karte/", pictures.places, name="map"),
    path("intern/netzwerk/angebote/", pictures.offer_list, name="offer_list"),
]
