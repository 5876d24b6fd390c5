"""Invitations: the notice period, letters and calendar files, changes, guests, answers and deputies, calling off."""

import datetime
import io

import pytest
import time_machine
from django.core import mail
from django.core.exceptions import ValidationError
from pypdf import PdfReader

from committees.services import agenda, invitations, meetings
from integration_portal.core.mail.sending import send_due
from tests.builders import make_person
from tests.builders_committees import (
    make_committee,
    make_item,
    make_meeting,
    make_member,
    make_seat,
)

DAY = datetime.date.fromisoformat
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel("2026-11-23 09:00 +0100", tick=False):
        yield


#: Addresses have no umlauts.
ASCII = str.maketrans({"ü": "ue", "ö": "oe", "ä": "ae"})


def member(committee, name="Muster", **values):
    return make_member(
        committee, person=make_person(name, email=f"{name.lower()}@example.org".translate(ASCII)), **values
    )


def titles(meeting):
    return [f"{item.number} {item.title}" for item in agenda.ordered(meeting.items.all())]


@pytest.fixture
def prepared():
    committee = make_committee("Beirat für Migration")
    member(committee, "Müller")
    member(committee, "Öztürk")
    meeting = make_meeting(committee)
    make_item(meeting, "Sprachmittlung")
    make_item(meeting, "GEHEIM Personalie", is_public=False)
    return meeting


def text_of(content):
    return content.decode() if isinstance(content, bytes) else content


def sent():
    send_due()
    return mail.outbox


def test_everybody_in_office_gets_a_mail_with_letter_calendar_file_and_link(
    prepared, django_capture_on_commit_callbacks
):
    made = invitations.send_invitation(meeting=prepared, text="Wir freuen uns.")
    prepared.refresh_from_db()
    assert (prepared.state, made.number, made.is_urgent, made.dispatches.count()) == ("invited", 1, False, 2)
    out = sent()
    assert sorted(message.to[0] for message in out) == ["mueller@example.org", "oeztuerk@example.org"]
    assert [name for name, _content, _type in out[0].attachments] == ["einladung.pdf", "termin.ics"]
    assert "/l/" in out[0].body
    assert "BEGIN:VEVENT" in text_of(out[0].attachments[1][1])


@pytest.mark.parametrize(
    ("now", "reason", "knowingly", "field"),
    [
        ("2026-11-28 12:00 +0100", "", False, None),
        ("2026-11-29 12:00 +0100", "", False, "urgent_reason"),
        ("2026-12-01 12:00 +0100", "Frist läuft ab", False, None),
        ("2026-12-02 12:00 +0100", "Frist läuft ab", False, "knowingly"),
        ("2026-12-02 12:00 +0100", "Frist läuft ab", True, None),
    ],
)
def test_an_invitation_that_is_too_late_goes_the_urgent_way_or_not_at_all(prepared, now, reason, knowingly, field):
    with time_machine.travel(now, tick=False):
        if field is None:
            made = invitations.send_invitation(meeting=prepared, urgent_reason=reason, knowingly=knowingly)
            assert made.is_urgent is bool(reason)
        else:
            with pytest.raises(ValidationError) as caught:
                invitations.send_invitation(meeting=prepared, urgent_reason=reason, knowingly=knowingly)
            assert list(caught.value.message_dict) == [field]
            assert prepared.invitations.count() == 0


def test_nobody_is_invited_to_an_empty_agenda_or_into_the_past(prepared):
    prepared.items.all().delete()
    with pytest.raises(ValidationError, match=r"Tagesordnung|agenda"):
        invitations.send_invitation(meeting=prepared)
    with time_machine.travel("2026-12-04 09:00 +0100"), pytest.raises(ValidationError):
        invitations.send_invitation(meeting=prepared)


def test_a_change_makes_a_second_invitation_that_says_what_changed(prepared):
    first = invitations.send_invitation(meeting=prepared)
    assert invitations.changes_since(prepared, first) == []
    prepared.refresh_from_db()
    meetings.update_meeting(meeting=prepared, data={"place": "Rathaus"})
    agenda.add_item(meeting=prepared, data={"title": "Dringendes"})
    prepared.refresh_from_db()
    second = invitations.send_invitation(meeting=prepared)
    assert second.number == 2
    assert [part in second.changes for part in ("Rathaus", "Dringendes", "Sprachmittlung")] == [True, True, False]
    assert invitations.changes_since(prepared, second) == []


def test_guests_get_the_public_part_only(prepared):
    guest = make_person("Gast", email="gast@example.org")
    invitations.add_guest(meeting=prepared, person=guest)
    invitations.send_invitation(meeting=prepared)
    invitations_of = {message.to[0]: message for message in sent()}

    def text(message):
        return "".join(page.extract_text() for page in PdfReader(io.BytesIO(message.attachments[0][1])).pages)

    assert "GEHEIM" not in text(invitations_of["gast@example.org"])
    assert any("GEHEIM" in text(message) for to, message in invitations_of.items() if to != "gast@example.org")


def invited(meeting, name):
    return meeting.invitees.get(person__last_name=name)


def test_an_answer_may_be_changed_until_the_meeting_begins(prepared):
    invitations.send_invitation(meeting=prepared)
    row = invited(prepared, "Müller")
    invitations.answer(invitee=row, answer="yes")
    assert invitations.answer(invitee=row, answer="no", note="Krank").answer == "no"
    with time_machine.travel("2026-12-03 17:00 +0100"), pytest.raises(ValidationError):
        invitations.answer(invitee=row, answer="yes")


def test_a_deputy_is_informed_and_let_go_again(prepared):
    seat = prepared.committee.seats.first()
    deputy = member(prepared.committee, "Vertretung", seat=seat, kind="deputy")
    invitations.send_invitation(meeting=prepared)
    row = prepared.invitees.get(membership__seat=seat)
    invitations.answer(invitee=row, answer="deputy", deputy=deputy)
    assert prepared.invitees.filter(person=deputy.person, stands_in_for=row).count() == 1
    invitations.answer(invitee=row, answer="yes")
    assert prepared.invitees.filter(person=deputy.person).count() == 0
    to_deputy = [message.subject for message in sent() if message.to == ["vertretung@example.org"]]
    assert len(to_deputy) == 2


def test_nobody_stands_in_for_two(prepared):
    prepared.committee.seats.update(group="Bank")
    rules = prepared.committee.rule_sets.get()
    rules.deputies = "group"
    rules.save()
    deputy = member(prepared.committee, "Vertretung", seat=prepared.committee.seats.first(), kind="deputy")
    invitations.send_invitation(meeting=prepared)
    one, two = prepared.invitees.filter(stands_in_for=None)
    invitations.answer(invitee=one, answer="deputy", deputy=deputy)
    with pytest.raises(ValidationError) as caught:
        invitations.answer(invitee=two, answer="deputy", deputy=deputy)
    assert "Satzung" in caught.value.message_dict["deputy"][0]


def test_a_deputy_of_another_seat_is_refused_where_deputies_are_per_seat(prepared):
    deputy = member(prepared.committee, "Vertretung", seat=prepared.committee.seats.first(), kind="deputy")
    invitations.send_invitation(meeting=prepared)
    other = prepared.invitees.exclude(membership__seat=deputy.seat).get()
    with pytest.raises(ValidationError):
        invitations.answer(invitee=other, answer="deputy", deputy=deputy)


def test_the_quorum_from_the_answers_counts_a_deputy_but_no_advisory_seat(prepared):
    committee = prepared.committee
    member(committee, "Beratend", seat=make_seat(committee, is_voting=False))
    deputy = member(committee, "Vertretung", seat=committee.seats.first(), kind="deputy")
    invitations.send_invitation(meeting=prepared)
    invitations.answer(invitee=invited(prepared, "Beratend"), answer="yes")
    assert invitations.expected(prepared) == (0, 2)
    invitations.answer(invitee=prepared.invitees.get(membership__seat=deputy.seat), answer="deputy", deputy=deputy)
    assert invitations.expected(prepared) == (1, 2)


def test_calling_off_tells_everybody_with_a_calendar_file_that_cancels(prepared):
    invitations.send_invitation(meeting=prepared)
    prepared.refresh_from_db()
    meetings.cancel_meeting(meeting=prepared, reason="Zu wenige Zusagen")
    told = sent()
    assert len(told) == 2  # the invitations that had not gone out were withdrawn
    assert "Zu wenige Zusagen" in told[0].body
    assert "STATUS:CANCELLED" in text_of(told[0].attachments[0][1])
