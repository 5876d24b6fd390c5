"""Meetings and agendas: numbers, order, what is carried over, proposals."""

import datetime

import pytest
import time_machine
from django.core.exceptions import ValidationError

from committees.models import AgendaItem, ItemProposal, Meeting, StandardItem
from committees.services import agenda, meetings
from integration_portal.core.locking import StaleObject
from tests.builders import make_person
from tests.builders_committees import (
    at,
    make_committee,
    make_item,
    make_meeting,
    make_member,
    make_paper,
    make_resolution,
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


# --- planning ------------------------------------------------------------------------------------------
def test_meetings_of_a_committee_are_numbered_in_the_order_of_planning():
    committee = make_committee(place="Landratsamt")
    first = meetings.plan_meeting(committee=committee, starts_at=at("2026-12-03 17:00"))
    second = meetings.plan_meeting(committee=committee, starts_at=at("2026-11-30 17:00"), place="Rathaus")
    assert [(row.number, row.place) for row in (first, second)] == [(1, "Landratsamt"), (2, "Rathaus")]


def test_a_year_is_planned_at_once_and_dates_that_are_there_are_passed_over():
    committee = make_committee()
    make_meeting(committee, "2027-03-04 17:00")
    made = meetings.plan_year(committee=committee, starts=[at("2027-03-04 17:00"), at("2027-06-03 17:00")], hours=2)
    assert [(row.number, row.starts_at, row.ends_at) for row in made] == [
        (2, at("2027-06-03 17:00"), at("2027-06-03 19:00"))
    ]


@pytest.mark.parametrize("day", ["2026-12-31 17:00", "2019-12-31 17:00"])
def test_a_committee_meets_only_while_it_exists(day):
    committee = make_committee(founded_on=DAY("2020-01-01"), dissolved_on=DAY("2026-12-30"))
    with pytest.raises(ValidationError) as caught:
        meetings.plan_meeting(committee=committee, starts_at=at(day))
    assert list(caught.value.message_dict) == ["starts_at"]


def test_moving_a_meeting_takes_its_agenda_along_and_leaves_a_pointer():
    meeting = make_meeting()
    item = make_item(meeting)
    new = meetings.move_meeting(meeting=meeting, starts_at=at("2026-12-10 17:00"), reason="Saal belegt")
    meeting.refresh_from_db()
    item.refresh_from_db()
    assert (meeting.state, meeting.moved_to, item.meeting, new.number) == ("moved", new, new, 2)


def test_a_meeting_that_was_held_is_neither_changed_nor_called_off():
    meeting = make_meeting(state="held")
    for call in (
        lambda: meetings.update_meeting(meeting=meeting, data={"place": "anderswo"}),
        lambda: meetings.cancel_meeting(meeting=meeting, reason="zu spät"),
        lambda: agenda.add_item(meeting=meeting, data={"title": "Neu"}),
    ):
        with pytest.raises(ValidationError):
            call()
    assert Meeting.objects.get().state == "held"


def test_a_change_of_the_date_counts_in_calendars_a_change_of_the_note_does_not():
    meeting = make_meeting()
    assert meetings.update_meeting(meeting=meeting, data={"note": "intern"}).sequence == 0
    assert meetings.update_meeting(meeting=meeting, data={"starts_at": at("2026-12-03 18:00")}).sequence == 1


def test_somebody_who_saved_meanwhile_is_not_overwritten():
    meeting = make_meeting()
    meetings.update_meeting(meeting=meeting, data={"place": "Saal 2"}, version=1)
    with pytest.raises(StaleObject):
        meetings.update_meeting(meeting=meeting, data={"place": "Saal 3"}, version=1)


# --- the agenda ----------------------------------------------------------------------------------------
def test_items_are_numbered_with_their_sub_items():
    meeting = make_meeting()
    first = agenda.add_item(meeting=meeting, data={"title": "A"})
    agenda.add_item(meeting=meeting, data={"title": "B"})
    agenda.add_item(meeting=meeting, data={"title": "A1", "parent": first})
    assert titles(meeting) == ["1 A", "1.1 A1", "2 B"]


def test_items_move_up_and_down_and_stop_at_the_ends():
    meeting = make_meeting()
    a, b = (agenda.add_item(meeting=meeting, data={"title": title}) for title in "AB")
    agenda.shift_item(item=b, by=-1)
    assert titles(meeting) == ["1 B", "2 A"]
    agenda.shift_item(item=b, by=-1)
    agenda.shift_item(item=a, by=1)
    assert titles(meeting) == ["1 B", "2 A"]


def test_an_item_goes_in_and_out_of_the_one_before():
    meeting = make_meeting()
    _a, b, _c = (agenda.add_item(meeting=meeting, data={"title": title}) for title in "ABC")
    b.refresh_from_db()
    agenda.indent_item(item=b)
    assert titles(meeting) == ["1 A", "1.1 B", "2 C"]
    agenda.outdent_item(item=AgendaItem.objects.get(title="B"))
    assert titles(meeting) == ["1 A", "2 B", "3 C"]


def test_an_item_is_never_moved_under_itself_or_its_own_part():
    meeting = make_meeting()
    a, b = (agenda.add_item(meeting=meeting, data={"title": title}) for title in "AB")
    child = agenda.add_item(meeting=meeting, data={"title": "A1", "parent": a})
    for parent in (a, child):
        with pytest.raises(ValidationError) as caught:
            agenda.update_item(item=a, data={"parent": parent})
        assert list(caught.value.message_dict) == ["parent"]
    for order in ([(a.pk, a.pk), (b.pk, None), (child.pk, None)], [(a.pk, b.pk), (b.pk, None), (child.pk, a.pk)]):
        with pytest.raises(ValidationError):
            agenda.reorder(meeting=meeting, order=order)
    assert titles(meeting) == ["1 A", "1.1 A1", "2 B"]


def test_a_drag_puts_the_agenda_into_a_new_order():
    meeting = make_meeting()
    a, b, c = (agenda.add_item(meeting=meeting, data={"title": title}) for title in "ABC")
    agenda.reorder(meeting=meeting, order=[(c.pk, None), (a.pk, c.pk), (b.pk, None)])
    assert titles(meeting) == ["1 C", "1.1 A", "2 B"]


def test_a_drag_over_an_agenda_that_has_changed_is_refused():
    meeting = make_meeting()
    a = agenda.add_item(meeting=meeting, data={"title": "A"})
    agenda.add_item(meeting=meeting, data={"title": "B"})
    with pytest.raises(ValidationError):
        agenda.reorder(meeting=meeting, order=[(a.pk, None)])


def test_parts_of_a_closed_item_are_closed():
    meeting = make_meeting()
    top = agenda.add_item(meeting=meeting, data={"title": "A"})
    child = agenda.add_item(meeting=meeting, data={"title": "A1", "parent": top})
    agenda.update_item(item=top, data={"is_public": False})
    child.refresh_from_db()
    assert child.is_public is False


def test_a_full_agenda_begins_with_standard_items_open_items_and_open_resolutions():
    committee = make_committee()
    for position, (purpose, title, end) in enumerate(
        [("opening", "Eröffnung", False), ("minutes", "Niederschrift", False), ("follow_up", "Beschlusskontrolle", False),
         ("other", "Sonstiges", True)]
    ):  # fmt: skip
        StandardItem.objects.create(
            committee=committee, purpose=purpose, title=title, at_the_end=end, position=position
        )
    before = make_meeting(committee, "2026-09-03 17:00", state="held")
    done = make_item(before, "Erledigt", state="done")
    make_item(before, "Offen geblieben", state="postponed")
    make_resolution(done, title="Sprachmittlung", due_on=DAY("2026-12-31"))
    meeting = meetings.plan_meeting(committee=committee, starts_at=at("2026-12-03 17:00"))
    assert titles(meeting) == [
        "1 Eröffnung",
        "2 Niederschrift",
        "3 Beschlusskontrolle",
        "4 Offen geblieben",
        "5 Sonstiges",
    ]
    report = meeting.items.get(purpose="follow_up")
    assert "Sprachmittlung" in report.text
    assert "31.12.2026" in report.text
    new = agenda.add_item(meeting=meeting, data={"title": "Neu"})
    assert new.number == "5"  # before the closing item


def test_a_resolution_whose_item_was_closed_later_is_reported_in_the_closed_part():
    committee = make_committee()
    StandardItem.objects.create(committee=committee, purpose="follow_up", title="Beschlusskontrolle")
    before = make_meeting(committee, "2026-09-03 17:00", state="held")
    closed_later = make_item(before, "Personalie", state="done")
    make_resolution(closed_later, title="Geheim")
    make_resolution(make_item(before, "Offenes", state="done"), title="Bekannt")
    closed_later.is_public = False
    closed_later.save()
    meeting = meetings.plan_meeting(committee=committee, starts_at=at("2026-12-03 17:00"))
    told = {item.is_public: item.text for item in meeting.items.all()}
    assert ("Geheim" in told[True], "Geheim" in told[False], "Bekannt" in told[True]) == (False, True, True)


def test_an_open_item_is_carried_over_once():
    committee = make_committee()
    old = make_item(make_meeting(committee, "2026-09-03 17:00", state="held"), "Offen", state="open")
    meeting = make_meeting(committee)
    assert agenda.carry_over(meeting=meeting, items=[old]) == 1
    assert agenda.carry_over(meeting=meeting, items=[old]) == 0
    assert meeting.items.get().carried_from == old


def test_the_stop_of_a_paper_is_tied_to_the_item_that_carries_it():
    committee = make_committee()
    paper = make_paper(committees=[committee])
    item = agenda.add_item(meeting=make_meeting(committee), data={"title": "Vorlage", "paper": paper})
    assert paper.referrals.get().item == item


def test_a_proposal_is_taken_up_once_or_refused_with_a_reason():
    committee = make_committee()
    person = make_member(committee).person
    proposal = agenda.save_proposal(
        proposal=ItemProposal(committee=committee, title="Sprachcafé", submitted_on=DAY("2026-11-20")),
        supporters=[person],
    )
    meeting = make_meeting(committee)
    item = agenda.accept_proposal(proposal=proposal, meeting=meeting)
    assert (item.title, ItemProposal.objects.get().item) == ("Sprachcafé", item)
    with pytest.raises(ValidationError):
        agenda.accept_proposal(proposal=proposal, meeting=meeting)
    with pytest.raises(ValidationError):
        agenda.refuse_proposal(proposal=proposal, answer="doch nicht")


def test_a_proposal_without_anybody_who_makes_it_is_refused():
    with pytest.raises(ValidationError) as caught:
        agenda.save_proposal(
            proposal=ItemProposal(committee=make_committee(), title="X", submitted_on=DAY("2026-11-20"))
        )
    assert list(caught.value.message_dict) == ["supporters"]
