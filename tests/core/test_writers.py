"""Lists as files: CSV after RFC 4180, Excel, JSON; nothing in them runs as a formula."""

import csv
import datetime
import decimal
import io
import json

import openpyxl
import pytest

from integration_portal.core.writers import Column, Table
from integration_portal.core.writers.sheets import csv_lines, json_response, write_xlsx
from integration_portal.core.writers.table import defuse

DANGEROUS = ["=1+1", "+49 30", "-1", "@x", "\tx", "\rx", "  =x"]


def table(*rows):
    columns = [
        Column(str(index), f"Spalte {index}", lambda row, index=index: row[index]) for index in range(len(rows[0]))
    ]
    return Table("Liste", columns, rows)


def parsed(text, **options):
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), **options))


def test_csv_keeps_commas_quotes_breaks_and_foreign_letters():
    row = ('a,"b"', "zwei\nZeilen", "مركز 🦄", "Ärger; groß")
    text = "".join(csv_lines(table(row)))
    assert parsed(text)[1] == list(row)
    assert text.count("\r\n") == 2


def test_csv_for_excel_has_a_mark_semicolons_and_german_numbers():
    text = "".join(csv_lines(table((decimal.Decimal("1234.50"), datetime.date(2026, 11, 3))), excel=True))
    assert text.startswith("\ufeff")
    assert parsed(text, delimiter=";")[1] == ["1234,50", "03.11.2026"]


@pytest.mark.parametrize("value", DANGEROUS)
def test_no_cell_is_a_formula(value):
    assert defuse(value) == "'" + value
    cell = parsed("".join(csv_lines(table((value,)))))[1][0]
    assert cell.startswith("'")


def test_negative_amounts_stay_numbers():
    target = io.BytesIO()
    write_xlsx(table((decimal.Decimal("-5.20"), "=1+1")), target)
    sheet = openpyxl.load_workbook(target).active
    assert (sheet["A2"].value, sheet["B2"].value, sheet["B2"].data_type) == (-5.2, "'=1+1", "s")


def test_excel_takes_huge_texts_control_characters_and_dates():
    target = io.BytesIO()
    assert write_xlsx(table(("x" * 40_000, "a\x00b\x1f", datetime.date(2026, 1, 2))), target) == 1
    sheet = openpyxl.load_workbook(target).active
    assert (len(sheet["A2"].value), sheet["B2"].value) == (32_767, "ab")
    assert sheet["C2"].value == datetime.datetime(2026, 1, 2)


def test_json_says_dates_in_iso_and_lists_as_lists():
    body = json.loads(json_response(table((datetime.date(2026, 1, 2), ["a", "b"], None, True))).content)
    assert (body["count"], list(body["items"][0].values())) == (1, ["2026-01-02", ["a", "b"], None, True])
