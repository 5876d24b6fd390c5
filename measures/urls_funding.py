"""Addresses of funding."""

urlpatterns: list = []
