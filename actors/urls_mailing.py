"""Addresses of mailing lists."""

urlpatterns: list = []
