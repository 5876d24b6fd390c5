"""PDFs by Typst, tagged as PDF/UA-1 (ISO 14289-1). Data goes in as JSON, never by putting text into a program."""

import json
from functools import cache
from pathlib import Path

import typst
from django.conf import settings
from django.core.files.storage import default_storage
from django.http import HttpResponse
from django.template.utils import get_app_template_dirs  # noqa: F401 - documents stand beside the templates

DOCUMENTS = Path(settings.BASE_DIR) / "templates" / "documents"
FONTS = Path(settings.BASE_DIR) / "static" / "fonts"


@cache
def _fonts():
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[str(FONTS)])


def render_pdf(template, data):
    """Return the bytes of a PDF/UA-1 document: `templates/documents/<template>.typ` over `data`, which must be JSON.

    The template reads it with `json(bytes(sys.inputs.data))`. Raises typst.TypstError for a broken template only.
    """
    return typst.compile(
        str(DOCUMENTS / f"{template}.typ"),
        root=str(DOCUMENTS),
        font_paths=[str(FONTS)] if FONTS.exists() else [],
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        pdf_standards=["ua-1"],
    )


def pdf_response(name, content):
    """A download of the PDF under a file name."""
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response
