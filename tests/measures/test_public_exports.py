"""CSV, XLSX, JSON and Atom hold exactly the filtered rows in the page's order, and nothing a spreadsheet would run."""

import csv
import io
import json
from xml.etree import ElementTree

import openpyxl
import pytest

from integration_portal.core.models import SiteSettings
from tests.builders import make_actor, make_field, make_measure
from tests.measures.public_data import make_district

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"
TITLE, LEAD = 1, 10  # places of the columns


def body(client, path):
    response = client.get(path)
    assert response.status_code == 200
    return b"".join(response.streaming_content) if response.streaming else response.content


def csv_rows(client, query=""):
    text = body(client, f"/massnahmen.csv{query}").decode("utf-8")
    return list(csv.reader(io.StringIO(text, newline="")))[1:]


def page_titles(client, query):
    titles, number = [], 1
    while True:
        glue = "&" if query else "?"
        listing = client.get(f"/massnahmen/{query}{glue}seite={number}").context["listing"]
        titles += [measure.title for measure in listing.measures]
        if not listing.page.has_next():
            return titles
        number += 1


@pytest.mark.parametrize(
    "query",
    [
        "",
        "?sort=name",
        "?q=sprachcafe",
        "?status=planned&status=idea",
        "?feld=unbekannt",
        "?von=2025-06-01&gemeinde=landkreisweit",
    ],
)
def test_every_format_has_the_rows_of_the_pages_in_their_order(client, query):
    make_district(60)
    titles = page_titles(client, query)
    assert [row[TITLE] for row in csv_rows(client, query)] == titles
    assert [item["title"] for item in json.loads(body(client, f"/massnahmen.json{query}"))["items"]] == titles
    sheet = openpyxl.load_workbook(io.BytesIO(body(client, f"/massnahmen.xlsx{query}"))).active
    assert [row[1] for row in sheet.iter_rows(min_row=2, values_only=True)] == titles
    feed = ElementTree.fromstring(body(client, f"/massnahmen.atom{query}"))
    assert [entry.findtext(f"{ATOM}title") for entry in feed.iter(f"{ATOM}entry")] == titles


def test_csv_is_rfc_4180(client):
    make_measure('Mit "Anführung", Komma\nund Zeile', published=True)
    raw = body(client, "/massnahmen.csv")
    assert b'"Mit ""Anf' in raw
    assert not raw.startswith(b"\xef\xbb\xbf")
    assert raw.endswith(b"\r\n")
    assert csv_rows(client)[0][TITLE] == 'Mit "Anführung", Komma\nund Zeile'


def test_excel_gets_bom_and_semicolons(client):
    make_measure("Größe", published=True)
    raw = body(client, "/massnahmen.csv?excel=1")
    assert raw.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(raw.decode("utf-8-sig"), newline=""), delimiter=";"))
    assert rows[1][TITLE] == "Größe"


@pytest.mark.parametrize("title", ['=HYPERLINK("http://x","y")', "+49", "-1", "@SUM(A1)", "\t=1", " =1+1"])
def test_formulas_are_defused(client, title):
    make_measure(title, published=True, lead=make_actor('=cmd|"/C calc"'))
    row = csv_rows(client)[0]
    assert row[TITLE].startswith("'")
    assert row[LEAD].startswith("'")
    sheet = openpyxl.load_workbook(io.BytesIO(body(client, "/massnahmen.xlsx"))).active
    for row in sheet.iter_rows(min_row=2):
        assert all(cell.data_type != "f" for cell in row)


def test_control_characters_break_no_format(client):
    make_measure("Vorher\x0bnachher\x01", published=True, summary="a\x0cb")
    assert len(csv_rows(client)) == 1
    ElementTree.fromstring(body(client, "/massnahmen.atom"))
    json.loads(body(client, "/massnahmen.json"))
    openpyxl.load_workbook(io.BytesIO(body(client, "/massnahmen.xlsx")))


def test_other_formats_do_not_exist(client):
    assert client.get("/massnahmen.pdf").status_code == 404
    assert client.post("/massnahmen.csv").status_code == 405


def test_json_says_what_was_left_out(client):
    make_measure(published=True)
    assert "nirgendwo" in json.loads(body(client, "/massnahmen.json?feld=nirgendwo"))["notices"][0]


def test_the_feed_has_stable_ids_and_full_addresses(client):
    measure = make_measure(field=make_field(name="Sprache"), published=True)
    feed = ElementTree.fromstring(body(client, "/massnahmen.atom?status=planned"))
    entry = feed.find(f"{ATOM}entry")
    assert entry.findtext(f"{ATOM}id") == f"urn:uuid:{measure.uuid}"
    assert entry.find(f"{ATOM}link").get("href") == f"http://testserver/massnahmen/{measure.slug}/"
    assert entry.find(f"{ATOM}category").get("term") == "Sprache"
    assert {link.get("href") for link in feed.findall(f"{ATOM}link")} == {
        "http://testserver/massnahmen/?status=planned",
        "http://testserver/massnahmen.atom?status=planned",
    }


def test_export_queries_do_not_grow_with_the_rows(client, django_assert_max_num_queries):
    make_district(60)
    SiteSettings.load()
    for fmt in ("csv", "xlsx", "json", "atom"):
        with django_assert_max_num_queries(15):
            body(client, f"/massnahmen.{fmt}")
