"""Pictures in the PDF and the Word file of a revision, and what stands there when one cannot be shown."""

import io
import struct
import zlib
from itertools import chain

import docx
import pytest
from django.urls import reverse
from pypdf import PdfReader

from tests.builders import make_attachment
from tests.builders_concept import make_revision, make_section

pytestmark = pytest.mark.django_db


def png(width=40, height=30):
    """A small picture in one colour."""

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    lines = b"".join(b"\x00" + b"\x10\x60\x90" * width for _line in range(height))
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(lines)) + chunk(b"IEND", b"")


def shown(body, **files):
    """A public draft with one section; its files by name."""
    revision = make_revision(state="consultation", published_on="2026-11-02")
    section = make_section(revision, "Lage", body)
    for name, content in files.items():
        make_attachment(section, name=name.replace("_", "."), content=content)
    return revision


def pdf_of(client, revision):
    response = client.get(reverse("concept:public_file", args=[revision.slug, "pdf"]))
    assert response.status_code == 200
    pages = PdfReader(io.BytesIO(response.content)).pages
    return list(chain.from_iterable(page.images.keys() for page in pages)), "".join(
        page.extract_text() for page in pages
    )


def word_of(client, revision):
    response = client.get(reverse("concept:public_file", args=[revision.slug, "docx"]))
    assert response.status_code == 200
    book = docx.Document(io.BytesIO(response.content))
    return book.inline_shapes, "\n".join(paragraph.text for paragraph in book.paragraphs)


def test_a_picture_in_a_paragraph_of_its_own_stands_in_pdf_and_word_with_its_description(client):
    revision = shown("Davor[^1].\n\n![Karte der Orte](bild:karte.png)\n\nDanach.\n\n[^1]: Quelle", karte_png=png())
    images, text = pdf_of(client, revision)
    assert (len(images), "Davor" in text, "Danach" in text, "Quelle" in text) == (1, True, True, True)
    shapes, words = word_of(client, revision)
    assert [shape._inline.docPr.get("descr") for shape in shapes] == ["Karte der Orte"]
    assert "Karte der Orte" not in words


def test_a_wide_picture_is_made_to_fit(client):
    revision = shown("![Breit](bild:breit.png)", breit_png=png(3000, 20))
    images, _text = pdf_of(client, revision)
    assert len(images) == 1
    shapes, _words = word_of(client, revision)
    assert round(shapes[0].width.cm, 1) == 15.0


@pytest.mark.parametrize(
    "body",
    ["![Karte](bild:fehlt.png)", "Siehe ![Karte](bild:karte.png) im Text.", "![Karte](https://example.org/karte.png)"],
)
def test_a_picture_that_is_missing_in_a_line_or_elsewhere_stands_as_its_description(client, body):
    revision = shown(body, karte_png=png())
    images, text = pdf_of(client, revision)
    assert (images, "Karte" in text) == ([], True)
    shapes, words = word_of(client, revision)
    assert (len(shapes), "Karte" in words) == (0, True)


def test_a_broken_picture_does_not_break_the_files(client):
    revision = shown("![Kaputt](bild:kaputt.png)\n\nDanach.", kaputt_png=png()[:60])
    images, text = pdf_of(client, revision)
    assert (images, "Kaputt" in text, "Danach" in text) == ([], True, True)
    _shapes, words = word_of(client, revision)
    assert "Danach." in words
