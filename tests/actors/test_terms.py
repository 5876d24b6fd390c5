"""Kinds of organisations and topics: the office keeps both lists itself."""

import pytest
from auditlog.models import LogEntry
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from actors.models import ActorKind, Offer, Topic
from actors.services import terms as services
from tests import builders

pytestmark = pytest.mark.django_db

TOPICS = "/intern/akteure/listen/themen/"


@pytest.fixture
def office(client):
    client.force_login(builders.make_user("office", name="Mara Muster"))
    return client


def topic(name):
    return services.save_term(model=Topic, data={"name": name})


def names():
    return [row.name for row in Topic.objects.all()]


def test_terms_are_added_at_the_end_renamed_and_keep_their_address(office):
    assert office.get(TOPICS).status_code == 200
    for name in ("Wohnen", "  Arbeit   und Beruf "):
        assert office.post(f"{TOPICS}neu/", {"name": name, "name_en": ""})["Location"] == TOPICS
    assert names() == ["Wohnen", "Arbeit und Beruf"]
    row = Topic.objects.get(name="Wohnen")
    office.post(f"{TOPICS}{row.pk}/", {"name": "Wohnen und Umzug", "name_en": "Housing"})
    row.refresh_from_db()
    assert (row.name, row.name_en, row.slug) == ("Wohnen und Umzug", "Housing", "wohnen")
    assert LogEntry.objects.filter(content_type__model="topic").count() == 3


@pytest.mark.parametrize("name", ["", "   ", "x" * 121, "WOHNEN", "Wöhnen", "Wohnen"])
def test_empty_long_and_doubled_names_are_refused_beside_the_field(office, name):
    topic("Wohnen")
    response = office.post(f"{TOPICS}neu/", {"name": name, "name_en": "Typed"})
    assert response.status_code == 422 and set(response.context["form"].errors) == {"name"}
    assert "Typed" in response.content.decode() and names() == ["Wohnen"]


def test_names_in_other_scripts_get_an_address_too(office):
    office.post(f"{TOPICS}neu/", {"name": "الإقامة"})
    office.post(f"{TOPICS}neu/", {"name": "☕"})
    assert len(set(Topic.objects.values_list("slug", flat=True))) == 2
    assert 'dir="auto"><b>الإقامة' in office.get(TOPICS).content.decode()


def test_terms_move_up_and_down_and_stop_at_the_ends(office):
    rows = [topic(name) for name in "ABC"]

    def move(row, way):
        return office.post(f"{TOPICS}{row.pk}/verschieben/", {"richtung": way}).status_code

    assert move(rows[2], "hoch") == 302 and names() == ["A", "C", "B"]
    assert move(rows[0], "runter") == 302 and names() == ["C", "A", "B"]
    assert move(rows[2], "hoch") == 302 and move(rows[1], "runter") == 302 and names() == ["C", "A", "B"]
    assert move(rows[0], "seitwärts") == 400


def test_terms_of_equal_order_can_be_moved_too(office):
    rows = [Topic.objects.create(name=name, slug=name.lower()) for name in "ABC"]
    office.post(f"{TOPICS}{rows[0].pk}/verschieben/", {"richtung": "runter"})
    assert names() == ["B", "A", "C"]


def test_only_an_unused_term_is_deleted_and_only_after_asking(office):
    used, free = topic("Wohnen"), topic("Arbeit")
    offer = Offer.objects.create(actor=builders.make_actor(), title="Beratung")
    offer.topics.add(used)
    page = office.get(TOPICS).content.decode()
    assert f"{TOPICS}{free.pk}/loeschen/" in page and f"{TOPICS}{used.pk}/loeschen/" not in page
    office.get(f"{TOPICS}{free.pk}/loeschen/")
    assert names() == ["Wohnen", "Arbeit"]
    office.post(f"{TOPICS}{free.pk}/loeschen/")
    refused = office.post(f"{TOPICS}{used.pk}/loeschen/", follow=True).content.decode()
    assert "einmal benutzt" in page and "1 Eintrag" in refused and names() == ["Wohnen"]


def test_kinds_are_kept_the_same_way_and_link_to_who_has_them(office):
    kind = builders.make_kind(name="Verein", slug="verein")
    builders.make_actor(kind=kind)
    page = office.get(reverse("actors:terms", args=["arten"])).content.decode()
    assert "/intern/akteure/?art=verein" in page
    office.post(reverse("actors:term_delete", args=["arten", kind.pk]))
    assert ActorKind.objects.count() == 1


def test_an_unknown_list_is_not_found(office):
    assert office.get("/intern/akteure/listen/alles/").status_code == 404


def test_the_list_runs_the_same_queries_for_two_terms_and_forty(office):
    def count():
        with CaptureQueriesContext(connection) as queries:
            office.get(TOPICS)
        return len(queries)

    topic("A"), topic("B")
    count()
    few = count()
    for number in range(38):
        topic(f"Thema {number}")
    assert count() == few
