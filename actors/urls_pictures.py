"""Addresses of pictures of the network."""

urlpatterns: list = []
