"""Addresses of events, registrations and publications."""

from django.urls import path

from .views import events_office, events_people, events_public, publications

_EVENT, _PERSON = "intern/termine/<int:pk>/", "intern/termine/anmeldungen/<int:pk>/"
_PIECE = "intern/oeffentlichkeitsarbeit/<int:pk>/"

urlpatterns = [
    path("termine/", events_public.event_list, name="events"),
    path("termine.ics", events_public.calendar, name="events_ics"),
    path("termine/<slug:slug>/", events_public.event_detail, name="event"),
    path("termine/<slug:slug>.ics", events_public.event_calendar, name="event_ics"),
    path("termine/<slug:slug>/anmelden/", events_public.register, name="event_register"),
    path("termine/<slug:slug>/angemeldet/", events_public.registered, name="event_registered"),
    path("intern/termine/", events_office.index, name="office_events"),
    path("intern/termine/neu/", events_office.create, name="event_create"),
    path(_EVENT, events_office.show, name="office_event"),
    path(f"{_EVENT}bearbeiten/", events_office.edit, name="event_edit"),
    path(f"{_EVENT}serie/", events_office.add_series, name="event_series"),
    path(f"{_EVENT}kopieren/", events_office.duplicate, name="event_duplicate"),
    path(f"{_EVENT}veroeffentlichen/", events_office.publish, name="event_publish"),
    path(f"{_EVENT}zurueckziehen/", events_office.unpublish, name="event_unpublish"),
    path(f"{_EVENT}absagen/", events_office.cancel, name="event_cancel"),
    path(f"{_EVENT}loeschen/", events_office.delete, name="event_delete"),
    path(f"{_EVENT}teilnehmende/", events_people.people, name="event_people"),
    path(f"{_EVENT}teilnehmende/neu/", events_people.add, name="event_person_add"),
    path(f"{_EVENT}teilnehmende/anwesend/", events_people.tick, name="event_tick"),
    path(f"{_EVENT}anwesenheitsliste/", events_people.attendance_sheet, name="event_sheet"),
    path(f"{_EVENT}bescheinigungen.pdf", events_people.certificates, name="event_certificates"),
    path(f"{_PERSON}abmelden/", events_people.sign_off, name="person_sign_off"),
    path(f"{_PERSON}loeschen/", events_people.forget, name="person_forget"),
    path(f"{_PERSON}bescheinigung.pdf", events_people.certificate, name="person_certificate"),
    path("intern/oeffentlichkeitsarbeit/", publications.index, name="publications"),
    path("intern/oeffentlichkeitsarbeit/neu/", publications.create, name="publication_create"),
    path(_PIECE, publications.show, name="publication"),
    path(f"{_PIECE}bearbeiten/", publications.edit, name="publication_edit"),
    path(f"{_PIECE}stand/", publications.move, name="publication_move"),
    path(f"{_PIECE}loeschen/", publications.delete, name="publication_delete"),
]
