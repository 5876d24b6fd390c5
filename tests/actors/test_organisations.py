"""Organisations in depth: carriers without a circle, former names, what the page shows, the list and its export."""

import datetime

import pytest
from auditlog.models import LogEntry
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from actors import services
from actors.carriers import MOST_LEVELS, tree_below
from actors.models import Actor, ActorAddress, ActorName, Offer, Topic
from integration_portal.core.locking import StaleObject
from tests import builders
from tests.builders_organisations import chain, edit, update

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(client):
    client.force_login(builders.make_user("office", name="Mara Muster"))
    return client


# --- carriers and branches -------------------------------------------------------------------------------
def test_a_circle_is_refused_beside_the_field_and_nothing_is_saved(office):
    top, middle, below = chain("Oben", "Mitte", "Unten")
    response = edit(office, top, carrier=below.pk, city="Schmölln")
    assert response.status_code == 422
    assert response.context["form"].errors["carrier"] == [
        "„Unten“ gehört schon zu „Oben“ und kann deshalb nicht der Träger sein."
    ]
    assert "Schmölln" in response.content.decode()
    top.refresh_from_db()
    assert (top.carrier, top.city) == (None, "")


def test_nobody_carries_itself(office):
    actor = builders.make_actor("Verein")
    assert edit(office, actor, carrier=actor.pk).status_code == 422
    with pytest.raises(ValidationError) as caught:
        update(actor, carrier=actor)
    assert set(caught.value.message_dict) == {"carrier"}


def test_a_branch_moves_to_another_carrier_and_back(office):
    _top, middle, below = chain("Oben", "Mitte", "Unten")
    other = builders.make_actor("Andere")
    assert edit(office, below, carrier=other.pk).status_code == 302
    assert edit(office, other, carrier=middle.pk).status_code == 302
    assert edit(office, below, carrier="").status_code == 302
    below.refresh_from_db()
    assert below.carrier is None


def test_a_tree_ends_at_its_greatest_depth():
    made = chain(*(f"Ebene {number}" for number in range(MOST_LEVELS)))
    one_more = builders.make_actor("Zu tief")
    with pytest.raises(ValidationError):
        update(one_more, carrier=made[-1])
    assert update(one_more, carrier=made[-2]).carrier == made[-2]
    with pytest.raises(ValidationError):
        update(made[0], carrier=builders.make_actor("Noch darüber"))


def test_a_circle_in_the_database_does_not_hang_a_page(office):
    one, two = chain("Eins", "Zwei")
    Actor.objects.filter(pk=one.pk).update(carrier=two)
    assert office.get(one.get_absolute_url()).status_code == 200
    with pytest.raises(ValidationError):
        update(builders.make_actor("Drei"), carrier=one)
        update(one, carrier=two, name="Neu")


def test_the_page_shows_carrier_and_the_tree_of_branches(office):
    top, middle, below = chain("Kreisverband", "Ortsverein", "Treffpunkt")
    builders.make_actor("Im Archiv", carrier=top, archived_at="2026-01-01T00:00Z")
    page = office.get(top.get_absolute_url()).content.decode()
    assert page.index("Ortsverein") < page.index("Treffpunkt") and "Im Archiv" not in page
    page = office.get(middle.get_absolute_url()).content.decode()
    assert f'href="{top.get_absolute_url()}"' in page and f'href="{below.get_absolute_url()}"' in page


def test_a_contributor_sees_of_carrier_and_branches_only_what_is_public_or_their_own(client):
    top, own, hidden = chain("Geheimer Träger", "Eigener Verein", "Verborgener Zweig")
    builders.make_actor("Öffentlicher Zweig", slug="zweig", carrier=own, is_published=True)
    client.force_login(builders.make_user("contributor", acts_for=[own]))
    page = client.get(own.get_absolute_url()).content.decode()
    assert "Geheimer Träger" not in page and "Verborgener Zweig" not in page
    assert 'href="/netzwerk/zweig/"' in page


def test_the_tree_takes_one_query_a_level_and_is_cut(monkeypatch):
    user = builders.make_user("reader")
    top, _middle, _below = chain("A", "B", "C")
    for number in range(20):
        builders.make_actor(f"Zweig {number}", carrier=top)
    assert user.reads_all
    with CaptureQueriesContext(connection) as queries:
        branches, has_more = tree_below(top, user)
    assert (len(branches), has_more, len(queries)) == (21, False, 3)
    monkeypatch.setattr("actors.carriers.MOST_SHOWN", 5)
    branches, has_more = tree_below(top, user)
    assert (len(branches), has_more) == (5, True)


def test_an_archived_carrier_stays_chosen_but_is_not_offered_to_others(office):
    old, branch = chain("Aufgelöst", "Zweig")
    Actor.objects.filter(pk=old.pk).update(archived_at="2026-01-01T00:00Z")
    assert edit(office, branch, carrier=old.pk).status_code == 302
    assert edit(office, builders.make_actor("Andere"), carrier=old.pk).status_code == 422


# --- names ----------------------------------------------------------------------------------------------
def test_a_changed_name_stays_as_a_former_name_until_that_day(office, freeze):
    freeze("2026-11-23 12:00")
    actor = builders.make_actor("Ausländerhilfe e. V.")
    edit(office, actor, name="Vielfalt e. V.")
    edit(office, actor, name="Vielfalt e. V.", city="Lucka")
    edit(office, actor, name="جمعية التنوع")
    assert list(actor.former_names.values_list("name", "until")) == [
        ("Vielfalt e. V.", datetime.date(2026, 11, 23)),
        ("Ausländerhilfe e. V.", datetime.date(2026, 11, 23)),
    ]
    page = office.get(actor.get_absolute_url()).content.decode()
    assert "Ausländerhilfe" in page and 'dir="auto">جمعية التنوع' in page
    assert LogEntry.objects.filter(content_type__model="actorname", action=0).count() == 2


def test_a_corrected_name_leaves_no_former_name(office):
    actor = builders.make_actor("Caritsa")
    edit(office, actor, name="Caritas", is_correction="on")
    assert not ActorName.objects.exists()


def test_a_former_name_is_removed_after_asking(office, client):
    actor = builders.make_actor("Neu")
    former = ActorName.objects.create(actor=actor, name="Nue", until=datetime.date(2026, 1, 1))
    url = reverse("actors:name_delete", args=[former.pk])
    assert office.get(url).status_code == 200 and ActorName.objects.exists()
    assert office.post(url).status_code == 302 and not ActorName.objects.exists()
    assert office.post(url).status_code == 404


def test_a_stale_edit_writes_no_former_name():
    actor = builders.make_actor("Alt")
    update(actor, city="Lucka")
    with pytest.raises(StaleObject):
        services.update_actor(actor=actor, data={"name": "Neu"}, version=1)
    assert not ActorName.objects.exists()


# --- the page -------------------------------------------------------------------------------------------
def test_topics_target_groups_and_accessibility_are_saved_and_shown(office):
    actor, topic = builders.make_actor("Verein"), Topic.objects.create(name="Aufenthaltsrecht", slug="aufenthalt")
    group = builders.make_target_group("Junge Erwachsene")
    assert (
        edit(office, actor, topics=[topic.pk], target_groups=[group.pk], accessibility="Aufzug\nInduktionsanlage")
    ).status_code == 302
    page = office.get(actor.get_absolute_url()).content.decode()
    assert all(word in page for word in ("Aufenthaltsrecht", "Junge Erwachsene", "Aufzug<br>Induktionsanlage"))
    assert edit(office, actor, topics=["9" * 40]).status_code == 422


@pytest.mark.parametrize(
    ("confirmed", "entered", "is_old"),
    [
        ("2025-11-23", "2020-01-01", False),
        ("2025-11-22", "2020-01-01", True),
        (None, "2026-01-01", False),
        (None, "2025-11-22", True),
    ],
)
def test_details_confirmed_too_long_ago_are_marked(office, freeze, confirmed, entered, is_old):
    freeze("2026-11-23 12:00")
    actor = builders.make_actor("Verein", confirmed_on=confirmed)
    Actor.objects.filter(pk=actor.pk).update(created_at=f"{entered}T12:00Z")
    response = office.get(actor.get_absolute_url())
    assert response.context["confirmation"].is_old is is_old
    assert ("erneut fragen" in response.content.decode()) is is_old


def test_what_only_services_write_cannot_be_posted(office):
    actor = builders.make_actor("Verein")
    edit(office, actor, confirmed_on="2026-01-01", is_published="on", slug="x")
    actor.refresh_from_db()
    assert (actor.confirmed_on, actor.is_published) == (None, False) and actor.slug != "x"


# --- list and export ------------------------------------------------------------------------------------
LIST = "/intern/akteure/"


def listed(client, query):
    return [actor.name for actor in client.get(f"{LIST}?{query}").context["page_obj"]]


def test_the_list_is_filtered_by_topic_target_group_and_offers(office, freeze):
    freeze("2026-11-23 12:00")
    topic = Topic.objects.create(name="Wohnen", slug="wohnen")
    group = builders.make_target_group(slug="jugend")
    itself, by_offer, over = (builders.make_actor(name) for name in ("A selbst", "B durch Angebot", "C beendet"))
    builders.make_actor("D ohne")
    itself.topics.add(topic)
    itself.target_groups.add(group)
    running = Offer.objects.create(actor=by_offer, title="Beratung", until="2026-11-23", is_published=True)
    running.topics.add(topic)
    Offer.objects.create(actor=itself, title="Kurs")
    Offer.objects.create(actor=over, title="Früher", until="2026-11-22", is_published=True)
    assert listed(office, "thema=wohnen") == ["A selbst", "B durch Angebot"]
    assert listed(office, "zielgruppe=jugend&thema=wohnen") == ["A selbst"]
    assert listed(office, "angebot=ja") == ["A selbst", "B durch Angebot"]
    assert listed(office, "angebot=oeffentlich") == ["B durch Angebot"]
    assert listed(office, "angebot=nein") == ["C beendet", "D ohne"]


def test_the_list_is_filtered_by_carrier_with_everything_below_it(office):
    top, _middle, _below = chain("A Träger", "B Zweig", "C Unterzweig")
    builders.make_actor("D allein")
    assert listed(office, f"traeger={top.slug}") == ["B Zweig", "C Unterzweig"]
    assert listed(office, "ohne_traeger=ja") == ["A Träger", "D allein"]
    response = office.get(f"{LIST}?traeger=gibtesnicht")
    assert len(response.context["page_obj"]) == 4 and response.context["notices"]


def test_the_carriers_offered_to_a_contributor_name_nobody_else(client):
    _top, own, _below = chain("Geheimer Träger", "Eigener Verein", "Zweig")
    client.force_login(builders.make_user("contributor", acts_for=[own]))
    page = client.get(LIST).content.decode()
    assert "Geheimer Träger" not in page and f'value="{own.slug}"' in page


@pytest.mark.parametrize("day", ["2026-06-01", "01.06.2026"])
def test_the_list_is_filtered_by_the_day_of_the_last_confirmation(office, day):
    builders.make_actor("A nie")
    builders.make_actor("B früher", confirmed_on="2026-05-31")
    builders.make_actor("C an dem Tag", confirmed_on="2026-06-01")
    assert listed(office, f"bestaetigt_vor={day}") == ["A nie", "B früher"]
    assert "Angaben bestätigt vor: 01.06.2026" in office.get(f"{LIST}?bestaetigt_vor={day}").content.decode()


@pytest.mark.parametrize("day", ["gestern", "2026-02-30", "%00", "9" * 300])
def test_a_day_that_is_none_is_named_and_left_out(office, day):
    builders.make_actor("A nie")
    response = office.get(f"{LIST}?bestaetigt_vor={day}")
    assert response.status_code == 200 and len(response.context["page_obj"]) == 1


def test_actors_are_found_by_former_names_and_other_spellings(office):
    actor = services.create_actor(data={"name": "Vielfalt", "aliases": ["Asylverein"]})
    services.update_actor(actor=actor, data={"name": "Bunt"}, version=actor.version)
    builders.make_actor("Anderer")
    for words in ("vielfalt", "asylverein", "bunt"):
        assert listed(office, f"q={words}") == ["Bunt"], words


def test_the_export_holds_what_the_page_shows(office):
    top, branch = chain("Träger", "Zweig")
    branch.topics.add(Topic.objects.create(name="Wohnen", slug="wohnen"))
    Offer.objects.create(actor=branch, title="Beratung")
    ActorAddress.objects.create(actor=branch, label="Halle", street="Markt 1", postal_code="04600", city="Altenburg")
    Actor.objects.filter(pk=branch.pk).update(confirmed_on="2026-06-01", accessibility="Aufzug")
    line = office.get(f"/intern/akteure.csv?traeger={top.slug}").getvalue().decode().splitlines()[1]
    for word in ("Träger", "Wohnen", "Beratung", "Halle, Markt 1, 04600 Altenburg", "2026-06-01", "Aufzug"):
        assert word in line, word
