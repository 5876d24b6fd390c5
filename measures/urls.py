"""All addresses of measures: those for everyone, and those of the office views."""

from . import urls_imports, urls_office, urls_public

app_name = "measures"
urlpatterns = [*urls_public.urlpatterns, *urls_office.urlpatterns, *urls_imports.urlpatterns]
