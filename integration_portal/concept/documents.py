"""The text of a revision, and the comparison of two, as data: what PDF and Word are made from.

A block is {"kind", "rows"}; a row {"cells", "head", "level", "mark"}; a cell is a list of runs {"text", "forms", "kind"},
where kind is "same", "ins" or "del".
"""

import logging
import re

from django.http import HttpResponse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from integration_portal.core import attachments
from integration_portal.core.display import format_day
from integration_portal.core.models import SiteSettings
from integration_portal.core.writers.docx import DOCX_TYPE, WordFile
from integration_portal.core.writers.pdf import pdf_response, render_pdf, typst_error

from .compare.blocks import blocks_of
from .compare.words import all_of
from .comparison import LABELS, compare_revisions, lines_of
from .exports import about, change_of, reason_of
from .models import ConceptSection
from .reading import adopted_by
from .references import references_of
from .text import as_final
from .tree import nodes_of

logger = logging.getLogger(__name__)
PICTURE_IN_TEXT = re.compile(r"!\[([^\]\n]*)\]\(bild:([^)\s]+)\)")
#: What stands for a picture while a text is parsed; neither occurs in texts that people write (private use).
MARK = ("\ue000", "\ue001")
MOST_BYTES_OF_A_PICTURE = 3 * 1024 * 1024
MOST_PICTURE_BYTES = 4 * MOST_BYTES_OF_A_PICTURE


def _run(text, forms=(), kind="same"):
    return {"text": text, "forms": [form for form in forms if not form.startswith("a:")], "kind": kind}


def _cell(pieces):
    return [_run(piece.text, piece.forms, piece.kind) for piece in pieces]


def _row(row, cells):
    return {"cells": cells, "head": row.head, "level": row.level, "mark": row.mark}


def text_blocks(text):
    """The blocks of a text."""
    return [
        {
            "kind": block.kind,
            "rows": [_row(row, [_cell(all_of("same", cell)) for cell in row.cells]) for row in block.rows],
        }
        for block in blocks_of(text)
    ]


def _section_blocks(node, references, budget):
    """The blocks of a section; a paragraph that is a picture only becomes a block "picture" with "data" (bytes) and "alt".

    Pictures in a line of text, of another kind, or above what `budget` has left, stand as their description.
    """
    found: list = []

    def mark(match):
        found.append((match[1], match[2]))
        return f"{MARK[0]}{len(found) - 1}{MARK[1]}"

    text = PICTURE_IN_TEXT.sub(mark, as_final(node.body, references))
    files = {}
    if found:
        files = {file.name: file for file in attachments.of(ConceptSection(pk=node.pk))}
    blocks = text_blocks(text)
    for place, block in enumerate(blocks):
        told = "".join(run["text"] for row in block["rows"] for cell in row["cells"] for run in cell)
        alone = re.fullmatch(f"{MARK[0]}([0-9]+){MARK[1]}", told)
        if alone:
            alt, name = found[int(alone[1])]
            blocks[place] = _picture_block(alt, budget.read(files.get(name)))
            continue
        for row in block["rows"]:
            for cell in row["cells"]:
                for run in cell:
                    run["text"] = re.sub(
                        f"{MARK[0]}([0-9]+){MARK[1]}", lambda match: _described(found[int(match[1])][0]), run["text"]
                    )
    return blocks


def _described(alt):
    return _("[Picture: %(text)s]") % {"text": alt}


def _picture_block(alt, data):
    """A picture; without `data` a paragraph with its description."""
    if data is None:
        cells = [[_run(_described(alt))]]
        return {"kind": "paragraph", "rows": [{"cells": cells, "head": False, "level": 0, "mark": ""}]}
    return {"kind": "picture", "rows": [], "data": data, "alt": alt}


class _Budget:
    """How many bytes of pictures a document takes yet."""

    def __init__(self):
        self.left = MOST_PICTURE_BYTES

    def read(self, file):
        """The bytes of a picture that both PDF and Word can show, or None."""
        if file is None or file.media_type not in ("image/png", "image/jpeg"):
            return None
        if file.size > min(self.left, MOST_BYTES_OF_A_PICTURE):
            return None
        self.left -= file.size
        with file.file.open("rb") as opened:
            return opened.read()


def _side_blocks(changes, hidden):
    found = []
    for change in changes:
        rows = [row for row in change.rows if row.kind != hidden]
        if change.kind != hidden and rows:
            cells = [
                _row(row, [_cell([piece for piece in cell if piece.kind != hidden]) for cell in row.cells])
                for row in rows
            ]
            found.append({"kind": change.shape, "rows": cells})
    return found


def _about(revision, *, public):
    facts = [(_("State"), revision.get_state_display())]
    if revision.adopted_on:
        facts.append((_("Adopted on"), format_day(revision.adopted_on)))
    if revision.in_force_from:
        facts.append((_("In force from"), format_day(revision.in_force_from)))
    if revision.in_force_until:
        facts.append((_("In force until"), format_day(revision.in_force_until)))
    if public or revision.resolution_id is None:
        words, _url = adopted_by(revision)
    else:
        words = f"{revision.resolution.number}, {revision.resolution.committee.label}"
    if words:
        facts.append((_("Resolution"), words))
    if not public and revision.dated_on:
        facts.append((_("As of"), format_day(revision.dated_on)))
    return [list(map(str, fact)) for fact in facts]


def _frame(title, **values):
    site = SiteSettings.load()
    return {
        "title": title,
        "office": site.office_name,
        "county": site.county_name,
        "made_on": format_day(timezone.localdate()),
        "lang": get_language() or "de",
        "contents": _("Contents"),
        "footer": "",
        **values,
    }


def concept_document(revision, *, public):
    """The whole text of a revision with contents; references as they read today, for the public without what is not published."""
    nodes, budget = nodes_of(revision), _Budget()
    references = references_of(revision.concept, [revision.preface, *(node.body for node in nodes)], public=public)
    return _frame(
        f"{revision.concept.title}: {revision.label}",
        shape="text",
        facts=_about(revision, public=public),
        preface=text_blocks(as_final(revision.preface, references)),
        sections=[
            {"heading": node.heading, "level": node.level, "blocks": _section_blocks(node, references, budget)}
            for node in nodes
        ],
        footer=_("Checksum of the adopted text: %(digest)s") % {"digest": revision.content_hash}
        if revision.content_hash
        else "",
    )


def comparison_document(old, new, *, public):
    """What differs between two revisions in three columns: old, new, reason."""
    comparison = compare_revisions(old, new, public=public)
    lines = []
    for line in lines_of(comparison, comparison.changed):
        entry = line.entry
        changes = line.changes
        lines.append(
            {
                "heading": entry.node.heading,
                "kinds": ", ".join(str(LABELS[kind]) for kind in entry.kinds),
                "notes": line.notes,
                "old": _side_blocks(changes, "ins") if entry.old else None,
                "new": _side_blocks(changes, "del") if entry.new else None,
                "reason": line.reason,
            }
        )
    return _frame(
        _("Comparison: %(old)s and %(new)s") % {"old": old.label, "new": new.label},
        shape="comparison",
        facts=[[_("Concept"), new.concept.title]],
        head=[old.label, new.label, _("Reason")],
        lines=lines,
        nothing=_("Not contained."),
        gone=_("Dropped."),
        same=_("The two do not differ."),
    )


def assessment_document(consultation, rows, *, public):
    """The table of statements with their assessment; the public one names only those who agreed."""
    lines = []
    for row in rows:
        who = row.public_name if public else row.who
        name = _("Statement %(number)s") % {"number": row}
        lines.append(
            {
                "heading": f"{name} – {who}" if who else name,
                "kinds": about(row),
                "notes": [f"„{row.excerpt}“"] if row.excerpt else [],
                "old": _plain_blocks(row.text),
                "new": _plain_blocks(str(row.get_result_display() or _("not assessed yet"))),
                "reason": "\n\n".join(part for part in (reason_of(row), change_of(row)) if part),
            }
        )
    days = {"first": format_day(consultation.starts_on), "last": format_day(consultation.ends_on)}
    return _frame(
        _("Assessment: %(title)s") % {"title": consultation.title},
        shape="comparison",
        facts=[
            [_("Concept"), consultation.revision.concept.title],
            [_("Revision"), consultation.revision.label],
            [_("Period"), _("%(first)s to %(last)s") % days],
        ],
        head=[_("Statement"), _("Assessment"), _("Reason")],
        lines=lines,
        nothing="–",
        gone="–",
        same=_("No statement yet."),
    )


def participation_document(process, log, found):
    """The log of participation of an update as evidence; `found` are its totals."""
    entries, people, organisations = found
    days = {"first": format_day(process.starts_on), "last": format_day(process.ends_on)}
    lines = [
        {
            "heading": entry.subject,
            "kinds": f"{format_day(entry.day)} · {entry.how}",
            "notes": [],
            "old": _plain_blocks(entry.who),
            "new": _plain_blocks(entry.result),
            "reason": str(entry.number or ""),
        }
        for entry in log
    ]
    return _frame(
        _("Participation: %(title)s") % {"title": process.title},
        shape="comparison",
        facts=[
            [_("Concept"), process.concept.title],
            [_("Period"), _("%(first)s to %(last)s") % days],
            [_("Entries"), str(entries)],
            [_("People counted in them"), str(people)],
            [_("Organisations and groups"), str(organisations)],
        ],
        head=[_("Who"), _("Result"), _("People")],
        lines=lines,
        nothing="–",
        gone="–",
        same=_("Nobody has taken part yet."),
    )


def _plain_blocks(text):
    parts = [part for part in text.replace("\r\n", "\n").split("\n") if part.strip()]
    return [
        {"kind": "paragraph", "rows": [{"cells": [[_run(part)]], "head": False, "level": 0, "mark": ""}]}
        for part in parts
    ]


def as_pdf(data):
    """The bytes of the document as PDF/UA-1, with bookmarks of the headings; a picture that is broken stands as its description."""
    shown = {**data, "sections": [_with_bytes(section) for section in data.get("sections", ())]}
    try:
        return render_pdf("concept", shown)
    except typst_error():
        if not any(block["kind"] == "picture" for section in shown["sections"] for block in section["blocks"]):
            raise
        logger.warning("A picture of “%s” cannot be read; its PDF is made without pictures.", data["title"])
        return render_pdf("concept", {**shown, "sections": [_without_pictures(one) for one in shown["sections"]]})


def _with_bytes(section):
    """A section as the template wants it: pictures as lists of bytes."""
    blocks = [
        {**block, "data": list(block["data"])} if block["kind"] == "picture" else block for block in section["blocks"]
    ]
    return {**section, "blocks": blocks}


def _without_pictures(section):
    blocks = [
        _picture_block(block["alt"], None) if block["kind"] == "picture" else block for block in section["blocks"]
    ]
    return {**section, "blocks": blocks}


def as_word(data):
    """The bytes of the document as a Word file with real headings, lists and tables."""
    book = WordFile(data["title"], author=data["office"], lang=data["lang"], landscape=data["shape"] == "comparison")
    book.put_title(data["title"])
    for name, value in data["facts"]:
        book.put_text(value, label=name)
    if data["shape"] == "text":
        _put_blocks(book, data["preface"])
        for section in data["sections"]:
            book.put_heading(section["heading"], min(section["level"], 3))
            _put_blocks(book, section["blocks"])
        book.put_text(data["footer"], quiet=True)
    else:
        _put_comparison(book, data)
    return book.to_bytes()


def _put_blocks(book, blocks):
    for block in blocks:
        if block["kind"] == "picture":
            if not book.put_picture(block["data"], block["alt"], width=15):
                book.put_text(_described(block["alt"]))
            continue
        if block["kind"] == "table":
            book.put_runs_table([row["cells"] for row in block["rows"]], head=any(row["head"] for row in block["rows"]))
            continue
        for row in block["rows"]:
            for cell in row["cells"]:
                book.put_runs(_marked(row, cell), indent=row["level"] if block["kind"] in ("list", "footnotes") else 0)


def _marked(row, cell):
    return [*([_run(f"{row['mark']} ")] if row["mark"] else []), *cell]


def _flat(blocks, empty):
    """The blocks as paragraphs of runs, for a cell of the comparison; rows of tables become lines."""
    if blocks is None:
        return [[_run(empty, ("em",))]]
    found = []
    for block in blocks:
        for row in block["rows"]:
            runs = []
            for place, cell in enumerate(row["cells"]):
                runs += ([_run(" | ")] if place else []) + cell
            found.append(_marked(row, runs))
    return found


def _put_comparison(book, data):
    rows = []
    for line in data["lines"]:
        head = [_run(line["heading"], ("strong",)), _run(f" – {line['kinds']}")]
        notes = [[_run(note, ("em",))] for note in line["notes"]]
        rows.append(
            [
                [head, *_flat(line["old"], data["nothing"])],
                [*notes, *_flat(line["new"], data["gone"])],
                [[_run(line["reason"])]],
            ]
        )
    if rows:
        book.put_runs_table([[[[_run(text, ("strong",))]] for text in data["head"]], *rows], head=True, deep=True)
    else:
        book.put_text(data["same"])


def file_response(data, fmt):
    """A download of the document: `fmt` is "pdf" or "docx"."""
    if fmt == "pdf":
        return pdf_response(data["title"], as_pdf(data))
    response = HttpResponse(as_word(data), content_type=DOCX_TYPE)
    response["Content-Disposition"] = f'attachment; filename="{slugify(data["title"]) or "konzept"}.docx"'
    return response
