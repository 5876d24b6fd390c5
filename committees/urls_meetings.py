"""Addresses: Meetings, agendas and invitations."""

urlpatterns: list = []
