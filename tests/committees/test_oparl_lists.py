"""Lists: pages that stay, filters at the second, withdrawal told as deletion, conditional requests, few queries."""

import datetime

import pytest

from committees.models import PublicObject
from committees.oparl import sync
from committees.oparl.kinds import BODY
from tests.builders import make_person
from tests.builders_committees import make_committee, make_item, make_meeting, make_member
from tests.committees.oparl_world import council

pytestmark = pytest.mark.django_db
LONG_AGO = "2000-01-01T00:00:00+01:00"


def get(client, name, **query):
    response = client.get(f"/oparl/v1.1/body/{BODY}/{name}", query)
    assert response.status_code == 200
    return response.json()


def many_meetings(number):
    committee = make_committee(published=True)
    for _number in range(number):
        make_item(make_meeting(committee, published=True))
    sync.rebuild()
    return committee


def test_paging_misses_nothing_when_objects_come_and_go_meanwhile(client):
    committee = many_meetings(7)
    first = get(client, "meeting", elementsPerPage=3)
    gone = committee.meetings.order_by("pk").first()
    gone.is_published = False
    gone.save()
    make_meeting(committee, published=True)
    sync.rebuild()
    seen, page = [row["id"] for row in first["data"]], first
    while "next" in page["links"]:
        page = client.get(page["links"]["next"]).json()
        seen += [row["id"] for row in page["data"]]
    assert len(seen) == len(set(seen)) == 8


def test_the_links_lead_forth_and_back_to_the_same_pages(client):
    many_meetings(7)
    first = get(client, "meeting", elementsPerPage=3, modified_since=LONG_AGO, omit_internal="true")
    second = client.get(first["links"]["next"]).json()
    third = client.get(second["links"]["next"]).json()
    assert [len(page["data"]) for page in (first, second, third)] == [3, 3, 1]
    assert client.get(third["links"]["prev"]).json() == second
    assert client.get(second["links"]["prev"]).json() == first
    assert client.get(first["links"]["last"]).json()["data"] == [*second["data"][1:], *third["data"]]
    assert "next" not in third["links"] and "prev" not in first["links"]
    for address in second["links"].values():
        assert "modified_since=2000" in address and "omit_internal=true" in address and "elementsPerPage=3" in address


def test_each_time_filter_counts_its_own_second(client):
    many_meetings(1)
    row = PublicObject.objects.get(kind="Meeting")
    second = datetime.timedelta(seconds=1)
    for name in ("created", "modified"):
        at = getattr(row, name)
        counts = [
            len(get(client, "meeting", **{f"{name}_{word}": (at + shift * second).isoformat()})["data"])
            for word in ("since", "until")
            for shift in (-1, 0, 1)
        ]
        assert counts == [1, 1, 0, 0, 1, 1]


@pytest.mark.parametrize(
    "query",
    [
        {"modified_since": "gestern"},
        {"created_until": "2026-01-01"},
        {"created_since": "2026-01-01T00:00:00"},
        {"modified_until": "2026-13-01T00:00:00Z"},
        {"modified_since": "0001-01-01T00:00:00+14:00"},
        {"elementsPerPage": "0"},
        {"elementsPerPage": "²"},
        {"after": "-1"},
        {"after": "99999999"},
        {"omit_internal": "vielleicht"},
    ],
)
def test_a_parameter_that_cannot_be_read_is_an_error_object(client, query):
    response = client.get(f"/oparl/v1.1/body/{BODY}/meeting", query)
    assert response.status_code == 400
    assert response.json()["type"] == "https://schema.oparl.org/1.1/Error"
    assert set(response.json()) == {"type", "message", "debug"}
    assert response["Access-Control-Allow-Origin"] == "*"


def test_what_is_not_there_is_an_error_object(client):
    for path in ("x", "", "person/1", f"person/{BODY}", f"system/{BODY}", f"body/{BODY}/x", f"body/{BODY}/meeting/"):
        response = client.get(f"/oparl/v1.1/{path}")
        assert (response.status_code, response.json()["type"]) == (404, "https://schema.oparl.org/1.1/Error")


def withdraw(world, what):
    row = getattr(world, what)
    if what == "paper":
        row.released_on = None
    else:
        row.is_published = False
    row.save()


@pytest.mark.parametrize(
    ("what", "name"),
    [("person", "person"), ("paper", "paper"), ("meeting", "meeting"), ("committee", "organization")],
)
def test_what_is_withdrawn_is_told_as_deleted_and_comes_back(
    client, what, name, django_capture_on_commit_callbacks, time_machine
):
    time_machine.move_to("2026-11-24 10:00", tick=False)
    world = council()
    sync.rebuild()
    path = f"/oparl/v1.1/{name}/{getattr(world, what).uuid}"
    before = client.get(path).json()
    time_machine.move_to("2026-11-25 10:00", tick=False)
    with django_capture_on_commit_callbacks(execute=True):
        withdraw(world, what)
    gone = client.get(path).json()
    assert set(gone) == {"id", "type", "created", "modified", "deleted"}
    assert (gone["id"], gone["created"], gone["deleted"]) == (before["id"], before["created"], True)
    assert gone["modified"] == "2026-11-25T10:00:00+01:00" or gone["modified"] > before["modified"]
    assert before["id"] not in [row["id"] for row in get(client, name)["data"]]
    told = get(client, name, modified_since=before["modified"])["data"]
    assert gone in told
    assert sync.rebuild() == 0
    with django_capture_on_commit_callbacks(execute=True):
        row = getattr(world, what)
        row.is_published = True
        if what == "paper":
            row.released_on = datetime.date(2026, 11, 26)
        row.save()
    assert client.get(path).json()["created"] == before["created"]
    assert "deleted" not in client.get(path).json()
    assert sync.rebuild() == 0


def test_a_committee_that_is_withdrawn_takes_all_that_is_its_own_along(client, django_capture_on_commit_callbacks):
    world = council()
    sync.rebuild()
    with django_capture_on_commit_callbacks(execute=True):
        withdraw(world, "committee")
    left = set(PublicObject.objects.filter(is_deleted=False).values_list("kind", flat=True))
    assert left == {"System", "Body"}


def test_a_change_inside_changes_the_outer_object_and_nothing_else(
    client, django_capture_on_commit_callbacks, time_machine
):
    time_machine.move_to("2026-11-24 10:00", tick=False)
    world = council()
    sync.rebuild()
    time_machine.move_to("2026-11-25 10:00", tick=False)
    with django_capture_on_commit_callbacks(execute=True):
        world.item.title = "Sprachkurse für alle"
        world.item.save()
    changed = PublicObject.objects.filter(modified__gte=datetime.datetime(2026, 11, 25, tzinfo=datetime.UTC))
    assert set(changed.values_list("kind", flat=True)) == {"Meeting", "AgendaItem"}


def test_what_no_signal_tells_is_followed_by_the_job(client):
    world = council()
    sync.rebuild()
    type(world.person).objects.filter(pk=world.person.pk).update(is_published=False)
    assert sync.follow_visibility() > 0
    assert client.get(f"/oparl/v1.1/person/{world.person.uuid}").json()["deleted"] is True
    assert sync.follow_visibility() == 0


def test_an_item_that_moves_to_another_meeting_stays_public(django_capture_on_commit_callbacks):
    committee = many_meetings(2)
    first, second = committee.meetings.order_by("pk")
    item = first.items.get()
    with django_capture_on_commit_callbacks(execute=True):
        item.meeting = second
        item.save()
    for _times in range(2):
        sync.rebuild()
    row = PublicObject.objects.get(kind="AgendaItem", key=item.uuid)
    assert (row.is_deleted, row.data["meeting"]) == (False, {"ref": f"Meeting/{second.uuid}"})


def test_a_failure_of_the_interface_never_breaks_a_write(django_capture_on_commit_callbacks, monkeypatch):
    committee = make_committee(published=True)
    monkeypatch.setattr(sync, "sync", lambda *args: 1 / 0)
    with django_capture_on_commit_callbacks(execute=True):
        committee.name = "Neuer Name"
        committee.save()
    committee.refresh_from_db()
    assert committee.name == "Neuer Name"


def test_without_inner_objects_they_are_left_out(client):
    council()
    sync.rebuild()
    for name, inner in (("meeting", "agendaItem"), ("paper", "consultation"), ("person", "membership")):
        assert inner in get(client, name)["data"][0]
        assert inner not in get(client, name, omit_internal="true")["data"][0]


def test_who_has_the_newest_version_gets_304(client):
    many_meetings(1)
    row = PublicObject.objects.get(kind="Meeting")
    for path in (f"/oparl/v1.1/meeting/{row.key}", f"/oparl/v1.1/body/{BODY}/meeting", "/oparl/v1.1/system"):
        first = client.get(path)
        assert client.get(path, headers={"if-none-match": first["ETag"]}).status_code == 304
        assert client.get(path, headers={"if-modified-since": first["Last-Modified"]}).status_code == 304
        assert client.get(path, headers={"if-none-match": '"x"'}).status_code == 200
        head = client.head(path)
        assert (head.status_code, head.content, head["ETag"]) == (200, b"", first["ETag"])
        assert first["Access-Control-Allow-Origin"] == "*"
        assert not first.cookies


def test_it_can_only_be_read(client):
    assert client.post("/oparl/v1.1/system").status_code == 405
    assert client.options("/oparl/v1.1/system").status_code == 204


@pytest.mark.parametrize("name", ["meeting", "person", "agendaItem", "membership", "organization"])
def test_a_list_of_a_hundred_takes_few_queries(client, name, django_assert_max_num_queries):
    committee = many_meetings(100)
    for number in range(100):
        make_member(committee, person=make_person(f"Muster {number}", is_published=True), is_released=True)
    sync.rebuild()
    with django_assert_max_num_queries(12):
        get(client, name)
