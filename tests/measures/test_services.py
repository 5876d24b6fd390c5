"""Services of measures where they refuse, and the days on which a measure becomes late, overdue or stale."""

import datetime
from itertools import product

import pytest
from django.core.exceptions import ValidationError

from integration_portal.core.locking import StaleObject
from measures import services
from measures.models import Measure, Status
from tests.builders import make_actor, make_field, make_measure

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2026, 11, 23)


def day(offset):
    return TODAY + datetime.timedelta(days=offset)


@pytest.mark.parametrize(("old", "new"), product(Status.values, repeat=2))
def test_a_measure_moves_only_along_the_table(old, new):
    measure = make_measure(status=old, status_reason="Anfang")
    if new in Status.transitions[old]:
        assert services.move_status(measure=measure, to=new, reason="Grund").status == new
    else:
        with pytest.raises(ValidationError):
            services.move_status(measure=measure, to=new, reason="Grund")
        assert Measure.objects.get().status == old


@pytest.mark.parametrize(
    ("old", "new"),
    [("planned", "dropped"), ("planned", "postponed"), ("dropped", "idea"), ("completed", "in_progress")],
)
def test_some_steps_ask_for_a_reason_that_is_more_than_blanks(old, new):
    measure = make_measure(status=old, status_reason="Anfang")
    with pytest.raises(ValidationError):
        services.move_status(measure=measure, to=new, reason="  ")


def test_a_status_does_not_begin_tomorrow(freeze):
    freeze()
    with pytest.raises(ValidationError):
        services.move_status(measure=make_measure(), to="in_progress", on=day(1))


@pytest.mark.parametrize("service", ["publish_measure", "unpublish_measure", "archive_measure", "restore_measure"])
def test_every_step_on_an_old_version_is_refused(service):
    measure = make_measure(published=True)
    version = measure.version
    measure.save()
    with pytest.raises(StaleObject):
        getattr(services, service)(measure=measure, version=version)


def test_publishing_and_archiving_twice_change_nothing_the_second_time():
    measure = make_measure(lead=make_actor(), field=make_field(), summary="Satz")
    first = services.publish_measure(measure=measure)
    assert services.publish_measure(measure=measure).version == first.version
    first = services.archive_measure(measure=measure)
    assert services.archive_measure(measure=measure).archived_at == first.archived_at
    with pytest.raises(ValidationError):
        services.publish_measure(measure=measure)


def test_numbers_go_on_after_the_highest_and_a_taken_one_is_refused():
    field = make_field(number=2)
    for number in ("2.9", "2.3"):
        make_measure(field=field, number=number)
    assert services.propose_number(field) == "2.10"
    with pytest.raises(ValidationError):
        services.place_measure(measure=make_measure(), field=field, number="2.9")


@pytest.mark.parametrize(("end", "expected"), [(-1, True), (0, False), (1, False)])
def test_overdue_begins_the_day_after_the_last(end, expected):
    make_measure(status="in_progress", end_on=day(end))
    assert Measure.objects.overdue(TODAY).exists() is expected


@pytest.mark.parametrize(("start", "expected"), [(-1, True), (0, False)])
def test_late_begins_the_day_after_the_start(start, expected):
    make_measure(status="planned", start_on=day(start))
    assert Measure.objects.late_start(TODAY).exists() is expected


@pytest.mark.parametrize(("age", "expected"), [(90, False), (91, True)])
def test_stale_is_more_than_ninety_days_without_progress(age, expected):
    make_measure(status="in_progress", progress_on=day(-age))
    assert Measure.objects.stale(TODAY, 90).exists() is expected
