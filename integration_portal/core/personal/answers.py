"""What is given out: the access export as JSON and PDF, the result of an erasure, the record of processing."""

import json

from django.utils import timezone
from django.utils.translation import gettext as _

from ..display import format_day
from ..models import SiteSettings
from ..reporting.blocks import entry, number, paragraph, table
from ..reporting.sheet import section, sheet_pdf
from . import Fate, sources


def parts_of(subject, user):
    """Pairs of source and what it holds of the subject, as far as `user` may read it; without empty ones."""
    parts = [(source, list(source.find(subject, user))) for source in sources()]
    return [(source, pieces) for source, pieces in parts if pieces]


def rights():
    """What the person has to be told with an access (GDPR Art. 15(1)(e) and (f))."""
    return _(
        "You may ask for correction (GDPR Art. 16), erasure (Art. 17) or restriction (Art. 18), object to the processing "
        "(Art. 21), and complain to the data protection authority of your federal state (Art. 77)."
    )


def confidential():
    """What an access cannot hold, said each time so that it tells nothing."""
    return _(
        "Confidential notes are seen by their authors only and are not part of this file. The authors check for themselves "
        "whether they have to give something out (GDPR Art. 15(4))."
    )


def access_json(request, subject, user):
    """The access export as a text in JSON, readable by people and programs (GDPR Art. 15(3), Art. 20)."""
    site = SiteSettings.load()
    data = {
        "controller": site.county_name or site.office_name,
        "made_on": timezone.localdate().isoformat(),
        "rights": rights(),
        "note": confidential(),
        "parts": [
            {
                "key": source.key,
                "label": str(source.label),
                "purpose": str(source.purpose),
                "legal_basis": str(source.basis),
                "recipients": str(source.recipients),
                "kept": str(source.kept),
                "entries": [
                    {
                        "title": piece.title,
                        "values": [{"label": label, "value": value} for label, value in piece.values],
                    }
                    for piece in pieces
                ],
            }
            for source, pieces in parts_of(subject, user)
        ],
        "named_elsewhere": [{"where": row["label"], "page": row["url"]} for row in request.result],
    }
    return json.dumps(data, ensure_ascii=False, indent=2)


def access_pdf(request, subject, user):
    """The access export as PDF."""
    sections = [section([paragraph(rights()), paragraph(confidential())])]
    for source, pieces in parts_of(subject, user):
        facts = [
            (_("Purpose"), source.purpose), (_("Legal basis"), source.basis), (_("Who gets the data"), source.recipients),
            (_("Kept for"), source.kept),
        ]  # fmt: skip
        head = paragraph("\n".join(f"{label}: {text}" for label, text in facts))
        blocks = [entry(piece.title, texts=piece.values) for piece in pieces]
        sections.append(section([head, *blocks], source.label))
    if request.result:
        sections.append(section([table(
            "named", _("Named elsewhere"), [_("Where"), _("Remark")],
            [[row["label"], row["reason"]] for row in request.result],
        )], _("Named elsewhere")))  # fmt: skip
    title = _("Access to your data (GDPR Art. 15)")
    return sheet_pdf(title, sections, subtitle=_("Request no. %(number)s") % {"number": request.pk})


def result_rows(request):
    """The outcomes of an erasure by fate: triples of fate, its word and the lines, in the order erased, anonymised, kept."""
    return [(fate, fate.label, [row for row in request.result if row["fate"] == fate]) for fate in Fate]


def result_pdf(request):
    """The result of an erasure on paper, for the answer to the person and the file; names nobody."""
    sections = [section([paragraph(
        _("Closed on %(day)s.") % {"day": format_day(timezone.localdate(request.done_at))} if request.done_at
        else _("Preview: nothing has been erased yet.")
    )])]  # fmt: skip
    for fate, label, rows in result_rows(request):
        if rows:
            head = [_("What"), _("Number"), *([_("Reason")] if fate is Fate.KEPT else [])]
            lines = [
                [row["label"], number(row["number"]), *([row["reason"]] if fate is Fate.KEPT else [])] for row in rows
            ]
            sections.append(section([table(fate.value, label, head, lines)], str(label).capitalize()))
    return sheet_pdf(
        _("Erasure of personal data (GDPR Art. 17)"),
        sections,
        subtitle=_("Request no. %(number)s") % {"number": request.pk},
    )


def record_rows():
    """The record of processing: for each kind of record label and pairs of heading and text (GDPR Art. 30(1))."""
    return [
        (
            source.label,
            [
                (_("Purpose"), source.purpose),
                (_("Legal basis"), source.basis),
                (_("Persons concerned"), source.people),
                (_("Data"), source.data),
                (_("Who gets the data"), source.recipients),
                (_("Kept for"), source.kept),
            ],
        )
        for source in sources()
    ]


def controller_facts():
    """Who is responsible, and how the data is protected (GDPR Art. 30(1)(a) and (g), Art. 32)."""
    site = SiteSettings.load()
    return [
        (_("Controller"), site.county_name),
        (_("Office"), " · ".join(part for part in (site.office_name, site.email, site.phone) if part)),
        (
            _("Protection"),
            _(
                "Accounts by invitation with roles; every change is recorded; personal values are masked in the record; files "
                "lie outside the public folder; no data leaves for third countries; no tracking."
            ),
        ),
    ]


def record_pdf():
    """The record of processing as PDF."""
    sections = [section([entry(_("General"), texts=controller_facts())])]
    sections += [section([entry(label, texts=pairs)]) for label, pairs in record_rows()]
    return sheet_pdf(_("Record of processing activities (GDPR Art. 30)"), sections)
