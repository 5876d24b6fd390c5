"""Importing persons at organisations, from address cards and from lists as Outlook exports them."""

import datetime
import io

import pytest
from auditlog.models import LogEntry
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.urls import reverse

from actors.models import Actor, ContactWay, Person, PersonRole
from integration_portal.core.importing import batches, takeover
from integration_portal.core.importing.batches import (
    commit_batch,
    decide_row,
    set_name_choices,
    undo_batch,
)
from integration_portal.core.models import ImportBatch, Language
from tests.actors.contact_files import actions, card, codes, everything, person_card, run, table, write
from tests.builders import make_actor, make_person, make_user

__all__ = ["table", "write"]
pytestmark = pytest.mark.django_db


# --- cards without an organisation -------------------------------------------------------------------------
def test_a_card_without_an_organisation_waits_for_a_choice(write):
    actor = make_actor("Jobcenter")
    path = write(card("FN:Ada Probe", "EMAIL:ada@example.org") + person_card("Eva", "Muster", "Verein"))
    batch = run(path, dry_run=True)
    assert codes(batch) == {1: ["organisation_missing"]}
    assert actions(batch) == ["skipped", "new"]
    assert "ada@example.org" in batch.rows.get(number=1).raw.values()
    (key,) = batch.options["names"]
    assert batch.options["names"][key]["rows"] == [1]
    set_name_choices(batch=batch, choices={key: str(actor.pk)})
    batches.check_batch(batch)
    assert (codes(batch), actions(batch)) == ({}, ["changed", "new"])
    commit_batch(batch)
    assert [(role.actor.name, role.person.email) for role in PersonRole.objects.filter(person__last_name="Probe")] == [
        ("Jobcenter", "ada@example.org")
    ]
    undo_batch(batch=batch)
    assert (list(Actor.objects.all()), Person.objects.count()) == ([actor], 0)


def test_left_alone_it_is_left_out_and_the_others_are_taken_over(write):
    run(write(card("FN:Ada Probe") + person_card("Eva", "Muster", "Verein")))
    assert [person.name for person in Person.objects.all()] == ["Eva Muster"]


def test_a_person_can_become_an_organisation_of_its_own(write):
    batch = run(write(card("FN:Frau Ada Probe", "EMAIL:ada@example.org")), dry_run=True)
    (key,) = batch.options["names"]
    set_name_choices(batch=batch, choices={key: "create"})
    batches.check_batch(batch)
    commit_batch(batch)
    assert (Actor.objects.get().name, Person.objects.get().name) == ("Ada Probe", "Frau Ada Probe")


# --- Outlook -----------------------------------------------------------------------------------------------
GERMAN = [
    "Anrede", "Vorname", "Weitere Vornamen", "Nachname", "Suffix", "Firma", "Abteilung", "Position",
    "Straße geschäftlich", "Ort geschäftlich", "Region geschäftlich", "Postleitzahl geschäftlich",
    "Land/Region geschäftlich", "Straße privat", "Ort privat", "Postleitzahl privat", "Fax geschäftlich",
    "Telefon geschäftlich", "Telefon Firma", "Mobiltelefon", "E-Mail-Adresse", "E-Mail-Typ",
    "E-Mail: Angezeigter Name", "E-Mail 2: Adresse", "E-Mail 2: Angezeigter Name", "Geburtstag", "Geschlecht",
    "Kategorien", "Kinder", "Notizen", "Partner", "Priorität", "Privat", "Vertraulichkeit", "Webseite",
]  # fmt: skip
ENGLISH = [
    "Title", "First Name", "Middle Name", "Last Name", "Suffix", "Company", "Department", "Job Title",
    "Business Street", "Business City", "Business State", "Business Postal Code",
    "Business Country/Region", "Home Street", "Home City", "Home Postal Code", "Business Fax",
    "Business Phone", "Company Main Phone", "Mobile Phone", "E-mail Address", "E-mail Type",
    "E-mail Display Name", "E-mail 2 Address", "E-mail 2 Display Name", "Birthday", "Gender",
    "Categories", "Children", "Notes", "Spouse", "Priority", "Private", "Sensitivity", "Web Page",
]  # fmt: skip
CONTACT = [
    "Frau", "Änne", "", "Müller", "", "Beispielverein e.V.", "Beratung", "Leiterin",
    "Musterstraße 5", "Altenburg", "Thüringen", "04600", "Deutschland", "Geheimweg 1", "Lucka", "04613", "03447 586099",
    "03447 586012", "03447 5860", "0151 23456789", "mueller@example.org", "SMTP",
    "Änne Müller (mueller@example.org)", "aenne@example.org", "Änne (aenne@example.org)", "01.02.1980", "Weiblich",
    "Sprache;Wichtig", "Max; Moritz", "Erste Zeile\nZweite Zeile", "Karl", "Normal", "Falsch", "Normal", "www.example.org",
]  # fmt: skip


@pytest.mark.parametrize("headings", [GERMAN, ENGLISH])
@pytest.mark.parametrize(("delimiter", "encoding"), [(",", "cp1252"), (";", "utf-8-sig")])
def test_an_export_of_outlook(table, headings, delimiter, encoding):
    batch = run(table(headings, CONTACT, delimiter=delimiter, encoding=encoding))
    assert codes(batch) == {}
    actor, person = Actor.objects.get(), Person.objects.get()
    assert (actor.name, actor.street, actor.postal_code, actor.city) == (
        "Beispielverein e.V.", "Musterstraße 5", "04600", "Altenburg",
    )  # fmt: skip
    assert (actor.email, actor.phone, actor.website) == ("", "03447 5860", "https://www.example.org")
    assert (person.title, person.first_name, person.last_name) == ("Frau", "Änne", "Müller")
    assert (person.email, person.phone) == ("mueller@example.org", "+49 3447 586012")
    assert set(person.contact_ways.values_list("kind", "value")) == {
        ("email", "aenne@example.org"), ("mobile", "+49 1512 3456789"), ("fax", "+49 3447 586099"),
    }  # fmt: skip
    assert person.roles.get().function == "Leiterin, Beratung"
    assert person.internal_note == "Erste Zeile\nZweite Zeile"
    assert actor.internal_note == "Kategorien: Sprache, Wichtig"
    kept = str([row.raw for row in batch.rows.all()])
    assert not any(word in kept for word in ("Geheimweg", "Moritz", "1980", "Weiblich", "Karl"))


def test_beside_a_first_name_the_name_is_the_family_name_and_contact_ways_are_the_persons(table):
    path = table(
        ["Name", "Vorname", "Einrichtung", "E-Mail", "Telefon", "E-Mail der Organisation"],
        ["Müller", "Jörg", "Verein A", "joerg@example.org", "03447 1234", "info@example.org"],
        delimiter=";",
    )
    run(path)
    actor, person = Actor.objects.get(), Person.objects.get()
    assert (actor.name, actor.email, actor.phone) == ("Verein A", "info@example.org", "")
    assert (person.name, person.email, person.phone) == ("Jörg Müller", "joerg@example.org", "+49 3447 1234")


def test_a_list_of_organisations_is_read_as_before(table):
    path = table(
        ["Name", "Ansprechpartner", "E-Mail", "Telefon", "Partner"],
        ["Verein A", "Frau Probe", "info@example.org", "03447 1234", "alle"], ["Verein B", "", "b@example.org", "", ""],
    )  # fmt: skip
    run(path)
    actor = Actor.objects.get(name="Verein A")
    assert (actor.email, actor.phone, actor.internal_note) == ("info@example.org", "03447 1234", "Partner: alle")
    assert [person.name for person in actor.persons.all()] == ["Frau Probe"]


def test_contact_ways_that_are_none_are_kept_in_words(table):
    path = table(
        ["Firma", "Vorname", "Nachname", "E-Mail", "Telefon"],
        ["Verein A", "Ada", "Probe", "ada(at)example.org", "bitte klingeln"],
    )
    batch = run(path, dry_run=True)
    assert codes(batch) == {2: ["email_proposal", "phone_not_understood"]}
    decide_row(row=batch.rows.get(number=2), accept=True)
    batch.refresh_from_db()
    commit_batch(batch)
    person = Person.objects.get()
    assert (person.email, person.phone) == ("ada@example.org", "")
    assert "bitte klingeln" in person.internal_note


# --- several persons of one organisation -------------------------------------------------------------------
def test_cards_of_one_organisation_are_one_organisation_with_several_persons(write):
    path = write(
        person_card("Ada", "Eins", "Verein A e.V.", "EMAIL:ada@example.org")
        + person_card("Eva", "Zwei", "Verein B")
        + person_card("Ida", "Drei", "VEREIN A", "ADR;WORK:;;Weg 1;Lucka;;04613;", "TEL;WORK:03447 1234")
        + person_card("Ada", "Eins", "Verein A", "TEL;WORK:03447 5678")
    )
    batch = run(path, dry_run=True)
    assert (codes(batch), actions(batch)) == ({}, ["new", "new", "changed", "changed"])
    commit_batch(batch)
    actor = Actor.objects.get(name="Verein A e.V.")
    assert (Actor.objects.count(), actor.city, actor.email, actor.phone) == (2, "Lucka", "", "")
    assert [(role.person.name, role.is_main_contact) for role in actor.person_roles.order_by("pk")] == [
        ("Ada Eins", True), ("Ida Drei", False),
    ]  # fmt: skip
    assert Person.objects.get(last_name="Eins").phone == "+49 3447 5678"
    undo_batch(batch=batch)
    assert (Actor.objects.count(), Person.objects.count(), PersonRole.objects.count()) == (0, 0, 0)
    assert not batch.rows.filter(target_version__isnull=False).exists()


def test_a_second_row_that_contradicts_or_names_nobody_is_left_out(write):
    path = write(
        person_card("Ada", "Eins", "Verein A", "ADR;WORK:;;Weg 1;Lucka;;04613;")
        + person_card("Eva", "Zwei", "Verein A", "ADR;WORK:;;Allee 2;Altenburg;;04600;")
        + card("ORG:Verein A")
    )
    batch = run(path)
    assert codes(batch) == {2: ["name_twice"], 3: ["name_twice"]}
    assert (Actor.objects.get().city, Person.objects.get().name) == ("Lucka", "Ada Eins")


def test_a_known_organisation_is_met_under_two_of_its_names(write):
    make_actor("Landratsamt Musterkreis", short_name="LRA")
    run(write(person_card("Ada", "Eins", "LRA") + person_card("Eva", "Zwei", "Landratsamt Musterkreis")))
    assert Actor.objects.get().persons.count() == 2


def test_when_the_first_row_is_left_out_the_next_one_creates(write):
    path = write(
        person_card("Ada", "Eins", "Verein A")
        + person_card("Eva", "Zwei", "Verein A")
        + person_card("Ida", "Drei", "Verein A")
    )
    batch = run(path, dry_run=True)
    decide_row(row=batch.rows.get(number=1), skip=True)
    batch.refresh_from_db()
    commit_batch(batch)
    assert sorted(person.name for person in Actor.objects.get().persons.all()) == ["Eva Zwei", "Ida Drei"]
    undo_batch(batch=batch)
    assert (Actor.objects.count(), Person.objects.count()) == (0, 0)


def test_the_same_file_twice_changes_nothing(write):
    Language.objects.get_or_create(slug="de", defaults={"name": "Deutsch"})
    path = write(
        person_card("Ada", "Eins", "Verein A", "EMAIL:ada@example.org", "EMAIL:ada2@example.org", "TEL;CELL:0151 1234567", "LANG:de")
        + person_card("Eva", "Zwei", "Verein A", "NOTE:etwas", "URL:https://example.org/eva")
        + person_card("Ada", "Eins", "Verein B", "EMAIL:ada@example.org")
    )  # fmt: skip
    run(path)
    before, entries = everything(), LogEntry.objects.count()
    batch = run(path)
    assert (actions(batch), codes(batch)) == (["unchanged"] * 3, {})
    assert (everything(), LogEntry.objects.count()) == (before, entries)


def test_the_same_contacts_from_another_program_change_nothing(write, table):
    run(write(person_card("Änne", "Müller", "Verein A", "EMAIL;WORK:anne@example.org", "TEL;WORK:03447/1234")))
    before = everything()
    path = table(
        ["Firma", "Vorname", "Nachname", "E-Mail-Adresse", "Telefon geschäftlich"],
        ["Verein A e.V.", "ÄNNE", "Mueller", "Anne@Example.org", "+49 (0)3447 1234"],
    )
    assert actions(run(path)) == ["unchanged"]
    assert everything() == before


# --- who is meant ------------------------------------------------------------------------------------------
def test_a_person_known_elsewhere_by_email_gets_a_further_role(write):
    old = make_actor("Verein A")
    person = make_person("Probe", first_name="Ada", email="Ada@example.org")
    PersonRole.objects.create(person=person, actor=old)
    before = everything()
    batch = run(
        write(person_card("Ada", "Probe", "Verein B", "EMAIL:ada@EXAMPLE.org", "TITLE:Vorsitzende", "TEL:03447 1234"))
    )
    person.refresh_from_db()
    assert (Person.objects.count(), person.actors.count(), person.phone) == (1, 2, "+49 3447 1234")
    assert person.roles.get(actor__name="Verein B").function == "Vorsitzende"
    assert person.data_source == ""
    undo_batch(batch=batch)
    assert everything() == before


def test_names_that_differ_in_accents_and_case_are_the_same_person_at_the_organisation(write):
    actor = make_actor("Verein A")
    person = make_person("Müller", first_name="Zoé")
    PersonRole.objects.create(person=person, actor=actor)
    batch = run(write(person_card("ZOE", "Mueller", "Verein A", "EMAIL:zoe@example.org", "TITLE:Kasse")))
    person.refresh_from_db()
    assert (Person.objects.count(), person.first_name, person.email, person.roles.get().function) == (
        1, "Zoé", "zoe@example.org", "Kasse",
    )  # fmt: skip
    undo_batch(batch=batch)
    person.refresh_from_db()
    assert (person.email, person.roles.get().function) == ("", "")


def test_a_namesake_elsewhere_without_the_same_email_is_another_person(write):
    PersonRole.objects.create(
        person=make_person("Probe", first_name="Ada", email="a@example.org"), actor=make_actor("Verein A")
    )
    run(write(person_card("Ada", "Probe", "Verein B", "EMAIL:b@example.org")))
    assert Person.objects.count() == 2


def test_two_persons_share_an_address_and_stay_two(write):
    batch = run(
        write(
            person_card("Ada", "Eins", "Verein A", "EMAIL:info@example.org")
            + person_card("Eva", "Zwei", "Verein A", "EMAIL:info@example.org")
        )
    )
    assert (Person.objects.count(), codes(batch)) == (2, {2: ["email_of_other"]})


def test_what_the_portal_holds_of_a_person_is_not_replaced(write):
    actor = make_actor("Verein A")
    person = make_person("Probe", first_name="Ada", email="alt@example.org", phone="+49 3447 1111")
    PersonRole.objects.create(person=person, actor=actor, function="Kasse")
    batch = run(
        write(person_card("Ada", "Probe", "Verein A", "EMAIL:neu@example.org", "TEL:03447 2222", "TITLE:Vorsitz"))
    )
    person.refresh_from_db()
    assert (person.email, person.phone, person.roles.get().function) == ("alt@example.org", "+49 3447 1111", "Kasse")
    assert set(person.contact_ways.values_list("value", flat=True)) == {"neu@example.org", "+49 3447 2222"}
    assert codes(batch) == {1: ["function_differs"]}


# --- large and undone --------------------------------------------------------------------------------------
def many_cards(count, organisations):
    """So many cards; each person stands in a second organisation too, and says something new there."""
    return "".join(
        person_card(f"Vor{number % (count // 2)}", f"Nach{number % (count // 2)}", f"Verein {number % organisations}",
                    f"EMAIL:p{number % (count // 2)}@example.org", f"TEL;WORK:03447 {1000 + number}")
        for number in range(count)
    )  # fmt: skip


def test_a_thousand_cards_in_chunks_and_back(write, monkeypatch):
    monkeypatch.setattr(takeover, "CHUNK", 150)
    known = make_actor("Verein 3", city="Lucka")
    before = everything()
    batch = run(write(many_cards(1000, 70)))
    assert (Actor.objects.count(), Person.objects.count(), codes(batch)) == (70, 500, {})
    assert ContactWay.objects.count() == 500
    assert known.persons.count() > 10
    assert PersonRole.objects.filter(is_main_contact=True).count() == 70
    assert set(run(write(many_cards(1000, 70))).summary) == {"unchanged", "problems"}
    undo_batch(batch=batch)
    assert everything() == before


def test_undo_is_refused_when_somebody_worked_on_an_organisation(write):
    batch = run(write(person_card("Ada", "Eins", "Verein A") + person_card("Eva", "Zwei", "Verein A")))
    actor = Actor.objects.get()
    actor.city = "Lucka"
    actor.save()
    with pytest.raises(ValidationError):
        undo_batch(batch=batch)
    assert Person.objects.count() == 2


def test_undo_keeps_a_person_that_somebody_worked_on(write):
    make_actor("Verein A")
    batch = run(write(person_card("Ada", "Eins", "Verein A") + person_card("Eva", "Zwei", "Verein A")))
    person = Person.objects.get(last_name="Eins")
    person.phone = "+49 3447 1"
    person.save()
    undo_batch(batch=batch)
    assert [(person.last_name, person.roles.count()) for person in Person.objects.all()] == [("Eins", 0)]


def test_the_command_takes_cards(write, freeze):
    freeze()
    out = io.StringIO()
    call_command("import_actors", str(write(person_card("Ada", "Probe", "Verein"))), stdout=out)
    assert Person.objects.get().data_source == (
        f"Datei kontakte.vcf, importiert am {datetime.date.today().strftime('%d.%m.%Y')}"
    )


# --- pages -------------------------------------------------------------------------------------------------
@pytest.mark.django_db(transaction=True)
def test_the_way_of_cards_through_the_pages(client, write):
    actor = make_actor("Jobcenter")
    client.force_login(make_user("office"))
    start = client.get(reverse("actors:import")).content.decode()
    assert (".vcf" in start, ".vcf" in client.get(reverse("measures:import")).content.decode()) == (True, False)
    path = write(
        card("FN:Ada Probe", "EMAIL:ada@example.org") + person_card("Eva", "Muster", "Verein", "NOTE:<b>fett</b>")
    )
    client.post(reverse("actors:import"), {"file": SimpleUploadedFile("kontakte.vcf", path.read_bytes())})
    batch = ImportBatch.objects.get()

    def url(name):
        return reverse(f"actors:import_{name}", args=[batch.pk])

    page = client.get(url("show")).content.decode()
    assert ("<b>fett" in page, "&lt;b&gt;fett" in page, url("names") in page) == (False, True, True)
    assert client.get(url("mapping")).status_code == 200
    assert "Ada Probe, ada@example.org" in client.get(url("names")).content.decode()
    assert client.post(url("names"), {"name_0": "999999"}).status_code == 400
    client.post(url("names"), {"name_0": str(actor.pk)})
    client.post(url("commit"))
    assert sorted(Person.objects.values_list("last_name", flat=True)) == ["Muster", "Probe"]
    assert client.get(url("show")).status_code == 200
    client.post(url("undo"))
    assert (Person.objects.count(), Actor.objects.count()) == (0, 1)
    assert client.get(url("show")).status_code == 200
