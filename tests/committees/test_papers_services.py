"""Papers from the draft to the last committee: numbers, versions, release, path."""

import datetime

import pytest
from django.core.exceptions import ValidationError

from committees.models import Paper
from committees.services import papers as services
from integration_portal.core import attachments
from integration_portal.core.locking import StaleObject
from tests.builders import make_attachment, make_measure, make_user
from tests.builders_committees import make_committee, make_item, make_meeting, make_paper

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2026, 11, 23)


@pytest.fixture(autouse=True)
def _today(freeze):
    freeze()


def draft(*committees, **values):
    return make_paper(
        committees=committees or [make_committee()],
        state="draft",
        **{"proposed_resolution": "Der Beirat empfiehlt.", **values},
    )


def handed_in(*committees, **values):
    return services.hand_in(paper=draft(*committees, **values), by=None)


def update(paper, reason="", **data):
    return services.update_paper(paper=paper, data=data, version=paper.version, by=None, reason=reason)


def test_handing_in_gives_the_next_number_once():
    first, second = handed_in(), handed_in()
    assert (first.number, second.number) == ("V-2026-001", "V-2026-002")
    assert services.hand_in(paper=first, by=None).number == "V-2026-001"


def test_a_draft_needs_a_committee():
    paper = make_paper(state="draft", proposed_resolution="Der Beirat empfiehlt.")
    with pytest.raises(ValidationError):
        services.hand_in(paper=paper, by=None)


@pytest.mark.parametrize(
    ("kind", "fits"), [("resolution", False), ("motion", False), ("information", True), ("report", True)]
)
def test_what_asks_for_a_resolution_proposes_one(kind, fits):
    paper = draft(kind=kind, proposed_resolution="  ")
    if fits:
        assert services.hand_in(paper=paper, by=None).state == "submitted"
    else:
        with pytest.raises(ValidationError):
            services.hand_in(paper=paper, by=None)


def test_a_changed_text_is_a_version_of_its_own_with_its_reason():
    paper = handed_in()
    paper = update(paper, "Betrag ergänzt", facts="Es kostet 500 Euro.")
    assert [(row.number, row.reason, row.facts) for row in paper.versions.all()] == [
        (2, "Betrag ergänzt", "Es kostet 500 Euro."), (1, "", ""),
    ]  # fmt: skip


def test_a_changed_text_without_a_reason_is_refused_and_nothing_saved():
    paper = handed_in()
    with pytest.raises(ValidationError) as caught:
        update(paper, " ", facts="Neu")
    assert list(caught.value.error_dict) == ["reason"]
    paper.refresh_from_db()
    assert (paper.facts, paper.versions.count()) == ("", 1)


def test_what_is_not_text_makes_no_version():
    paper = handed_in()
    measure = make_measure()
    update(paper, measures=[measure])
    assert (paper.versions.count(), list(paper.measures.all())) == (1, [measure])


def test_drafts_have_no_versions():
    assert update(draft(), facts="Neu").versions.count() == 0


def test_who_comes_second_overwrites_nothing():
    paper = draft()
    update(paper, title="Erster")
    with pytest.raises(StaleObject):
        update(paper, title="Zweiter")


@pytest.mark.parametrize("state", ["closed", "withdrawn"])
def test_what_is_over_stays_as_it_is(state):
    with pytest.raises(ValidationError):
        update(make_paper(state=state), title="Anders")


def test_withdrawn_it_keeps_its_number():
    paper = services.withdraw(paper=handed_in(), by=None)
    assert (paper.state, paper.number, services.withdraw(paper=paper, by=None).state) == (
        "withdrawn", "V-2026-001", "withdrawn",
    )  # fmt: skip


@pytest.mark.parametrize("state", ["draft", "closed"])
def test_drafts_and_closed_papers_are_not_withdrawn(state):
    with pytest.raises(ValidationError):
        services.withdraw(paper=make_paper(state=state), by=None)


def test_release_and_taking_back():
    paper = handed_in(make_committee(published=True))
    assert services.release(paper=paper, by=None).released_on == TODAY
    assert list(Paper.objects.public()) == [paper]
    services.take_back(paper=paper, by=None)
    assert list(Paper.objects.public()) == []


@pytest.mark.parametrize("case", ["draft", "not public", "no public committee"])
def test_what_cannot_be_public_is_not_released(case):
    public = make_committee(published=case != "no public committee")
    paper = draft(public) if case == "draft" else handed_in(public, is_public=case != "not public")
    with pytest.raises(ValidationError):
        services.release(paper=paper, by=None)


def test_a_released_paper_does_not_become_closed_unnoticed():
    paper = services.release(paper=handed_in(make_committee(published=True)), by=None)
    with pytest.raises(ValidationError) as caught:
        update(paper, is_public=False)
    assert list(caught.value.error_dict) == ["is_public"]


def test_only_drafts_are_deleted_with_their_files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    paper = draft()
    make_attachment(paper)
    services.delete_draft(paper=paper)
    assert not Paper.objects.exists()
    with pytest.raises(ValidationError):
        services.delete_draft(paper=handed_in())


def test_a_paper_that_is_not_public_takes_no_public_file():
    with pytest.raises(ValidationError):
        services.attach_file(paper=draft(is_public=False), upload=None, is_public=True, by=None)


# --- path ----------------------------------------------------------------------------------------------


def names(paper):
    return [stop.committee.name for stop in paper.referrals.all()]


def test_stops_are_ordered_and_stay_at_the_ends():
    paper = draft(*(make_committee(name) for name in "ABC"))
    a, _b, c = paper.referrals.all()
    services.move_stop(stop=c, up=True)
    assert names(paper) == ["A", "C", "B"]
    services.move_stop(stop=a, up=True)
    assert names(paper) == ["A", "C", "B"]
    services.move_stop(stop=a, up=False)
    assert names(paper) == ["C", "A", "B"]


def district():
    return make_committee("Kreistag", kind="district", rules=False)


def result(stop, outcome="adopted", decided_on=TODAY):
    return services.change_stop(stop=stop, data={"outcome": outcome, "decided_on": decided_on})


def test_the_result_of_a_committee_that_meets_elsewhere_is_entered_and_closes_the_paper():
    paper = handed_in(district())
    result(paper.referrals.get())
    paper.refresh_from_db()
    assert paper.state == "closed"
    result(paper.referrals.get(), outcome="", decided_on=None)
    paper.refresh_from_db()
    assert paper.state == "submitted"


def test_the_result_of_a_committee_that_meets_here_comes_from_its_meeting():
    with pytest.raises(ValidationError):
        result(handed_in().referrals.get())


@pytest.mark.parametrize("day", [None, datetime.date(2026, 11, 24)])
def test_a_result_has_a_day_that_is_not_to_come(day):
    with pytest.raises(ValidationError) as caught:
        result(handed_in(district()).referrals.get(), decided_on=day)
    assert list(caught.value.error_dict) == ["decided_on"]


def test_drafts_have_no_results():
    with pytest.raises(ValidationError):
        result(draft(district()).referrals.get())


def test_a_further_stop_opens_a_closed_paper_again():
    paper = handed_in(district())
    result(paper.referrals.get())
    services.add_stop(paper=paper, committee=make_committee("Beirat"))
    paper.refresh_from_db()
    assert (paper.state, names(paper)) == ("submitted", ["Kreistag", "Beirat"])


def test_a_stop_with_a_result_or_on_an_agenda_stays():
    committee = make_committee()
    paper = handed_in(district(), committee)
    first, second = paper.referrals.all()
    result(first)
    second.item = make_item(make_meeting(committee), paper=paper)
    second.save()
    for stop in (first, second):
        with pytest.raises(ValidationError):
            services.remove_stop(stop=stop)


def test_the_last_stop_of_what_was_handed_in_stays():
    with pytest.raises(ValidationError):
        services.remove_stop(stop=handed_in().referrals.get())
    paper = draft()
    services.remove_stop(stop=paper.referrals.get())
    assert names(paper) == []


def test_a_withdrawn_paper_goes_nowhere():
    paper = services.withdraw(paper=handed_in(), by=None)
    with pytest.raises(ValidationError):
        services.add_stop(paper=paper, committee=make_committee())


def test_the_path_has_an_end():
    paper = draft(*(make_committee() for _ in range(services.MOST_STOPS)))
    with pytest.raises(ValidationError):
        services.add_stop(paper=paper, committee=make_committee())


# --- files ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("is_public", "released", "role", "may"),
    [
        (True, True, "", True), (False, True, "", False), (True, False, "", False),
        (True, False, "council", False), (False, False, "reader", True), (False, True, "contributor", False),
    ],
)  # fmt: skip
def test_files_are_read_by_those_who_may(is_public, released, role, may):
    from django.contrib.auth.models import AnonymousUser

    paper = make_paper(committees=[make_committee(published=True)], released=released)
    file = make_attachment(paper, is_public=is_public)
    user = make_user(role) if role else AnonymousUser()
    assert attachments.may_read(user, file) is may
