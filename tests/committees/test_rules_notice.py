"""Notice periods as tables: weekends, holidays of Thuringia, the clock change, full days, letters, urgent cases."""

import datetime

import pytest

from committees.rules import notice
from tests.builders_committees import make_rules

DAY = datetime.date.fromisoformat


@pytest.mark.parametrize(
    ("sent", "meets", "days", "ok"),
    [
        ("2026-11-28", "2026-12-03", 4, True),  # Saturday: 29, 30, 1, 2 are four full days
        ("2026-11-29", "2026-12-03", 3, False),  # Sunday: one short
        ("2026-12-02", "2026-12-03", 0, False),
        ("2026-12-03", "2026-12-03", 0, False),  # on the day itself
        ("2026-12-04", "2026-12-03", 0, False),  # after it
        ("2026-03-26", "2026-03-31", 4, True),  # over the clock change of 29 March
        ("2026-10-22", "2026-10-27", 4, True),  # over the clock change of 25 October
        ("2028-02-25", "2028-03-01", 4, True),  # over 29 February
        ("2026-12-30", "2027-01-04", 4, True),  # over New Year
    ],
)
def test_four_full_calendar_days_lie_between_receipt_and_meeting(sent, meets, days, ok):
    found = notice.check(make_rules(), meets_on=DAY(meets), sent_on=DAY(sent))
    assert (found.days, found.ok) == (days, ok)


@pytest.mark.parametrize(
    ("received", "meets", "days"),
    [
        ("2026-11-26", "2026-12-03", 4),  # Fri, Mon, Tue, Wed
        ("2026-11-27", "2026-12-03", 3),  # received on a Friday: Mon, Tue, Wed
        ("2026-09-17", "2026-09-22", 2),  # Fri 18 and Mon 21: World Children's Day, 20 September, is a Sunday
        ("2027-09-17", "2027-09-22", 1),  # Mon 20 September 2027 is a holiday in Thuringia
        ("2026-10-29", "2026-11-03", 2),  # Fri 30 and Mon 2: Reformation Day is a Saturday
        ("2026-12-23", "2026-12-30", 3),  # Thu 24, Mon 28, Tue 29: Friday is Christmas Day
        ("2026-04-01", "2026-04-08", 2),  # Thu 2 and Tue 7: Good Friday and Easter Monday
        ("2026-05-13", "2026-05-19", 2),  # Fri 15 and Mon 18: Ascension Day
    ],
)
def test_working_days_leave_out_weekends_and_holidays_of_thuringia(received, meets, days):
    rules = make_rules(notice_counting="working", notice_days=3)
    assert notice.check(rules, meets_on=DAY(meets), sent_on=DAY(received)).days == days


def test_the_holidays_are_those_of_the_state_in_the_rules():
    day = DAY("2027-09-20")
    assert (notice.is_working_day(day, "TH"), notice.is_working_day(day, "SN")) == (False, True)
    assert notice.holiday_name(day, "SN") == ""


@pytest.mark.parametrize(
    ("full_days", "sent", "ok"),
    [
        (True, "2026-11-28", True),
        (True, "2026-11-29", False),
        (False, "2026-11-29", True),
        (False, "2026-11-30", False),
    ],
)
def test_without_full_days_the_day_of_the_meeting_counts(full_days, sent, ok):
    rules = make_rules(full_days=full_days)
    assert notice.check(rules, meets_on=DAY("2026-12-03"), sent_on=DAY(sent)).ok == ok


@pytest.mark.parametrize(
    ("notice_from", "way", "counted", "latest_dispatch"),
    [
        ("receipt", "email", "2026-11-20", "2026-11-28"),
        ("receipt", "hand", "2026-11-20", "2026-11-28"),
        ("receipt", "post", "2026-11-23", "2026-11-25"),
        ("dispatch", "email", "2026-11-20", "2026-11-28"),
        ("dispatch", "post", "2026-11-20", "2026-11-28"),
    ],
)
def test_a_letter_takes_its_days_only_where_receipt_counts(notice_from, way, counted, latest_dispatch):
    rules, meets = make_rules(notice_from=notice_from), DAY("2026-12-03")
    assert notice.check(rules, meets_on=meets, sent_on=DAY("2026-11-20"), way=way).counted_from == counted
    assert notice.latest_dispatch(rules, meets, way) == DAY(latest_dispatch)


@pytest.mark.parametrize("needed", [0, 1, 4, 5, 8, 9, 21])
@pytest.mark.parametrize("counting", ["calendar", "working"])
def test_the_latest_day_is_in_time_and_the_day_after_it_is_not(needed, counting):
    rules, meets = make_rules(notice_days=needed, notice_counting=counting), DAY("2027-01-05")
    latest = notice.latest_day(rules, meets)
    assert notice.check(rules, meets_on=meets, sent_on=latest).ok
    after = notice.check(rules, meets_on=meets, sent_on=latest + notice.ONE_DAY)
    assert not after.ok or needed == 0


@pytest.mark.parametrize(
    ("sent", "urgent"), [("2026-11-30", True), ("2026-12-01", True), ("2026-12-02", False), ("2026-12-03", False)]
)
def test_in_an_urgent_case_the_second_day_before_is_in_time(sent, urgent):
    found = notice.check(make_rules(), meets_on=DAY("2026-12-03"), sent_on=DAY(sent))
    assert (found.ok, found.urgent) == (False, urgent)


def test_rules_may_forbid_a_shorter_notice():
    found = notice.check(make_rules(urgent_days_before=None), meets_on=DAY("2026-12-03"), sent_on=DAY("2026-11-30"))
    assert (found.ok, found.urgent, found.latest_urgent) == (False, False, "")
    assert "nicht" in found.sentence or "not" in found.sentence


def test_a_check_is_the_same_after_it_was_stored_and_names_its_rule():
    found = notice.check(make_rules(name="Satzung vom 1. Juli"), meets_on=DAY("2026-12-03"), sent_on=DAY("2026-11-28"))
    again = notice.Notice.from_json(found.as_json())
    assert again == found
    assert "Satzung vom 1. Juli" in again.sentence


@pytest.mark.parametrize(("days", "last"), [(None, None), (10, "2026-11-23"), (0, "2026-12-03")])
def test_items_are_proposed_until_the_deadline_of_the_rules(days, last):
    found = notice.item_deadline(make_rules(item_days_before=days), DAY("2026-12-03"))
    assert found == (last and DAY(last))
