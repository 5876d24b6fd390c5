"""PDFs by Typst, tagged as PDF/UA-1 (ISO 14289-1). Data goes in as JSON, never by putting text into a program."""

import json
import unicodedata
from functools import cache
from pathlib import Path

from django.conf import settings
from django.http import HttpResponse
from django.utils.text import slugify

DOCUMENTS = Path(settings.BASE_DIR) / "templates" / "documents"
#: Written by scripts/build_assets.py: Fira Sans, an Arabic face, and `covered.json`, the code points they have.
FONTS = Path(settings.BASE_DIR) / "static" / "dist" / "print"
#: Stands for a letter that no font of ours has. PDF/UA-1 forbids the empty box that fonts put there themselves.
MISSING = "?"
_UNPRINTED = {"So", "Sk", "Cc", "Cf", "Cn", "Co", "Cs", "Mn", "Me"}  # emoji, marks and invisible characters


@cache
def _covered():
    ranges = json.loads((FONTS / "covered.json").read_text(encoding="utf-8"))
    return frozenset(point for first, last in ranges for point in range(first, last + 1))


def _printable_character(char):
    if char in "\n\t" or ord(char) in _covered():
        return char
    if char.isspace():
        return " "
    return "" if unicodedata.category(char) in _UNPRINTED else MISSING


def printable(value):
    """The value with texts as they can be set: composed, without emoji, other letters that fonts lack as "?".

    Reaches into lists and dictionaries; numbers and the like stay.
    """
    if isinstance(value, str):
        return "".join(map(_printable_character, unicodedata.normalize("NFC", value.replace("\r\n", "\n"))))
    if isinstance(value, dict):
        return {key: printable(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [printable(part) for part in value]
    return value if value is None or isinstance(value, bool | int | float) else printable(str(value))


def has_missing_letters(text):
    """Whether letters of the text would have to be set as "?"."""
    covered = _covered()
    return any(char.isalpha() and ord(char) not in covered for char in unicodedata.normalize("NFC", text))


def render_pdf(template, data):
    """Return the bytes of a PDF/UA-1 document: `templates/documents/<template>.typ` over `data`, which becomes JSON.

    The template reads it with `json(bytes(sys.inputs.data))`; pictures are lists of bytes there (`picture()`).
    Raises typst.TypstError for a broken template only.
    """
    import typst  # noqa: PLC0415 - loaded where documents are made only, like the other large libraries

    return typst.compile(
        str(DOCUMENTS / f"{template}.typ"),
        root=str(DOCUMENTS),
        font_paths=[str(FONTS)],
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(printable(data), ensure_ascii=False)},
        pdf_standards=["ua-1"],
    )


def typst_error():
    """The class of what `render_pdf` raises for data that a template cannot show, such as a broken picture."""
    import typst  # noqa: PLC0415 - as above

    return typst.TypstError


def picture(file):
    """The bytes of a stored picture as data for a template: `image(bytes(data.logo))`; None without a file."""
    if not file:
        return None
    with file.open("rb") as opened:
        return list(opened.read())


def pdf_response(name, content):
    """A download of the PDF under a file name (without suffix)."""
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{slugify(name) or "dokument"}.pdf"'
    response["X-Content-Type-Options"] = "nosniff"
    return response
