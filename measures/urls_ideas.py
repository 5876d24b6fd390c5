"""Addresses of ideas: for everyone, and in the office views."""

from django.urls import path

from .views import ideas_office, ideas_public

_ONE = "intern/ideen/<int:pk>/"

urlpatterns = [
    path("ideen/", ideas_public.index, name="ideas"),
    path("ideen/neu/", ideas_public.propose, name="idea_new"),
    path("ideen/danke/", ideas_public.thanks, name="idea_thanks"),
    path("intern/ideen/", ideas_office.index, name="office_ideas"),
    path(_ONE, ideas_office.detail, name="office_idea"),
    path(f"{_ONE}zuruecknehmen/", ideas_office.unpublish, name="office_idea_unpublish"),
    path(f"{_ONE}<slug:step>/", ideas_office.take_step, name="office_idea_step"),
]
