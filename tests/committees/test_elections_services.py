"""Elections on an agenda item: ballots, the lot, accepting, and who holds the function afterwards."""

import datetime

import pytest
from auditlog.models import LogEntry
from django.core.exceptions import ValidationError
from django.urls import reverse

from committees.election_records import elections_of, next_step
from committees.models import Election, ElectionRound, Meeting
from committees.services import elections
from tests.builders import make_person, make_user
from tests.builders_committees import make_committee, make_function, make_item, make_meeting, make_member

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def now(freeze):
    return freeze("2026-12-03 18:00")


@pytest.fixture
def office(client):
    client.force_login(make_user("office"))
    return client


@pytest.fixture
def item():
    """An item of an election in a council of five, one of them with advice only, with a deputy."""
    committee = make_committee("Beirat")
    for name in ("Ahmadi", "Beispiel", "Öztürk", "محمد"):
        make_member(committee, name)
    adviser = make_member(committee, "Beratend")
    adviser.seat.is_voting = False
    adviser.seat.save()
    make_member(committee, "Vertretung", seat=adviser.seat, kind="deputy")
    return make_item(make_meeting(committee, "2026-12-03 17:00"), "Wahl des Vorsitzes", kind="election")


def person(item, name):
    return next(
        row.person
        for row in item.meeting.committee.seats.get(memberships__person__last_name=name).memberships.all()
        if row.person.last_name == name
    )


def chosen(item, *names):
    return [person(item, name) for name in names]


def set_up(item, *names, function="chair"):
    return elections.set_up(item=item, function=function, candidates=chosen(item, *names))


def count(election, *votes, present=4, **more):
    """Count the last ballot; votes in the order of the names of the candidates."""
    row = elections.last_round(election)
    people = sorted(row.candidacies.all(), key=lambda one: one.person.sort_name)
    pairs = {one.person_id: number for one, number in zip(people, votes, strict=True)}
    return elections.count_ballot(round=row, present=present, votes=pairs, **more)


def code(refused):
    """Why it was refused: the code, or the field that the message stands beside."""
    error = refused.value
    return next(iter(error.error_dict)) if hasattr(error, "error_dict") else error.code


def chairs(item, day="2026-12-04"):
    rows = item.meeting.committee.functions.filter(function="chair").on(datetime.date.fromisoformat(day))
    return [row.person.last_name for row in rows]


def test_an_election_from_candidates_to_the_new_chair(item):
    old = make_function(item.meeting.committee, person(item, "Ahmadi"))
    election = set_up(item, "Beispiel", "Öztürk")
    result = count(election, 3, 1)
    election.refresh_from_db()
    assert (result.outcome, election.elected.last_name) == ("elected", "Beispiel")
    elections.decide(election=election, accepted=True, starts_on=datetime.date(2026, 12, 4))
    old.refresh_from_db()
    assert old.until == datetime.date(2026, 12, 3)
    assert (chairs(item, "2026-12-03"), chairs(item)) == (["Ahmadi"], ["Beispiel"])


def test_a_tie_goes_over_the_run_off_to_the_lot(item):
    election = set_up(item, "Beispiel", "Öztürk")
    assert count(election, 2, 2).outcome == "run_off"
    elections.next_ballot(election=election)
    assert count(election, 2, 2).outcome == "lot"
    last = elections.last_round(election)
    with pytest.raises(ValidationError):
        elections.draw_lot(round=last, persons=chosen(item, "Ahmadi"))
    with pytest.raises(ValidationError):
        elections.draw_lot(round=last, persons=chosen(item, "Beispiel", "Öztürk"))
    elections.draw_lot(round=last, persons=chosen(item, "Öztürk"))
    with pytest.raises(ValidationError) as again:
        elections.draw_lot(round=last, persons=chosen(item, "Beispiel"))
    assert code(again) == "twice"
    with pytest.raises(ValidationError) as corrected:
        count(election, 3, 1)
    assert code(corrected) == "over"
    election.refresh_from_db()
    last.refresh_from_db()
    assert (election.elected.last_name, last.drawn_by_lot.last_name) == ("Öztürk", "Öztürk")


def test_where_three_share_the_first_place_the_lot_fills_the_run_off(item):
    election = set_up(item, "Ahmadi", "Beispiel", "Öztürk")
    assert count(election, 1, 1, 1).places == 2
    with pytest.raises(ValidationError) as early:
        elections.next_ballot(election=election)
    assert code(early) == "none"
    elections.draw_lot(round=elections.last_round(election), persons=chosen(item, "Ahmadi", "Öztürk"))
    row = elections.next_ballot(election=election)
    assert sorted(one.person.last_name for one in row.candidacies.all()) == ["Ahmadi", "Öztürk"]
    assert count(election, 1, 2).elected == person(item, "Öztürk").pk


def test_where_two_share_the_second_place_the_lot_adds_one(item):
    election = set_up(item, "Ahmadi", "Beispiel", "Öztürk")
    assert count(election, 2, 1, 1).places == 1
    elections.draw_lot(round=elections.last_round(election), persons=chosen(item, "Öztürk"))
    row = elections.next_ballot(election=election)
    assert sorted(one.person.last_name for one in row.candidacies.all()) == ["Ahmadi", "Öztürk"]


def test_a_single_candidate_with_as_many_votes_against_is_not_elected_and_others_can_stand(item):
    election = set_up(item, "Ahmadi")
    assert count(election, 2, against=2).outcome == "repeat"
    with pytest.raises(ValidationError):
        elections.next_ballot(election=election)
    elections.next_ballot(election=election, candidates=chosen(item, "Beispiel"))
    assert count(election, 3, against=1).outcome == "elected"
    assert [ballot.number for ballot in elections_of(item)[0].ballots] == [1, 2]


def test_more_slips_than_members_present_are_refused_with_the_rule_and_nothing_is_kept(item):
    election = set_up(item, "Beispiel", "Öztürk")
    with pytest.raises(ValidationError, match=r"ThürKO § 39") as refused:
        count(election, 3, 1, present=3)
    assert code(refused) == "too_many"
    assert not elections_of(item)[0].ballots[0].is_counted
    assert count(election, 2, 1, present=3).outcome == "elected"


def test_more_present_than_there_are_votes_are_refused(item):
    election = set_up(item, "Beispiel", "Öztürk")
    with pytest.raises(ValidationError) as refused:
        count(election, 3, 1, present=5)  # four vote, the fifth advises
    assert "present" in refused.value.error_dict


@pytest.mark.parametrize("name", ["Vertretung", "Fremd", "Früher"])
def test_candidates_are_members_in_office(item, name):
    make_member(item.meeting.committee, "Früher", until=datetime.date(2026, 12, 2), end_reason="resigned")
    other = make_person("Fremd") if name == "Fremd" else person(item, name)
    with pytest.raises(ValidationError) as refused:
        elections.set_up(item=item, function="chair", candidates=[other])
    assert code(refused) == "candidates"
    assert Election.objects.count() == 0


def test_an_election_is_prepared_once_per_function_and_only_on_an_item_for_elections(item):
    set_up(item, "Beispiel")
    with pytest.raises(ValidationError) as refused:
        set_up(item, "Öztürk")
    assert code(refused) == "function"
    set_up(item, "Öztürk", function="vice")
    item.kind = "information"
    item.save()
    with pytest.raises(ValidationError):
        set_up(item, "Öztürk", function="recorder")


def test_the_same_candidate_twice_stands_once(item):
    election = set_up(item, "Beispiel", "Beispiel")
    assert elections.last_round(election).candidacies.count() == 1


def test_nothing_is_counted_before_the_meeting_or_after_its_minutes_are_approved(item, freeze):
    election = set_up(item, "Beispiel")
    freeze("2026-12-02 23:59")
    with pytest.raises(ValidationError) as early:
        count(election, 3)
    assert code(early) == "early"
    freeze("2026-12-03 18:00")
    Meeting.objects.update(state="approved")
    election.refresh_from_db()
    election.item.refresh_from_db()
    with pytest.raises(ValidationError) as late:
        count(election, 3)
    assert code(late) == "state"


def test_counts_can_be_corrected_until_something_follows(item):
    election = set_up(item, "Beispiel", "Öztürk")
    count(election, 3, 1)
    count(election, 1, 3)
    election.refresh_from_db()
    assert election.elected.last_name == "Öztürk"
    count(election, 2, 2)
    election.refresh_from_db()
    assert election.elected is None
    elections.next_ballot(election=election)
    with pytest.raises(ValidationError):
        elections.count_ballot(round=election.rounds.first(), present=4, votes={})


def test_declining_leaves_the_chair_and_another_election_can_follow(item):
    make_function(item.meeting.committee, person(item, "Ahmadi"))
    election = set_up(item, "Beispiel")
    count(election, 4)
    elections.decide(election=election, accepted=False)
    with pytest.raises(ValidationError) as again:
        elections.decide(election=election, accepted=True, starts_on=datetime.date(2026, 12, 4))
    assert code(again) == "decided"
    assert chairs(item) == ["Ahmadi"]
    assert set_up(item, "Öztürk").pk != election.pk


def test_accepting_is_refused_before_anybody_is_elected_and_for_days_that_cannot_be(item):
    election = set_up(item, "Beispiel")
    with pytest.raises(ValidationError) as nobody:
        elections.decide(election=election, accepted=True, starts_on=datetime.date(2026, 12, 4))
    assert code(nobody) == "nobody"
    count(election, 4)
    for day in (None, datetime.date(2026, 12, 2)):
        with pytest.raises(ValidationError) as refused:
            elections.decide(election=election, accepted=True, starts_on=day)
        assert "starts_on" in refused.value.error_dict
    make_function(item.meeting.committee, person(item, "Ahmadi"), since=datetime.date(2027, 1, 1))
    with pytest.raises(ValidationError) as overlap:
        elections.decide(election=election, accepted=True, starts_on=datetime.date(2026, 12, 4))
    assert code(overlap) == "starts_on"
    election.refresh_from_db()
    assert (election.accepted, chairs(item)) == (None, [])


def test_there_is_one_chair_but_perhaps_two_vice_chairs(item):
    committee = item.meeting.committee
    first = make_function(committee, person(item, "Ahmadi"), "vice")
    election = set_up(item, "Beispiel", function="vice")
    count(election, 4)
    elections.decide(election=election, accepted=True, starts_on=datetime.date(2026, 12, 4))
    assert committee.functions.filter(function="vice").on(datetime.date(2026, 12, 4)).count() == 2
    again = set_up(item, "Öztürk", function="vice")
    count(again, 4)
    elections.decide(election=again, accepted=True, starts_on=datetime.date(2026, 12, 5), replaces=first)
    names = committee.functions.filter(function="vice").on(datetime.date(2026, 12, 5)).values_list("person__last_name")
    assert sorted(name for (name,) in names) == ["Beispiel", "Öztürk"]


def test_whoever_is_elected_again_has_one_function_after_the_other(item):
    make_function(item.meeting.committee, person(item, "Ahmadi"))
    election = set_up(item, "Ahmadi")
    count(election, 4)
    elections.decide(election=election, accepted=True, starts_on=datetime.date(2026, 12, 3))
    assert chairs(item, "2026-12-02") == chairs(item, "2026-12-03") == ["Ahmadi"]


def test_the_record_tells_everything_but_who_voted_for_whom(item):
    election = set_up(item, "Beispiel", "محمد")
    count(election, 2, 2)
    elections.next_ballot(election=election)
    count(election, 1, 2, invalid=1)
    (record,) = elections_of(item)
    assert next_step(record) == "decide"
    elections.decide(election=election, accepted=True, starts_on=datetime.date(2026, 12, 4))
    (record,) = elections_of(item)
    text = "\n".join(record.lines())
    for words in ("Wahl: Vorsitz (geheim)", "Wahlgang 2 – Stichwahl", "محمد 2", "1 ungültig", "ab 04.12.2026 im Amt"):
        assert words in text
    assert next_step(record) == ""
    fields = {field.name for model in (Election, ElectionRound) for field in model._meta.get_fields()}
    assert not fields & {"voter", "voters"}


def test_every_step_is_written_into_the_history(item):
    election = set_up(item, "Beispiel", "Öztürk")
    count(election, 4, 0)
    elections.decide(election=election, accepted=True, starts_on=datetime.date(2026, 12, 4))
    kinds = set(LogEntry.objects.values_list("content_type__model", flat=True))
    assert {"election", "electionround", "candidacy", "committeefunction"} <= kinds


def test_an_election_is_deleted_until_a_ballot_is_counted(item):
    election = set_up(item, "Beispiel")
    elections.remove_election(row=election)
    election = set_up(item, "Beispiel")
    count(election, 4)
    with pytest.raises(ValidationError):
        elections.remove_election(row=election)


# --- the pages --------------------------------------------------------------------------------------
def home(item):
    return reverse("committees:election_item", args=[item.meeting_id, item.pk])


def ballot_data(election, *votes, **more):
    row = elections.last_round(election)
    people = sorted(row.candidacies.all(), key=lambda one: one.person.sort_name)
    data = {f"votes_{one.person_id}": number for one, number in zip(people, votes, strict=True)}
    return data | {"present": 4, "invalid": 0, "abstentions": 0, "version": row.version} | more


def test_the_office_leads_an_election_through_its_pages(office, item):
    make_function(item.meeting.committee, person(item, "Ahmadi"))
    assert "Noch keine Wahl" in office.get(home(item)).content.decode()
    keys = [one.pk for one in chosen(item, "Beispiel", "Öztürk")]
    new = reverse("committees:election_new", args=[item.meeting_id, item.pk])
    office.post(new, {"function": "chair", "is_secret": "on", "candidates": keys})
    election = Election.objects.get()
    for _number in range(2):
        address = reverse("committees:election_ballot", args=[elections.last_round(election).pk])
        assert office.post(address, ballot_data(election, 2, 2)).status_code == 302
        if _number == 0:
            office.post(reverse("committees:election_run_off", args=[election.pk]))
    lot = reverse("committees:election_lot", args=[elections.last_round(election).pk])
    assert office.post(lot, {"drawn": keys}).status_code == 422
    assert office.post(lot, {"drawn": keys[:1]}).status_code == 302
    decide = reverse("committees:election_decide", args=[election.pk])
    form = office.get(decide).context["form"]
    assert "Ahmadi" in str(form.fields["starts_on"].help_text)
    election.refresh_from_db()
    assert office.post(decide, {"accepted": "yes", "starts_on": "", "version": election.version}).status_code == 422
    office.post(decide, {"accepted": "yes", "starts_on": "2026-12-04", "version": election.version})
    assert chairs(item) == ["Beispiel"]
    page = office.get(home(item)).content.decode()
    assert "Beispiel ist gewählt, hat die Wahl angenommen" in page.replace("\n", " ")
    assert "Zahlen berichtigen" not in page


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"present": ""}, "present"),
        ({"present": "5"}, "present"),
        ({"present": "-1"}, "present"),
        ({"present": "99999999999999999999"}, "present"),
        ({"present": "3"}, "__all__"),
        ({"invalid": "1"}, "__all__"),
        ({"abstentions": "viele"}, "abstentions"),
    ],
)
def test_bad_counts_come_back_with_what_was_typed(office, item, more, field):
    election = set_up(item, "Beispiel", "Öztürk")
    address = reverse("committees:election_ballot", args=[elections.last_round(election).pk])
    response = office.post(address, ballot_data(election, 3, 1, **more))
    assert (response.status_code, list(response.context["form"].errors)) == (422, [field])
    assert not elections_of(item)[0].ballots[0].is_counted


def test_two_who_count_at_once_do_not_overwrite_each_other(office, item):
    election = set_up(item, "Beispiel", "Öztürk")
    address = reverse("committees:election_ballot", args=[elections.last_round(election).pk])
    data = ballot_data(election, 3, 1)
    assert office.post(address, data).status_code == 302
    response = office.post(address, data | {"invalid": 0, "present": 4})
    assert response.status_code == 409
    again = {**data, "version": response.context["form"]["version"].value()}
    assert office.post(address, again).status_code == 302


def test_readers_look_and_others_do_not(client, item):
    set_up(item, "Beispiel")
    client.force_login(make_user("reader"))
    page = client.get(home(item)).content.decode()
    assert "Beispiel" in page and "Zahlen eingeben" not in page
    client.force_login(make_user("council"))
    assert client.get(home(item)).status_code == 403


def test_an_item_of_another_kind_and_another_meeting_have_no_elections(office, item):
    other = make_item(item.meeting)
    assert office.get(home(other)).status_code == 404
    foreign = reverse("committees:election_item", args=[make_meeting().pk, item.pk])
    assert office.get(foreign).status_code == 404


def test_the_page_takes_the_same_queries_for_any_number_of_elections(office, item, django_assert_max_num_queries):
    count(set_up(item, "Beispiel"), 4)
    office.get(home(item))
    with django_assert_max_num_queries(20) as few:
        office.get(home(item))
    for function in ("vice", "recorder"):
        election = set_up(item, "Ahmadi", "Öztürk", function=function)
        count(election, 2, 2)
        elections.next_ballot(election=election)
        count(election, 3, 1)
    with django_assert_max_num_queries(20) as many:
        office.get(home(item))
    assert len(many) <= len(few)
