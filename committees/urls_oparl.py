"""Addresses of OParl 1.1, below /oparl/v1.1/: technical, the same in every language."""

app_name = "oparl"
urlpatterns: list = []
