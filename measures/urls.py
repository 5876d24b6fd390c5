"""All addresses of measures: those for everyone, and those of the office views."""

from . import (
    urls_coordination,
    urls_events,
    urls_funding,
    urls_ideas,
    urls_imports,
    urls_indicators,
    urls_office,
    urls_public,
    urls_reports,
)

app_name = "measures"
urlpatterns = [
    *urls_public.urlpatterns,
    *urls_office.urlpatterns,
    *urls_imports.urlpatterns,
    *urls_coordination.urlpatterns,
    *urls_events.urlpatterns,
    *urls_funding.urlpatterns,
    *urls_ideas.urlpatterns,
    *urls_indicators.urlpatterns,
    *urls_reports.urlpatterns,
]
