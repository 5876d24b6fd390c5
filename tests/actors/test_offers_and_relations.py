"""Further addresses, relations read from both ends, and offers with opening hours."""

import datetime

import pytest
from auditlog.models import LogEntry
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from actors.models import ActorAddress, ActorRelation, Offer, OpeningHours
from actors.relations import sentences_of
from actors.services import offers as offer_services
from actors.services import relations as writes
from tests import builders

pytestmark = pytest.mark.django_db

MORNING = {"weekday": 1, "opens": datetime.time(9), "closes": datetime.time(12), "note": ""}


@pytest.fixture
def office(client):
    client.force_login(builders.make_user("office", name="Mara Muster"))
    return client


def url(name, *args):
    return reverse(f"actors:{name}", args=args)


def errors(response):
    assert response.status_code == 422
    return set(response.context["form"].errors)


# --- further addresses ------------------------------------------------------------------------------------
def test_an_address_is_added_changed_and_deleted(office):
    actor, place = builders.make_actor("Verein"), builders.make_municipality("Schmölln")
    data = {"label": "Beratungsstelle", "street": "Markt 1", "city": "04626 Schmölln", "municipality": place.pk}
    assert office.post(url("address_create", actor.pk), data)["Location"].endswith("#adressen")
    row = ActorAddress.objects.get()
    assert (row.actor, row.postal_code, row.city) == (actor, "04626", "Schmölln")
    office.post(url("address_edit", row.pk), data | {"label": "Beratung", "accessibility": "Aufzug"})
    page = office.get(actor.get_absolute_url()).content.decode()
    assert "Beratung</a>" in page and "Markt 1, 04626 Schmölln" in page and "Aufzug" in page
    assert office.get(url("address_delete", row.pk)).status_code == 200
    office.post(url("address_delete", row.pk))
    assert not ActorAddress.objects.exists()
    assert LogEntry.objects.filter(content_type__model="actoraddress").count() == 3


def test_two_addresses_of_one_actor_have_different_names(office):
    actor = builders.make_actor("Verein")
    writes.save_address(actor=actor, data={"label": "Halle"})
    assert errors(office.post(url("address_create", actor.pk), {"label": "Halle"})) == {"label"}
    assert office.post(url("address_create", builders.make_actor().pk), {"label": "Halle"}).status_code == 302


def test_bad_addresses_are_refused_beside_their_fields(office):
    actor = builders.make_actor("Verein")
    data = {"label": "", "street": "7", "postal_code": "abc"}
    response = office.post(url("address_create", actor.pk), data)
    assert errors(response) == {"label", "street", "postal_code", "city"}
    assert 'value="abc"' in response.content.decode() and not ActorAddress.objects.exists()


def test_an_address_where_something_takes_place_is_kept(office):
    actor = builders.make_actor("Verein")
    row = writes.save_address(actor=actor, data={"label": "Halle"})
    Offer.objects.create(actor=actor, title="Sportgruppe", address=row)
    page = office.post(url("address_delete", row.pk), follow=True).content.decode()
    assert "Sportgruppe" in page and ActorAddress.objects.exists()


# --- relations --------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("kind", "here", "there"),
    [
        ("cooperates", "arbeitet zusammen mit", "arbeitet zusammen mit"),
        ("funds", "fördert", "wird gefördert von"),
        ("member_of", "ist Mitglied von", "hat als Mitglied"),
        ("part_of", "ist Teil von", "hat als Teil"),
        ("funds:back", "wird gefördert von", "fördert"),
        ("member_of:back", "hat als Mitglied", "ist Mitglied von"),
        ("part_of:back", "hat als Teil", "ist Teil von"),
    ],
)
@pytest.mark.parametrize("reverse_order", [False, True])
def test_each_relation_reads_as_a_sentence_from_both_ends(office, kind, here, there, reverse_order):
    actors = [builders.make_actor("Verein A"), builders.make_actor("Verein B")]
    one, other = reversed(actors) if reverse_order else actors
    office.post(url("relation_create", one.pk), {"kind": kind, "other": other.pk})
    user = builders.make_user("reader")
    assert [(str(s.words), s.other) for s in sentences_of(one, user)] == [(here, other)]
    assert [(str(s.words), s.other) for s in sentences_of(other, user)] == [(there, one)]
    relation = ActorRelation.objects.get()
    form = office.get(url("relation_edit", one.pk, relation.pk)).context["form"]
    assert (form.initial["kind"], form.initial["other"]) == (kind, other.pk)


def test_cooperation_is_stored_once_whichever_end_it_is_entered_from(office):
    one, other = builders.make_actor("A"), builders.make_actor("B")
    assert office.post(url("relation_create", other.pk), {"kind": "cooperates", "other": one.pk}).status_code == 302
    assert errors(office.post(url("relation_create", one.pk), {"kind": "cooperates", "other": other.pk})) == {"other"}
    assert ActorRelation.objects.count() == 1
    assert office.post(url("relation_create", one.pk), {"kind": "funds", "other": other.pk}).status_code == 302


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"kind": "gibtesnicht"}, "kind"),
        ({"kind": "cooperates:back"}, "kind"),
        ({"other": "99999999999999999999"}, "other"),
        ({"other": ""}, "other"),
        ({"since": "2026-02-30"}, "since"),
        ({"since": "1799-12-31"}, "since"),
        ({"since": "2026-01-02", "until": "2026-01-01"}, "until"),
        ({"note": "x" * 301}, "note"),
    ],
)
def test_bad_relations_are_refused_beside_the_field(office, changes, field):
    actor, other = builders.make_actor("A"), builders.make_actor("B")
    data = {"kind": "funds", "other": other.pk, "note": "", **changes}
    assert errors(office.post(url("relation_create", actor.pk), data)) == {field}
    assert not ActorRelation.objects.exists()


def test_an_actor_is_not_tied_to_itself_or_newly_to_an_archived_one(office):
    actor, gone = builders.make_actor("A"), builders.make_actor("B", archived_at="2026-01-01T00:00Z")
    for other in (actor, gone):
        assert errors(office.post(url("relation_create", actor.pk), {"kind": "funds", "other": other.pk})) == {"other"}


def test_a_relation_is_changed_turned_round_ended_and_deleted(office, freeze):
    freeze("2026-11-23 12:00")
    actor, other = builders.make_actor("Kreisverband"), builders.make_actor("جمعية")
    row = writes.save_relation(actor=actor, other=other, kind="funds", since=datetime.date(1926, 5, 1))
    data = {"kind": "funds:back", "other": other.pk, "since": "1926-05-01", "until": "2026-11-22", "note": "Vertrag"}
    assert office.post(url("relation_edit", actor.pk, row.pk), data).status_code == 302
    row.refresh_from_db()
    assert (row.actor, row.other) == (other, actor)
    page = office.get(actor.get_absolute_url()).content.decode()
    assert "wird gefördert von" in page and "beendet" in page and "Vertrag" in page and 'dir="auto">جمعية' in page
    office.post(url("relation_delete", other.pk, row.pk))
    assert not ActorRelation.objects.exists()
    assert office.get(url("relation_edit", actor.pk, row.pk)).status_code == 404


def test_a_relation_opens_only_from_its_own_ends(office):
    one, other, third = (builders.make_actor(name) for name in "ABC")
    row = writes.save_relation(actor=one, other=other, kind="funds")
    assert office.get(url("relation_edit", third.pk, row.pk)).status_code == 404
    assert office.post(url("relation_delete", third.pk, row.pk)).status_code == 404


def test_a_contributor_reads_no_notes_and_no_hidden_organisations(client):
    own, public = builders.make_actor("Eigener"), builders.make_actor("Bekannter", is_published=True)
    writes.save_relation(actor=own, other=public, kind="cooperates", note="nur fürs Büro")
    writes.save_relation(actor=builders.make_actor("Verborgener"), other=own, kind="funds")
    client.force_login(builders.make_user("contributor", acts_for=[own]))
    page = client.get(own.get_absolute_url()).content.decode()
    assert "Bekannter" in page and "nur fürs Büro" not in page and "Verborgener" not in page
    assert "/beziehungen/" not in page


# --- offers -----------------------------------------------------------------------------------------------
def offer_form(*hours, stored=0, **values):
    data = {
        "title": "Migrationsberatung",
        "zeiten-TOTAL_FORMS": max(len(hours), stored),
        "zeiten-INITIAL_FORMS": stored,
        **values,
    }
    for number, row in enumerate(hours):
        names = ("weekday", "opens", "closes", "note", "DELETE")
        data |= {f"zeiten-{number}-{name}": value for name, value in zip(names, row, strict=False)}
    return data


def test_an_offer_with_hours_is_entered_shown_and_changed(office):
    actor, group = builders.make_actor("Verein"), builders.make_target_group("Familien")
    data = offer_form(("1", "9", "12.30", ""), ("1", "14:00", "16:00", "nach Anmeldung"), ("", "", "", ""))
    response = office.post(url("offer_create", actor.pk), data | {"target_groups": [group.pk]})
    offer = Offer.objects.get()
    assert response["Location"] == f"{actor.get_absolute_url()}#angebot-{offer.pk}"
    assert [str(row) for row in offer.hours.all()] == ["Montag 09:00–12:30", "Montag 14:00–16:00"]
    page = office.get(actor.get_absolute_url()).content.decode()
    assert "nach Anmeldung" in page and "Familien" in page and f'id="angebot-{offer.pk}"' in page
    kept = offer.hours.first().pk
    changed = offer_form(
        ("1", "09:00", "12:30", ""), ("1", "14:00", "16:00", "", "on"), ("5", "10:00", "11:00", ""), stored=2
    )
    assert office.post(url("offer_edit", offer.pk), changed | {"version": offer.version}).status_code == 302
    assert [str(row) for row in offer.hours.all()] == ["Montag 09:00–12:30", "Freitag 10:00–11:00"]
    assert offer.hours.first().pk == kept, "what stays is not written anew"


@pytest.mark.parametrize(
    "hours",
    [
        [("1", "12:00", "09:00", "")],
        [("1", "09:00", "09:00", "")],
        [("8", "09:00", "10:00", "")],
        [("1", "25:00", "26:00", "")],
        [("1", "morgens", "10:00", "")],
        [("1", "09:00", "", "")],
        [("1", "09:00", "12:00", ""), ("1", "11:59", "13:00", "")],
        [("1", "09:00", "12:00", ""), ("1", "09:00", "12:00", "")],
        [("1", "09:00", "10:00", "x" * 81)],
    ],
)
def test_bad_hours_are_refused_with_everything_kept(office, hours):
    response = office.post(url("offer_create", builders.make_actor().pk), offer_form(*hours, description="Öffnet bald"))
    assert response.status_code == 422 and "Öffnet bald" in response.content.decode()
    assert not Offer.objects.exists() and not OpeningHours.objects.exists()


def test_openings_that_touch_do_not_overlap(office):
    hours = [("3", "09:00", "12:00", ""), ("3", "12:00", "13:00", ""), ("4", "09:00", "12:00", "")]
    assert office.post(url("offer_create", builders.make_actor().pk), offer_form(*hours)).status_code == 302


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"title": ""}, "title"),
        ({"title": "x" * 201}, "title"),
        ({"since": "2026-02-01", "until": "2026-01-31"}, "until"),
        ({"until": "32.13.2026"}, "until"),
        ({"topics": ["9" * 40]}, "topics"),
        ({"address": "77"}, "address"),
    ],
)
def test_bad_offers_are_refused_beside_the_field(office, values, field):
    assert errors(office.post(url("offer_create", builders.make_actor().pk), offer_form(**values))) == {field}


def test_a_tampered_management_form_is_refused_not_a_crash(office):
    data = offer_form() | {"zeiten-TOTAL_FORMS": "viele"}
    assert office.post(url("offer_create", builders.make_actor().pk), data).status_code == 422
    data = offer_form() | {"zeiten-TOTAL_FORMS": "100000"}
    assert office.post(url("offer_create", builders.make_actor().pk), data).status_code == 422


def test_a_place_of_another_organisation_cannot_be_chosen(office):
    foreign = writes.save_address(actor=builders.make_actor(), data={"label": "Halle"})
    assert errors(office.post(url("offer_create", builders.make_actor().pk), offer_form(address=foreign.pk))) == {
        "address"
    }


def test_the_second_to_save_sees_the_hours_of_the_first(office):
    offer = offer_services.create_offer(actor=builders.make_actor(), data={"title": "Beratung"}, hours=[MORNING])
    offer_services.update_offer(
        offer=offer, data={"title": "Beratung neu"}, version=1, hours=[MORNING | {"weekday": 2}]
    )
    mine = offer_form(("1", "09:00", "10:00", ""), stored=1, title="Meine Beratung", version="1")
    response = office.post(url("offer_edit", offer.pk), mine)
    assert response.status_code == 409
    conflict = {field.name: (str(field.theirs), str(field.mine)) for field in response.context["form"].conflict.fields}
    assert conflict["title"] == ("Beratung neu", "Meine Beratung")
    assert conflict["hours"] == ("Dienstag 09:00–12:00", "Montag 09:00–10:00")
    again = mine | {"version": "2", "keep_theirs": ["hours"]}
    assert office.post(url("offer_edit", offer.pk), again).status_code == 302
    offer.refresh_from_db()
    assert offer.title == "Meine Beratung" and [str(row) for row in offer.hours.all()] == ["Dienstag 09:00–12:00"]


def test_an_offer_is_published_withdrawn_and_deleted(office):
    visitor = Client()
    actor = builders.make_actor("Verein", slug="verein", is_published=True)
    offer = offer_services.create_offer(actor=actor, data={"title": "Sprachcafé ☕"}, hours=[MORNING])
    public = reverse("actors:public_detail", args=["verein"])
    assert "Sprachcafé" not in visitor.get(public).content.decode()
    office.post(url("offer_publish", offer.pk))
    office.post(url("offer_publish", offer.pk))
    assert "Sprachcafé ☕" in visitor.get(public).content.decode()
    office.post(url("offer_unpublish", offer.pk))
    assert "Sprachcafé" not in visitor.get(public).content.decode()
    assert office.get(url("offer_delete", offer.pk)).status_code == 200 and Offer.objects.exists()
    office.post(url("offer_delete", offer.pk))
    assert not Offer.objects.exists() and not OpeningHours.objects.exists()
    assert office.post(url("offer_delete", offer.pk)).status_code == 404


def test_publishing_at_a_hidden_organisation_says_that_nobody_sees_it_yet(office):
    offer = Offer.objects.create(actor=builders.make_actor(), title="Beratung")
    page = office.post(url("offer_publish", offer.pk), follow=True).content.decode()
    assert "sobald die Organisation veröffentlicht ist" in page


@pytest.mark.parametrize("role", ["reader", "contributor", "council", ""])
def test_only_the_office_writes_what_surrounds_an_actor(client, role):
    actor = builders.make_actor()
    offer = Offer.objects.create(actor=actor, title="Beratung")
    client.force_login(builders.make_user(role, acts_for=[actor]))
    for address in (url("offer_create", actor.pk), url("relation_create", actor.pk), url("offer_publish", offer.pk)):
        assert client.post(address, offer_form()).status_code == 403


def test_the_page_of_an_actor_needs_as_many_queries_for_two_as_for_twenty(office):
    actor = builders.make_actor("Verein")

    def fill(number):
        for index in range(number):
            other = builders.make_actor()
            writes.save_relation(actor=actor, other=other, kind="member_of", note=str(index))
            writes.save_relation(actor=other, other=actor, kind="funds")
            place = writes.save_address(actor=actor, data={"label": f"Ort {other.pk}"})
            offer_services.create_offer(
                actor=actor, data={"title": "Beratung", "address": place}, hours=[MORNING, MORNING | {"weekday": 2}]
            )
            builders.make_actor(carrier=actor)

    def count():
        with CaptureQueriesContext(connection) as queries:
            assert office.get(actor.get_absolute_url()).status_code == 200
        return len(queries)

    fill(2)
    count()
    few = count()
    fill(18)
    assert count() == few
