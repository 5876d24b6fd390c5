"""Calendar files, read back with a second library (vobject)."""

import datetime
from zoneinfo import ZoneInfo

import pytest
import vobject
from django.urls import reverse

from measures.models import EventDate
from measures.services import events
from tests.builders import make_event, make_event_date, make_field

pytestmark = pytest.mark.django_db
BERLIN = ZoneInfo("Europe/Berlin")


@pytest.fixture(autouse=True)
def now(freeze):
    """Noon of 23 November 2026."""
    freeze()


def read(client, path="/termine.ics"):
    """The calendar behind an address, as vobject understands it."""
    answer = client.get(path)
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    return vobject.readOne(answer.content.decode())


def entries(cal):
    """{title: VEVENT}"""
    return {entry.summary.value: entry for entry in cal.contents.get("vevent", [])}


def test_a_date_with_times_stands_in_berlin_time_with_its_zone(client):
    event = make_event("Fest, Spiel; Spaß", published=True, dates=(), place="Saal, 1. Stock", summary="Kommt alle\nmit")
    date = make_event_date(event, "2026-12-01 14:00", "2026-12-01 16:30")
    cal = read(client)
    entry = entries(cal)["Fest, Spiel; Spaß"]
    assert entry.dtstart.value == datetime.datetime(2026, 12, 1, 14, tzinfo=BERLIN)
    assert entry.dtend.value == datetime.datetime(2026, 12, 1, 16, 30, tzinfo=BERLIN)
    assert (entry.uid.value, entry.sequence.value, entry.status.value) == (str(date.uuid), "0", "CONFIRMED")
    assert (entry.location.value, entry.description.value) == ("Saal, 1. Stock", "Kommt alle\nmit")
    assert cal.vtimezone.tzid.value == "Europe/Berlin"
    assert entry.url.value.endswith(event.get_absolute_url())
    assert (cal.version.value, cal.method.value) == ("2.0", "PUBLISH")


def test_a_summer_date_is_two_hours_from_utc(client):
    make_event("Sommer", published=True, dates=[("2027-07-01 14:00", "2027-07-01 15:00")])
    assert entries(read(client))["Sommer"].dtstart.value.utcoffset() == datetime.timedelta(hours=2)


def test_whole_days_end_the_day_after_as_the_standard_wants(client):
    make_event("Woche", published=True, dates=[("2026-12-01", "2027-01-10")])
    entry = entries(read(client))["Woche"]
    assert (entry.dtstart.value, entry.dtend.value) == (datetime.date(2026, 12, 1), datetime.date(2027, 1, 11))


def test_a_series_is_one_entry_per_date_each_with_its_own_lasting_uid(client):
    event = make_event("Kurs", published=True, dates=["2026-12-01", "2026-12-08", "2026-12-15"])
    path = reverse("measures:event_ics", args=[event.slug])
    before = sorted(entry.uid.value for entry in read(client, path).vevent_list)
    assert before == sorted(str(row.uuid) for row in EventDate.objects.all())
    events.update_event(event=event, version=1, data={"title": "Kurs im Advent", "place": "Anderswo"})
    after = read(client, path).vevent_list
    assert sorted(entry.uid.value for entry in after) == before
    assert {(entry.summary.value, entry.sequence.value) for entry in after} == {("Kurs im Advent", "1")}


def test_cancelling_goes_out_with_a_higher_sequence_for_one_date_and_for_all(client):
    event = make_event("Kurs", published=True, dates=["2026-12-01", "2026-12-08"])
    gone = event.dates.first()
    event = events.update_event(event=event, version=1, data={}, dates=[{"id": gone.pk, "remove": True}])
    rows = {entry.uid.value: (entry.status.value, entry.sequence.value) for entry in read(client).vevent_list}
    kept = event.dates.last()
    assert rows == {str(gone.uuid): ("CANCELLED", "1"), str(kept.uuid): ("CONFIRMED", "1")}
    events.cancel_event(event=event, reason="Die Referentin ist krank.")
    cal = read(client)
    assert {(entry.status.value, entry.sequence.value) for entry in cal.vevent_list} == {("CANCELLED", "2")}
    assert "Die Referentin ist krank." in cal.vevent_list[0].description.value


def test_the_file_holds_exactly_what_the_filter_of_the_list_shows(client):
    field, other = make_field(), make_field()
    make_event("Sprache", published=True, fields=[field])
    make_event("Sport", published=True, fields=[other])
    make_event("Entwurf", fields=[field])
    assert sorted(entries(read(client))) == ["Sport", "Sprache"]
    assert sorted(entries(read(client, f"/termine.ics?feld={field.slug}"))) == ["Sprache"]
    assert sorted(entries(read(client, "/termine.ics?q=sport"))) == ["Sport"]
    assert sorted(entries(read(client, "/termine.ics?von=2027-01-01"))) == []
    assert entries(read(client, f"/termine.ics?feld={field.slug}"))["Sprache"].categories.value == [str(field.label)]


def test_the_file_keeps_half_a_year_of_the_past_and_one_event_all_of_it(client):
    event = make_event("Alt", published=True, dates=["2026-01-01", "2026-10-01"])
    assert len(read(client).vevent_list) == 1
    assert len(read(client, reverse("measures:event_ics", args=[event.slug])).vevent_list) == 2


def test_participants_only_links_and_people_stay_out(client):
    make_event("Kurs", published=True, takes_registrations=True, online_url="https://example.org/raum")
    assert "example.org/raum" not in client.get("/termine.ics").content.decode()
    make_event("Offen", published=True, online_url="https://example.org/offen")
    assert "example.org/offen" in client.get("/termine.ics").content.decode().replace("\r\n ", "")


def test_nonsense_gives_a_calendar_and_an_empty_one_is_valid(client):
    assert entries(read(client, "/termine.ics?feld=x&von=31.02.2026&q=%21")) == {}


def test_long_and_foreign_texts_survive(client):
    title = "مهرجان 🦄 " + "Ä" * 150
    make_event(title, published=True, text="Zeile\n" * 500)
    assert entries(read(client))[title].description.value.startswith("Zeile\nZeile")
