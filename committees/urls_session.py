"""Addresses: the recorder's screen."""

from django.urls import path

from .views import session

_ONE = "intern/sitzungen/<int:pk>/protokoll/"
_ITEM = f"{_ONE}top/<int:item>/"

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
]
