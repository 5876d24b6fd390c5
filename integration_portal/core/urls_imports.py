"""Addresses of imports, made for each kind: `import_urls("measures", "intern/massnahmen/import/")`."""

from django.urls import path

from .views import imports


def import_urls(kind, start):
    """The patterns of an app's imports under `start`; names are `import`, `import_show`, `import_mapping` …"""
    extra = {"kind": kind}
    one = f"{start}<uuid:pk>/"
    return [
        path(start, imports.index, extra, name="import"),
        path(one, imports.show, extra, name="import_show"),
        path(f"{one}spalten/", imports.mapping, extra, name="import_mapping"),
        path(f"{one}namen/", imports.names, extra, name="import_names"),
        path(f"{one}zeile/", imports.row, extra, name="import_row"),
        path(f"{one}pruefen/", imports.check, extra, name="import_check"),
        path(f"{one}uebernehmen/", imports.commit, extra, name="import_commit"),
        path(f"{one}zuruecknehmen/", imports.undo, extra, name="import_undo"),
        path(f"{one}verwerfen/", imports.discard, extra, name="import_discard"),
        path(f"{one}blatt/", imports.sheet, extra, name="import_sheet"),
    ]
