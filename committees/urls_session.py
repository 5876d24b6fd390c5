"""Addresses: the recorder's screen, and the minutes."""

from django.urls import path, re_path

from .views import minutes, session

_ONE = "intern/sitzungen/<int:pk>/protokoll/"
_ITEM = f"{_ONE}top/<int:item>/"
_MINUTES = "intern/sitzungen/<int:pk>/niederschrift/"

urlpatterns = [
    path(_ONE, session.page, name="session"),
    path(f"{_ONE}eroeffnen/", session.open_meeting, name="session_open"),
    path(f"{_ONE}schliessen/", session.close_meeting, name="session_close"),
    path(f"{_ONE}anwesenheit/<int:attendance>/", session.attend, name="session_attend"),
    path(f"{_ONE}vertretung/", session.deputy, name="session_deputy"),
    path(f"{_ONE}gast/", session.guest, name="session_guest"),
    path(f"{_ITEM}notizen/", session.notes, name="session_notes"),
    path(f"{_ITEM}aufrufen/", session.call, name="session_call"),
    path(f"{_ITEM}abschliessen/", session.end, name="session_end"),
    path(f"{_ITEM}beteiligt/", session.concern, name="session_concern"),
    path(f"{_ITEM}antrag/", session.motion, name="session_motion"),
    path(f"{_ITEM}antrag/<int:motion>/abstimmung/", session.vote, name="session_vote"),
    path(f"{_ITEM}antrag/<int:motion>/dringlich/", session.urgent, name="session_urgent"),
    path(_MINUTES, minutes.page, name="minutes"),
    re_path(
        r"^intern/sitzungen/(?P<pk>[0-9]{1,18})/niederschrift-(?P<version>intern|oeffentlich)\.(?P<fmt>pdf|docx)$",
        minutes.paper,
        name="minutes_paper",
    ),
    path(f"{_MINUTES}bearbeiten/", minutes.edit, name="minutes_edit"),
    path(f"{_MINUTES}aushaendigen/", minutes.hand_out, name="minutes_hand_out"),
    path(f"{_MINUTES}veroeffentlichen/", minutes.publish, name="minutes_publish"),
    path(f"{_MINUTES}genehmigen/", minutes.approve, name="minutes_approve"),
    path(f"{_MINUTES}berichtigung/", minutes.correction, name="correction_create"),
    path(f"{_MINUTES}berichtigung/<int:correction>/", minutes.decide, name="correction_decide"),
    path(f"{_MINUTES}nachtrag/", minutes.addendum, name="addendum_create"),
]
