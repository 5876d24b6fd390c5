"""Addresses: meetings, agendas and invitations."""

from django.urls import path, re_path

from .views import agenda, invitations, meetings, own

_ONE = "intern/sitzungen/<int:pk>/"
_ITEM = f"{_ONE}tagesordnung/<int:item>/"
_WHO = f"{_ONE}eingeladene/<int:invitee>/"

urlpatterns = [
    path("intern/mein-gremium/", own.index, name="own"),
    path("intern/sitzungen/", meetings.index, name="meeting_list"),
    path("intern/sitzungen/neu/", meetings.create, name="meeting_create"),
    path("intern/gremien/<int:pk>/jahr/", meetings.plan_year, name="meeting_year"),
    path("intern/gremien/<int:pk>/vorschlag/", agenda.propose, name="proposal_create"),
    path(_ONE, meetings.detail, name="meeting"),
    path(f"{_ONE}bearbeiten/", meetings.edit, name="meeting_edit"),
    path(f"{_ONE}absagen/", meetings.cancel, name="meeting_cancel"),
    path(f"{_ONE}verlegen/", meetings.move, name="meeting_move"),
    path(f"{_ONE}veroeffentlichen/", meetings.publish, name="meeting_publish"),
    path(f"{_ONE}zurueckziehen/", meetings.unpublish, name="meeting_unpublish"),
    path(f"{_ONE}wiederaufnehmen/", meetings.reopen, name="meeting_reopen"),
    path(f"{_ONE}tagesordnung/neu/", agenda.add, name="item_add"),
    path(f"{_ONE}tagesordnung/fuellen/", agenda.fill, name="agenda_fill"),
    path(f"{_ONE}tagesordnung/ordnen/", agenda.reorder, name="agenda_reorder"),
    path(f"{_ONE}tagesordnung/uebernehmen/", agenda.carry_over, name="agenda_carry_over"),
    path(f"{_ITEM}bearbeiten/", agenda.edit, name="item_edit"),
    path(f"{_ITEM}entfernen/", agenda.remove, name="item_remove"),
    re_path(
        r"^intern/sitzungen/(?P<pk>[0-9]{1,18})/tagesordnung/(?P<item>[0-9]{1,18})/(?P<way>hoch|runter|einruecken|ausruecken)/$",
        agenda.shift,
        name="item_shift",
    ),
    path(f"{_ONE}vorschlaege/<int:proposal>/aufnehmen/", agenda.accept, name="proposal_accept"),
    path(f"{_ONE}vorschlaege/<int:proposal>/ablehnen/", agenda.refuse, name="proposal_refuse"),
    path(f"{_ONE}einladen/", invitations.invite, name="meeting_invite"),
    path(f"{_ONE}einladung/<int:number>/", invitations.sent, name="invitation_sent"),
    path(f"{_ONE}antwort/", invitations.own_answer, name="own_answer"),
    path(f"{_ONE}erinnern/", invitations.remind, name="meeting_remind"),
    path(f"{_ONE}gast/", invitations.guest, name="guest_add"),
    path(f"{_WHO}antwort/", invitations.answer, name="invitee_answer"),
    path(f"{_WHO}entfernen/", invitations.guest_remove, name="guest_remove"),
    path(f"{_ONE}termin.ics", invitations.calendar, name="meeting_ics"),
    re_path(
        r"^intern/sitzungen/(?P<pk>[0-9]{1,18})/(?P<what>einladung|tagesordnung|aushang|anwesenheit|briefe)\.(?P<fmt>pdf|docx)$",
        invitations.paper,
        name="meeting_paper",
    ),
]
