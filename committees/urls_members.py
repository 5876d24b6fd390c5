"""Addresses: Committees, their rules, seats and members."""

urlpatterns: list = []
