"""Importing persons at organisations: address cards (vCard) and lists as Outlook exports them."""

import base64
import csv
import datetime
import io
import quopri

import pytest
from auditlog.models import LogEntry
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from actors.models import Actor, ActorKind, ContactWay, Person, PersonRole, Topic
from integration_portal.core.importing import batches, takeover
from integration_portal.core.importing.batches import (
    commit_batch,
    decide_row,
    run_at_once,
    set_name_choices,
    undo_batch,
)
from integration_portal.core.importing.guard import Refused, check_file
from integration_portal.core.importing.reader import open_book
from integration_portal.core.models import ImportBatch, Language
from tests.builders import make_actor, make_person, make_user

pytestmark = pytest.mark.django_db


def card(*lines, version="3.0"):
    return "\r\n".join(["BEGIN:VCARD", f"VERSION:{version}", *lines, "END:VCARD", ""])


def person_card(first, last, organisation, *lines):
    return card(f"N:{last};{first};;;", f"FN:{first} {last}", f"ORG:{organisation}", *lines)


@pytest.fixture
def write(tmp_path):
    """Write text or bytes into a file and return its path."""

    def to_file(content, name="kontakte.vcf", encoding="utf-8"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
        return path

    return to_file


@pytest.fixture
def table(tmp_path):
    """Write rows as a text table and return its path."""

    def to_file(*rows, delimiter=",", encoding="cp1252", name="kontakte.csv"):
        text = io.StringIO(newline="")
        csv.writer(text, delimiter=delimiter, quoting=csv.QUOTE_ALL, lineterminator="\r\n").writerows(rows)
        path = tmp_path / name
        path.write_bytes(text.getvalue().encode(encoding))
        return path

    return to_file


def run(path, **options):
    return run_at_once(kind="actors", path=path, **options)


def refused(path, **options):
    with pytest.raises(Refused) as error:
        check_file(path, **options)
    return str(error.value)


def codes(batch):
    return {row.number: [problem["code"] for problem in row.problems] for row in batch.rows.all() if row.problems}


def actions(batch):
    return list(batch.rows.order_by("number").values_list("action", flat=True))


def everything():
    """What the portal holds of actors and persons, for comparing before and after."""
    return [
        list(
            Actor.objects.order_by("pk").values(
                "pk", "name", "street", "city", "email", "phone", "website", "internal_note"
            )
        ),
        list(
            Person.objects.order_by("pk").values(
                "pk", "title", "first_name", "last_name", "email", "phone", "internal_note"
            )
        ),
        list(PersonRole.objects.order_by("pk").values("pk", "person", "actor", "function", "is_main_contact")),
        list(ContactWay.objects.order_by("pk").values("person", "kind", "value")),
    ]


# --- cards -------------------------------------------------------------------------------------------------
def test_a_card_becomes_an_organisation_with_a_person(write, freeze):
    freeze()
    Language.objects.get_or_create(slug="uk", defaults={"name": "Ukrainisch"})
    kind = ActorKind.objects.create(name="Stiftung", slug="stiftung")
    topic = Topic.objects.create(name="Sprachpaten", slug="sprachpaten")
    path = write(
        card(
            "N:Müller;Änne;Maria;Dr.;", "FN:Dr. Änne Maria Müller", "ORG:Beispielstiftung;Bildung;Sprache",
            "TITLE:Leiterin", "ROLE:Ansprechperson für Schulen",
            "EMAIL;TYPE=HOME:aenne@privat.example.org", "EMAIL;TYPE=INTERNET,WORK:mueller@example.org",
            "TEL;TYPE=HOME,VOICE:03447 / 99 99", "TEL;TYPE=WORK,VOICE:(0 34 47) 58 60-12", "TEL;TYPE=CELL:0151 23456789",
            "TEL;TYPE=FAX,WORK:03447 5860-99",
            "ADR;TYPE=HOME:;;Geheimweg 1;Lucka;;04613;Deutschland",
            "ADR;TYPE=WORK:;Haus B;Musterstraße 5;Altenburg;Thüringen;04600;Deutschland",
            "URL:example.org", "NOTE:Zeile eins\\nZeile zwei\\; mit Zeichen\\, ja", "LANG:uk", "BDAY:1980-01-01",
            "CATEGORIES:Stiftung,Sprachpaten,Wichtig",
        )
    )  # fmt: skip
    batch = run(path)
    actor, person = Actor.objects.get(), Person.objects.get()
    assert (actor.name, actor.street, actor.postal_code, actor.city, actor.website) == (
        "Beispielstiftung", "Musterstraße 5, Haus B", "04600", "Altenburg", "https://example.org",
    )  # fmt: skip
    assert (actor.email, actor.phone, actor.kind, list(actor.topics.all())) == ("", "", kind, [topic])
    assert actor.internal_note == "Kategorien: Wichtig"
    assert (person.title, person.first_name, person.last_name) == ("Dr.", "Änne Maria", "Müller")
    assert (person.email, person.phone) == ("mueller@example.org", "+49 3447 586012")
    assert set(person.contact_ways.values_list("kind", "value")) == {
        ("email", "aenne@privat.example.org"), ("phone", "+49 3447 9999"), ("mobile", "+49 1512 3456789"),
        ("fax", "+49 3447 586099"),
    }  # fmt: skip
    role = person.roles.get()
    assert (role.actor, role.function, role.is_main_contact) == (
        actor, "Leiterin, Ansprechperson für Schulen, Bildung, Sprache", True,
    )  # fmt: skip
    assert (person.preferred_language.slug, person.internal_note) == ("uk", "Zeile eins\nZeile zwei; mit Zeichen, ja")
    assert "kontakte.vcf" in person.data_source
    assert (person.is_published, person.publish_email, person.legal_basis, actor.is_published) == (
        False,
        False,
        "",
        False,
    )
    assert "BDAY (1)" in " ".join(batch.options["notes"])
    assert "Geheimweg" not in str([row.raw for row in batch.rows.all()])


def test_the_headings_of_cards_are_mapped_by_themselves(write):
    batch = run(
        write(person_card("Ada", "Probe", "Verein A", "TEL;WORK:03447 1234", "ADR;WORK:;;Weg 1;Lucka;;04613;")),
        dry_run=True,
    )
    assert {column["heading"]: column["target"] for column in batch.columns} == {
        "Firma": "name", "Vorname": "first_name", "Nachname": "last_name", "E-Mail-Adresse": "person_email",
        "Telefon geschäftlich": "person_phone", "Straße geschäftlich": "street",
        "Postleitzahl geschäftlich": "postal_code", "Ort geschäftlich": "city",
    }  # fmt: skip


def quoted(text, charset):
    return quopri.encodestring(text.encode(charset), quotetabs=False).decode("ascii").replace("\n", "\r\n")


@pytest.mark.parametrize(
    ("name", "charset"), [("ISO-8859-1", "latin-1"), ("WINDOWS-1252", "cp1252"), ("UTF-8", "utf-8")]
)
def test_version_2_1_with_quoted_printable(write, name, charset):
    head = f";CHARSET={name};ENCODING=QUOTED-PRINTABLE:"
    note = "Grüße aus Schmölln, " * 12
    path = write(
        card(
            f"N{head}{quoted('Müßig', charset)};{quoted('Jörg', charset)}", f"ORG{head}{quoted('Förderverein Größe', charset)}",
            f"NOTE{head}{quoted(note, charset)}", "TEL;WORK;VOICE:03447 1234", "EMAIL;PREF;INTERNET:joerg@example.org",
            version="2.1",
        )
    )  # fmt: skip
    run(path)
    person = Person.objects.get()
    assert (person.first_name, person.last_name, person.email) == ("Jörg", "Müßig", "joerg@example.org")
    assert (person.internal_note, person.actors.get().name) == (note.strip(), "Förderverein Größe")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_any_usual_encoding_of_the_file(write, encoding):
    path = write(person_card("Zoë", "Größler-Süß", "Café Brücke"), encoding=encoding)
    assert check_file(path).type == "vcf"
    run(path)
    assert (Person.objects.get().name, Actor.objects.get().name) == ("Zoë Größler-Süß", "Café Brücke")


def test_lines_folded_in_the_middle_of_a_letter(write):
    data = person_card("Ada", "Probe", "Verein").encode()
    name = "NOTE:Schöne Grüße".encode()
    split = name.index("ü".encode()) + 1
    run(write(data.replace(b"END:VCARD", name[:split] + b"\r\n " + name[split:] + b"\r\nEND:VCARD")))
    assert Person.objects.get().internal_note == "Schöne Grüße"


def test_version_4_with_addresses_as_links_and_an_organisation_of_its_own(write):
    path = write(
        card(
            'N:عيسى;ليلى;;;', "FN:ليلى عيسى", "ORG:جمعية المثال", "EMAIL:mailto:leila@example.org".replace("mailto:", ""),
            'TEL;VALUE=uri;PREF=1;TYPE="voice,work":tel:+49-3447-5860;ext=12', 'ADR;LABEL="Weg: 1;\\nLucka":;;Weg 1;Lucka;;04613;',
            "item1.URL:https://example.org", version="4.0",
        )
        + card("KIND:org", "FN:Begegnung 🌍 e.V.", "TEL:03447 1111", "EMAIL:info@example.org", version="4.0")
    )  # fmt: skip
    batch = run(path)
    assert codes(batch) == {}
    person = Person.objects.get()
    assert (person.first_name, person.last_name, person.actors.get().name) == ("ليلى", "عيسى", "جمعية المثال")
    assert person.phone.startswith("+49 3447 5860")
    other = Actor.objects.get(name="Begegnung 🌍 e.V.")
    assert (other.email, other.phone, other.persons.count()) == ("info@example.org", "+49 3447 1111", 0)


def test_marks_of_direction_are_taken_off(write):
    run(write(person_card("\u202eليلى\u202c", "عيسى\u200f", "Verein")))
    assert Person.objects.get().name == "ليلى عيسى"


def test_a_picture_is_passed_over_however_it_is_written(write):
    picture = base64.b64encode(bytes(1_000_000)).decode()
    folded = "\r\n ".join(picture[start : start + 70] for start in range(0, len(picture), 70))
    bare = "\r\n".join(picture[start : start + 70] for start in range(0, len(picture), 70))
    path = write(
        person_card("Ada", "Eins", "Verein", f"PHOTO;ENCODING=b;TYPE=JPEG:{folded}", "EMAIL:a@example.org")
        + person_card("Eva", "Zwei", "Verein", f"PHOTO:data:image/jpeg;base64,{picture}", "EMAIL:b@example.org")
        + person_card("Ida", "Drei", "Verein", f"PHOTO;JPEG;ENCODING=BASE64:\r\n{bare}\r\n", "EMAIL:c@example.org")
    )
    batch = run(path)
    assert sorted(Person.objects.values_list("email", flat=True)) == ["a@example.org", "b@example.org", "c@example.org"]
    assert max(len(str(row.raw)) for row in batch.rows.all()) < 300
    assert "PHOTO (3)" in " ".join(batch.options["notes"])


def test_a_picture_of_ten_megabytes_is_let_in_and_one_over_the_limit_refused(write):
    path = write(person_card("Ada", "Probe", "Verein", "PHOTO;ENCODING=b:" + "A" * 10_000_000))
    check = check_file(path)
    row = list(open_book(path, check).rows(""))[1]
    assert [value for value in row.values if value] == ["Verein", "Ada", "Probe"]
    assert refused(path, max_bytes=5_000_000)


@pytest.mark.parametrize(
    "content",
    [
        "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:" + "A" * 300_000 + "\r\nEND:VCARD\r\n",
        "BEGIN:VCARD\r\nVERSION:3.0\r\nNOTE:A" + "\r\n A" * 250_000 + "\r\nEND:VCARD\r\n",
        "BEGIN:VCARD\r\nFN:A\r\n" * 500 + "END:VCARD\r\n" * 500,
        "BEGIN:VCARD\r\nFN:A\r\n",
        card("FN:A") + "BEGIN:VCARD\r\nFN:B\r\n" + card("FN:C"),
        b"BEGIN:VCARD\r\nFN:A\x00\x00\x00\r\nEND:VCARD\r\n",
        b"BEGIN:VCARD\r\nNOTE:" + bytes(range(1, 9)) * 400 + b"\r\nEND:VCARD\r\n",
    ],
)
def test_hostile_cards_are_refused_with_the_reason(write, content):
    assert refused(write(content))


def test_a_refused_file_tells_the_command_why(write):
    with pytest.raises(CommandError, match="2"):
        call_command("import_actors", str(write(card("FN:A") + "BEGIN:VCARD\r\nFN:B\r\n")), stdout=io.StringIO())


def test_a_bad_card_is_a_question_with_its_number_and_its_words_are_kept(write):
    path = write(
        person_card("Ada", "Eins", "Verein A")
        + person_card("Eva", "Zwei", "Verein B", "kaputte Zeile ohne Sinn", "EMAIL:eva@example.org")
        + card()
        + person_card("Ida", "Drei", "Verein C")
    )
    batch = run(path)
    assert codes(batch) == {2: ["card_unreadable"], 3: ["name_missing"]}
    assert Actor.objects.count() == 3
    person = Person.objects.get(last_name="Zwei")
    assert (person.email, "kaputte Zeile ohne Sinn" in person.internal_note) == ("eva@example.org", True)


def test_words_like_a_heading_or_a_sum_do_not_hide_a_card(write):
    run(write(card("ORG:Bereich Sprache") + card("ORG:Gesamt e.V.") + card("ORG:Hinweis gGmbH")))
    assert Actor.objects.count() == 3


def test_a_list_of_measures_takes_no_cards(write):
    batch = run_at_once(kind="measures", path=write(card("FN:A")))
    assert batch.state == ImportBatch.State.REFUSED


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


NAMES = [b"N", b"ORG", b"ADR;TYPE=WORK", b"TEL;CELL", b"item1.EMAIL", b"LANG", b"CATEGORIES", b"URL"]
WHOLE = [
    b"BEGIN:VCARD",
    b"END:VCARD",
    b"N;ENCODING=QUOTED-PRINTABLE:=C3=",
    b"FN:A",
    b" folded",
    b"PHOTO;ENCODING=B:A",
    b"",
]
LINES = st.one_of(
    st.binary(max_size=60),
    st.sampled_from(WHOLE),
    st.builds(lambda name, value: name + b":" + value, st.sampled_from(NAMES), st.binary(max_size=40)),
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(LINES, max_size=25), st.sampled_from([b"\r\n", b"\n", b"\r"]))
def test_any_cards_are_refused_or_read_each_as_one_row(write, lines, end):
    data = end.join([b"BEGIN:VCARD", *lines, b"END:VCARD", b""])
    path = write(data)
    try:
        check = check_file(path)
    except Refused:
        return
    rows = list(open_book(path, check).rows(""))
    opened = sum(
        line.strip().upper() == b"BEGIN:VCARD"
        for line in data.replace(b"\r\n", b"\n").replace(b"\r", b"\n").split(b"\n")
    )
    assert (len(rows), [row.number for row in rows]) == (opened + 1, list(range(opened + 1)))
    assert all(len(row.values) == len(rows[0].values) for row in rows)
