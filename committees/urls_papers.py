"""Addresses: Papers."""

urlpatterns: list = []
