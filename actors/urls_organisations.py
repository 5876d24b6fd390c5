"""Office pages of organisations in depth: logo, former names, further addresses, relations, offers, lists of kinds and topics."""

from django.urls import path

from .views import offers, office, organisations, terms

_ACTOR = "intern/akteure/<int:pk>/"
_ADDRESS = "intern/akteure/adressen/<int:pk>/"
_RELATION = f"{_ACTOR}beziehungen/<int:relation>/"
_TERMS = "intern/akteure/listen/<slug:key>/"
_OFFER = "intern/akteure/angebote/<int:pk>/"

urlpatterns = [
    path(f"{_ACTOR}logo/", office.logo, name="office_logo"),
    path("intern/akteure/namen/<int:pk>/loeschen/", organisations.name_delete, name="name_delete"),
    path(f"{_ACTOR}adressen/neu/", organisations.address_create, name="address_create"),
    path(_ADDRESS, organisations.address_edit, name="address_edit"),
    path(f"{_ADDRESS}loeschen/", organisations.address_delete, name="address_delete"),
    path(f"{_ACTOR}beziehungen/neu/", organisations.relation_create, name="relation_create"),
    path(_RELATION, organisations.relation_edit, name="relation_edit"),
    path(f"{_RELATION}loeschen/", organisations.relation_delete, name="relation_delete"),
    path(f"{_ACTOR}angebote/neu/", offers.create, name="offer_create"),
    path(_OFFER, offers.edit, name="offer_edit"),
    path(f"{_OFFER}loeschen/", offers.delete, name="offer_delete"),
    path(f"{_OFFER}veroeffentlichen/", offers.publish, name="offer_publish"),
    path(f"{_OFFER}zurueckziehen/", offers.unpublish, name="offer_unpublish"),
    path(_TERMS, terms.index, name="terms"),
    path(f"{_TERMS}neu/", terms.create, name="term_create"),
    path(f"{_TERMS}<int:pk>/", terms.edit, name="term_edit"),
    path(f"{_TERMS}<int:pk>/verschieben/", terms.move, name="term_move"),
    path(f"{_TERMS}<int:pk>/loeschen/", terms.delete, name="term_delete"),
]
