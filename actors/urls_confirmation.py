"""Addresses of confirming details by link, proposed changes and the pages of a partner."""

from django.urls import path

from .views import confirmation, partner, proposals

_ROUND, _REQUEST = "intern/bestaetigung/<int:pk>/", "intern/bestaetigung/anfragen/<int:pk>/"
_PROPOSALS, _OWN = "intern/bestaetigung/korrekturen/", "intern/meine-organisation/"
urlpatterns = [
    path("intern/bestaetigung/", confirmation.index, name="confirmation_rounds"),
    path("intern/bestaetigung/neu/", confirmation.create, name="confirmation_create"),
    path("intern/bestaetigung/faellige/", confirmation.start, name="confirmation_start"),
    path(_ROUND, confirmation.show, name="confirmation_round"),
    path(f"{_ROUND}bearbeiten/", confirmation.edit, name="confirmation_edit"),
    path(f"{_ROUND}loeschen/", confirmation.delete, name="confirmation_delete"),
    path(f"{_ROUND}auswahl/", confirmation.select, name="confirmation_select"),
    path(f"{_ROUND}pruefen/", confirmation.check, name="confirmation_check"),
    path(f"{_ROUND}senden/", confirmation.send, name="confirmation_send"),
    path(f"{_ROUND}erinnern/", confirmation.remind, name="confirmation_remind"),
    path(f"{_ROUND}stand/", confirmation.live, name="confirmation_live"),
    path(f"{_REQUEST}erinnern/", confirmation.remind_one, name="confirmation_remind_one"),
    path(f"{_REQUEST}zurueckziehen/", confirmation.withdraw, name="confirmation_withdraw"),
    path(f"{_REQUEST}neu/", confirmation.new_link, name="confirmation_new_link"),
    path(f"{_REQUEST}entfernen/", proposals.removal, name="confirmation_removal"),
    path(_PROPOSALS, proposals.index, name="proposals"),
    path(f"{_PROPOSALS}<int:pk>/", proposals.review, name="proposal_review"),
    path(f"{_PROPOSALS}<int:pk>/alle/", proposals.accept_all, name="proposal_accept_all"),
    path(f"{_PROPOSALS}punkt/<int:pk>/", proposals.decide, name="proposal_decide"),
    path(_OWN, partner.index, name="partner_list"),
    path(f"{_OWN}<int:pk>/", partner.show, name="partner"),
    path(f"{_OWN}<int:pk>/bestaetigen/", partner.confirm, name="partner_confirm"),
    path(f"{_OWN}<int:pk>/vorschlagen/", partner.propose, name="partner_propose"),
]
