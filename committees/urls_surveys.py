"""Addresses: Surveys of dates, and elections."""

urlpatterns: list = []
