"""Addresses of the committees; each part has a file of its own. OParl stands outside the languages (`urls_oparl`)."""

from . import (
    urls_followup,
    urls_meetings,
    urls_members,
    urls_papers,
    urls_public,
    urls_session,
    urls_surveys,
)

app_name = "committees"
urlpatterns = [
    *urls_members.urlpatterns,
    *urls_papers.urlpatterns,
    *urls_meetings.urlpatterns,
    *urls_session.urlpatterns,
    *urls_followup.urlpatterns,
    *urls_surveys.urlpatterns,
    *urls_public.urlpatterns,
]
