"""The document of a report as PDF, Word and Excel. What stands in them is the document's alone, nothing is looked up."""

import base64
import tempfile

from django.http import FileResponse, HttpResponse
from django.utils import translation
from django.utils.text import slugify
from django.utils.translation import gettext as _

from integration_portal.core.reporting.blocks import cell_value
from integration_portal.core.reporting.word import put_block
from integration_portal.core.writers import Column, Table
from integration_portal.core.writers.docx import DOCX_TYPE, WordFile
from integration_portal.core.writers.pdf import pdf_response, render_pdf
from integration_portal.core.writers.sheets import XLSX_TYPE, write_book


def file_name(document, issue):
    """ "jahresbericht-2025-ausgabe-1" without a suffix."""
    return slugify(f"{document['title']} {issue}") or "bericht"


def issue_words(number, made_on):
    """What says which issue it is: "1. Ausgabe, 12.01.2026", or that it is a draft (number 0)."""
    if not number:
        return _("Draft of %(day)s") % {"day": made_on}
    return _("Issue %(number)d of %(day)s") % {"number": number, "day": made_on}


def as_pdf(document, number):
    """The PDF/UA-1 file as a download."""
    with translation.override(document["lang"]):
        words = issue_words(number, document["made_on"])
        logos = [{"alt": logo["alt"], "data": list(base64.b64decode(logo["data"]))} for logo in document["logos"]]
        data = document | {"issue": words, "contents": _("Contents"), "logos": logos}
        return pdf_response(file_name(document, words), render_pdf("report", data))


def as_docx(document, number):
    """A Word file with real headings, lists and tables, as a download."""
    with translation.override(document["lang"]):
        words = issue_words(number, document["made_on"])
        book = WordFile(document["title"], author=document["office"], lang=document["lang"])
        for logo in document["logos"]:
            book.put_picture(base64.b64decode(logo["data"]), logo["alt"])
        book.put_title(document["title"])
        for line in (document["period"], document["programme"], document["office"], words, document["funding_text"]):
            book.put_text(line)
        for part in document["parts"]:
            book.put_heading(part["title"], 1, new_page=True)
            for section in part["sections"]:
                book.put_heading(section["title"], 2)
                for block in section["blocks"]:
                    put_block(book, block, section["title"])
        response = HttpResponse(book.to_bytes(), content_type=DOCX_TYPE)
        response["Content-Disposition"] = f'attachment; filename="{file_name(document, words)}.docx"'
        return response


def as_xlsx(document, number):
    """A workbook with a sheet for figures, one for the texts, and one for each kind of table, as a download."""
    with translation.override(document["lang"]):
        words = issue_words(number, document["made_on"])
        target = tempfile.TemporaryFile()  # noqa: SIM115 - FileResponse closes it
        write_book(_sheets(document), target)
        target.seek(0)
        name = f"{file_name(document, words)}.xlsx"
        return FileResponse(target, as_attachment=True, filename=name, content_type=XLSX_TYPE)


def _head(block):
    return [column["text"] for column in block["head"]]


def _sheets(document):
    """Figures first, then the tables in the order of the report, each with its field of action, then the texts."""
    figures, texts, tables = [], [], {}
    for part in document["parts"]:
        for section in part["sections"]:
            for block in section["blocks"]:
                where = [part["title"], section["title"]]
                if block["block"] == "figures":
                    figures += [[*where, item["label"], cell_value(item["value"])] for item in block["items"]]
                elif block["block"] == "text":
                    texts.append([*where, block["text"]])
                elif block["block"] == "table":
                    known = tables.setdefault(block["key"], (block["caption"], _head(block), []))
                    known[2].extend([part["title"], *map(cell_value, row)] for row in block["rows"])
    chapter = _("Chapter")
    yield _sheet(_("Figures"), [chapter, _("Section"), _("Name"), _("Figure")], figures)
    for caption, head, rows in tables.values():
        yield _sheet(caption, [chapter, *head], rows)
    if texts:
        yield _sheet(_("Texts"), [chapter, _("Section"), _("Text")], texts)


def _sheet(title, head, rows):
    widths = [
        min(60, max([len(name), *(len(str(row[index])) for row in rows[:200])]) + 2) for index, name in enumerate(head)
    ]
    columns = [
        Column(str(index), name, lambda row, index=index: row[index], widths[index]) for index, name in enumerate(head)
    ]
    return Table(title, columns, rows)
