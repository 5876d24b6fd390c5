"""What committees hold of a person: after the erasure it stands only where the result says so, and minutes keep what the law wants."""

import json

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.utils import timezone
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from actors.protection.subjects import subject_of_person
from committees.models import (
    AgendaItem,
    Attendance,
    Dispatch,
    Invitee,
    ItemProposal,
    Membership,
    Minutes,
    MinutesAddendum,
    PublicObject,
    SurveyParticipant,
)
from committees.oparl import sync
from committees.protection import members, surveys
from committees.records import public_part
from committees.services.minutes import is_unchanged
from integration_portal.core.models import PersonalLink, Redaction
from integration_portal.core.personal import Subject, requests, sources
from integration_portal.core.personal.answers import access_json, record_rows
from tests.actors.erasing import files_with, kept_rows, raw_rows
from tests.builders import make_person, make_user
from tests.builders_committees import make_committee, make_item, make_meeting, make_member

from . import protection_world as world
from .protection_world import EMAIL, MARK, NAME, PARTS, hold, make_subject

AFTER = "2027-03-01 12:00 +0100"
EVENING = "2026-12-03 17:05 +0100"


def built(parts, person, office):
    with time_machine.travel(EVENING, tick=False):
        for name in sorted(parts):
            PARTS[name](person, office)
        sync.rebuild()


def prepare(subject, office, capture):
    with capture(execute=True):
        request = requests.open_request(kind="erasure", subject=subject, note="Brief, Ausweis gesehen", by=office)
    request.refresh_from_db()
    assert request.state == "ready", request.job.error
    return request


def carry_out(request, office, capture):
    with capture(execute=True):
        requests.start_erasing(request=request, by=office)
    request.refresh_from_db()
    assert request.state == "done", request.job.error
    return request


class AnErasureLeavesOnlyWhatItLists(TestCase):
    @settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @example(parts=set(PARTS))
    @given(parts=st.sets(st.sampled_from(sorted(PARTS)), min_size=1, max_size=4))
    def test_the_mark_stands_only_where_the_result_says_so(self, parts):
        person, office = make_subject(), make_user("office", name="Ada Amt")
        built(parts, person, office)
        with time_machine.travel(AFTER, tick=False):
            request = prepare(subject_of_person(person), office, self.captureOnCommitCallbacks)
            foretold = request.result
            assert raw_rows(MARK) != set()  # the preview changed nothing
            carry_out(request, office, self.captureOnCommitCallbacks)
        assert request.result == foretold
        listed = kept_rows(request)
        assert raw_rows(MARK) - listed == set()
        assert files_with(MARK) - listed == set()
        assert MARK not in json.dumps(request.result).lower()


@pytest.fixture
def office(db):
    return make_user("office", name="Ada Amt")


@pytest.fixture
def erase(office, django_capture_on_commit_callbacks):
    """Erase a person, or a subject, in March 2027; the request that was closed."""

    def run(subject):
        subject = subject if isinstance(subject, Subject) else subject_of_person(subject)
        with time_machine.travel(AFTER, tick=False):
            request = prepare(subject, office, django_capture_on_commit_callbacks)
            return carry_out(request, office, django_capture_on_commit_callbacks)

    return run


def fates(request):
    return {(row["fate"], row["label"]) for row in request.result}


def test_minutes_keep_who_was_there_and_how_they_voted_and_say_why(office, erase):
    person = make_subject()
    built({"_minutes"}, person, office)
    row = Minutes.objects.get()
    digest = row.digest
    request = erase(person)
    row.refresh_from_db()
    own = next(one for one in row.record["attendance"] if one["who"]["key"] == f"actors.person:{person.pk}")
    item = row.record["items"][0]
    assert (own["who"]["name"], own["reason"]) == (NAME, f"war {MARK}")
    assert NAME in [one["who"]["name"] for one in item["motions"][0]["vote"]["names"]]
    assert item["motions"][0]["text"] == f"{NAME} wird gedankt."
    kept = [line for line in request.result if line["fate"] == "kept" and "ThürKO § 42" in line["reason"]]
    assert kept != []
    assert (row.digest, is_unchanged(row)) == (digest, False)


def test_approved_minutes_lose_what_the_law_does_not_want_in_them(office, erase):
    person = make_subject()
    built({"_minutes"}, person, office)
    erase(person)
    row = Minutes.objects.get()
    item, gone = row.record["items"][0], row.record["items"][1]
    assert (item["notes"], item["reporter"]["name"]) == ("[gelöscht] berichtet: [gelöscht]", "[gelöscht]")
    assert (row.opening, row.record["opening"], row.closing) == (
        "[gelöscht] ist da.",
        "[gelöscht] ist da.",
        "[gelöscht] dankt.",
    )
    assert [one["reason"] for one in gone["concerned"]] == [""]
    assert MinutesAddendum.objects.get().text == "[gelöscht] schreibt [gelöscht]."
    assert MARK not in json.dumps([row["who"] for row in public_part(row.record)["attendance"]])


def test_the_change_of_approved_minutes_is_a_logged_redaction_and_nothing_else_changes_them(office, erase):
    person = make_subject()
    built({"_minutes"}, person, office)
    before = Redaction.objects.count()
    erase(person)
    logged = list(Redaction.objects.order_by("pk"))[before:]
    assert [(row.person_label, row.redacted_by, row.is_open) for row in logged] == [
        (f"actors.person:{person.pk}", office, False)
    ] * 2
    row = Minutes.objects.get()
    row.opening = "Anders"
    with pytest.raises(DatabaseError), transaction.atomic():
        row.save()


def test_a_guest_goes_from_approved_minutes_altogether(office, erase):
    person = make_subject()
    built({"_guest"}, person, office)
    erase(person)
    record = Minutes.objects.get().record
    guests = [row for row in record["attendance"] if row["role"] == "guest"]
    assert [(row["who"]["key"], row["who"]["name"], row["reason"]) for row in guests] == [("", "[gelöscht]", "")] * 2
    assert record["items"][0]["motions"][0]["mover"] == "[gelöscht]"
    assert set(Attendance.objects.filter(role="guest", person=None).values_list("name", flat=True)) == {"[gelöscht]"}


def test_a_namesake_in_the_same_minutes_keeps_their_name(office, erase):
    sitting = make_subject()
    built({"_minutes"}, sitting, office)
    before = Minutes.objects.get().record
    namesake = make_subject(email="anders@example.org", phone="", internal_note="")
    erase(namesake)
    assert Minutes.objects.get().record == before


def test_somebody_who_sits_on_a_committee_has_to_leave_it_first(office, django_capture_on_commit_callbacks):
    person = make_subject()
    make_member(make_committee("Beirat für Muster"), person=person)
    with time_machine.travel(AFTER, tick=False):
        request = prepare(subject_of_person(person), office, django_capture_on_commit_callbacks)
        with pytest.raises(ValidationError) as error:
            requests.start_erasing(request=request, by=office)
    assert "Beirat für Muster" in error.value.messages[0]


def test_minutes_that_are_not_approved_come_before_the_erasure(office, django_capture_on_commit_callbacks):
    person = make_subject()
    committee = make_committee("Beirat")
    row = make_member(committee, person=person, **world.LEFT)
    meeting = make_meeting(committee, state="held", opened_at=timezone.now())
    Attendance.objects.create(meeting=meeting, person=person, membership=row, role="member", state="present")
    with time_machine.travel(AFTER, tick=False):
        request = prepare(subject_of_person(person), office, django_capture_on_commit_callbacks)
        with pytest.raises(ValidationError) as error:
            requests.start_erasing(request=request, by=office)
        assert "ThürKO § 42" in error.value.messages[0]
        meeting.state = "approved"
        meeting.save()
        carry_out(request, office, django_capture_on_commit_callbacks)


def test_links_answers_and_addresses_of_invitations_are_erased_the_proof_of_notice_stays(office, erase):
    person = make_subject()
    built({"_invitations"}, person, office)
    erase(person)
    row, sent = Invitee.objects.get(), Dispatch.objects.get()  # the one as a guest is gone
    assert (row.link, row.answer, row.note, sent.email) == (None, "", "", f"geloescht-{sent.pk}@anonym.invalid")
    assert [(one.holder, one.withdrawn_at is None) for one in PersonalLink.objects.all()] == [("", False)] * 2


def test_answers_to_surveys_go_with_the_person_and_seats_stay_without_a_name(office, erase):
    person = make_subject()
    built({"_surveys", "_seat"}, person, office)
    request = erase(person)
    assert SurveyParticipant.objects.count() == 0
    row = Membership.objects.get()
    assert (row.person.first_name, row.person.anonymised_at is None, row.is_released) == ("", False, False)
    assert {fate for fate, _label in fates(request)} == {"erased", "anonymised", "kept"}  # the letter of the survey


def test_oparl_tells_the_person_as_deleted_at_once(office, erase):
    person = make_subject()
    built({"_seat"}, person, office)
    row = PublicObject.objects.get(kind="Person", key=person.uuid)
    assert (row.is_deleted, MARK in json.dumps(row.data)) == (False, True)
    erase(person)
    row.refresh_from_db()
    assert (row.is_deleted, row.data) == (True, {})


def test_the_number_of_those_who_proposed_an_item_stays(office, erase):
    person = make_subject()
    built({"_items"}, person, office)
    erase(person)
    assert ItemProposal.objects.get().supporters.count() == 1
    assert set(AgendaItem.objects.values_list("reporter", "reporter_text")) == {
        (None, ""),
        (None, "[gelöscht] (Verein)"),
    }


def test_somebody_without_an_entry_is_taken_out_of_the_fields_for_names(office, erase):
    item = make_item(reporter_text="Émile Ünal")
    erase(Subject(names=("Émile Ünal",)))
    item.refresh_from_db()
    assert item.reporter_text == "[gelöscht]"


def test_erasing_somebody_whom_no_committee_knows_changes_nothing_here(office, erase):
    person = make_subject()
    built({"_minutes"}, person, office)
    before = Minutes.objects.get().record
    erase(make_person("Ganz Anders"))
    assert Minutes.objects.get().record == before


def test_the_access_names_seats_meetings_votes_papers_elections_and_surveys(office):
    person = make_subject()
    built(set(PARTS), person, office)
    with time_machine.travel(AFTER, tick=False):
        request = requests.open_request(kind="access", subject=subject_of_person(person), note="Brief", by=office)
        data = json.loads(access_json(request, requests.subject_of(request), office))
    parts = {part["key"]: json.dumps(part["entries"], ensure_ascii=False) for part in data["parts"]}
    own = {key for key in parts if key.startswith("committees.")}
    assert own == {source.key for source in sources() if source.key.startswith("committees.")}
    assert f"alt-{EMAIL}" in parts["committees.invitations"]
    assert "Tante" in parts["committees.meetings"]


def test_the_record_of_processing_has_an_entry_for_each_kind(db):
    labels = {str(label) for label, _facts in record_rows()}
    assert {str(source.label) for source in sources() if source.key.startswith("committees.")} <= labels


def test_who_left_long_ago_and_surveys_long_over_stand_in_the_list_of_what_is_due(office):
    person, sitting = make_subject(), make_person("Sitzt Noch")
    built({"_seat", "_surveys"}, person, office)
    make_member(make_committee(), person=sitting)
    day = (timezone.now() + timezone.timedelta(days=4000)).date()
    assert list(members.left_long_ago(day, office)) == [person]
    assert list(members.left_long_ago(world.LEFT["until"], office)) == []
    assert surveys.long_over(day, office).count() == 1
    assert surveys.long_over(day, make_user("council")).count() == 0
    for source in (members.SOURCE, surveys.SOURCE):
        for entry in source.due:
            assert all(entry.describe(row)[2] for row in entry.rows(day, office))


def test_hold_makes_approved_minutes(office):
    """The world of these tests is what they say it is."""
    committee = make_committee(published=True)
    make_member(committee, person=make_subject())
    with time_machine.travel(EVENING, tick=False):
        row = hold(committee, make_person(), office)
    assert (row.approved_on is None, row.meeting.state, is_unchanged(row)) == (False, "published", True)
