"""Nobody sees what is not published: not on pages, in counts, exports, feeds, search, panels or the calendar."""

import datetime

import pytest
from django.utils import timezone

from integration_portal.core import calendar, search
from measures.models import Measure, MeasureFunding, MeasurePartner, Status
from tests.builders import make_actor, make_field, make_goal, make_measure, make_person, make_user

pytestmark = pytest.mark.django_db
SECRET = "Streng vertraulicher Titel"


def hidden_measures(field):
    """One measure of each kind that is not public."""
    return [
        make_measure(SECRET + " Entwurf", field=field, lead=make_actor()),
        make_measure(SECRET + " Archiv", field=field, lead=make_actor(), archived_at=timezone.now()),
        make_measure(SECRET + " Klären", field=field, lead=make_actor(), to_clarify=True),
        make_measure(SECRET + " ohne Federführung", field=field),
    ]


@pytest.mark.parametrize(
    "path",
    [
        "/massnahmen/",
        "/massnahmen/?q=vertraulicher",
        "/massnahmen.csv",
        "/massnahmen.json",
        "/massnahmen.atom",
        "/en/massnahmen/",
    ],
)
@pytest.mark.parametrize("role", ["", "contributor", "office"])
def test_unpublished_measures_are_nowhere_in_the_listing(client, path, role):
    field = make_field()
    hidden_measures(field)
    make_measure(field=field, published=True)
    if role:
        client.force_login(make_user(role))
    response = client.get(path)
    body = b"".join(response.streaming_content) if response.streaming else response.content
    assert response.status_code == 200
    assert SECRET not in body.decode()


def test_hidden_measures_are_not_counted(client):
    field = make_field()
    hidden_measures(field)
    make_measure(field=field, published=True)
    response = client.get("/massnahmen/")
    listing = response.context["listing"]
    assert listing.total == 1
    for facet in listing.facet_list:
        assert sum(choice.count for choice in (*facet.choices, *facet.more)) <= 1
    panel = client.get(field.get_absolute_url()).content.decode()
    assert SECRET not in panel


@pytest.mark.parametrize("role", ["", "contributor", "council", "reader", "office"])
def test_the_public_page_of_an_unpublished_measure_does_not_exist(client, role):
    if role:
        client.force_login(make_user(role))
    for measure in hidden_measures(make_field()):
        assert client.get(f"/massnahmen/{measure.slug}/").status_code == 404
    assert client.get("/massnahmen/gibt-es-nicht/").status_code == 404


@pytest.mark.parametrize("status", Status.values)
def test_a_published_measure_of_each_status_has_its_page(client, status):
    reason = "Nur intern begründet" if status in (Status.POSTPONED, Status.DROPPED) else ""
    measure = make_measure("Sprachcafé", published=True, status=status, status_reason=reason)
    page = client.get(f"/massnahmen/{measure.slug}/").content.decode()
    assert "Sprachcafé" in page
    assert f"#i-st-{Status(status).css}" in page
    assert "Nur intern begründet" not in page


def test_internal_notes_and_unpublished_people_stay_inside(client):
    person = make_person("Geheimperson", email="geheim@example.org", phone="03447 1")
    measure = make_measure(
        published=True,
        internal_note="Vermerk-A",
        import_note="Vermerk-B",
        progress_note="Vermerk-C",
        cost_note="Vermerk-D",
        contact=person,
    )
    MeasurePartner.objects.create(measure=measure, actor=make_actor("Unsichtbarer Partner"), role="Räume")
    MeasurePartner.objects.create(
        measure=measure, actor=make_actor("Sichtbarer Partner", is_published=True), role="Lehrkraft"
    )
    MeasureFunding.objects.create(measure=measure, source="ESF Plus", amount=6400, state="granted")
    MeasureFunding.objects.create(measure=measure, source="Freistaat", amount=7777, state="applied")
    MeasureFunding.objects.create(measure=measure, source="Abgelehnte Quelle", amount=8888, state="refused")
    pages = [client.get(f"/massnahmen/{measure.slug}/").content.decode()]
    for fmt in ("csv", "json", "atom"):
        response = client.get(f"/massnahmen.{fmt}")
        pages.append((b"".join(response.streaming_content) if response.streaming else response.content).decode())
    for page in pages:
        for word in ("Vermerk", "Geheimperson", "geheim@", "03447 1", "Unsichtbarer", "7777", "7.777", "Abgelehnte"):
            assert word not in page, word
    assert "Sichtbarer Partner" in pages[0]
    assert measure.lead.name in pages[0]
    assert "6.400,00" in pages[0]
    assert "Freistaat" in pages[0]


def test_each_contact_way_is_published_by_itself(client):
    person = make_person("Öffentlich", is_published=True, publish_email=True, email="ja@example.org", phone="03447 2")
    measure = make_measure(published=True, contact=person)
    page = client.get(f"/massnahmen/{measure.slug}/").content.decode()
    assert "Mara Öffentlich" in page
    assert "ja@example.org" in page
    assert "03447 2" not in page


def test_search_shows_to_each_what_each_may_see():
    actor = make_actor()
    own = make_measure("Fundsache eigen", lead=actor)
    other = make_measure("Fundsache fremd", internal_note="Spezialwort")
    public = make_measure("Fundsache öffentlich", published=True)
    anonymous = make_user("council")

    def titles(user, query="fundsache"):
        return {result.title for result in search.search(user, query, kind="massnahmen").page}

    assert titles(anonymous) == {public.title}
    assert titles(make_user("contributor", acts_for=[actor])) == {public.title, own.title}
    assert titles(make_user("reader")) == {public.title, own.title, other.title}
    assert titles(make_user("office"), "spezialwort") == {other.title}
    assert titles(anonymous, "spezialwort") == set()


def test_goals_and_fields_are_found():
    goal = make_goal(make_field(name="Suchfeld"), title="Suchziel erreichen")
    user = make_user("council")
    urls = {result.url for result in search.search(user, "such").page}
    assert urls == {goal.field.get_absolute_url(), goal.get_absolute_url()}


def test_the_calendar_knows_only_published_dates():
    field = make_field()
    day = datetime.date(2026, 12, 1)
    make_measure(SECRET, field=field, start_on=day)
    public = make_measure("Beginnt", field=field, published=True, start_on=day, end_on=datetime.date(2026, 12, 31))
    make_measure("Entfällt", field=field, published=True, start_on=day, status="dropped", status_reason="Grund")
    found = calendar.entries(make_user("office"), day, datetime.date(2026, 12, 31))
    assert [(entry.start, entry.title) for entry in found if entry.title != ""] == [
        (day, public.title),
        (datetime.date(2026, 12, 31), public.title),
    ]
    assert found[0].field_ids == {field.pk}
    assert calendar.entries(make_user("office"), datetime.date(2027, 1, 1), datetime.date(2027, 2, 1)) == []


def test_nothing_public_is_lost_without_a_field_or_number(client):
    measure = make_measure("Ohne Feld", published=True)
    Measure.objects.get(pk=measure.pk).placements.all().delete()
    assert "Ohne Feld" in client.get("/massnahmen/").content.decode()
    assert client.get(f"/massnahmen/{measure.slug}/").status_code == 200
