"""Addresses: the public pages. Fixed words stand before the committees, whose slugs must not be one of them (`RESERVED_SLUGS`)."""

from django.urls import path, re_path

from .views import public, public_files, public_papers

_MEETING = "gremien/<slug:slug>/<slug:key>/"

urlpatterns = [
    path("gremien/", public.index, name="public_list"),
    path("gremien/termine/", public.meetings, name="public_meetings"),
    path("gremien/termine.ics", public_files.calendar, name="public_calendar"),
    path("gremien/neues.atom", public_papers.feed, name="public_feed"),
    path("gremien/vorlagen/", public_papers.papers, name="public_papers"),
    path("gremien/vorlagen/<slug:number>/", public_papers.paper, name="public_paper"),
    path("gremien/vorlagen/<slug:number>.pdf", public_files.paper, name="public_paper_file"),
    path("gremien/beschluesse/", public_papers.resolutions, name="public_resolutions"),
    path("gremien/beschluesse/<slug:number>/", public_papers.resolution, name="public_resolution"),
    path("gremien/<slug:slug>.ics", public_files.committee_calendar, name="public_ics"),
    path("gremien/<slug:slug>/", public.committee, name="public_detail"),
    path(_MEETING, public.meeting, name="public_meeting"),
    path(f"{_MEETING}termin.ics", public_files.meeting_calendar, name="public_meeting_ics"),
    path(f"{_MEETING}tagesordnung.pdf", public_files.agenda, name="public_agenda"),
    re_path(
        r"^gremien/(?P<slug>[-\w]+)/(?P<key>[-\w]+)/niederschrift\.(?P<fmt>pdf|docx)$",
        public_files.minutes,
        name="public_minutes",
    ),
    re_path(
        r"^gremien/(?P<slug>[-\w]+)/(?P<key>[-\w]+)/archiv\.(?P<fmt>pdf|zip)$",
        public_files.archive,
        name="public_archive",
    ),
]
