"""Addresses of events."""

urlpatterns: list = []
