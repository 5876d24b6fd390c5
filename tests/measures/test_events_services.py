"""Events: dates by hand and by rule, what calendars learn of, publishing, cancelling, copying."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from integration_portal.core.locking import StaleObject
from measures.models import Event, EventDate
from measures.services import events as services
from measures.services.series import Rhythm, SeriesRule, days_of, parse_days
from tests.builders import make_event, make_event_date, make_field, make_registration

pytestmark = pytest.mark.django_db
DAY = datetime.date


def problem(call, *args, **values):
    """Names of the fields, or codes of the form, of the ValidationError that the call raises."""
    with pytest.raises(ValidationError) as caught:
        call(*args, **values)
    if hasattr(caught.value, "error_dict"):
        return sorted(caught.value.error_dict)
    return [error.code for error in caught.value.error_list]


def data_of(event, **changes):
    return {"title": event.title, "place": event.place, "capacity": event.capacity} | changes


# --- rules ------------------------------------------------------------------------------------------------
def test_a_weekly_series_runs_to_its_last_day_inclusive_and_leaves_out_holidays():
    rule = SeriesRule("weekly", DAY(2026, 12, 10), DAY(2026, 12, 31), without=frozenset({DAY(2026, 12, 24)}))
    assert days_of(rule) == [DAY(2026, 12, 10), DAY(2026, 12, 17), DAY(2026, 12, 31)]


def test_a_count_is_the_number_of_dates_that_remain():
    rule = SeriesRule("daily", DAY(2026, 12, 24), count=3, without=frozenset({DAY(2026, 12, 25)}))
    assert days_of(rule) == [DAY(2026, 12, 24), DAY(2026, 12, 26), DAY(2026, 12, 27)]


@pytest.mark.parametrize(
    ("rhythm", "first", "expected"),
    [
        ("fortnightly", DAY(2026, 12, 1), [DAY(2026, 12, 1), DAY(2026, 12, 15), DAY(2026, 12, 29)]),
        ("monthly_day", DAY(2027, 1, 31), [DAY(2027, 1, 31), DAY(2027, 3, 31), DAY(2027, 5, 31)]),
        ("monthly_weekday", DAY(2026, 12, 8), [DAY(2026, 12, 8), DAY(2027, 1, 12), DAY(2027, 2, 9)]),
        ("monthly_last", DAY(2026, 11, 30), [DAY(2026, 11, 30), DAY(2026, 12, 28), DAY(2027, 1, 25)]),
        ("quarterly", DAY(2026, 12, 1), [DAY(2026, 12, 1), DAY(2027, 3, 1), DAY(2027, 6, 1)]),
        ("yearly", DAY(2024, 2, 29), [DAY(2024, 2, 29), DAY(2028, 2, 29), DAY(2032, 2, 29)]),
        ("weekly", DAY(2026, 12, 28), [DAY(2026, 12, 28), DAY(2027, 1, 4), DAY(2027, 1, 11)]),
    ],
)
def test_each_rhythm_counts_from_the_first_day(rhythm, first, expected):
    assert days_of(SeriesRule(rhythm, first, count=3)) == expected
    assert rhythm in Rhythm.values


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        (SeriesRule("weekly", DAY(2026, 12, 1)), ["last"]),
        (SeriesRule("weekly", DAY(2026, 12, 1), DAY(2026, 11, 30)), ["last"]),
        (SeriesRule("daily", DAY(2026, 1, 1), DAY(2027, 12, 31)), ["last"]),
        (SeriesRule("daily", DAY(2026, 1, 1), count=501), ["count"]),
        (
            SeriesRule("daily", DAY(2026, 1, 1), DAY(2026, 1, 1), without=frozenset({DAY(2026, 1, 1)})),
            ["without"],
        ),
        (SeriesRule("monthly_last", DAY(2026, 12, 1), count=2), ["first"]),
    ],
)
def test_a_rule_that_never_ends_or_makes_no_sense_is_refused_at_its_field(rule, expected):
    assert problem(days_of, rule) == expected


def test_days_to_leave_out_are_read_in_both_spellings():
    assert parse_days("24.12.2026, 2026-12-31;\n") == {DAY(2026, 12, 24), DAY(2026, 12, 31)}
    assert problem(parse_days, "31.02.2026") == ["invalid"]


# --- dates ------------------------------------------------------------------------------------------------
def test_a_date_with_times_is_kept_in_berlin_time_also_over_the_change_to_summer():
    values = services.values_of_date(DAY(2027, 3, 27), datetime.time(22), DAY(2027, 3, 28), datetime.time(6))
    assert (values["end_at"] - values["start_at"]).total_seconds() == 7 * 3600
    event = services.create_event(data={"title": "Nacht"}, dates=[values])
    assert [(row.start_day, row.end_day, row.days) for row in event.dates.all()] == [
        (DAY(2027, 3, 27), DAY(2027, 3, 28), 2)
    ]


def test_what_ends_at_midnight_ends_on_the_day_it_began():
    values = services.values_of_date(DAY(2026, 12, 1), datetime.time(20), DAY(2026, 12, 2), datetime.time(0))
    event = services.create_event(data={"title": "Abend"}, dates=[values])
    assert event.dates.get().end_day == DAY(2026, 12, 1)


@pytest.mark.parametrize(
    ("args", "expected"),
    [
        ((DAY(2026, 12, 2), None, DAY(2026, 12, 1), None), ["end_day"]),
        ((DAY(2026, 12, 1), datetime.time(10), None, datetime.time(10)), ["end_time"]),
        ((DAY(2026, 12, 1), datetime.time(10), None, None), ["end_time"]),
        ((DAY(2026, 12, 1), None, None, datetime.time(10)), ["start_time"]),
    ],
)
def test_an_end_before_the_start_and_half_a_time_are_refused(args, expected):
    assert problem(services.values_of_date, *args) == expected


def test_the_database_refuses_a_date_that_ends_before_it_starts():
    event = make_event(dates=())
    with pytest.raises(IntegrityError), transaction.atomic():
        EventDate.objects.create(event=event, start_day=DAY(2026, 12, 2), end_day=DAY(2026, 12, 1))


def test_a_series_adds_only_days_that_are_not_there_yet_and_counts_the_sequence_up():
    event = make_event(dates=["2026-12-08"])
    rule = SeriesRule("weekly", DAY(2026, 12, 1), count=3)
    saved, number = services.add_series(event=event, version=1, rule=rule)
    assert (number, saved.sequence, saved.version) == (2, 1, 2)
    assert [row.start_day.day for row in event.dates.all()] == [1, 8, 15]
    saved, number = services.add_series(event=event, version=2, rule=rule)
    assert (number, saved.sequence) == (0, 1)


def test_a_series_of_several_days_each():
    event = make_event(dates=())
    services.add_series(event=event, version=1, rule=SeriesRule("yearly", DAY(2026, 9, 21), count=2), last_day_after=6)
    assert [(row.start_day, row.end_day) for row in event.dates.all()] == [
        (DAY(2026, 9, 21), DAY(2026, 9, 27)),
        (DAY(2027, 9, 21), DAY(2027, 9, 27)),
    ]


def test_an_event_has_at_most_five_hundred_dates():
    event = make_event(dates=())
    services.add_series(event=event, version=1, rule=SeriesRule("daily", DAY(2026, 1, 1), count=500))
    more = SeriesRule("daily", DAY(2028, 1, 1), count=1)
    assert problem(services.add_series, event=event, version=2, rule=more) == ["too_many"]
    assert event.dates.count() == 500
    values = services.values_of_date(DAY(2029, 1, 1), None, None, None)
    event.refresh_from_db()
    call = {"event": event, "version": event.version, "data": {}, "dates": [values]}
    assert problem(services.update_event, **call) == ["too_many"]


def test_a_date_removed_from_a_published_event_is_cancelled_and_from_a_draft_deleted():
    for published, left in ((True, [True]), (False, [])):
        event = make_event(published=published)
        gone = [{"id": event.dates.get().pk, "remove": True}]
        services.update_event(event=event, version=1, data={}, dates=gone)
        assert [row.is_cancelled for row in event.dates.all()] == left


def test_dates_that_are_not_named_stay_as_they_are():
    event = make_event(dates=["2026-12-01", "2026-12-02"])
    first = event.dates.first()
    uid = first.uuid
    values = services.values_of_date(DAY(2026, 12, 5), None, None, None) | {"id": first.pk}
    services.update_event(event=event, version=1, data={}, dates=[values])
    assert [row.start_day.day for row in event.dates.all()] == [2, 5]
    assert event.dates.last().uuid == uid


# --- what calendars learn of ------------------------------------------------------------------------------
def test_the_sequence_counts_up_with_what_a_calendar_shows_and_with_nothing_else():
    event = make_event()
    event = services.update_event(event=event, version=1, data=data_of(event, childcare="ja"))
    assert event.sequence == 0
    event = services.update_event(event=event, version=2, data=data_of(event, place="Anderswo"))
    assert event.sequence == 1
    event, _mails = services.cancel_event(event=event, reason="Krank")
    assert event.sequence == 2


def test_whoever_saves_second_is_told():
    event = make_event()
    services.update_event(event=event, version=1, data=data_of(event, title="Neu"))
    with pytest.raises(StaleObject):
        services.update_event(event=event, version=1, data=data_of(event, title="Alt"))


# --- capacity ---------------------------------------------------------------------------------------------
def test_fewer_places_than_people_are_refused_and_the_message_says_how_many():
    event = make_event(takes_registrations=True, capacity=5)
    for _number in range(3):
        make_registration(event)
    with pytest.raises(ValidationError) as caught:
        services.update_event(event=event, version=1, data=data_of(event, capacity=2))
    assert (list(caught.value.error_dict), "3" in caught.value.messages[0]) == (["capacity"], True)
    assert services.update_event(event=event, version=1, data=data_of(event, capacity=3)).capacity == 3


# --- parts, publishing, cancelling, copying ---------------------------------------------------------------
def test_parts_have_one_level_only():
    week = make_event("Interkulturelle Woche", dates=[("2026-09-20", "2026-10-25")])
    part = make_event("Lesung", parent=week)
    for event, parent in ((make_event(), part), (week, make_event()), (week, week)):
        found = problem(services.update_event, event=event, version=event.version, data={"parent": parent})
        assert found == ["parent"]
    assert week.dates.get().days == 36


def test_publishing_needs_a_date_and_a_place_and_a_published_whole():
    event = make_event(dates=(), place="", parent=make_event())
    assert len(services.obstacles_to_publishing(event)) == 3
    assert len(problem(services.publish_event, event=event)) == 3
    event = services.publish_event(event=make_event())
    assert (event.is_published, services.publish_event(event=event).version) == (True, event.version)


def test_an_event_with_people_is_cancelled_and_not_hidden():
    event = make_event(published=True, takes_registrations=True)
    make_registration(event)
    assert problem(services.unpublish_event, event=event) == ["people"]
    services.cancel_event(event=event, reason="Krank")
    assert services.unpublish_event(event=event).is_published is False


def test_a_whole_with_public_parts_stays_public():
    week = make_event(published=True)
    make_event(published=True, parent=week)
    assert problem(services.unpublish_event, event=week) == ["parts"]


def test_cancelling_needs_a_reason_and_happens_once():
    event = make_event(published=True)
    assert problem(services.cancel_event, event=event, reason="  ") == ["reason"]
    services.cancel_event(event=event, reason="Krank")
    assert problem(services.cancel_event, event=event, reason="Krank") == ["state"]


def test_the_database_wants_a_reason_too():
    with pytest.raises(IntegrityError), transaction.atomic():
        make_event(status="cancelled")


def test_a_copy_is_an_unpublished_planned_event_without_dates_and_people():
    field = make_field()
    event = make_event("Schulung", published=True, fields=[field], sequence=4, capacity=8, takes_registrations=True)
    make_registration(event)
    services.cancel_event(event=event, reason="Krank")
    copy = services.duplicate_event(event=event)
    assert (copy.is_published, copy.status, copy.sequence, copy.capacity) == (False, "planned", 0, 8)
    assert (copy.dates.count(), copy.registrations.count(), list(copy.fields.all())) == (0, 0, [field])
    assert copy.uuid != event.uuid
    assert copy.slug != event.slug


def test_only_a_draft_without_people_and_parts_is_deleted():
    draft = make_event()
    services.delete_event(event=draft)
    assert Event.objects.count() == 0
    for event in (make_event(published=True), make_registration().event, make_event(parent=make_event()).parent):
        assert problem(services.delete_event, event=event) == ["state"]


def test_days_say_when_in_words():
    event = make_event(dates=())
    assert make_event_date(event, "2026-12-01 14:00", "2026-12-01 16:30").when.startswith("Di 01.12.2026, 14:00")
    assert make_event_date(event, "2026-09-20", "2026-10-25").when == "20.09.2026–25.10.2026"
    assert make_event_date(event, "2026-12-01").when == "Di 01.12.2026"
    assert timezone.localtime(event.dates.exclude(start_at=None).get().start_at).hour == 14
