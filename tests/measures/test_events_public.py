"""Public pages of events: list, filters, month, one event; home and field pages; search and sitemap."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import gettext as _

from integration_portal.core import calendar, search
from tests.builders import (
    make_actor,
    make_event,
    make_event_date,
    make_field,
    make_measure,
    make_municipality,
    make_registration,
    make_target_group,
    make_user,
)

pytestmark = pytest.mark.django_db
LIST = "/termine/"


@pytest.fixture(autouse=True)
def now(freeze):
    """Noon of 23 November 2026."""
    freeze()


def public(title="", **values):
    return make_event(title, published=True, **values)


def titles(client, query=""):
    """Titles of the dates on a page of the list, in order."""
    listing = client.get(LIST + query).context["listing"]
    return [date.event.title for _month, dates in listing.months for date in dates]


# --- list -------------------------------------------------------------------------------------------------
def test_published_dates_to_come_stand_in_order_by_month(client):
    public("Dezember", dates=["2026-12-05"])
    public("Heute", dates=["2026-11-23"])
    public("Januar", dates=["2027-01-05"])
    public("Gestern", dates=["2026-11-22"])
    make_event("Entwurf")
    listing = client.get(LIST).context["listing"]
    assert [(label, [date.event.title for date in dates]) for label, dates in listing.months] == [
        ("November 2026", ["Heute"]),
        ("Dezember 2026", ["Dezember"]),
        ("Januar 2027", ["Januar"]),
    ]


def test_one_that_runs_already_stands_under_the_present_month(client):
    public("Woche", dates=[("2026-10-01", "2026-12-31")])
    assert [label for label, _dates in client.get(LIST).context["listing"].months] == ["November 2026"]


def test_a_cancelled_event_stays_visible_with_its_reason(client):
    event = public("Konzert", status="cancelled", cancel_reason="Die Band ist krank.")
    assert titles(client) == ["Konzert"]
    page = client.get(event.get_absolute_url()).content.decode()
    assert ("Die Band ist krank." in page, "https://schema.org/EventCancelled" in page) == (True, True)


def test_each_filter_narrows_and_values_of_one_are_alternatives(client):
    first, second = make_field(), make_field()
    group, town, actor = make_target_group(), make_municipality(), make_actor()
    one = public("Sprachtreff", fields=[first], organisers=[actor], municipality=town)
    one.target_groups.add(group)
    public("Sportfest", fields=[second])
    for query in (
        f"feld={first.slug}",
        f"zielgruppe={group.slug}",
        f"gemeinde={town.ags}",
        f"traeger={actor.slug}",
        "q=sprache",
    ):
        assert titles(client, f"?{query}") == ["Sprachtreff"]
    assert sorted(titles(client, f"?feld={first.slug}&feld={second.slug}")) == ["Sportfest", "Sprachtreff"]
    assert titles(client, f"?feld={second.slug}&gemeinde={town.ags}") == []


def test_the_period_takes_what_touches_it_and_reaches_into_the_past(client):
    public("Alt", dates=["2026-01-05"])
    public("Lang", dates=[("2026-11-30", "2026-12-20")])
    public("Spät", dates=["2027-02-01"])
    assert titles(client, "?von=2026-12-10&bis=2026-12-10") == ["Lang"]
    assert titles(client, "?bis=31.01.2026") == ["Alt"]
    assert titles(client, "?von=2027-01-01") == ["Spät"]


@pytest.mark.parametrize(
    "query",
    [
        "?feld=quatsch", "?zielgruppe=x&zielgruppe=y", "?gemeinde=1", "?traeger=%3Cscript%3E", "?von=31.02.2026",
        "?bis=gestern", "?von=2027-01-01&bis=2026-01-01", "?q=%21%21", "?seite=99", "?ansicht=monat&monat=2026-13",
        "?ansicht=monat&monat=0001-01", "?ansicht=monat&monat=x%00", "?von=2026-12-01&von=2026-12-02",
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_left_out_and_named(client, query):
    public("Fest")
    answer = client.get(LIST + query)
    assert (answer.status_code, len(answer.context["listing"].notices) > 0) == (200, True)


def test_long_lists_have_pages_that_keep_the_filter(client):
    field = make_field()
    event = public("Kurs", fields=[field], dates=())
    for number in range(30):
        make_event_date(event, f"{datetime.date(2026, 12, 1) + datetime.timedelta(days=number)}")
    assert len(titles(client, f"?feld={field.slug}")) == 25
    assert len(titles(client, f"?feld={field.slug}&seite=2")) == 5
    assert f"feld={field.slug}&amp;seite=2" in client.get(f"{LIST}?feld={field.slug}").content.decode()


def test_the_list_takes_the_same_number_of_queries_at_any_size(client):
    def queries():
        with CaptureQueriesContext(
            connection,
        ) as caught:
            assert client.get(LIST).status_code == 200
        return len(caught)

    field, town, actor = make_field(), make_municipality(), make_actor()
    whole = public("Woche")

    def more(number):
        for _index in range(number):
            public(fields=[field, make_field()], municipality=town, organisers=[actor], parent=whole)

    more(2)
    client.get(LIST)
    small = queries()
    more(20)
    assert queries() == small
    assert small <= 14


def test_the_month_shows_each_day_and_long_ones_apart(client):
    public("Fest", dates=[("2026-12-05", "2026-12-06")])
    public("Woche", dates=[("2026-11-20", "2026-12-20")])
    public("Januar", dates=["2027-01-01"])
    month = client.get(f"{LIST}?ansicht=monat&monat=2026-12").context["listing"].month
    days = {day.day.day: [date.event.title for date in day.dates] for week in month.weeks for day in week if day.dates}
    assert days == {5: ["Fest"], 6: ["Fest"]}
    assert [date.event.title for date in month.long_dates] == ["Woche"]
    assert (month.label, len(month.weeks)) == ("Dezember 2026", 5)


def test_the_month_leads_to_its_neighbours_under_the_same_filter(client):
    field = make_field()
    listing = client.get(f"{LIST}?ansicht=monat&monat=2026-12&feld={field.slug}").context["listing"]
    assert listing.next_month == f"{LIST}?feld={field.slug}&ansicht=monat&monat=2027-01"
    assert listing.previous_month == f"{LIST}?feld={field.slug}&ansicht=monat&monat=2026-11"


# --- one event --------------------------------------------------------------------------------------------
def test_the_page_holds_what_search_engines_want_to_know(client):
    event = public(
        "Tag der offenen Tür", kind="conference", fee=0, capacity=50, place="Saal", organisers=[make_actor("Verein")],
        municipality=make_municipality("Musterstadt"), dates=(),
    )  # fmt: skip
    make_event_date(event, "2026-12-01 14:00", "2026-12-01 16:00")
    make_event_date(event, "2026-12-08 14:00", "2026-12-08 16:00", is_cancelled=True)
    page = client.get(event.get_absolute_url()).content.decode()
    for part in (
        'itemtype="https://schema.org/BusinessEvent"',
        'itemprop="startDate" content="2026-12-01T14:00:00+01:00"',
        'itemprop="endDate" content="2026-12-01T16:00:00+01:00"',
        'href="https://schema.org/EventScheduled"',
        'href="https://schema.org/EventCancelled"',
        'itemprop="isAccessibleForFree" content="true"',
        'itemprop="maximumAttendeeCapacity" content="50"',
        '<span itemprop="name">Saal</span>',
        '<b itemprop="name">Verein</b>',
        'href="https://schema.org/OfflineEventAttendanceMode"',
    ):
        assert part in page
    assert "<script>" not in page


def test_an_event_of_many_weeks_shows_its_published_parts(client):
    week = public("Interkulturelle Woche", dates=[("2026-12-01", "2027-01-15")])
    public("Lesung", parent=week, dates=["2026-12-10"])
    public("Konzert", parent=week, dates=["2026-12-05"])
    make_event("Geheim", parent=week)
    answer = client.get(week.get_absolute_url())
    assert [part.title for part in answer.context["sheet"].parts] == ["Konzert", "Lesung"]
    assert "Geheim" not in answer.content.decode()


def test_what_is_not_published_stays_unknown(client):
    event = make_event("Geheim", measure=make_measure(), parent=make_event())
    for name in ("event", "event_ics", "event_register", "event_registered"):
        assert client.get(reverse(f"measures:{name}", args=[event.slug])).status_code == 404
    shown = public("Offen", measure=make_measure("Geheime Maßnahme"), parent=event)
    page = client.get(shown.get_absolute_url()).content.decode()
    assert ("Geheim" in page, "Geheime Maßnahme" in page) == (False, False)


def test_nobody_sees_who_takes_part(client):
    event = public(takes_registrations=True, capacity=9)
    make_registration(event, name="Geheimer Mensch", email="geheim@example.org")
    for path in (
        event.get_absolute_url(),
        reverse("measures:event_register", args=[event.slug]),
        LIST,
        "/suche/?q=geheimer",
    ):
        page = client.get(path).content.decode()
        assert "Geheimer Mensch" not in page
        assert "geheim@example.org" not in page


@pytest.mark.parametrize(
    "text", ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "{{ 7*7 }}", "مركز", "🦄"]
)
def test_any_text_is_shown_as_text(client, text):
    event = public(text, summary=text, text=text, speakers=text, cancel_reason=text, status="cancelled", place=text)
    for path in (LIST, f"{LIST}?ansicht=monat&monat=2026-12", event.get_absolute_url()):
        answer = client.get(path)
        page = answer.content.decode()
        assert (answer.status_code, "<script>alert" in page, "<img src=x" in page, "49" in page and "{{" in text) == (
            200, False, False, False,
        )  # fmt: skip


def test_the_page_says_how_many_places_are_free(client):
    event = public(takes_registrations=True, capacity=2)
    make_registration(event)
    assert client.get(event.get_absolute_url()).context["sheet"].free_words == "Noch 1 Platz ist frei."
    make_registration(event)
    words = _("All places are taken. You can join the waiting list.")
    assert client.get(event.get_absolute_url()).context["sheet"].free_words == words


# --- elsewhere --------------------------------------------------------------------------------------------
def test_home_field_and_measure_pages_show_what_comes(client):
    field = make_field()
    measure = make_measure(published=True, field=field)
    public("Sprachtreff im Advent", fields=[field], measure=measure)
    make_event("Geheim", fields=[field], measure=measure)
    for path in ("/", field.get_absolute_url(), measure.get_absolute_url()):
        page = client.get(path).content.decode()
        assert ("Sprachtreff im Advent" in page, "Geheim" in page) == (True, False)


def test_the_calendar_gives_everyone_what_they_may_see(django_user_model):
    from django.contrib.auth.models import AnonymousUser

    field = make_field()
    actor = make_actor()
    public("Fest", fields=[field])
    make_event("Entwurf", organisers=[actor])
    public("Abgesagt", status="cancelled", cancel_reason="x")
    start, end = datetime.date(2026, 12, 1), datetime.date(2026, 12, 31)

    def seen(user):
        return [entry.title for entry in calendar.entries(user, start, end)]

    assert seen(AnonymousUser()) == ["Fest"]
    assert seen(make_user("contributor")) == ["Fest"]
    assert seen(make_user("contributor", acts_for=[actor])) == ["Entwurf", "Fest"]
    assert seen(make_user("reader")) == ["Entwurf", "Fest"]
    entry = calendar.entries(AnonymousUser(), start, end)[0]
    assert (entry.start, entry.field_ids) == (datetime.date(2026, 12, 1), frozenset({field.pk}))


def test_search_finds_events_by_their_words_as_far_as_visible(client):
    public("Sprachtreff", text="Für Mütter")
    make_event("Sprachentwurf")
    assert [hit.title for hit in search.search(make_user("council"), "sprache", kind="termine").page] == ["Sprachtreff"]
    assert search.search(make_user("reader"), "sprache", kind="termine").total == 2


def test_the_sitemap_names_published_events(client):
    event, hidden = public(), make_event()
    page = client.get("/sitemap.xml").content.decode()
    assert (event.get_absolute_url() in page, hidden.get_absolute_url() in page, "/termine/<" in page) == (
        True,
        False,
        True,
    )


def test_the_page_of_a_field_shows_an_event_once(client):
    field = make_field()
    make_event("Fest am Markt", published=True, dates=["2026-12-01"], fields=[field])
    assert client.get(field.get_absolute_url()).content.decode().count("Fest am Markt") == 1
