"""Addresses of addresses, relations, offers, logos and branches of actors."""

urlpatterns: list = []
