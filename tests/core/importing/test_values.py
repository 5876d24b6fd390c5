"""Understanding cells: periods, amounts, numbers, words, names, contacts."""

import datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from integration_portal.core.importing.values.amounts import parse_amount
from integration_portal.core.importing.values.contacts import parse_city, parse_email, parse_phone, parse_postal_code
from integration_portal.core.importing.values.names import is_collective, is_open, parse_persons, split_names
from integration_portal.core.importing.values.numbers import NumberReader
from integration_portal.core.importing.values.periods import parse_period
from integration_portal.core.importing.values.words import TermIndex, parse_flag, parse_status


def codes(parsed):
    return [problem.code for problem in parsed.problems]


@pytest.mark.parametrize(
    ("text", "start", "end", "precisions", "permanent"),
    [
        ("01.03.2024 - 30.11.2026", "2024-03-01", "2026-11-30", "dd", False),
        ("01.01.2025–31.12.2027", "2025-01-01", "2027-12-31", "dd", False),
        ("15.1.2026 bis 14.7.2026", "2026-01-15", "2026-07-14", "dd", False),
        ("20.09.2026-04.10.2026", "2026-09-20", "2026-10-04", "dd", False),
        ("20.09.-04.10.2026", "2026-09-20", "2026-10-04", "dd", False),
        ("5.-7.10.2026", "2026-10-05", "2026-10-07", "dd", False),
        ("5. bis 7. Oktober 2026", "2026-10-05", "2026-10-07", "dd", False),
        ("01.01.25 - 31.12.26", "2025-01-01", "2026-12-31", "dd", False),
        ("2026-01-15", "2026-01-15", "2026-01-15", "dd", False),
        ("II. Quartal 2026 bis IV. Quartal 2026", "2026-04-01", "2026-12-31", "mm", False),
        ("I. - III. Quartal 2026", "2026-01-01", "2026-09-30", "mm", False),
        ("Q3/2026", "2026-07-01", "2026-09-30", "mm", False),
        ("Q1-Q2 2026", "2026-01-01", "2026-06-30", "mm", False),
        ("1. Hj. 2026", "2026-01-01", "2026-06-30", "mm", False),
        ("2. Halbjahr 2026", "2026-07-01", "2026-12-31", "mm", False),
        ("Schuljahr 2025/26", "2025-08-01", "2026-07-31", "mm", False),
        ("09/2025 – 06/2026", "2025-09-01", "2026-06-30", "mm", False),
        ("Mai 2026", "2026-05-01", "2026-05-31", "mm", False),
        ("Januar bis März 2026", "2026-01-01", "2026-03-31", "mm", False),
        ("Sept. 2025 - Mai 2026", "2025-09-01", "2026-05-31", "mm", False),
        ("2025", "2025-01-01", "2025-12-31", "yy", False),
        ("2024-2027", "2024-01-01", "2027-12-31", "yy", False),
        ("2023 bis 2026", "2023-01-01", "2026-12-31", "yy", False),
        ("laufend", None, None, "dd", True),
        ("fortlaufend", None, None, "dd", True),
        ("seit 2022, fortlaufend", "2022-01-01", None, "yd", True),
        ("seit Mai 2024", "2024-05-01", None, "md", False),
        ("monatlich, seit 01.02.2023", "2023-02-01", None, "dd", False),
        ("bis 31.12.2026", None, "2026-12-31", "dd", False),
        ("Beginn 2026 (sobald Bewilligung)", "2026-01-01", None, "yd", False),
        ("2026 ff.", "2026-01-01", None, "yd", False),
        (2025.0, "2025-01-01", "2025-12-31", "yy", False),
        (datetime.datetime(2025, 11, 14), "2025-11-14", "2025-11-14", "dd", False),
    ],
)
def test_a_period_is_read(text, start, end, precisions, permanent):
    period = parse_period(text).value
    assert (period.start and period.start.isoformat(), period.end and period.end.isoformat()) == (start, end)
    assert period.start_precision[0] + period.end_precision[0] == precisions
    assert period.permanent is permanent


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("31.02.2026 - 30.06.2026", "impossible_date"),
        ("99.99.2026", "impossible_date"),
        ("30.06.2026 - 01.01.2026", "end_before_start"),
        ("01.01.2199", "year_implausible"),
        ("vierteljährlich", "period_not_understood"),
        ("?", "period_unknown"),
        (45975, "serial_number"),
    ],
)
def test_what_is_odd_about_a_period_is_said(text, code):
    assert code in codes(parse_period(text))


@pytest.mark.parametrize("text", ["monatlich, seit 01.02.2023", "Beginn 2026 (sobald Bewilligung)", "vierteljährlich"])
def test_words_beside_a_period_are_left_over(text):
    assert parse_period(text).rest == text


@given(st.dates(datetime.date(1995, 1, 1), datetime.date(2060, 1, 1)), st.integers(0, 4000))
def test_any_period_of_two_days_comes_back(start, days):
    end = start + datetime.timedelta(days=days)
    parsed = parse_period(f"{start:%d.%m.%Y} – {end:%d.%m.%Y}")
    assert (parsed.value.start, parsed.value.end, parsed.problems, parsed.rest) == (start, end, (), "")


@given(st.one_of(st.text(max_size=80), st.floats(), st.integers(), st.booleans(), st.datetimes()))
def test_no_cell_breaks_a_reader_and_no_word_is_lost(value):
    for parse in (
        parse_period,
        parse_amount,
        NumberReader().read,
        parse_flag,
        parse_email,
        parse_phone,
        parse_postal_code,
    ):
        parsed = parse(value)
        if parsed.value is None and isinstance(value, str) and value.strip():
            assert (
                parsed.problems
                or parsed.rest
                or not value.strip("\x00\x1c\x1d\x1e\x1f\x85 \t\r\n\v\f")
                or parse in (parse_flag, NumberReader().read)
            )
    split_names(value)
    parse_persons(value)


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("4.500,00 €", "4500.00"), ("25.000,-", "25000.00"), ("18 500 EUR", "18500.00"), ("5.400,50 €", "5400.50"),
        ("31.000", "31000.00"), ("3.100", "3100.00"), (2300, "2300.00"), (2300.5, "2300.50"), ("1.200 € p.a.", "1200.00"),
        ("0", "0.00"), ("ca. 3 Tsd. €", "3000.00"), ("1,5 Mio. €", "1500000.00"), ("1,200.00", "1200.00"),
        ("1.234.567,89 €", "1234567.89"), ("12,50", "12.50"), ("500,- €", "500.00"), ("18\u00a0500 EUR", "18500.00"),
    ],
)  # fmt: skip
def test_an_amount_is_read(text, amount):
    assert parse_amount(text).value == Decimal(amount)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("?", "amount_unknown"), ("offen", "amount_unknown"), (-5, "negative_amount"), ("-200 €", "negative_amount"),
        ("10.000 – 12.000 €", "amount_range"), ("2 x 500 €", "amount_range"), ("12 TN", "amount_not_understood"),
        (float("inf"), "amount_too_large"), (1e300, "amount_too_large"),
    ],
)  # fmt: skip
def test_what_is_odd_about_an_amount_is_said(text, code):
    parsed = parse_amount(text)
    assert parsed.value is None
    assert codes(parsed) == [code]


def test_numbers_that_a_spreadsheet_spoilt_are_repaired():
    reader = NumberReader()
    read = [reader.read(value) for value in ("2.8", 2.9, 2.1, 2.11, datetime.datetime(2026, 3, 4), "M 5.1", "x")]
    assert [parsed.value for parsed in read] == ["2.8", "2.9", "2.10", "2.11", "4.3", "5.1", None]
    assert [codes(parsed) for parsed in read] == [
        [],
        [],
        ["number_lost_zero"],
        [],
        ["number_from_date"],
        [],
        ["number_not_understood"],
    ]


def test_a_doubled_number_is_not_repaired_away():
    reader = NumberReader()
    assert [reader.read(value).value for value in ("2.1", "2.2", "2.3", "2.3")] == ["2.1", "2.2", "2.3", "2.3"]


LABELS = {"idea": "Idee", "planned": "geplant", "in_progress": "in Umsetzung", "permanent": "Daueraufgabe"}


@pytest.mark.parametrize(
    ("word", "status"),
    [
        ("läuft", "in_progress"), ("in Vorbereitung", "planned"), ("Daueraufgabe", "permanent"), ("abgeschlossen", "completed"),
        ("erledigt", "completed"), ("beendet", "completed"), ("verzögert", "planned"), ("zurückgestellt", "postponed"),
        ("abgebrochen", "dropped"), ("Idee", "idea"), ("noch nicht umgesetzt", "planned"), ("abgeschlosen", "completed"),
        ("siehe Anlage", None),
    ],
)  # fmt: skip
def test_a_status_is_read(word, status):
    assert parse_status(word, LABELS).value == status


def test_a_guessed_status_keeps_the_word():
    parsed = parse_status("verzögert", LABELS)
    assert (codes(parsed), parsed.rest) == (["status_guessed"], "verzögert")


FIELDS = TermIndex(
    (number, [name])
    for number, name in enumerate(
        [
            "Interkulturelle Öffnung",
            "Sprache",
            "Bildung",
            "Arbeit",
            "Wohnen",
            "Sport und Kultur",
            "Soziale Integration",
            "Gesundheit",
        ],
        1,
    )
)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Sport / Kultur", 6),
        ("soz. Integration", 7),
        ("IKÖ", 1),
        ("interk. Öffnung", 1),
        ("Sprahce", 2),
        ("SPRACHE", 2),
        ("Kinder", None),
    ],
)
def test_an_abbreviated_term_is_found(text, number):
    assert FIELDS.find(text)[0] == number


def test_several_terms_in_a_cell_and_those_unknown():
    found, unknown = FIELDS.find_all("Soziale Integration,Gesundheit; Kinder")
    assert ([pk for pk, _sure, _words in found], unknown) == ([7, 8], ["Kinder"])


@pytest.mark.parametrize(
    ("cell", "names"),
    [
        ("Landratsamt, Integrationsmanagement", ["Landratsamt, Integrationsmanagement"]),
        (
            "Ausländerbehörde / Jobcenter / Wohlfahrtsverband Muster",
            ["Ausländerbehörde", "Jobcenter", "Wohlfahrtsverband Muster"],
        ),
        ("Sozialdienst Beispiel, Diakonieverein Muster", ["Sozialdienst Beispiel", "Diakonieverein Muster"]),
        ("SV Musterdorf; SV Beispielstadt", ["SV Musterdorf", "SV Beispielstadt"]),
        ("Kreissportbund und Jobcenter", ["Kreissportbund", "Jobcenter"]),
        ("Brückenbund Muster e.V.", ["Brückenbund Muster e.V."]),
        ("Beispiel, e.V.", ["Beispiel, e.V."]),
        ("Müller & Söhne GmbH", ["Müller & Söhne GmbH"]),
        ("Amt für Jugend und Soziales", ["Amt für Jugend und Soziales"]),
        ("Frauen- und Familienzentrum", ["Frauen- und Familienzentrum"]),
        ("AWO/DRK", ["AWO", "DRK"]),
    ],
)
def test_names_in_a_cell_are_taken_apart(cell, names):
    assert [part.name for part in split_names(cell)] == names


def test_a_known_name_stays_whole_and_brackets_are_a_role():
    known = {"Sprache und Kultur, Verein Muster"}
    parts = split_names("Sprache und Kultur, Verein Muster, Träger X (Räume, Technik)", lambda name: name in known)
    assert [(part.name, part.role) for part in parts] == [
        ("Sprache und Kultur, Verein Muster", ""),
        ("Träger X", "Räume, Technik"),
    ]


def test_words_for_nobody_and_for_crowds():
    assert all(is_open(word) for word in ("", "?", "offen", "N.N.", "-", "noch offen"))
    assert all(is_collective(word) for word in ("alle Netzwerkpartner", "Schulen", "Gemeinden"))
    assert not is_collective("Jobcenter")


def test_persons_are_read_with_their_form_of_address():
    persons = parse_persons("Herr Beispiel / Frau Dr. Ada Probe")
    assert [(person.title, person.first_name, person.last_name) for person in persons] == [
        ("Herr", "", "Beispiel"),
        ("Frau Dr.", "Ada", "Probe"),
    ]


def test_contacts_are_put_in_order():
    assert parse_postal_code("4600").value == parse_postal_code(4600.0).value == "04600"
    assert parse_city("ALTENBURG").value == "Altenburg"
    assert parse_phone("03447/000002").value == "03447 000002"
    email = parse_email("awo(at)example.org")
    assert email.value is None
    assert email.problems[0].params == {"proposal": "awo@example.org"}
