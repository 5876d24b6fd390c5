"""Addresses of the advisory log."""

urlpatterns: list = []
