"""The sample data of surveys and elections."""

import pytest

from committees.election_records import elections_of
from committees.models import DateSurvey, Election
from integration_portal.portal.demo import committees_surveys
from tests.builders import make_user
from tests.builders_committees import make_committee, make_function, make_item, make_meeting, make_member

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def now(freeze):
    return freeze()


def test_without_a_committee_nothing_is_made():
    committees_surveys.make({}, {}, {"office": make_user("office")})
    assert DateSurvey.objects.count() == 0


def test_a_closed_and_a_running_survey_and_the_election_of_a_chair_are_made():
    committee = make_committee()
    members = [make_member(committee) for _number in range(9)]
    make_function(committee, members[4].person)
    item = make_item(make_meeting(committee, "2026-09-10 17:00", state="held"), kind="election")
    committees_surveys.make({}, {}, {"office": make_user("office")})
    assert sorted(DateSurvey.objects.values_list("state", flat=True)) == ["closed", "open"]
    assert Election.objects.get().elected == members[4].person
    (record,) = elections_of(item)
    assert [ballot.is_run_off for ballot in record.ballots] == [False, True]
    assert committee.functions.filter(function="chair").count() == 2


def test_a_committee_without_elections_gets_surveys_alone():
    make_member(make_committee())
    committees_surveys.make({}, {}, {"office": make_user("office")})
    assert (DateSurvey.objects.count(), Election.objects.count()) == (2, 0)
