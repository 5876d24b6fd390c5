"""Importing address cards (vCard): what is read, refused, or asked."""

import base64
import io
import quopri

import pytest
from django.core.management import CommandError, call_command
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from actors.models import Actor, ActorKind, Person, Topic
from integration_portal.core.importing.batches import (
    run_at_once,
)
from integration_portal.core.importing.guard import Refused, check_file
from integration_portal.core.importing.reader import open_book
from integration_portal.core.models import ImportBatch, Language
from tests.actors.contact_files import card, codes, person_card, refused, run, table, write

__all__ = ["table", "write"]
pytestmark = pytest.mark.django_db


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
