"""Office pages of events: list, form with dates, series; what is due."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from integration_portal.core import today
from integration_portal.core.today import TodayQuery
from measures.models import Event
from tests.builders import (
    make_actor,
    make_event,
    make_event_date,
    make_field,
    make_measure,
    make_municipality,
    make_publication,
    make_registration,
    make_user,
)

pytestmark = pytest.mark.django_db
OFFICE = "/intern/termine/"


@pytest.fixture(autouse=True)
def now(freeze):
    """Noon of 23 November 2026."""
    freeze()


@pytest.fixture
def office(client):
    """The office, logged in."""
    client.force_login(make_user("office"))
    return client


def form(dates=(), **values):
    """The input of an event with rows of dates."""
    data = {
        "title": "Fest", "kind": "event", "place": "Musterhaus", "is_own": "on", "remind_days": "2",
        "termine-TOTAL_FORMS": str(len(dates)), "termine-INITIAL_FORMS": "0",
    }  # fmt: skip
    for number, row in enumerate(dates):
        data |= {f"termine-{number}-{name}": value for name, value in row.items()}
    return data | values


def titles(answer):
    return [row.title for row in answer.context["page_obj"]]


# --- list -------------------------------------------------------------------------------------------------
def test_the_list_shows_upcoming_past_drafts_and_cancelled(office):
    make_event("Kommt", published=True)
    make_event("Vorbei", dates=["2026-11-01"], published=True)
    make_event("Entwurf", dates=())
    make_event("Abgesagt", status="cancelled", cancel_reason="x", published=True, dates=["2026-12-24"])
    for view, expected in (
        ("kommend", ["Kommt", "Abgesagt"]), ("vergangen", ["Vorbei"]), ("entwurf", ["Entwurf"]), ("abgesagt", ["Abgesagt"]),
        ("alle", ["Entwurf", "Abgesagt", "Kommt", "Vorbei"]), ("quatsch", ["Kommt", "Abgesagt"]),
    ):  # fmt: skip
        assert titles(office.get(f"{OFFICE}?ansicht={view}")) == expected


def test_the_list_is_searched_and_cut_by_kind(office):
    make_event("Sprachtreff")
    make_event("Schulung", kind="training")
    assert titles(office.get(f"{OFFICE}?q=sprache")) == ["Sprachtreff"]
    assert titles(office.get(f"{OFFICE}?art=training")) == ["Schulung"]
    assert len(titles(office.get(f"{OFFICE}?art=x&q=%00&seite=-3"))) == 2


def test_the_list_takes_the_same_number_of_queries_at_any_size(office):
    def queries():
        with CaptureQueriesContext(connection) as caught:
            assert office.get(OFFICE).status_code == 200
        return len(caught)

    def more(number):
        for _index in range(number):
            event = make_event(
                takes_registrations=True, municipality=make_municipality(), parent=make_event(), capacity=3
            )
            make_registration(event)
            make_registration(event, state="waiting")

    more(2)
    office.get(OFFICE)
    small = queries()
    more(20)
    assert queries() == small


def test_a_contributor_sees_events_of_their_actors_and_no_people(client):
    actor = make_actor()
    event = make_event("Unseres", organisers=[actor], takes_registrations=True)
    make_event("Fremdes", published=True)
    make_registration(event, name="Geheimer Mensch")
    client.force_login(make_user("contributor", acts_for=[actor]))
    assert titles(client.get(OFFICE)) == ["Unseres"]
    for path in (OFFICE, f"{OFFICE}{event.pk}/"):
        assert "Geheimer Mensch" not in client.get(path).content.decode()
    assert client.get(f"{OFFICE}{event.pk}/teilnehmende/").status_code == 403


# --- form -------------------------------------------------------------------------------------------------
def test_an_event_is_entered_with_its_dates(office):
    field, actor = make_field(), make_actor()
    dates = [
        {"start_day": "2026-12-01", "start_time": "14:00", "end_time": "16:30"},
        {"start_day": "2026-12-05", "end_day": "2026-12-06", "place": "Zelt"},
        {},
    ]
    answer = office.post(f"{OFFICE}neu/", form(dates, fields=[field.pk], organisers=[actor.pk], title="Fest für Äpfel"))
    event = Event.objects.get()
    assert answer["Location"] == event.get_office_url()
    assert (event.slug, event.is_published, list(event.fields.all())) == ("fest-fuer-aepfel", False, [field])
    assert [(row.start_day.day, row.end_day.day, row.all_day, row.place) for row in event.dates.all()] == [
        (1, 1, False, ""), (5, 6, True, "Zelt"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("row", "field"),
    [
        ({"start_day": "31.02.2026"}, "start_day"),
        ({"start_day": "2026-02-30"}, "start_day"),
        ({"start_day": "0001-01-01"}, "start_day"),
        ({"start_day": "2026-12-02", "end_day": "2026-12-01"}, "end_day"),
        ({"start_day": "2026-12-01", "start_time": "16:00", "end_time": "14:00"}, "end_time"),
        ({"start_day": "2026-12-01", "start_time": "16:00"}, "end_time"),
        ({"start_day": "2026-12-01", "start_time": "25:00", "end_time": "26:00"}, "start_time"),
        ({"start_time": "16:00"}, "start_day"),
        ({"start_day": "2026-12-01", "place": "x" * 500}, "place"),
    ],
)
def test_a_bad_date_comes_back_with_a_message_at_its_field(office, row, field):
    answer = office.post(f"{OFFICE}neu/", form([row]))
    assert (answer.status_code, field in answer.context["dates"].forms[0].errors) == (422, True)
    assert Event.objects.count() == 0


def test_two_dates_that_begin_together_are_refused(office):
    answer = office.post(f"{OFFICE}neu/", form([{"start_day": "2026-12-01"}, {"start_day": "2026-12-01"}]))
    assert (answer.status_code, list(answer.context["dates"].forms[1].errors)) == (422, ["start_day"])


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"title": ""}, "title"),
        ({"title": "x" * 100_000}, "title"),
        ({"text": "x" * 100_000}, "text"),
        ({"capacity": "0", "takes_registrations": "on"}, "capacity"),
        ({"capacity": "-5", "takes_registrations": "on"}, "capacity"),
        ({"capacity": "9" * 30, "takes_registrations": "on"}, "capacity"),
        ({"capacity": "5"}, "takes_registrations"),
        ({"fee": "-1"}, "fee"),
        ({"registration_until": "31.02.2026"}, "registration_until"),
        ({"online_url": "javascript:alert(1)"}, "online_url"),
        ({"our_part": "Stand"}, "our_part"),
        ({"fields": ["9" * 30]}, "fields"),
        ({"parent": "x"}, "parent"),
    ],
)
def test_bad_input_comes_back_with_a_message_at_its_field(office, values, field):
    answer = office.post(f"{OFFICE}neu/", form(**values))
    assert (answer.status_code, field in answer.context["form"].errors) == (422, True)


def test_too_few_places_are_refused_with_the_number_of_people(office):
    event = make_event(takes_registrations=True, capacity=3)
    for _number in range(3):
        make_registration(event)
    data = form(title=event.title, takes_registrations="on", capacity="2", version="1")
    answer = office.post(f"{OFFICE}{event.pk}/bearbeiten/", data)
    assert (answer.status_code, "3" in answer.context["form"].errors["capacity"][0]) == (422, True)


def test_dates_are_changed_and_removed_in_the_form(office):
    event = make_event(dates=["2026-12-01", "2026-12-02"])
    first, second = event.dates.all()
    rows = [{"id": first.pk, "start_day": "2026-12-24"}, {"id": second.pk, "start_day": "2026-12-02", "remove": "on"}]
    assert office.post(f"{OFFICE}{event.pk}/bearbeiten/", form(rows, version="1")).status_code == 302
    assert [row.start_day.day for row in event.dates.all()] == [24]


def test_dates_of_another_event_cannot_be_changed(office):
    other = make_event(dates=["2026-12-24"]).dates.get()
    event = make_event(dates=())
    office.post(f"{OFFICE}{event.pk}/bearbeiten/", form([{"id": other.pk, "start_day": "2027-01-01"}], version="1"))
    other.refresh_from_db()
    assert (other.start_day, event.dates.count()) == (datetime.date(2026, 12, 24), 0)


def test_only_some_of_many_dates_are_in_the_form_and_the_rest_stays(office):
    event = make_event(dates=())
    for number in range(60):
        make_event_date(event, f"{datetime.date(2026, 10, 1) + datetime.timedelta(days=number)}")
    answer = office.get(f"{OFFICE}{event.pk}/bearbeiten/")
    shown = [row.initial.get("id") for row in answer.context["dates"].forms if row.initial.get("id")]
    assert (len(shown), answer.context["hidden_dates"]) == (20, 40)
    office.post(f"{OFFICE}{event.pk}/bearbeiten/", form(version="1"))
    assert event.dates.count() == 60


def test_more_rows_are_added_without_losing_what_was_typed(office):
    answer = office.post(f"{OFFICE}neu/", form([{"start_day": "2026-12-01"}], title="Halb", zeilen="termine"))
    assert (answer.status_code, len(answer.context["dates"].forms), Event.objects.count()) == (200, 4, 0)
    assert answer.context["form"]["title"].value() == "Halb"


def test_whoever_saves_second_sees_both_texts(office):
    event = make_event("Fest")
    office.post(f"{OFFICE}{event.pk}/bearbeiten/", form(title="Erste", version="1"))
    answer = office.post(f"{OFFICE}{event.pk}/bearbeiten/", form(title="Zweite", version="1"))
    assert answer.status_code == 409
    assert ("title", "Erste", "Zweite") in [
        (row.name, row.theirs, row.mine) for row in answer.context["form"].conflict.fields
    ]


# --- series -----------------------------------------------------------------------------------------------
def series(**values):
    return {"first": "2026-12-01", "rhythm": "weekly", "version": "1", **values}


def test_a_series_is_added_by_rule(office):
    event = make_event(dates=())
    data = series(start_time="18:00", end_time="20:00", last="2026-12-31", without="15.12.2026")
    office.post(f"{OFFICE}{event.pk}/serie/", data)
    assert [row.start_day.day for row in event.dates.all()] == [1, 8, 22, 29]


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({}, "last"),
        ({"last": "2026-11-01"}, "last"),
        ({"last": "31.02.2027"}, "last"),
        ({"rhythm": "daily", "last": "2030-01-01"}, "last"),
        ({"count": "501"}, "count"),
        ({"count": "0"}, "count"),
        ({"count": "3", "without": "morgen"}, "without"),
        ({"count": "3", "rhythm": "stündlich"}, "rhythm"),
        ({"count": "3", "first": ""}, "first"),
        ({"count": "3", "start_time": "10:00", "end_time": "09:00"}, "end_time"),
    ],
)
def test_a_series_without_end_or_sense_is_refused_at_its_field(office, values, field):
    event = make_event(dates=())
    answer = office.post(f"{OFFICE}{event.pk}/serie/", series(**values))
    assert (answer.status_code, field in answer.context["form"].errors, event.dates.count()) == (422, True, 0)


def test_a_series_on_an_event_changed_meanwhile_is_not_added_blindly(office):
    event = make_event(dates=())
    event.save()
    answer = office.post(f"{OFFICE}{event.pk}/serie/", series(count="2"))
    assert (answer.status_code, event.dates.count()) == (409, 0)
    assert answer.context["form"].data["version"] == "2"


# --- publishing, cancelling, copying ------------------------------------------------------------------------
def test_the_way_of_an_event_through_its_buttons(office, client):
    event = make_event("Fest", takes_registrations=True)
    office.post(f"{OFFICE}{event.pk}/veroeffentlichen/")
    assert office.get(event.get_absolute_url()).status_code == 200
    make_registration(event)
    office.post(f"{OFFICE}{event.pk}/zurueckziehen/")
    assert office.get(event.get_absolute_url()).status_code == 200
    assert office.post(f"{OFFICE}{event.pk}/absagen/", {"reason": " "}).status_code == 422
    office.post(f"{OFFICE}{event.pk}/absagen/", {"reason": "Krank", "tell": "on"})
    office.post(f"{OFFICE}{event.pk}/absagen/", {"reason": "Krank", "tell": "on"})
    event.refresh_from_db()
    assert (event.status, event.cancel_reason) == ("cancelled", "Krank")
    answer = office.post(f"{OFFICE}{event.pk}/kopieren/")
    copy = Event.objects.latest("pk")
    assert (answer["Location"], copy.status) == (f"{OFFICE}{copy.pk}/bearbeiten/", "planned")
    office.post(f"{OFFICE}{copy.pk}/loeschen/")
    office.post(f"{OFFICE}{event.pk}/loeschen/")
    assert list(Event.objects.all()) == [event]


# --- today, measure -----------------------------------------------------------------------------------------
def groups(user):
    query = TodayQuery(user, datetime.date(2026, 11, 23), mine=False)
    return {group.key: [item.title for item in group.items] for group in today.groups(query)}


def test_the_today_page_names_next_events_waiting_lists_and_missing_notices():
    actor = make_actor()
    event = make_event("Bald", organisers=[actor], takes_registrations=True, capacity=1)
    make_event("Später", dates=["2027-01-15"])
    make_event("Abgesagt", status="cancelled", cancel_reason="x")
    make_registration(event)
    make_registration(event, state="waiting")
    lacking = {"notice": "own", "notice_words": "Gefördert durch", "date": datetime.date(2026, 11, 1)}
    make_publication("Ohne", state="published", **lacking)
    make_publication("Mit", state="published", **lacking | {"text": "gefördert  durch das Land"})
    make_publication("Entwurf", **lacking)
    found = groups(make_user("office"))
    assert (found["events"], found["event-waiting"], found["publications"]) == (["Bald"], ["Bald"], ["Ohne"])
    assert groups(make_user("contributor", acts_for=[actor])) == {"events": ["Bald"]}
    assert groups(make_user("contributor")) == {}


def test_the_today_page_takes_the_same_number_of_queries_at_any_size():
    user = make_user("office")

    def queries():
        with CaptureQueriesContext(connection) as caught:
            groups(user)
        return len(caught)

    def more(number):
        for _index in range(number):
            event = make_event(takes_registrations=True, municipality=make_municipality())
            make_registration(event, state="waiting")
            make_publication(notice="own", notice_words="x", date=datetime.date(2026, 11, 1), state="published")

    more(1)
    groups(user)
    small = queries()
    more(15)
    assert queries() == small


def test_the_page_of_a_measure_shows_its_events_and_publications(office):
    measure = make_measure()
    make_event("Auftakt", measure=measure)
    make_publication("Flyer").measures.add(measure)
    page = office.get(measure.get_office_url()).content.decode()
    assert ("Auftakt" in page, "Flyer" in page) == (True, True)
    answer = office.get(f"{OFFICE}neu/?massnahme={measure.pk}")
    assert answer.context["form"].initial["measure"] == measure
