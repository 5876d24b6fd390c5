"""Minutes: what is missing, the two versions of one record, approval, and that nothing changes afterwards."""

import json

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction

from committees import documents
from committees.models import Minutes, Motion
from committees.records import digest_of, missing_in, public_part, record_of
from committees.services import attendance, minutes, voting
from integration_portal.core.models import Redaction
from tests.builders import make_person
from tests.builders_committees import at, make_committee, make_item, make_meeting, make_member

pytestmark = pytest.mark.django_db
SECRET = ("GEHEIM-TITEL", "GEHEIM-NOTIZ", "GEHEIM-BESCHLUSS")


@pytest.fixture(autouse=True)
def evening():
    with time_machine.travel("2026-12-03 17:05 +0100", tick=False):
        yield


@pytest.fixture
def held():
    """A meeting that was held: an open resolution, a closed one, three members of whom one may be named in public."""
    committee = make_committee("Beirat", published=True)
    for name, public in (("Öffentlich", True), ("Privat", False), ("Ebenso", False)):
        make_member(committee, person=make_person(name, is_published=public))
    chair = make_person("Vorsitz", is_published=True)
    meeting = make_meeting(committee, published=True, chair=chair, recorder=make_person("Schrift"))
    attendance.open_meeting(meeting=meeting, at=at("2026-12-03 17:00"))
    for row in meeting.attendances.all():
        attendance.arrive(attendance=row, at=at("2026-12-03 17:00"))
    items = (
        make_item(meeting, "Sprachmittlung", kind="resolution"),
        make_item(meeting, SECRET[0], kind="resolution", is_public=False),
    )
    for item, text in zip(items, ("Der Beirat empfiehlt das.", SECRET[2]), strict=True):
        voting.record_vote(motion=voting.save_motion(motion=Motion(item=item, text=text, mover="Privat")), yes=2, no=1)
    voting.save_notes(item=items[1], notes=SECRET[1])
    meeting.refresh_from_db()
    meeting = attendance.close_meeting(meeting=meeting, at=at("2026-12-03 19:00"))
    return meeting


def next_meeting(meeting):
    return make_meeting(meeting.committee, "2027-03-04 17:00", opened_at=at("2027-03-04 17:00"))


def approved(meeting):
    return minutes.approve(minutes=minutes.minutes_of(meeting), approved_in=next_meeting(meeting))


def test_the_record_of_a_whole_meeting_misses_nothing(held):
    assert missing_in(record_of(held, minutes.minutes_of(held))) == []


def test_what_the_law_asks_for_and_is_not_there_is_named(held):
    held.place, held.chair = "", None
    held.save()
    held.items.update(state="open")
    found = missing_in(record_of(held, minutes.minutes_of(held)))
    assert len(found) == 4
    with pytest.raises(ValidationError):
        approved(held)


def test_the_public_version_has_no_closed_item_no_names_but_the_released_ones_and_no_movers(held):
    whole = record_of(held, minutes.minutes_of(held))
    public = json.dumps(public_part(whole), ensure_ascii=False)
    assert [word in public for word in (*SECRET, "Privat", "Ebenso", "Schrift")] == [False] * 6
    assert [word in public for word in ("Sprachmittlung", "Öffentlich", "Vorsitz")] == [True] * 3
    assert [word in json.dumps(whole, ensure_ascii=False) for word in SECRET] == [True] * 3


def test_a_closed_resolution_that_was_released_stands_in_the_public_version(held):
    resolution = held.items.get(title=SECRET[0]).resolutions.get()
    resolution.title, resolution.text, resolution.released_on = "Freigegeben", "Wortlaut", held.day
    resolution.save()
    public = json.dumps(public_part(record_of(held, minutes.minutes_of(held))), ensure_ascii=False)
    assert "Freigegeben" in public
    assert SECRET[0] not in public


def test_both_versions_become_pdf_and_word(held):
    whole = record_of(held, minutes.minutes_of(held))
    for record in (whole, public_part(whole)):
        data = documents.minutes_document(record, signatures=("Vorsitz", "Schriftführung"))
        assert documents.as_pdf(data).startswith(b"%PDF")
        assert documents.as_word(data).startswith(b"PK")


def test_minutes_are_approved_in_a_later_meeting_that_takes_place(held):
    draft = minutes.minutes_of(held)
    for other in (
        held,
        make_meeting(held.committee, "2026-11-01 17:00", opened_at=at("2026-11-01 17:00")),
        make_meeting(held.committee, "2027-03-04 17:00"),
        make_meeting(make_committee(), "2027-03-04 17:00", opened_at=at("2027-03-04 17:00")),
    ):
        with pytest.raises(ValidationError):
            minutes.approve(minutes=draft, approved_in=other)
    done = approved(held)
    held.refresh_from_db()
    assert (held.state, done.digest, minutes.is_unchanged(done)) == ("approved", digest_of(done.record), True)


def test_an_undecided_correction_keeps_the_minutes_from_being_approved(held):
    draft = minutes.minutes_of(held)
    correction = minutes.ask_correction(minutes=draft, text="Es waren drei.", where="TOP 1", by_name="Privat")
    with pytest.raises(ValidationError):
        approved(held)
    minutes.decide_correction(correction=correction, taken_up=True)
    assert minutes.approve(minutes=draft, approved_in=held.committee.meetings.get(opened_at__gt=held.opened_at)).digest


def test_approved_minutes_are_changed_by_nobody_and_no_way(held):
    done = approved(held)
    with pytest.raises(ValidationError):
        minutes.update(minutes=done, data={"opening": "anders"})
    for change in ({"opening": "anders"}, {"record": {}}, {"digest": "0" * 64}):
        with pytest.raises(DatabaseError), transaction.atomic():
            Minutes.objects.filter(pk=done.pk).update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        Minutes.objects.filter(pk=done.pk).delete()
    with pytest.raises(ValidationError):
        voting.save_notes(item=held.items.first(), notes="nachträglich")
    assert Minutes.objects.get().record == done.record


def test_a_logged_redaction_may_take_a_person_out_and_the_checksum_tells_it(held):
    done = approved(held)
    record = json.loads(json.dumps(done.record, ensure_ascii=False).replace("Privat", "Gelöschte Person"))
    with transaction.atomic():
        redaction = Redaction.objects.create(person_label="Person 1", reason="Löschung", is_open=True)
        Minutes.objects.filter(pk=done.pk).update(record=record)
        redaction.is_open = False
        redaction.save()
    row = Minutes.objects.get()
    assert (minutes.is_unchanged(row), row.digest) == (False, done.digest)


def test_an_addendum_is_for_approved_minutes_and_stays_as_it_is(held):
    draft = minutes.minutes_of(held)
    with pytest.raises(ValidationError):
        minutes.add_addendum(minutes=draft, text="Zu früh")
    added = minutes.add_addendum(minutes=approved(held), text="Richtig: 19:05 Uhr.")
    for change in (lambda: type(added).objects.update(text="anders"), lambda: type(added).objects.all().delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_only_approved_minutes_of_a_public_meeting_are_published_and_may_be_taken_back(held):
    draft = minutes.minutes_of(held)
    with pytest.raises(ValidationError):
        minutes.set_published(minutes=draft, published=True)
    done = approved(held)
    assert minutes.set_published(minutes=done, published=True).published_at is not None
    held.refresh_from_db()
    assert held.state == "published"
    assert minutes.set_published(minutes=done, published=False).published_at is None
