"""Pages of the floor: settings, logos, one's own profile, jobs and drafts."""

from django.urls import path

from .views import drafts, jobs, logo, profile, settings

app_name = "core"
urlpatterns = [
    path("intern/auftraege/", jobs.index, name="jobs"),
    path("intern/auftraege/<uuid:pk>/", jobs.detail, name="job"),
    path("intern/entwurf/", drafts.save, name="draft"),
    path("intern/entwurf/verwerfen/", drafts.discard, name="draft_discard"),
    path("intern/einstellungen/", settings.edit, name="settings"),
    path("intern/einstellungen/verlauf/", settings.history, name="settings_history"),
    path("bild/<str:name>/", logo.show, name="logo"),
    path("konto/profil/", profile.show, name="profile"),
]
