"""Addresses: committees, their rules, seats and members."""

from django.urls import path, re_path

from .views import committees, members

_ONE = "intern/gremien/<int:pk>/"

urlpatterns = [
    path("intern/gremien/", committees.index, name="office_list"),
    path("intern/gremien/neu/", committees.create, name="office_create"),
    path(_ONE, committees.detail, name="office_detail"),
    path(f"{_ONE}bearbeiten/", committees.edit, name="office_edit"),
    path(f"{_ONE}veroeffentlichen/", committees.publish, name="office_publish"),
    path(f"{_ONE}zurueckziehen/", committees.unpublish, name="office_unpublish"),
    re_path(
        r"^intern/gremien/(?P<pk>[0-9]{1,18})/besetzung\.(?P<fmt>csv|xlsx)$", committees.export, name="roster_export"
    ),
    path(f"{_ONE}regeln/neu/", committees.rules_create, name="rules_create"),
    path(f"{_ONE}regeln/<int:number>/", committees.rules, name="rules"),
    path(f"{_ONE}regeln/<int:number>/bearbeiten/", committees.rules_edit, name="rules_edit"),
    path(f"{_ONE}standardpunkte/neu/", committees.item_create, name="standard_create"),
    path(f"{_ONE}standardpunkte/<int:item>/", committees.item_edit, name="standard_edit"),
    path(f"{_ONE}standardpunkte/<int:item>/loeschen/", committees.item_delete, name="standard_delete"),
    path(f"{_ONE}amtszeiten/neu/", members.term, name="term_create"),
    path(f"{_ONE}amtszeiten/<int:term>/", members.term, name="term_edit"),
    path(f"{_ONE}sitze/neu/", members.seat, name="seat_create"),
    path(f"{_ONE}sitze/<int:seat>/", members.seat, name="seat_edit"),
    path(f"{_ONE}sitze/<int:seat>/loeschen/", members.seat_delete, name="seat_delete"),
    path(f"{_ONE}sitze/<int:seat>/besetzen/", members.member, name="member_create"),
    path(f"{_ONE}mitglieder/<int:membership>/", members.member_edit, name="member_edit"),
    path(f"{_ONE}mitglieder/<int:membership>/beenden/", members.member_end, name="member_end"),
    path(f"{_ONE}funktionen/neu/", members.function, name="function_create"),
    path(f"{_ONE}funktionen/<int:function>/", members.function, name="function_edit"),
]
