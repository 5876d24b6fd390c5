"""Sheets: short documents of blocks under one title, such as a measure on paper or a list."""

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from ..display import format_day
from ..models import SiteSettings
from ..writers.pdf import pdf_response, render_pdf


def section(blocks, title=""):
    """A part of a sheet; a sheet leaves out sections without blocks."""
    return {"title": str(title), "blocks": blocks}


def sheet_pdf(title, sections, *, subtitle="", flipped=False):
    """The sheet as a PDF/UA-1 file to download, in the active language; `flipped` is landscape, for wide tables."""
    site = SiteSettings.load()
    data = {
        "title": title,
        "subtitle": subtitle,
        "sections": [row for row in sections if row["blocks"]],
        "flipped": flipped,
        "office": site.office_name,
        "county": site.county_name,
        "funding_text": site.funding_short or site.funding_text,
        "made_on": _("As of %(day)s") % {"day": format_day(timezone.localdate())},
        "lang": get_language() or "de",
    }
    return pdf_response(title, render_pdf("sheet", data))
