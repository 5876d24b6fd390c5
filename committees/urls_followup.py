"""Addresses: Resolutions and what became of them."""

urlpatterns: list = []
