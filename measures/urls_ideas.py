"""Addresses of ideas."""

urlpatterns: list = []
