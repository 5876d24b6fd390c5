"""Lists of other shapes: shuffled and renamed columns, two header lines, merged cells, spoilt numbers, mixed encodings."""

import datetime
import random

import openpyxl
import pytest

from actors.importing.columns import TARGETS as ACTOR_TARGETS
from integration_portal.core.importing.guard import check_file
from integration_portal.core.importing.header import find_header, group_name, kind_of_row
from integration_portal.core.importing.matching import NameIndex, similarity
from integration_portal.core.importing.reader import Row, open_book
from measures.importing.columns import TARGETS


def rows(*lines):
    return [Row(number, list(line)) for number, line in enumerate(lines, 1)]


def meanings(header):
    return {column.heading: column.target for column in header.columns}


def test_renamed_and_shuffled_columns_below_titles():
    header = find_header(
        rows(
            ["Übersicht der Projekte 2026"], [None], ["Stand: 01.10.2026"],
            ["Wer", "Laufzeit", "Projektname", "Nr.", "Budget", "HF", "Bemerkungen", "Status", "Farbe"],
            ["Jobcenter", "2026", "Kurs", "1.1", "4.500,00 €", "Sprache", "gut", "läuft", "rot"],
        ),
        TARGETS,
    )  # fmt: skip
    assert (header.row, header.as_of) == (4, "01.10.2026")
    assert meanings(header) == {
        "Wer": "lead", "Laufzeit": "period", "Projektname": "title", "Nr.": "number", "Budget": "cost", "HF": "field",
        "Bemerkungen": "progress_note", "Status": "status", "Farbe": "",
    }  # fmt: skip


@pytest.mark.parametrize("seed", range(6))
def test_any_order_of_the_columns_gives_the_same_mapping(seed):
    headings = [
        "Lfd. Nr.",
        "Maßnahme / Projekt",
        "Handlungsfeld",
        "Ziel",
        "Federführung",
        "Beteiligte",
        "Zielgruppe",
        "Ort",
        "Zeitraum",
        "Kosten",
    ]
    expected = [
        "number",
        "title",
        "field",
        "goal",
        "lead",
        "partners",
        "target_groups",
        "municipalities",
        "period",
        "cost",
    ]
    pairs = list(zip(headings, expected, strict=True))
    random.Random(seed).shuffle(pairs)
    header = find_header(rows([heading for heading, _key in pairs], ["x"] * len(pairs)), TARGETS)
    assert meanings(header) == dict(pairs)


def test_two_header_lines_with_a_merged_upper_cell():
    header = find_header(
        rows(
            ["Nr.", "Maßnahme", "Zeitraum", None, "Verantwortlich"],
            [None, None, "Beginn", "Ende", None],
            ["1", "Kurs", "01.01.2026", "31.12.2026", "Jobcenter"],
        ),
        TARGETS,
    )
    assert (header.row, header.height) == (2, 2)
    assert [column.target for column in header.columns] == ["number", "title", "start", "end", "lead"]


def test_columns_that_say_nothing_are_known_by_their_cells():
    header = find_header(
        rows(
            ["Organisation", "Art", "Spalte A", "Spalte B"],
            ["Verein A", "Verein", "a@example.org", "04600"],
            ["Verein B", "Verein", "b@example.org", "04626"],
        ),
        ACTOR_TARGETS,
    )
    found = {column.target: column.confidence for column in header.columns}
    assert set(found) == {"name", "kind", "email", "postal_code"}
    assert found["email"] < 0.6 <= found["name"]


def test_a_text_without_headings_has_no_header():
    assert find_header(rows(["Sehr geehrte Damen und Herren"], ["viele Grüße"]), TARGETS) is None


MAPPING = {"number": [0], "title": [1], "cost": [2]}


@pytest.mark.parametrize(
    ("cells", "kind"),
    [
        (["1.1", "Kurs", "5"], "data"), ([None, "Kurs", None], "data"), (["Handlungsfeld Sprache", None, None], "group"),
        (["Sonstiges", None, None], "group"), ([None, "Bereich Bildung", None], "group"), ([None, None, None], "blank"),
        (["Summe", None, 500], "total"), ([None, "Gesamtsumme", "500"], "total"), (["* nur zur Info", None, None], "footnote"),
    ],
)  # fmt: skip
def test_rows_are_told_apart(cells, kind):
    assert kind_of_row(Row(9, cells), MAPPING) == kind


def test_a_merged_row_is_a_heading_and_a_sum_a_total():
    assert kind_of_row(Row(9, [None, "Kurse", None], merged_width=3), MAPPING) == "group"
    assert kind_of_row(Row(9, [None, None, None], {2: "=SUM(C1:C8)"}), MAPPING) == "total"


def test_the_name_in_a_heading():
    assert [group_name(text) for text in ("Handlungsfeld Sprache", "HF 2: Sprache", "II. Sprache", "Sprache")] == [
        "Sprache"
    ] * 4


def test_cells_merged_downwards_stand_for_all_their_rows(tmp_path):
    book = openpyxl.Workbook()
    sheet = book.active
    for line in (["Handlungsfeld", "Titel"], ["Sprache", "A"], [None, "B"], [None, "C"], ["Bildung", "D"]):
        sheet.append(line)
    sheet.merge_cells("A2:A4")
    path = tmp_path / "a.xlsx"
    book.save(path)
    read = [row.values for row in open_book(path, check_file(path)).rows("Sheet")]
    assert [values[0] for values in read] == ["Handlungsfeld", "Sprache", "Sprache", "Sprache", "Bildung"]


def test_a_table_that_begins_in_the_middle_of_the_sheet(tmp_path):
    book = openpyxl.Workbook()
    book.active["C4"], book.active["D4"], book.active["D5"] = "Nr.", "Titel", datetime.date(2026, 3, 2)
    path = tmp_path / "a.xlsx"
    book.save(path)
    read = {row.number: row.values for row in open_book(path, check_file(path)).rows("Sheet")}
    assert read[4] == [None, None, "Nr.", "Titel"]
    assert read[5][3] == datetime.date(2026, 3, 2)


def test_names_that_differ_a_little_are_found():
    index = NameIndex(
        [("Brückenbund Muster e.V.", 1), ("Jobcenter", 2), ("Volkshochschule Beispielland", 3), ("VHS", 3)]
    )
    assert index.exact("Brueckenbund Muster") == 1
    assert index.exact("vhs") == 3
    assert index.exact("Brückenbund") is None
    assert index.similar("Volkshochschule")[0][0] == 3
    assert index.similar("Job-Center")[0][0] == 2
    assert index.similar("Freizeitbad") == []
    assert similarity("Diakonieverein Muster", "Sozialdienst Beispiel") < 0.6
