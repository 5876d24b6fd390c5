"""Addresses: Surveys of dates, and elections."""

from django.urls import path

from .views import surveys

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
]
