"""Addresses of measures in the office views."""

from django.urls import path

from .views import office, office_bulk, office_edit

urlpatterns = [
    path("intern/massnahmen/", office.index, name="office_list"),
    path("intern/massnahmen.<slug:fmt>", office.export, name="office_export"),
    path("intern/massnahmen/ansicht/", office.save_view, name="office_save_view"),
    path("intern/massnahmen/ansicht/<int:pk>/entfernen/", office.delete_view, name="office_delete_view"),
    path("intern/massnahmen/ansicht/<int:pk>/umbenennen/", office.rename_view, name="office_rename_view"),
    path("intern/massnahmen/mehrere/", office_bulk.bulk, name="office_bulk"),
    path("intern/massnahmen/neu/", office_edit.create, name="office_create"),
    path("intern/massnahmen/<int:pk>/", office.detail, name="office_detail"),
    path("intern/massnahmen/<int:pk>/vorschau/", office.preview, name="office_preview"),
    path("intern/massnahmen/<int:pk>/bearbeiten/", office_edit.edit, name="office_edit"),
    path("intern/massnahmen/<int:pk>/stand/", office_edit.status, name="office_status"),
    path("intern/massnahmen/<int:pk>/veroeffentlichen/", office_edit.publish, name="office_publish"),
    path("intern/massnahmen/<int:pk>/zuruecknehmen/", office_edit.unpublish, name="office_unpublish"),
    path("intern/massnahmen/<int:pk>/kopieren/", office_edit.duplicate, name="office_duplicate"),
    path("intern/massnahmen/<int:pk>/archivieren/", office_edit.archive, name="office_archive"),
    path("intern/massnahmen/<int:pk>/zurueckholen/", office_edit.restore, name="office_restore"),
    path("intern/massnahmen/<int:pk>/klaeren/<int:question>/", office_edit.clarify, name="office_clarify"),
]
