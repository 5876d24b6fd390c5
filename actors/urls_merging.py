"""Addresses of merging duplicates."""

urlpatterns: list = []
