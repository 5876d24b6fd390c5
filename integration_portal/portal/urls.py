"""Addresses of the roof."""

from django.urls import path

from .views import home, legal, office, search

app_name = "portal"
urlpatterns = [
    path("", home.show, name="home"),
    path("suche/", search.show, name="search"),
    path("impressum/", legal.imprint, name="imprint"),
    path("datenschutz/", legal.privacy, name="privacy"),
    path("barrierefreiheit/", legal.accessibility, name="accessibility"),
    path("intern/", office.start, name="office_home"),
    path("intern/kalender/", office.calendar_month, name="calendar"),
]
