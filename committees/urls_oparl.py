"""Addresses of OParl 1.1, below /oparl/v1.1/: technical, the same in every language."""

from django.urls import path, re_path

from .views import oparl

app_name = "oparl"
urlpatterns = [
    path("system", oparl.system, name="system"),
    path("body", oparl.bodies, name="bodies"),
    path("body/<uuid:key>/<slug:name>", oparl.body_list, name="body_list"),
    path("organization/<uuid:key>/meeting", oparl.organization_meetings, name="organization_meetings"),
    path("organization/<uuid:key>/consultation", oparl.organization_consultations, name="organization_consultations"),
    path("file/<uuid:key>/inline", oparl.file, {"way": "inline"}, name="file_inline"),
    path("file/<uuid:key>/download", oparl.file, {"way": "download"}, name="file_download"),
    path("<slug:word>/<uuid:key>", oparl.show, name="object"),
    re_path(r"^(?P<rest>.*)$", oparl.nothing, name="nothing"),
]
