"""Hostile and broken files are refused with the reason; harmless ones are let in."""

import io
import zipfile

import openpyxl
import pytest

from integration_portal.core.importing.guard import Refused, check_file
from integration_portal.core.importing.reader import decode, find_delimiter, open_book


def workbook(path, rows=(("Titel", "Kosten"), ("A", 1))):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path


def with_part(path, name, content, *, replace=False):
    """Put a part into the archive at the path, or another content into one that is there."""
    with zipfile.ZipFile(path) as archive:
        parts = {part: archive.read(part) for part in archive.namelist()}
    if replace:
        content = content(parts[name])
    parts[name] = content
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for part, data in parts.items():
            archive.writestr(part, data)
    return path


def refused(path, **options):
    with pytest.raises(Refused) as error:
        check_file(path, **options)
    return str(error.value)


@pytest.fixture
def xlsx(tmp_path):
    return workbook(tmp_path / "liste.xlsx")


def test_a_plain_workbook_is_let_in(xlsx):
    assert check_file(xlsx).type == "xlsx"


def test_the_type_is_known_by_content_not_by_name(tmp_path, xlsx):
    renamed = xlsx.rename(tmp_path / "liste.csv")
    assert check_file(renamed).type == "xlsx"


@pytest.mark.parametrize(
    "content",
    [b"%PDF-1.7 ...", b"\x89PNG\r\n\x1a\n", b"MZ\x90", b"<html><body>", b"<?xml version='1.0'?>", b"Rar!\x1a\x07"],
)
def test_other_types_are_refused(tmp_path, content):
    path = tmp_path / "liste.xlsx"
    path.write_bytes(content)
    assert refused(path)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 broken", b"PK\x03\x04" + b"\x00" * 200])
def test_empty_and_broken_files_are_refused(tmp_path, content):
    path = tmp_path / "liste.xlsx"
    path.write_bytes(content)
    assert refused(path)


def test_a_cut_off_archive_is_refused(xlsx):
    xlsx.write_bytes(xlsx.read_bytes()[:-400])
    assert refused(xlsx)


def test_a_file_over_the_limit_is_refused(xlsx):
    assert refused(xlsx, max_bytes=1000)


def test_a_zip_bomb_is_refused(xlsx):
    assert "bomb" in refused(with_part(xlsx, "xl/media/a.bin", b"\0" * 30_000_000)).lower()


def test_a_bomb_that_lies_about_its_size_is_refused(xlsx):
    with_part(xlsx, "xl/media/a.bin", b"\0" * 30_000_000)
    data = bytearray(xlsx.read_bytes())
    size = (30_000_000).to_bytes(4, "little")
    place = data.find(size)
    while place >= 0:  # in the local header and in the directory
        data[place : place + 4] = (1000).to_bytes(4, "little")
        place = data.find(size, place + 4)
    xlsx.write_bytes(data)
    assert refused(xlsx)


def test_too_many_parts_are_refused(xlsx):
    with zipfile.ZipFile(xlsx, "a") as archive:
        for number in range(2100):
            archive.writestr(f"xl/media/{number}", b"")
    assert refused(xlsx)


@pytest.mark.parametrize(
    "name",
    [
        "xl/vbaProject.bin", "xl/macrosheets/sheet1.xml", "xl/externalLinks/externalLink1.xml", "xl/connections.xml",
        "xl/embeddings/oleObject1.bin", "xl/activeX/activeX1.xml", "xl/workbook.bin", "xl/../../evil.xml",
    ],
)  # fmt: skip
def test_macros_links_and_embedded_objects_are_refused(xlsx, name):
    assert refused(with_part(xlsx, name, b"<x/>"))


def test_a_nested_archive_is_refused(xlsx):
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("a", "b")
    assert refused(with_part(xlsx, "xl/media/inner.dat", inner.getvalue()))


def test_xml_entities_are_refused(xlsx):
    path = with_part(
        xlsx,
        "xl/workbook.xml",
        lambda xml: b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>' + xml,
        replace=True,
    )
    assert refused(path)


def test_an_external_relation_is_refused_and_a_plain_link_is_not(tmp_path):
    path = workbook(tmp_path / "a.xlsx")
    book = openpyxl.load_workbook(path)
    book.active["A1"].hyperlink = "mailto:info@example.org"
    book.save(path)
    assert check_file(path).type == "xlsx"
    relation = b'<Relationship Id="x" Type="http://x/oleObject" Target="http://evil.example.org" TargetMode="External"/></Relationships>'
    assert refused(
        with_part(
            path, "xl/_rels/workbook.xml.rels", lambda xml: xml.replace(b"</Relationships>", relation), replace=True
        )
    )


@pytest.mark.parametrize(
    "formula",
    [
        '=HYPERLINK("http://example.org","x")',
        '=WEBSERVICE("http://example.org")',
        "=cmd|'/C calc'!A0",
        "=[1]Tabelle1!A1",
        '=DDE("a","b","c")',
    ],
)
def test_a_formula_that_reaches_out_is_refused(tmp_path, formula):
    assert formula[1:8] in refused(workbook(tmp_path / "a.xlsx", [("Titel",), (formula,)]))


def test_a_sum_is_let_in_and_marked(tmp_path):
    path = workbook(tmp_path / "a.xlsx", [("Titel", "Kosten"), ("A", 1), ("Summe", "=SUM(B2:B2)")])
    checked = check_file(path)
    assert checked.has_formulas
    rows = list(open_book(path, checked).rows("Sheet"))
    assert rows[2].formulas == {1: "=SUM(B2:B2)"}
    assert rows[1].formulas == {}


@pytest.mark.parametrize("content", [b"a;b\n\x00\x01;c\n", b"a;" + b"x" * 300_000, bytes(range(1, 32)) * 50])
def test_garbage_that_calls_itself_a_table_is_refused(tmp_path, content):
    path = tmp_path / "a.csv"
    path.write_bytes(content)
    assert refused(path)


def test_a_dangerous_formula_in_a_text_table_is_refused(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("Titel;Kosten\n=cmd|'/C calc'!A0;1\n")
    with pytest.raises(Refused):
        list(open_book(path, check_file(path)).rows(""))


def test_encodings_are_told_apart_and_mixed_ones_reported():
    assert decode("Maßnahme".encode())[0] == "Maßnahme"
    assert decode(b"\xef\xbb\xbf" + "Maßnahme".encode())[0] == "Maßnahme"
    assert decode("Maßnahme – €".encode("cp1252"))[0] == "Maßnahme – €"
    assert decode("Maßnahme".encode("utf-16"))[0] == "Maßnahme"
    text, notes = decode("Maßnahme\n".encode() + "Größe\n".encode("cp1252"))
    assert text == "Maßnahme\nGröße\n"
    assert len(notes) == 1


@pytest.mark.parametrize("sign", ";,\t|")
def test_the_sign_between_cells_is_found(sign):
    rows = [["Titel", "Kosten", "Ort"], ["Kurs, groß", "4.500,00", "A"], ["Fest; laut", "1", "B"]]
    text = "\n".join(sign.join(f'"{cell}"' for cell in row) for row in rows)
    assert find_delimiter(text) == sign
