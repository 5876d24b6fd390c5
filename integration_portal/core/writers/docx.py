"""Word files by python-docx: real headings, captions, header rows and language, so that screen readers find their way."""

import io
import re
import unicodedata

from django.utils import timezone

DOCX_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_LANGUAGES = {"de": "de-DE", "en": "en-GB"}
#: Characters that XML 1.0 cannot hold.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


def _clean(text):
    return _CONTROL.sub("", str(text)).replace("\r\n", "\n")


def is_right_to_left(text):
    """Whether the first letter of the text that has a direction runs from right to left, as in Arabic or Hebrew."""
    for char in text:
        direction = unicodedata.bidirectional(char)
        if direction in ("L", "R", "AL"):
            return direction != "L"
    return False


class WordFile:
    """A Word document that is written from top to bottom. Empty texts and headings are left out."""

    def __init__(self, title, *, author, lang="de", landscape=False):
        import docx  # noqa: PLC0415 - 17 MB of memory that most workers never need
        from docx.oxml.ns import qn  # noqa: PLC0415
        from docx.shared import Cm, Pt, RGBColor  # noqa: PLC0415

        self._docx, self._qn, self._cm, self._pt, self._colour = docx, qn, Cm, Pt, RGBColor
        self.document = docx.Document()
        about = self.document.core_properties
        about.title, about.author, about.language = (
            _clean(title)[:255],
            _clean(author)[:255],
            _LANGUAGES.get(lang, lang),
        )
        about.created = about.modified = timezone.now().replace(tzinfo=None)
        about.comments = ""
        section = self.document.sections[0]
        section.page_width, section.page_height = (Cm(29.7), Cm(21)) if landscape else (Cm(21), Cm(29.7))
        section.left_margin = section.right_margin = Cm(2.2)
        normal = self.document.styles["Normal"]
        normal.font.name, normal.font.size = "Calibri", Pt(10.5)
        language = normal.element.get_or_add_rPr().makeelement(qn("w:lang"), {qn("w:val"): _LANGUAGES.get(lang, lang)})
        normal.element.get_or_add_rPr().append(language)
        for level in range(4):
            style = self.document.styles["Title" if level == 0 else f"Heading {level}"]
            style.font.name, style.font.color.rgb = "Calibri", RGBColor(0x5B, 0x2A, 0x86)
            style.element.get_or_add_rPr().get_or_add_rFonts().attrib.clear()
            style.font.name = "Calibri"

    def put_title(self, text):
        """The title of the document."""
        self.document.add_heading(_clean(text), 0)

    def put_heading(self, text, level, *, new_page=False):
        """A heading of level 1 to 3, perhaps at the top of a page."""
        if text:
            heading = self.document.add_heading(_clean(text), level)
            heading.paragraph_format.page_break_before = new_page

    def put_text(self, text, *, label="", quiet=False):
        """Paragraphs, parted by blank lines; `label` stands before the first one in bold, `quiet` text is small."""
        for number, part in enumerate(re.split(r"\n\s*\n", _clean(text).strip())):
            if not part:
                continue
            paragraph = self.document.add_paragraph()
            if label and not number:
                paragraph.add_run(f"{_clean(label)}: ").bold = True
            run = paragraph.add_run(part)
            if quiet:
                run.italic = True

    def put_runs(self, runs, *, indent=0):
        """A paragraph of runs {"text", "forms", "kind"}: inserted ones are underlined, deleted ones struck through."""
        paragraph = self.document.add_paragraph()
        if indent:
            paragraph.paragraph_format.left_indent = self._cm(0.6 * indent)
        self._write_runs(paragraph, runs)

    def _write_runs(self, paragraph, runs):
        for part in runs:
            run = paragraph.add_run(_clean(part["text"]))
            run.bold = "strong" in part["forms"] or None
            run.italic = "em" in part["forms"] or None
            run.font.strike = "s" in part["forms"] or part["kind"] == "del" or None
            run.font.underline = part["kind"] == "ins" or None
            if part["kind"] != "same":
                run.font.color.rgb = (
                    self._colour(0x0B, 0x5C, 0x3B) if part["kind"] == "ins" else self._colour(0xA1, 0x1A, 0x1A)
                )

    def put_runs_table(self, rows, *, head=False, deep=False):
        """A table of runs, with its first row as a repeated head. With `deep` a cell is a list of paragraphs."""
        width = max(len(row) for row in rows)
        table = self.document.add_table(rows=0, cols=width, style="Table Grid")
        for number, row in enumerate(rows):
            line = table.add_row()
            cells = line.cells
            for place, cell in enumerate(row):
                paragraphs = cell if deep else [cell]
                for count, runs in enumerate(paragraphs):
                    self._write_runs(cells[place].paragraphs[0] if count == 0 else cells[place].add_paragraph(), runs)
            if head and number == 0:
                mark = line._tr.get_or_add_trPr().makeelement(self._qn("w:tblHeader"), {})
                line._tr.get_or_add_trPr().append(mark)
        self.document.add_paragraph()

    def put_lines(self, lines, *, new_page=False, right=False, strong=False, small=False, space_after=10):
        """Lines of one block, such as an address; empty ones are left out. Each keeps the direction of its writing."""
        lines = [line for line in map(_clean, lines) if line.strip()]
        if not any(map(is_right_to_left, lines)):
            lines = (
                ["\n".join(lines)] if lines else []
            )  # one paragraph: writing it takes longer with each one before it
        for number, line in enumerate(lines):
            paragraph = self.document.add_paragraph()
            shape = paragraph.paragraph_format
            if new_page and number == 0:
                shape.page_break_before = True
            shape.space_after = self._pt(space_after if number == len(lines) - 1 else 0)
            if right:
                paragraph.alignment = 2
            run = paragraph.add_run(line)
            run.bold = strong or None
            if small:
                run.font.size = self._pt(8)
            if is_right_to_left(line):
                # The writing runs from right to left, the address block stays at the left.
                paragraph.alignment = 2
                paragraph._p.get_or_add_pPr().insert_element_before(
                    paragraph._p.makeelement(self._qn("w:bidi"), {}), "w:adjustRightInd", "w:spacing", "w:ind", "w:jc"
                )
                run.font.rtl = True

    def put_picture(self, content, alt, *, width=None):
        """A picture with its text alternative, 1.6 cm high or, with `width`, at most so many centimetres wide.

        Returns whether it stands there: one that Word cannot show (WebP) or that is broken is left out.
        """
        from docx.image import exceptions  # noqa: PLC0415

        unreadable = (
            exceptions.UnrecognizedImageError,
            exceptions.InvalidImageStreamError,
            exceptions.UnexpectedEndOfFileError,
        )
        try:
            if width is None:
                shape = self.document.add_picture(io.BytesIO(content), height=self._cm(1.6))
            else:
                shape = self.document.add_picture(io.BytesIO(content))
                if shape.width > self._cm(width):
                    shape.height = int(shape.height * self._cm(width) / shape.width)
                    shape.width = self._cm(width)
        except unreadable:
            return False
        shape._inline.docPr.set("descr", _clean(alt))
        return True

    def put_table(self, caption, head, rows, *, total=None):
        """A table of texts; its head is repeated on each page, `total` stands below in bold."""
        if caption:
            self.document.add_paragraph(_clean(caption), style="Caption")
        width = len(head) or len(rows[0])
        lines = ([head] if head else []) + rows + ([total] if total else [])
        table = self.document.add_table(rows=0, cols=width, style="Table Grid")
        for number, line in enumerate(lines):
            row = table.add_row()
            is_strong = (head and number == 0) or (total and number == len(lines) - 1)
            for cell, text in zip(row.cells, line, strict=True):
                cell.paragraphs[0].add_run(_clean(text)).bold = bool(is_strong)
            if head and number == 0:
                mark = row._tr.get_or_add_trPr().makeelement(self._qn("w:tblHeader"), {})
                row._tr.get_or_add_trPr().append(mark)
        self.document.add_paragraph()

    def to_bytes(self):
        """The finished file."""
        target = io.BytesIO()
        self.document.save(target)
        return target.getvalue()
