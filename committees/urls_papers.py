"""Addresses: Papers."""

from django.urls import path, re_path

from .views import papers, papers_path

_ONE = "intern/vorlagen/<int:pk>/"
_STOP = f"{_ONE}stationen/<int:stop>/"

urlpatterns = [
    path("intern/vorlagen/", papers.index, name="paper_list"),
    re_path(r"^intern/vorlagen\.(?P<fmt>csv|xlsx)$", papers.export, name="paper_export"),
    path("intern/vorlagen/neu/", papers.create, name="paper_new"),
    path(_ONE, papers.detail, name="paper"),
    path(f"{_ONE}fassungen/", papers.versions, name="paper_versions"),
    path(f"{_ONE}bearbeiten/", papers.edit, name="paper_edit"),
    path(f"{_ONE}loeschen/", papers.delete, name="paper_delete"),
    path(f"{_ONE}einreichen/", papers.hand_in, name="paper_hand_in"),
    path(f"{_ONE}zurueckziehen/", papers.withdraw, name="paper_withdraw"),
    path(f"{_ONE}freigeben/", papers.release, name="paper_release"),
    path(f"{_ONE}zuruecknehmen/", papers.take_back, name="paper_take_back"),
    path(f"{_ONE}anlagen/neu/", papers.file_add, name="paper_file_add"),
    path(f"{_ONE}anlagen/<uuid:file>/loeschen/", papers.file_remove, name="paper_file_remove"),
    path(f"{_ONE}stationen/neu/", papers_path.add, name="paper_stop_add"),
    path(_STOP, papers_path.change, name="paper_stop"),
    re_path(
        r"^intern/vorlagen/(?P<pk>[0-9]{1,18})/stationen/(?P<stop>[0-9]{1,18})/(?P<way>hoch|runter)/$",
        papers_path.move,
        name="paper_stop_move",
    ),
    path(f"{_STOP}entfernen/", papers_path.remove, name="paper_stop_remove"),
]
