"""The public archive of a meeting: everything that is public of it as one PDF, or as a ZIP with each file for itself."""

import re
import tempfile
import zipfile

from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from integration_portal.core.display import format_day
from integration_portal.core.reporting import entry, paragraph
from integration_portal.core.reporting.sheet import section

from . import documents
from .minutes_files import minutes_file
from .models import Paper
from .oparl.files import public_attachments

#: A ZIP up to this size is made in memory.
IN_MEMORY = 8 * 1024 * 1024


def _texts_of(paper):
    texts = (
        (_("Proposed resolution"), paper.proposed_resolution),
        (_("Facts and reasons"), paper.facts),
        (_("Financial effect"), paper.financial_effect),
    )
    return [(title, text) for title, text in texts if text]


def paper_document(paper):
    """A public paper as data of a document."""
    return documents.document(
        paper.title,
        [section([paragraph(text)], title) for title, text in _texts_of(paper)],
        kicker=f"{paper.get_kind_display()} {paper.number}",
        facts=[(_("Dated"), format_day(paper.dated_on) if paper.dated_on else "")],
    )


def archive_document(sheet):
    """The whole public part of a meeting as one document: agenda, papers, resolutions, minutes."""
    meeting = sheet.meeting
    sections = documents.agenda_sections(meeting, public_only=True)
    sections += [
        section(
            [entry(title, texts=[("", text)]) for title, text in _texts_of(paper)],
            _("Paper %(name)s") % {"name": paper},
        )
        for paper in sheet.papers
    ]
    sections.append(section([documents.resolution_block(row) for row in _told(sheet.resolutions)], _("Resolutions")))
    if sheet.minutes:
        whole = minutes_file(meeting, sheet.minutes, public_only=True)
        sections += [
            part
            | {
                "title": _("Minutes: %(title)s") % {"title": part["title"]}
                if part["title"]
                else pgettext("of a meeting", "Minutes")
            }
            for part in whole["sections"]
        ]
    names = [file.name for file in _files_of(sheet)]
    if names:
        words = _("These files are public too; they are in the archive as ZIP:")
        sections.append(section([paragraph("\n".join([words, *names]))], _("Attachments")))
    return documents.document(
        _("Archive: %(name)s") % {"name": meeting.short},
        sections,
        kicker=meeting.committee.name,
        facts=documents.facts_of(meeting, internal=False),
    )


def _told(resolutions):
    return [
        {"number": row.number, "title": row.title, "text": row.text, "outcome": str(row.get_outcome_display())}
        for row in resolutions
    ]


def _files_of(sheet):
    files = [*sheet.files, *(file for row in sheet.items for file in row.files)]
    papers = public_attachments(Paper, [paper.pk for paper in sheet.papers])
    return files + [file for rows in papers.values() for file in rows]


def _safe(name):
    """A name for a file in a ZIP: without folders, and without what systems do not allow."""
    return re.sub(r'[\x00-\x1f<>:"/\\|?*]+', "_", name).strip(". ") or "datei"


def archive_zip(sheet):
    """An open file with the ZIP, at its beginning; the caller closes it. Two files of one name get numbers."""
    meeting, taken = sheet.meeting, set()

    def free(name):
        stem, dot, end = _safe(name).rpartition(".")
        made, number = f"{stem}{dot}{end}", 1
        while made.casefold() in taken:
            number += 1
            made = f"{stem or end}-{number}{dot}{end if stem else ''}"
        taken.add(made.casefold())
        return made

    out = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - the response closes it
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:

        def put(name, data):
            archive.writestr(free(f"{slugify(name)}.pdf"), documents.as_pdf(data))

        put(_("Agenda"), documents.agenda_document(meeting, public_only=True))
        if sheet.minutes:
            put(pgettext("of a meeting", "Minutes"), minutes_file(meeting, sheet.minutes, public_only=True))
        for paper in sheet.papers:
            put(_("Paper %(name)s") % {"name": paper.number}, paper_document(paper))
        for file in _files_of(sheet):
            with file.file.open("rb") as source:
                archive.writestr(free(file.name), source.read())
    out.seek(0)
    return out
