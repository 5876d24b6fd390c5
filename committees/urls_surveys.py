"""Addresses: Surveys of dates, and elections."""

from django.urls import path

from .views import elections, surveys

_ITEM, _ELECTION = "intern/sitzungen/<int:meeting>/wahlen/<int:pk>/", "intern/wahlen/<int:pk>/"
_SURVEY = "intern/terminumfragen/<int:pk>/"
urlpatterns = [
    path("intern/terminumfragen/", surveys.index, name="survey_list"),
    path("intern/terminumfragen/neu/", surveys.create, name="survey_new"),
    path(_SURVEY, surveys.show, name="survey"),
    path(f"{_SURVEY}bearbeiten/", surveys.edit, name="survey_edit"),
    path(f"{_SURVEY}loeschen/", surveys.delete, name="survey_delete"),
    path(f"{_SURVEY}teilnehmende/", surveys.people, name="survey_people"),
    path(f"{_SURVEY}nachfragen/", surveys.add, name="survey_add"),
    path(f"{_SURVEY}frist/", surveys.extend, name="survey_extend"),
    path(f"{_SURVEY}starten/", surveys.start, name="survey_start"),
    path(f"{_SURVEY}erinnern/", surveys.remind, name="survey_remind"),
    path(f"{_SURVEY}schliessen/", surveys.close, name="survey_close"),
    path(f"{_SURVEY}zurueckziehen/<int:participant>/", surveys.withdraw, name="survey_withdraw"),
    path(f"{_SURVEY}sitzung/<int:option>/", surveys.plan, name="survey_plan"),
    path(_ITEM, elections.show, name="election_item"),
    path(f"{_ITEM}neu/", elections.create, name="election_new"),
    path(f"{_ELECTION}loeschen/", elections.delete, name="election_delete"),
    path(f"{_ELECTION}stichwahl/", elections.run_off, name="election_run_off"),
    path(f"{_ELECTION}neuer-wahlgang/", elections.repeat, name="election_repeat"),
    path(f"{_ELECTION}annahme/", elections.decide, name="election_decide"),
    path("intern/wahlen/wahlgang/<int:pk>/", elections.ballot, name="election_ballot"),
    path("intern/wahlen/wahlgang/<int:pk>/los/", elections.lot, name="election_lot"),
]
