"""Office pages of actors, persons and accounts; the other parts of the network have files of their own."""

from django.urls import path, re_path

from . import (
    urls_advisory,
    urls_confirmation,
    urls_imports,
    urls_mailing,
    urls_merging,
    urls_network,
    urls_organisations,
    urls_pictures,
    urls_protection,
)
from .views import accounts, office, persons, redaction

app_name = "actors"
urlpatterns = [
    path("intern/akteure/", office.index, name="office_list"),
    re_path(r"^intern/akteure\.(?P<fmt>csv|xlsx)$", office.export, name="export"),
    path("intern/akteure/neu/", office.create, name="office_create"),
    path("intern/akteure/<int:pk>/", office.detail, name="office_detail"),
    path("intern/akteure/<int:pk>/bearbeiten/", office.edit, name="office_edit"),
    path("intern/akteure/<int:pk>/veroeffentlichen/", office.publish, name="office_publish"),
    path("intern/akteure/<int:pk>/zurueckziehen/", office.unpublish, name="office_unpublish"),
    path("intern/akteure/<int:pk>/archivieren/", office.archive, name="office_archive"),
    path("intern/akteure/<int:pk>/wiederherstellen/", office.restore, name="office_restore"),
    path("intern/personen/", persons.index, name="person_list"),
    re_path(r"^intern/personen\.(?P<fmt>csv|xlsx)$", persons.export, name="person_export"),
    path("intern/personen/neu/", persons.create, name="person_create"),
    path("intern/personen/<int:pk>/", persons.detail, name="person_detail"),
    path("intern/personen/<int:pk>/bearbeiten/", persons.edit, name="person_edit"),
    path("intern/personen/<int:pk>/karte.vcf", persons.card, name="person_card"),
    path("intern/personen/<int:pk>/rollen/<int:role>/beenden/", persons.end_role, name="role_end"),
    path("intern/personen/<int:pk>/schwaerzen/", redaction.redact, name="person_redact"),
    path("intern/konten/", accounts.index, name="account_list"),
    path("intern/konten/einladen/", accounts.invite, name="account_invite"),
    path("intern/konten/<int:pk>/", accounts.edit, name="account_edit"),
    path("intern/konten/<int:pk>/einladung/", accounts.resend, name="account_resend"),
    path("intern/konten/<int:pk>/sperren/", accounts.deactivate, name="account_deactivate"),
    path("intern/konten/<int:pk>/entsperren/", accounts.reactivate, name="account_reactivate"),
    path("intern/konten/<int:pk>/anonymisieren/", accounts.anonymise, name="account_anonymise"),
    *urls_imports.urlpatterns,
    *urls_organisations.urlpatterns,
    *urls_protection.urlpatterns,
    *urls_advisory.urlpatterns,
    *urls_confirmation.urlpatterns,
    *urls_mailing.urlpatterns,
    *urls_pictures.urlpatterns,
    *urls_network.urlpatterns,
    *urls_merging.urlpatterns,
]
