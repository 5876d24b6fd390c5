"""Addresses: The meeting itself and its minutes."""

urlpatterns: list = []
