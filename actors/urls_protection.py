"""Addresses of persons in depth and data protection."""

urlpatterns: list = []
