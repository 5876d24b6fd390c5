"""Recording resolutions: numbers, what is taken over from item and paper, and what became of them."""

import datetime

import pytest
from django.core.exceptions import ValidationError

from committees.models import Referral, Resolution
from committees.services import numbering
from committees.services import resolutions as services
from integration_portal.core.locking import StaleObject
from measures.models import Task
from tests.builders import make_field, make_measure, make_user
from tests.builders_committees import make_committee, make_item, make_meeting, make_paper, make_resolution

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2026, 11, 23)


@pytest.fixture(autouse=True)
def _today(freeze):
    freeze()


def held(starts="2026-11-10 17:00", **values):
    return make_item(make_meeting(starts=starts, state="held"), kind="resolution", **values)


def create(item, **values):
    return services.create_resolution(
        **{"item": item, "text": "Der Beirat empfiehlt das.", "outcome": "adopted", **values}
    )


def test_numbers_count_through_a_year_over_all_committees():
    numbers = [create(held(starts=f"{day} 17:00")).number for day in ("2025-12-01", "2026-01-20", "2026-11-10")]
    assert numbers == ["B-2025-001", "B-2026-001", "B-2026-002"]


def test_after_number_999_comes_number_1000():
    make_resolution(held(), number="B-2026-999")
    assert [create(held()).number for _ in range(2)] == ["B-2026-1000", "B-2026-1001"]


def test_a_number_taken_meanwhile_is_counted_anew(monkeypatch):
    make_resolution(held(), number="B-2026-001")
    given, real = iter(["B-2026-001"]), numbering.next_number
    monkeypatch.setattr(numbering, "next_number", lambda *args: next(given, None) or real(*args))
    assert create(held()).number == "B-2026-002"


def test_it_takes_day_committee_paper_measures_and_fields_over():
    measure, field = make_measure("Lotsen"), make_field()
    paper = make_paper()
    paper.measures.add(measure)
    paper.fields.add(field)
    item = held(title="Lotsen für Ämter", paper=paper)
    row = create(item)
    assert (row.title, row.resolved_on, row.committee, row.paper, row.status) == (
        "Lotsen für Ämter", datetime.date(2026, 11, 10), item.meeting.committee, paper, "open",
    )  # fmt: skip
    assert (list(row.measures.all()), list(row.fields.all())) == ([measure], [field])


def test_of_a_part_of_a_closed_item_it_is_closed_too():
    parent = held(is_public=False)
    assert create(make_item(parent.meeting, parent=parent)).is_public is False


def test_what_was_rejected_is_nothing_to_follow_up():
    assert create(held(), outcome="rejected").is_open is False


def test_the_result_is_written_to_the_stop_and_closes_the_paper_after_the_last_one():
    committee = make_committee()
    paper = make_paper(committees=[committee])
    item = make_item(make_meeting(committee, starts="2026-11-10 17:00", state="held"), paper=paper)
    create(item, outcome="amended")
    stop = Referral.objects.get(paper=paper)
    assert (stop.item, stop.outcome, stop.decided_on) == (item, "amended", datetime.date(2026, 11, 10))
    paper.refresh_from_db()
    assert paper.state == "closed"


def test_a_paper_with_stops_to_come_stays_under_consultation():
    committee = make_committee()
    paper = make_paper(committees=[committee, make_committee()])
    create(make_item(make_meeting(committee, state="held", starts="2026-11-10 17:00"), paper=paper))
    paper.refresh_from_db()
    assert paper.state == "submitted"


def test_a_postponed_paper_stays_under_consultation():
    committee = make_committee()
    paper = make_paper(committees=[committee])
    create(
        make_item(make_meeting(committee, state="held", starts="2026-11-10 17:00"), paper=paper), outcome="postponed"
    )
    paper.refresh_from_db()
    assert paper.state == "submitted"


@pytest.mark.parametrize("values", [{"text": " "}, {"outcome": "maybe"}, {"outcome": ""}])
def test_without_wording_or_result_nothing_is_recorded(values):
    with pytest.raises(ValidationError):
        create(held(), **values)
    assert not Resolution.objects.exists()


def update(row, **data):
    return services.update_resolution(resolution=row, data=data, version=row.version, by=make_user("office"))


def test_carried_out_needs_its_day():
    with pytest.raises(ValidationError) as caught:
        update(make_resolution(held()), status="done", done_on=None)
    assert list(caught.value.error_dict) == ["done_on"]


@pytest.mark.parametrize(
    ("day", "fits"), [("2026-11-09", False), ("2026-11-10", True), ("2026-11-23", True), ("2026-11-24", False)]
)
def test_the_day_lies_between_resolution_and_today(day, fits):
    row, day = make_resolution(held()), datetime.date.fromisoformat(day)
    if fits:
        assert update(row, status="done", done_on=day).done_on == day
    else:
        with pytest.raises(ValidationError):
            update(row, status="done", done_on=day)


def test_opened_again_it_loses_its_day():
    row = make_resolution(held(), status="done", done_on=TODAY)
    assert update(row, status="open", done_on=TODAY).done_on is None


def test_who_comes_second_overwrites_nothing():
    row = make_resolution(held())
    update(row, due_on=TODAY)
    with pytest.raises(StaleObject):
        update(row, due_on=None)


def test_the_first_report_starts_carrying_out():
    row = make_resolution(held())
    services.add_report(resolution=row, data={"reported_on": TODAY, "text": "Angebote eingeholt"}, by=None)
    row.refresh_from_db()
    assert row.status == "in_progress"


@pytest.mark.parametrize("day", [datetime.date(2026, 11, 9), datetime.date(2026, 11, 24)])
def test_reports_lie_between_resolution_and_today(day):
    with pytest.raises(ValidationError):
        services.add_report(resolution=make_resolution(held()), data={"reported_on": day, "text": "x"}, by=None)


def test_a_task_is_tied_to_the_resolution():
    row, user = make_resolution(held()), make_user("office")
    task = services.add_task(resolution=row, task=Task(title="Angebote einholen"), by=user)
    assert list(row.tasks.all()) == [task]


def test_only_closed_resolutions_are_released_and_taken_back():
    row = make_resolution(held(is_public=False))
    assert services.release_resolution(resolution=row, by=None).released_on == TODAY
    assert services.take_back_resolution(resolution=row, by=None).released_on is None
    with pytest.raises(ValidationError):
        services.release_resolution(resolution=make_resolution(held()), by=None)


def test_open_ones_come_urgent_first_with_their_newest_report():
    item = held()
    later, first, _done = (
        make_resolution(item), make_resolution(item, due_on=TODAY), make_resolution(item, status="done", done_on=TODAY),
    )  # fmt: skip
    make_resolution(held())
    for day, text in ((TODAY, "neu"), (datetime.date(2026, 11, 12), "alt")):
        services.add_report(resolution=first, data={"reported_on": day, "text": text}, by=None)
    rows = services.open_resolutions_for(item.meeting.committee)
    assert [(row, row.newest_report and row.newest_report.text) for row in rows] == [(first, "neu"), (later, None)]
