"""Addresses of the public pages of the network."""

urlpatterns: list = []
