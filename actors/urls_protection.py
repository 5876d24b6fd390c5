"""Addresses of persons under data protection law; requests themselves live in `core`."""

from django.urls import path

from .views import protection

urlpatterns = [
    path("intern/personen/<int:pk>/datenschutz/", protection.request_of_person, name="person_request"),
]
