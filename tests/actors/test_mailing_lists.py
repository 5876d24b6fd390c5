"""Mailing lists: whom they reach and whom not, and their pages."""

import random

import pytest
from auditlog.models import LogEntry
from django.core.exceptions import ValidationError
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from actors.filters import ActorFilter
from actors.models import Actor, ContactWay, MailingList, MailingListMember, MailingOptOut, Person
from actors.services import mailing as services
from integration_portal.core.models import Language
from tests.actors.mailing import ALL, addresses, make_contact, make_list, make_mailing, put, reasons
from tests.builders import make_actor, make_field, make_municipality, make_person, make_user

pytestmark = pytest.mark.django_db
URL = "/intern/verteiler/"


@pytest.fixture(autouse=True)
def now(freeze):
    return freeze()


@pytest.fixture
def office(client):
    user = make_user("office")
    client.force_login(user)
    return user


def queries_of(act):
    with CaptureQueriesContext(
        connection,
    ) as captured:
        act()
    return len(captured)


# --- whom a list reaches ---------------------------------------------------------------------------------
def test_a_rule_finds_what_the_filter_of_the_list_of_actors_finds():
    field, place = make_field(name="Sprache"), make_municipality("Schmölln")
    right = make_actor("Richtig", email="richtig@example.org", municipality=place)
    right.fields.add(field)
    make_actor("Anderswo", email="anderswo@example.org").fields.add(field)
    make_actor("Anderes", email="anderes@example.org", municipality=place)
    rule = {"feld": [field.slug], "gemeinde": [place.ags]}
    data = QueryDict(f"feld={field.slug}&gemeinde={place.ags}")
    assert list(ActorFilter(data, queryset=Actor.objects.all()).qs) == [right]
    assert addresses(make_list(rule=rule)) == ["richtig@example.org"]


def test_a_list_is_always_current():
    row = make_list(rule=ALL)
    assert addresses(row) == []
    actor = make_actor(email="neu@example.org")
    assert addresses(row) == ["neu@example.org"]
    actor.archived_at = timezone.now()
    actor.save()
    assert addresses(row) == []


def test_without_a_rule_only_entries_by_hand_count():
    make_actor(email="a@example.org")
    row = make_list()
    put(row, person=make_person("Muster", email="mara@example.org"))
    assert addresses(row) == ["mara@example.org"]


def test_a_rule_whose_values_are_all_gone_finds_nobody_rather_than_everybody():
    make_actor(email="a@example.org")
    language = Language.objects.create(slug="zz", name="Muster", name_en="Sample")
    row = make_list(rule={"sprache": [language.slug]})
    language.delete()
    assert addresses(row) == []


def test_main_contacts_all_persons_or_the_office_address():
    actor = make_actor("Verein", email="verein@example.org")
    make_contact(actor, "Leitung", email="leitung@example.org")
    make_contact(actor, "Hilfe", is_main=False, email="hilfe@example.org")
    assert addresses(make_list("A", rule=ALL, reach="main")) == ["leitung@example.org"]
    assert addresses(make_list("B", rule=ALL, reach="all")) == ["hilfe@example.org", "leitung@example.org"]
    assert addresses(make_list("C", rule=ALL, reach="office")) == ["verein@example.org"]


def test_an_organisation_without_a_person_in_office_is_reached_at_its_own_address():
    actor = make_actor("Verein", email="verein@example.org")
    make_contact(actor, "Vorbei", email="vorbei@example.org", until="2026-11-22")
    make_contact(actor, "Künftig", email="bald@example.org", since="2026-11-24")
    assert addresses(make_list(rule=ALL)) == ["verein@example.org"]


def test_the_last_day_of_a_role_still_counts():
    make_contact(make_actor(email="v@example.org"), email="mara@example.org", until="2026-11-23")
    assert addresses(make_list(rule=ALL)) == ["mara@example.org"]


def test_a_person_of_several_organisations_and_an_address_in_other_case_get_one_mail():
    person = make_contact(make_actor("A"), email="mara@example.org")
    make_actor("B").person_roles.create(person=person, is_main_contact=True)
    make_actor("C", email="MARA@example.org")
    row = make_list(rule=ALL)
    put(row, person=person)
    assert addresses(row) == ["mara@example.org"]
    assert reasons(row) == {"C": "same"}


def test_who_objects_is_never_reached_by_any_way():
    person = make_contact(
        make_actor("A", email="Nein@Example.org"), "Nein", email="nein@example.org", no_mailings_on="2026-01-01"
    )
    ContactWay.objects.create(person=person, kind="email", value="privat@example.org")
    make_actor("B", email="nein@example.org")
    make_actor("C", email="PRIVAT@example.org")
    row = make_list(rule=ALL)
    put(row, person=person)
    assert addresses(row) == []
    assert reasons(row) == {person.name: "objected", "B": "objected", "C": "objected"}


def test_who_is_anonymised_is_neither_reached_nor_listed():
    person = make_contact(make_actor("A", email="a@example.org"), email="weg@example.org")
    row = make_list(rule=ALL)
    put(row, person=person)
    Person.objects.filter(pk=person.pk).update(anonymised_at=timezone.now())
    assert addresses(row) == ["a@example.org"]
    assert reasons(row) == {}


def test_who_unsubscribed_from_this_list_or_from_all_is_left_out_and_from_another_is_not():
    for name in ("eins", "zwei", "drei"):
        make_actor(name, email=f"{name}@example.org")
    row, other = make_list(rule=ALL), make_list("Anderer", rule=ALL)
    services.opt_out(email="EINS@example.org", mailing_list=row)
    services.opt_out(email="zwei@example.org")
    assert addresses(row) == ["drei@example.org"]
    assert addresses(other) == ["drei@example.org", "eins@example.org"]
    assert reasons(row) == {"eins": "unsubscribed", "zwei": "unsubscribed"}


def test_without_an_address_the_reason_is_given():
    make_actor("Ohne")
    row = make_list(rule=ALL)
    put(row, person=make_person("Post", first_name="Paul"))
    assert reasons(row) == {"Ohne": "no_email", "Paul Post": "no_email"}


def test_an_address_that_is_none_is_named_and_gets_nothing():
    make_actor("Kaputt", email="kein at example")
    row = make_list(rule=ALL)
    assert addresses(row) == []
    assert reasons(row) == {"Kaputt": "broken"}


def test_kept_off_by_hand_wins_over_the_rule_until_the_entry_is_removed():
    actor, other = make_actor("A", email="a@example.org"), make_actor("B", email="b@example.org")
    person = make_contact(other, email="p@example.org")
    row = make_list(rule=ALL)
    put(row, actor=actor, is_excluded=True)
    put(row, person=person, is_excluded=True)
    assert addresses(row) == []
    services.take_off(mailing_list=row, actor=actor)
    assert addresses(row) == ["a@example.org"]


def test_of_putting_and_keeping_off_the_later_counts_and_twice_is_once():
    row, actor = make_list(), make_actor(email="a@example.org")
    put(row, actor=actor)
    put(row, actor=actor)
    put(row, actor=actor, is_excluded=True)
    assert MailingListMember.objects.get().is_excluded


def test_archived_ones_cannot_be_put_on_and_lists_in_the_archive_take_nobody():
    row = make_list()
    with pytest.raises(ValidationError):
        put(row, actor=make_actor(archived_at=timezone.now()))
    services.archive(mailing_list=row)
    with pytest.raises(ValidationError):
        put(row, actor=make_actor())


@pytest.mark.parametrize("seed", range(6))
def test_whatever_the_network_looks_like_nobody_is_reached_twice_and_no_objector_ever(seed):
    chance = random.Random(seed)
    emails = ["", "a@example.org", "A@example.org", "b@example.org", "B@EXAMPLE.org", "c@example.org", "d@example.org"]
    actors = [
        make_actor(
            f"Verein {n}", email=chance.choice(emails), archived_at=timezone.now() if chance.random() < 0.1 else None
        )
        for n in range(10)
    ]
    persons = [
        make_person(
            f"P{n}", email=chance.choice(emails), no_mailings_on="2026-01-01" if chance.random() < 0.15 else None
        )
        for n in range(12)
    ]
    for person in persons:
        for actor in chance.sample(actors, chance.randint(0, 3)):
            actor.person_roles.create(person=person, is_main_contact=chance.random() < 0.6)
    lists = [make_list(f"L{reach}", rule=chance.choice([{}, ALL]), reach=reach) for reach in MailingList.Reach.values]
    for row in lists:
        for person in chance.sample(persons, 3):
            put(row, person=person, is_excluded=chance.random() < 0.3)
    services.opt_out(email="d@example.org", mailing_list=lists[0])
    objecting = {person.email.lower() for person in persons if person.no_mailings_on}
    for pk, result in services.recipients_of_lists(lists).items():
        found = [one.email.lower() for one in result.found]
        assert len(found) == len(set(found))
        assert not set(found) & (objecting | {""})
        people = [one.person_id for one in result.found if one.person_id]
        assert len(people) == len(set(people))
        assert not any(persons_row.pk in people for persons_row in persons if persons_row.no_mailings_on)
        if pk == lists[0].pk:
            assert "d@example.org" not in found
        with_post, without_post = result.by_post()
        assert not any(one.reason in ("objected", "unsubscribed") for one in with_post + without_post)


def test_a_list_takes_as_many_queries_at_any_size():
    row = make_list(rule=ALL, reach="all")

    def fill(number):
        for n in range(number):
            make_contact(make_actor(email=f"a{n}@example.org"), email=f"p{number}-{n}@example.org")
        put(row, person=make_person(email=f"hand{number}@example.org"))

    fill(3)
    few = queries_of(lambda: services.recipients_of(row))
    fill(40)
    assert queries_of(lambda: services.recipients_of(row)) == few
    assert len(addresses(row)) == 45


# --- pages ---------------------------------------------------------------------------------------------
def test_the_page_of_all_lists_takes_as_many_queries_for_one_as_for_many(client, office):
    actor = make_actor(email="a@example.org")
    make_list("L0", rule={"art": [actor.kind.slug]} if actor.kind else ALL)
    client.get(URL)
    few = queries_of(lambda: client.get(URL))
    for number in range(1, 9):
        make_list(f"L{number}", rule=ALL)
    page = client.get(URL)
    assert queries_of(lambda: client.get(URL)) == few
    assert [row.reached for row in page.context["page_obj"]] == [1] * 9


def test_the_page_of_a_list_takes_as_many_queries_at_any_size(client, office):
    row = make_list(rule=ALL)
    make_contact(email="a@example.org")
    client.get(f"{URL}{row.pk}/")
    few = queries_of(lambda: client.get(f"{URL}{row.pk}/"))
    for number in range(30):
        make_contact(make_actor(), email=f"p{number}@example.org")
    assert queries_of(lambda: client.get(f"{URL}{row.pk}/")) == few


def test_looking_at_the_hits_saves_nothing(client, office):
    make_actor("Wird erreicht", email="a@example.org")
    answer = client.post(f"{URL}neu/", {"name": "Alle", "reach": "main", "alle": "ja", "tun": "vorschau"})
    assert answer.status_code == 200
    assert "Wird erreicht" in answer.content.decode()
    assert not MailingList.objects.exists()


def test_a_list_is_made_of_the_filter_of_the_list_of_actors(client, office):
    field = make_field(name="Sprache")
    assert (
        client.get(f"/intern/akteure/?feld={field.slug}").content.decode().count(f"verteiler/neu/?feld={field.slug}")
        == 1
    )
    page = client.get(f"{URL}neu/?feld={field.slug}&sort=-name&seite=3&archiv=ja")
    assert page.context["filter"].form.cleaned_data["feld"] == [field.slug]
    client.post(f"{URL}neu/", {"name": "  Sprache  und mehr ", "reach": "all", "feld": [field.slug], "q": "Café"})
    row = MailingList.objects.get()
    assert (row.name, row.reach, row.rule) == ("Sprache und mehr", "all", {"q": ["Café"], "feld": [field.slug]})
    client.post(f"{URL}{row.pk}/bearbeiten/", {"name": row.name, "reach": "all", "version": row.version})
    row.refresh_from_db()
    assert row.rule == {}


def test_a_name_is_given_once_and_what_was_typed_stays(client, office):
    make_list("Vereine")
    answer = client.post(f"{URL}neu/", {"name": "vereine", "description": "Für Einladungen", "reach": "main"})
    assert answer.status_code == 422
    assert "Für Einladungen" in answer.content.decode()
    assert MailingList.objects.count() == 1


def test_a_change_by_somebody_else_is_not_overwritten(client, office):
    row = make_list("Vereine")
    version = row.version
    row.refresh_from_db()
    row.description = "Anders"
    services.save_list(mailing_list=row, version=row.version)
    answer = client.post(f"{URL}{row.pk}/bearbeiten/", {"name": "Neu", "reach": "main", "version": version})
    assert answer.status_code == 409
    row.refresh_from_db()
    assert row.name == "Vereine"


def test_persons_and_actors_are_found_and_entered_by_hand(client, office):
    row, person, actor = (
        make_list(),
        make_person("Öztürk", email="o@example.org"),
        make_actor("مركز الثقافة", email="k@example.org"),
    )
    page = client.get(f"{URL}{row.pk}/eintraege/?q=oeztuerk")
    assert page.context["persons"] == [person]
    assert client.get(f"{URL}{row.pk}/eintraege/?q=مركز").context["actors"] == [actor]
    assert client.get(f"{URL}{row.pk}/eintraege/?q=😀%00").status_code == 200
    client.post(f"{URL}eintrag/", {"liste": row.pk, "person": person.pk, "tun": "dazu"})
    answer = client.post(
        f"{URL}eintrag/", {"liste": row.pk, "akteur": actor.pk, "tun": "dazu", "zurueck": "//example.com/"}
    )
    assert answer.url == row.get_absolute_url()
    assert sorted(addresses(row)) == ["k@example.org", "o@example.org"]
    client.post(f"{URL}eintrag/", {"liste": row.pk, "person": person.pk, "tun": "entfernen"})
    assert addresses(row) == ["k@example.org"]
    assert client.post(f"{URL}eintrag/", {"liste": row.pk, "akteur": "9" * 30}).status_code == 404
    assert client.post(f"{URL}eintrag/", {"liste": "x"}).status_code == 404


def test_a_person_is_put_on_a_list_from_their_own_page(client, office):
    row, person = make_list("Einladungen"), make_person("Muster", email="mara@example.org")
    assert "Einladungen" in client.get(person.get_absolute_url()).content.decode()
    answer = client.post(
        f"{URL}eintrag/", {"liste": row.pk, "person": person.pk, "tun": "dazu", "zurueck": person.get_absolute_url()}
    )
    assert answer.url == person.get_absolute_url()
    assert addresses(row) == ["mara@example.org"]


def test_lists_are_archived_and_restored(client, office):
    row = make_list("Alt")
    client.post(f"{URL}{row.pk}/archivieren/")
    assert list(client.get(URL).context["page_obj"]) == []
    assert list(client.get(f"{URL}?archiv=ja").context["page_obj"]) == [row]
    client.post(f"{URL}{row.pk}/wiederherstellen/")
    assert list(client.get(URL).context["page_obj"]) == [row]


def test_an_unsubscribed_address_is_taken_back_by_the_office_and_that_is_logged(client, office):
    row = MailingOptOut.objects.create(email="weg@example.org")
    assert "weg@example.org" in client.get(f"{URL}abgemeldet/").content.decode()
    client.post(f"{URL}abgemeldet/{row.pk}/zuruecknehmen/")
    assert not MailingOptOut.objects.exists()
    assert LogEntry.objects.filter(content_type__model="mailingoptout", action=LogEntry.Action.DELETE).count() == 1


def test_lists_and_mails_are_found_by_search_and_a_reader_may_read_but_not_write(client):
    client.force_login(make_user("reader"))
    row = make_list("Förderverteiler", rule=ALL)
    make_mailing(row, subject="Einladung zum Sommerfest")
    assert [one.title for one in client.get("/suche/?q=foerderverteiler").context["results"].page] == [
        "Förderverteiler"
    ]
    found = [one.title for one in client.get("/suche/?q=sommerfest").context["results"].page]
    assert found == ["Einladung zum Sommerfest"]
    page = client.get(f"{URL}{row.pk}/").content.decode()
    assert "bearbeiten" not in page and "kopieren" not in page
    assert client.get(f"{URL}{row.pk}.csv").status_code == 403
    assert client.post(f"{URL}eintrag/", {"liste": row.pk}).status_code == 403
