"""In the meeting: who is there on which seat, quorum, personal concern, motions, votes, urgent items, closing."""

import pytest
import time_machine
from django.core.exceptions import ValidationError

from committees.models import Attendance, Motion, Resolution, Vote
from committees.services import attendance, invitations, meetings, voting
from integration_portal.core.locking import StaleObject
from tests.builders import make_person
from tests.builders_committees import (
    at,
    make_committee,
    make_item,
    make_meeting,
    make_member,
    make_paper,
    make_rules,
    make_seat,
)

pytestmark = pytest.mark.django_db
START = "2026-12-03 17:00"


@pytest.fixture(autouse=True)
def evening():
    with time_machine.travel("2026-12-03 17:05 +0100", tick=False):
        yield


def council(members=5, **rules):
    committee = make_committee(rules=rules)
    for _number in range(members):
        make_member(committee)
    return committee


def opened(committee=None, present=None, **values):
    """A running meeting in which the first `present` members are in the room; all of them unless said."""
    meeting = make_meeting(committee or council(), START, **values)
    meeting = attendance.open_meeting(meeting=meeting, at=at(START))
    rows = list(meeting.attendances.filter(is_voting=True).order_by("pk"))
    for row in rows if present is None else rows[:present]:
        attendance.arrive(attendance=row, at=at(START))
    return meeting


def rows_of(meeting):
    return list(meeting.attendances.filter(is_voting=True).order_by("pk"))


def motion(item, kind="main", text="Der Beirat empfiehlt das."):
    return voting.save_motion(motion=Motion(item=item, kind=kind, text=text))


# --- attendance ----------------------------------------------------------------------------------------
def test_opening_lists_everybody_in_office_with_what_they_answered():
    committee = council(2)
    seat = make_seat(committee, is_voting=False)
    make_member(seat=seat, person=make_person("Beratend"))
    meeting = make_meeting(committee, "2026-12-17 17:00")
    make_item(meeting)
    invitations.send_invitation(meeting=meeting)
    first = meeting.invitees.get(membership__seat=committee.seats.first())
    invitations.answer(invitee=first, answer="no", note="Krank")
    meeting.refresh_from_db()
    attendance.open_meeting(meeting=meeting, at=at("2026-12-17 17:00"))
    found = [(row.state, row.reason, row.is_voting) for row in meeting.attendances.order_by("pk")]
    assert found == [("excused", "Krank", True), ("expected", "", True), ("expected", "", False)]


def test_a_meeting_is_opened_once_and_not_after_it_was_called_off():
    meeting = opened()
    with pytest.raises(ValidationError):
        attendance.open_meeting(meeting=meeting)
    off = make_meeting(council(), START)
    meetings.cancel_meeting(meeting=off, reason="Schnee")
    with pytest.raises(ValidationError):
        attendance.open_meeting(meeting=off)


def test_somebody_may_come_late_leave_and_come_back():
    meeting = opened(present=0)
    row = rows_of(meeting)[0]
    attendance.arrive(attendance=row, at=at("2026-12-03 17:20"))
    attendance.leave(attendance=row, at=at("2026-12-03 18:00"))
    attendance.arrive(attendance=row, at=at("2026-12-03 18:10"))
    assert [(p.arrived_at, p.left_at) for p in row.presences.all()] == [
        (at("2026-12-03 17:20"), at("2026-12-03 18:00")),
        (at("2026-12-03 18:10"), None),
    ]


def test_nobody_leaves_before_arriving_or_comes_twice():
    row = rows_of(opened(present=1))[0]
    for call, when in ((attendance.leave, "2026-12-03 16:59"), (attendance.arrive, "2026-12-03 18:00")):
        with pytest.raises(ValidationError):
            call(attendance=row, at=at(when))
    attendance.leave(attendance=row, at=at("2026-12-03 18:00"))
    with pytest.raises(ValidationError):
        attendance.arrive(attendance=row, at=at("2026-12-03 17:59"))


def test_two_recorders_at_once_do_not_overwrite_each_other():
    row = rows_of(opened(present=0))[0]
    attendance.arrive(attendance=row, version=1)
    with pytest.raises(StaleObject):
        attendance.mark_away(attendance=row, excused=True, version=1)


def test_a_member_and_the_deputy_are_not_on_one_seat_together():
    committee = council(3)
    seat = committee.seats.first()
    deputy = make_member(seat=seat, kind="deputy", person=make_person("Vertretung"))
    meeting = opened(committee)
    member = meeting.attendances.get(membership__seat=seat)
    with pytest.raises(ValidationError):
        attendance.seat_deputy(meeting=meeting, membership=member.membership, deputy=deputy)
    attendance.leave(attendance=member, at=at("2026-12-03 18:00"))
    stands_in = attendance.seat_deputy(meeting=meeting, membership=member.membership, deputy=deputy)
    attendance.arrive(attendance=stands_in, at=at("2026-12-03 18:01"))
    assert (stands_in.is_voting, attendance.quorum_now(meeting).present) == (True, 3)
    with pytest.raises(ValidationError):
        attendance.arrive(attendance=member, at=at("2026-12-03 18:05"))


def test_a_deputy_for_two_is_refused_with_the_rule_named():
    committee = council(3, deputies="group", name="Satzung mit Bänken")
    committee.seats.update(group="Bank")
    deputy = make_member(seat=committee.seats.first(), kind="deputy", person=make_person("Vertretung"))
    meeting = opened(committee, present=0)
    one, two, _three = rows_of(meeting)
    attendance.seat_deputy(meeting=meeting, membership=one.membership, deputy=deputy)
    with pytest.raises(ValidationError) as caught:
        attendance.seat_deputy(meeting=meeting, membership=two.membership, deputy=deputy)
    assert "Satzung mit Bänken" in caught.value.message_dict["deputy"][0]


def test_a_guest_needs_a_name_and_stands_on_the_list_once():
    meeting = opened()
    person = make_person()
    attendance.add_guest(meeting=meeting, person=person)
    attendance.add_guest(meeting=meeting, name="فاطمة 🌻")
    for values in ({"person": person}, {"name": "  "}):
        with pytest.raises(ValidationError):
            attendance.add_guest(meeting=meeting, **values)


# --- quorum --------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("present", "ok"), [(2, False), (3, True)])
def test_the_quorum_is_that_of_the_moment(present, ok):
    found = attendance.quorum_now(opened(council(5), present=present))
    assert (found.ok, found.needed, found.present) == (ok, 3, present)


def test_who_is_concerned_counts_neither_for_the_quorum_nor_for_the_vote_of_that_item():
    meeting = opened(council(5), present=3)
    concerned, other = make_item(meeting, kind="resolution"), make_item(meeting, kind="resolution")
    voting.recuse(item=concerned, attendance=rows_of(meeting)[0], reason="Vorstand des Vereins")
    assert attendance.quorum_now(meeting, item=concerned).ok is False
    with pytest.raises(ValidationError):
        voting.record_vote(motion=motion(concerned), yes=2)
    assert voting.record_vote(motion=motion(other), yes=3).present == 3


def test_a_second_call_has_a_quorum_for_the_items_that_were_put_off_only():
    committee = council(5)
    first = make_meeting(committee, "2026-11-05 17:00", state="held")
    old = make_item(first, state="postponed")
    meeting = opened(committee, present=1, second_call_of=first)
    again, new = make_item(meeting, carried_from=old), make_item(meeting)
    assert [attendance.quorum_now(meeting, item=item).ok for item in (again, new)] == [True, False]


# --- votes ---------------------------------------------------------------------------------------------
def test_an_adopted_motion_becomes_a_resolution_with_its_reckoning():
    committee = council(5)
    paper = make_paper(committees=[committee])
    meeting = opened(committee)
    item = make_item(meeting, "Sprachmittlung", kind="resolution", paper=paper)
    vote = voting.record_vote(motion=motion(item), yes=3, no=1, abstentions=1)
    made = Resolution.objects.get()
    item.refresh_from_db()
    assert (made.title, made.outcome, made.vote, item.state) == ("Sprachmittlung", "adopted", vote, "done")
    assert (vote.reckoning["needed"], vote.reckoning["rule"]) == (3, "Satzung")
    assert paper.referrals.get().outcome == "adopted"


@pytest.mark.parametrize("purpose", ["agenda", "minutes"])
def test_a_vote_about_the_meeting_itself_ends_its_item_and_becomes_no_resolution(purpose):
    meeting = opened()
    item = make_item(meeting, kind="resolution", purpose=purpose)
    voting.record_vote(motion=motion(item), yes=5)
    item.refresh_from_db()
    assert (item.state, item.resolutions.count()) == ("done", 0)


def test_a_corrected_vote_takes_its_resolution_along():
    item = make_item(opened(), kind="resolution")
    moved = motion(item)
    voting.record_vote(motion=moved, yes=3, no=2)
    voting.record_vote(motion=moved, yes=2, no=3)
    made = Resolution.objects.get()
    assert (made.outcome, made.status, Vote.objects.count()) == ("rejected", "dropped", 1)


@pytest.mark.parametrize(("yes", "no", "abstentions"), [(4, 1, 1), (6, 0, 0), (-1, 2, 0)])
def test_more_votes_than_voters_in_the_room_are_refused(yes, no, abstentions):
    item = make_item(opened(), kind="resolution")
    with pytest.raises(ValidationError):
        voting.record_vote(motion=motion(item), yes=yes, no=no, abstentions=abstentions)
    assert (Vote.objects.count(), Resolution.objects.count()) == (0, 0)


def test_a_vote_by_name_counts_itself_and_refuses_who_may_not_vote():
    meeting = opened(present=4)
    item = make_item(meeting, kind="resolution")
    here, away = rows_of(meeting)[:4], rows_of(meeting)[4]
    moved = motion(item)
    with pytest.raises(ValidationError):
        voting.record_vote(motion=moved, names={away: "yes"})
    vote = voting.record_vote(motion=moved, names=dict(zip(here, ("yes", "yes", "no", "abstain"), strict=True)))
    assert (vote.yes, vote.no, vote.abstentions, vote.named.count()) == (2, 1, 1, 4)


def test_a_secret_ballot_keeps_no_names():
    meeting = opened()
    moved = motion(make_item(meeting, kind="resolution"))
    with pytest.raises(ValidationError):
        voting.record_vote(motion=moved, names={rows_of(meeting)[0]: "yes"}, is_secret=True)
    vote = voting.record_vote(motion=moved, yes=3, no=2, is_secret=True)
    assert (vote.is_secret, vote.named.count()) == (True, 0)


def test_amendments_come_first_and_change_what_is_adopted():
    item = make_item(opened(), kind="resolution")
    main, change = motion(item), motion(item, "amendment", "statt 2026: 2027")
    with pytest.raises(ValidationError):
        voting.record_vote(motion=main, yes=5)
    voting.record_vote(motion=change, yes=4, no=1)
    assert voting.record_vote(motion=main, yes=5).outcome == "amended"


def test_a_wording_that_was_voted_on_stays_as_it_is():
    moved = motion(make_item(opened(), kind="resolution"))
    voting.record_vote(motion=moved, yes=5)
    moved.text = "Etwas ganz anderes."
    with pytest.raises(ValidationError):
        voting.save_motion(motion=moved)


def test_nobody_becomes_concerned_after_the_vote():
    meeting = opened()
    item = make_item(meeting, kind="resolution")
    voting.record_vote(motion=motion(item), yes=5)
    with pytest.raises(ValidationError):
        voting.recuse(item=item, attendance=rows_of(meeting)[0])


def test_the_rules_of_the_day_of_the_meeting_decide_also_later():
    committee = council(5, majority="two_thirds", name="Alte Satzung")
    meeting = opened(committee)
    make_rules(committee, name="Neue Satzung", valid_from=at("2026-12-04 00:00").date())
    vote = voting.record_vote(motion=motion(make_item(meeting, kind="resolution")), yes=3, no=2)
    assert (vote.is_adopted, vote.reckoning["rule"]) == (False, "Alte Satzung")


@pytest.mark.parametrize(("yes", "adopted"), [(3, False), (4, True)])
def test_an_urgent_item_needs_the_majority_for_urgent_cases_first(yes, adopted):
    meeting = opened()
    agenda_item = make_item(meeting, "Tagesordnung")
    make_item(meeting, "Sonstiges")
    vote = voting.record_vote(motion=motion(agenda_item, "urgency", "Brand im Heim"), yes=yes, no=5 - yes)
    if adopted:
        item = voting.add_urgent_item(meeting=meeting, vote=vote, data={"title": "Brand im Heim", "kind": "discussion"})
        assert (item.added_in_meeting, item.number) == (True, "3")
    else:
        with pytest.raises(ValidationError):
            voting.add_urgent_item(meeting=meeting, vote=vote, data={"title": "Brand im Heim", "kind": "discussion"})


def test_notes_of_two_recorders_do_not_overwrite_each_other():
    item = make_item(opened())
    voting.save_notes(item=item, notes="Erste Fassung", version=1)
    with pytest.raises(StaleObject) as caught:
        voting.save_notes(item=item, notes="Zweite Fassung", version=1)
    assert caught.value.current.notes == "Erste Fassung"


# --- closing -------------------------------------------------------------------------------------------
def test_closing_lets_everybody_leave_and_marks_who_never_came():
    meeting = opened(present=4)
    closed = attendance.close_meeting(meeting=meeting, at=at("2026-12-03 19:00"))
    assert (closed.state, closed.closed_at) == ("held", at("2026-12-03 19:00"))
    states = [row.state for row in rows_of(meeting)]
    assert states == ["present"] * 4 + ["absent"]
    assert not Attendance.objects.filter(presences__left_at__isnull=True, presences__isnull=False).exists()


def test_closing_without_a_quorum_asks_first_and_names_the_rule():
    meeting = opened(council(5, name="Satzung X"), present=2)
    with pytest.raises(ValidationError) as caught:
        attendance.close_meeting(meeting=meeting, at=at("2026-12-03 19:00"))
    assert "Satzung X" in caught.value.message_dict["knowingly"][0]
    assert attendance.close_meeting(meeting=meeting, at=at("2026-12-03 19:00"), knowingly=True).state == "held"


def test_a_meeting_is_not_closed_before_it_was_opened_or_somebody_arrived():
    meeting = opened()
    for when in ("2026-12-03 16:59",):
        with pytest.raises(ValidationError):
            attendance.close_meeting(meeting=meeting, at=at(when))
    guest = attendance.add_guest(meeting=meeting, name="Gast")
    attendance.arrive(attendance=guest, at=at("2026-12-03 19:30"))
    with pytest.raises(ValidationError):
        attendance.close_meeting(meeting=meeting, at=at("2026-12-03 19:00"))
