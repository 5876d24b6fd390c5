"""Addresses of funding."""

from django.urls import path

from .views import funding, funding_applications, grants, passed_on, payments

_HOME = "intern/foerderung/"
_FUNDER, _PROGRAMME, _CALL = f"{_HOME}geber/<int:pk>/", f"{_HOME}programme/<int:pk>/", f"{_HOME}aufrufe/<int:pk>/"
_ASKED, _GRANT = f"{_HOME}antraege/<int:pk>/", f"{_HOME}bewilligungen/<int:pk>/"
_LINE, _PAYMENT = f"{_HOME}zeilen/<int:pk>/", f"{_HOME}zahlungen/<int:pk>/"
_OWN_CALL, _OF_ACTOR = f"{_HOME}weiterleitungen/<int:pk>/", f"{_HOME}weiterleitungen/antraege/<int:pk>/"

urlpatterns = [
    path(_HOME, funding.index, name="funding"),
    path(f"{_HOME}belege.xlsx", grants.vouchers_of_year, name="funding_vouchers"),
    path(f"{_HOME}geber/neu/", funding.funder_create, name="funder_create"),
    path(f"{_FUNDER}bearbeiten/", funding.funder_edit, name="funder_edit"),
    path(f"{_FUNDER}loeschen/", funding.funder_delete, name="funder_delete"),
    path(f"{_HOME}programme/", funding.programmes, name="programmes"),
    path(f"{_HOME}programme/neu/", funding.programme_create, name="programme_create"),
    path(_PROGRAMME, funding.programme, name="programme"),
    path(f"{_PROGRAMME}bearbeiten/", funding.programme_edit, name="programme_edit"),
    path(f"{_PROGRAMME}loeschen/", funding.programme_delete, name="programme_delete"),
    path(f"{_HOME}aufrufe/", funding.calls, name="funding_calls"),
    path(f"{_HOME}aufrufe/neu/", funding.call_create, name="funding_call_create"),
    path(_CALL, funding.call, name="funding_call"),
    path(f"{_CALL}bearbeiten/", funding.call_edit, name="funding_call_edit"),
    path(f"{_CALL}loeschen/", funding.call_delete, name="funding_call_delete"),
    path(f"{_HOME}antraege/", funding_applications.index, name="funding_applications"),
    path(f"{_HOME}antraege/neu/", funding_applications.create, name="funding_application_create"),
    path(_ASKED, funding_applications.show, name="funding_application"),
    path(f"{_ASKED}bearbeiten/", funding_applications.edit, name="funding_application_edit"),
    path(f"{_ASKED}stand/", funding_applications.move, name="funding_application_move"),
    path(f"{_ASKED}loeschen/", funding_applications.delete, name="funding_application_delete"),
    path(f"{_HOME}bewilligungen/", grants.index, name="grants"),
    path(f"{_HOME}bewilligungen.xlsx", grants.export, name="grants_export"),
    path(f"{_HOME}bewilligungen/neu/", grants.create, name="grant_create"),
    path(_GRANT, grants.show, name="grant"),
    path(f"{_GRANT}bearbeiten/", grants.edit, name="grant_edit"),
    path(f"{_GRANT}nachweis/", grants.report, name="grant_report"),
    path(f"{_GRANT}loeschen/", grants.delete, name="grant_delete"),
    path(f"{_GRANT}dateien/<uuid:file>/loeschen/", grants.remove_file, name="grant_file_remove"),
    path(f"{_GRANT}belege.xlsx", grants.vouchers, name="grant_vouchers"),
    path(f"{_GRANT}zeilen/neu/", payments.line_create, name="budget_line_create"),
    path(f"{_GRANT}zahlungen/", payments.payment_add, name="payment_add"),
    path(f"{_LINE}bearbeiten/", payments.line_edit, name="budget_line_edit"),
    path(f"{_LINE}loeschen/", payments.line_delete, name="budget_line_delete"),
    path(f"{_PAYMENT}bearbeiten/", payments.payment_edit, name="payment_edit"),
    path(f"{_PAYMENT}loeschen/", payments.payment_delete, name="payment_delete"),
    path(f"{_HOME}weiterleitungen/", passed_on.index, name="passed_on"),
    path(f"{_HOME}weiterleitungen/neu/", passed_on.call_create, name="passed_on_call_create"),
    path(_OWN_CALL, passed_on.call, name="passed_on_call"),
    path(f"{_OWN_CALL}bearbeiten/", passed_on.call_edit, name="passed_on_call_edit"),
    path(f"{_OWN_CALL}loeschen/", passed_on.call_delete, name="passed_on_call_delete"),
    path(f"{_OWN_CALL}antraege/neu/", passed_on.create, name="passed_on_application_create"),
    path(_OF_ACTOR, passed_on.show, name="passed_on_application"),
    path(f"{_OF_ACTOR}bearbeiten/", passed_on.edit, name="passed_on_application_edit"),
    path(f"{_OF_ACTOR}loeschen/", passed_on.delete, name="passed_on_application_delete"),
    path(f"{_OF_ACTOR}zurueck/", passed_on.back, name="passed_on_back"),
    path(f"{_OF_ACTOR}schritt/<slug:step>/", passed_on.step, name="passed_on_step"),
]
