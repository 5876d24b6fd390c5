"""Using a mailing list outside the portal: BCC in portions, CSV, vCard, labels, serial letter."""

import io

import docx
import pytest

from actors import exports_mailing as exports
from actors.recipients import Recipient
from actors.services.mailing import recipients_of
from integration_portal.core.models import SiteSettings
from tests.actors.mailing import ALL, make_contact, make_list
from tests.builders import make_actor, make_user

pytestmark = pytest.mark.django_db
URL = "/intern/verteiler/"
PLACE = {"street": "Musterstraße 1", "postal_code": "04600", "city": "Altenburg"}


@pytest.fixture(autouse=True)
def now(freeze):
    return freeze()


@pytest.fixture
def office(client):
    user = make_user("office")
    client.force_login(user)
    return user


def body(answer):
    return b"".join(answer.streaming_content).decode() if answer.streaming else answer.content.decode()


def paragraphs(answer):
    return [line for one in docx.Document(io.BytesIO(answer.content)).paragraphs for line in one.text.split("\n")]


def test_addresses_come_in_portions_of_the_size_of_the_settings(client, office):
    SiteSettings.load()
    SiteSettings.objects.update(bcc_portion=2)
    for number in range(5):
        make_actor(f"A{number}", email=f"a{number}@example.org")
    row = make_list(rule=ALL)
    page = client.get(f"{URL}{row.pk}/kopieren/")
    assert [(count, text) for _number, count, text, _mailto in page.context["portions"]] == [
        (2, "a0@example.org, a1@example.org"), (2, "a2@example.org, a3@example.org"), (1, "a4@example.org"),
    ]  # fmt: skip
    assert "mailto:?bcc=a0@example.org,a1@example.org" in body(page)


def test_a_long_portion_has_no_link_to_the_mail_program(client, office):
    for number in range(40):
        make_actor(email=f"{'x' * 50}{number}@example.org")
    page = client.get(f"{URL}{make_list(rule=ALL).pk}/kopieren/")
    assert [bool(mailto) for *_rest, mailto in page.context["portions"]] == [False]


def test_the_csv_runs_no_formula_and_keeps_umlauts(client, office):
    make_contact(make_actor("=2+5", **PLACE), "Müller", first_name="@Jürgen", email="j@example.org", function="Leitung")
    row = make_list("Größe", rule=ALL)
    text = body(client.get(f"{URL}{row.pk}.csv?excel=1"))
    assert text.startswith("\ufeff")
    assert "j@example.org;'@Jürgen Müller;" in text
    assert ";'=2+5;Musterstraße 1;04600;Altenburg;" in text
    assert client.get(f"{URL}{row.pk}.exe").status_code == 404
    assert client.get(f"{URL}9999999.csv").status_code == 404


def test_the_address_cards_hold_one_for_each_recipient(client, office):
    make_contact(make_actor("Verein", **PLACE), "Müller", title="Frau", first_name="Jana", email="j@example.org")
    make_actor("جمعية", email="b@example.org")
    text = body(client.get(f"{URL}{make_list(rule=ALL).pk}.vcf"))
    assert text.count("BEGIN:VCARD") == 2
    assert "N:Müller;Jana;;Frau;" in text and "FN:جمعية" in text and "ORG:Verein" in text


def test_labels_are_for_all_with_a_postal_address_and_the_others_are_named(client, office):
    make_actor("Nur Post", **PLACE)
    make_actor("Nur Mail", email="mail@example.org")
    make_contact(make_actor("Widerspruch", **PLACE), "Nein", email="n@example.org", no_mailings_on="2026-01-01")
    make_actor("مركز 😀 Łódź", **PLACE)
    row = make_list(rule=ALL)
    page = client.get(f"{URL}{row.pk}/etiketten/")
    assert [one.name for one in page.context["found"]] == ["Nur Post", "مركز 😀 Łódź"]
    assert [one.name for one in page.context["without"]] == ["Nur Mail"]
    for first in ("1", "24", "99", "x"):
        answer = client.get(f"{URL}{row.pk}/etiketten/?ab={first}")
        assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
        assert answer.content.startswith(b"%PDF")


def test_without_any_postal_address_there_is_a_message_instead_of_a_file(client, office):
    row = make_list()
    answer = client.get(f"{URL}{row.pk}/etiketten/?ab=1", follow=True)
    assert "Niemand in diesem Verteiler hat eine Postanschrift." in body(answer)
    answer = client.post(f"{URL}{row.pk}/serienbrief/", {"day": "2026-12-01", "subject": "Fest", "text": "Mein Text"})
    assert answer.status_code == 422
    assert "Mein Text" in body(answer)


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Frau", "Sehr geehrte Frau Muster,"),
        ("Herr", "Sehr geehrter Herr Muster,"),
        ("Frau Dr.", "Sehr geehrte Frau Dr. Muster,"),
        ("Dr.", "Guten Tag Dr. Mara Muster,"),
        ("", "Guten Tag Mara Muster,"),
    ],
)
def test_each_letter_greets_by_title_and_name(title, expected):
    name = f"{title} Mara Muster".strip()
    one = Recipient(name, "m", "", person_id=1, title=title, first_name="Mara", last_name="Muster")
    assert exports.salutation(one) == expected


def test_an_organisation_is_greeted_generally():
    assert exports.salutation(Recipient("Verein", "v", "", actor_id=1)) == "Sehr geehrte Damen und Herren,"


def test_the_serial_letter_has_one_letter_for_each_with_address_date_and_text(client, office):
    make_contact(make_actor("Verein", **PLACE), "Müller", title="Frau", first_name="Jana", email="j@example.org")
    make_actor("جمعية الأمل", **PLACE)
    row = make_list(rule=ALL)
    data = {
        "day": "2026-12-01",
        "subject": "Fest",
        "text": "Erster Absatz.\n\nZweiter 😀",
        "closing": "Ihr Team",
        "signed": "M.",
    }
    answer = client.post(f"{URL}{row.pk}/serienbrief/", data)
    assert answer.status_code == 200
    lines = paragraphs(answer)
    first = lines.index("Verein")
    assert lines[first : first + 11] == [
        "Verein", "Frau Jana Müller", "Musterstraße 1", "04600 Altenburg", "01.12.2026", "Fest",
        "Sehr geehrte Frau Müller,", "Erster Absatz.", "Zweiter 😀", "Ihr Team", "M.",
    ]  # fmt: skip
    document = docx.Document(io.BytesIO(answer.content))
    arabic = next(one for one in document.paragraphs if one.text == "جمعية الأمل")
    assert arabic.runs[0].font.rtl
    assert sum(bool(one.paragraph_format.page_break_before) for one in document.paragraphs) == 1
    assert recipients_of(row).by_post()[1] == []


def test_a_day_that_does_not_exist_is_refused_with_what_was_typed(client, office):
    row = make_list()
    answer = client.post(f"{URL}{row.pk}/serienbrief/", {"day": "2026-02-31", "subject": "Fest", "text": "Mein Text"})
    assert answer.status_code == 422
    assert "Mein Text" in body(answer)
