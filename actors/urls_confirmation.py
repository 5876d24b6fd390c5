"""Addresses of confirming details by link, proposed changes and the pages of a partner."""

urlpatterns: list = []
