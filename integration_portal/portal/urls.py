"""Addresses of the roof."""

from django.urls import path, re_path

from .views import home, legal, office, open_data, reports, search

app_name = "portal"
_REPORT = "intern/berichte/<int:pk>/"
urlpatterns = [
    path("", home.show, name="home"),
    path("suche/", search.show, name="search"),
    path("impressum/", legal.imprint, name="imprint"),
    path("datenschutz/", legal.privacy, name="privacy"),
    path("barrierefreiheit/", legal.accessibility, name="accessibility"),
    path("offene-daten/", open_data.show, name="open_data"),
    path("intern/", office.start, name="office_home"),
    path("intern/kalender/", office.calendar_month, name="calendar"),
    path("intern/berichte/", reports.index, name="reports"),
    path("intern/berichte/neu/", reports.create, name="report_create"),
    path("intern/berichte/jahr/<int:year>/", reports.create_yearly, name="report_yearly"),
    path(_REPORT, reports.show, name="report"),
    path(f"{_REPORT}bearbeiten/", reports.edit, name="report_edit"),
    path(f"{_REPORT}texte/<slug:place>/", reports.passage, name="report_passage"),
    path(f"{_REPORT}ausgeben/", reports.issue, name="report_issue_make"),
    path(f"{_REPORT}loeschen/", reports.delete, name="report_delete"),
    path("intern/berichte/ausgaben/<int:pk>/", reports.show_issue, name="report_issue"),
    re_path(
        r"^intern/berichte/(?P<pk>\d{1,18})/entwurf\.(?P<fmt>pdf|docx|xlsx)$",
        reports.download_draft,
        name="report_draft",
    ),
    re_path(
        r"^intern/berichte/ausgaben/(?P<pk>\d{1,18})/bericht\.(?P<fmt>pdf|docx|xlsx)$",
        reports.download_issue,
        name="report_download",
    ),
]
