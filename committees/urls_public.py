"""Addresses: The public pages of the committees."""

urlpatterns: list = []
