"""Reading a checked file: sheets with rows of plain values, merged cells filled down, formulas marked.

A value is None, str, int, float, bool, `date`, `datetime` or `time`. Rows count from 1 as in the spreadsheet.
Call `guard.check_file()` first; this module trusts its answer.
"""

import csv
import datetime
import io
from dataclasses import dataclass, field
from zipfile import ZipFile

import python_calamine
from defusedxml.ElementTree import iterparse
from django.utils.translation import gettext as _

from .guard import Refused, is_dangerous_formula, looks_like_formula

MAX_ROWS = 50_000
MAX_COLUMNS = 200
MAX_CELL = 32_767
_DELIMITERS = ";,\t|"


@dataclass(frozen=True)
class Row:
    """A row of a sheet: its number there, its values, and which columns (from 0) hold formulas, with their text."""

    number: int
    values: list
    formulas: dict = field(default_factory=dict)
    merged_width: int = 1

    def text(self, index):
        """The cell as text, "" for an empty one or one that is not there."""
        return as_text(self.values[index]) if index < len(self.values) else ""

    @property
    def is_blank(self):
        return all(as_text(value) == "" for value in self.values) and not self.formulas


@dataclass(frozen=True)
class Book:
    """A file that was read: names of its sheets, and remarks on how (encoding, lines that did not fit it)."""

    sheets: list
    notes: list
    _source: object

    def rows(self, sheet):
        """Yield the rows of a sheet, blank ones at the end left out. Raises Refused for a sheet too large."""
        return self._source.rows(sheet)


def as_text(value):
    """Return a cell as a person reads it: 2300.0 as 2300, a day as 14.11.2025, white space collapsed to single blanks."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "ja" if value else "nein"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime.datetime):
        return value.strftime("%d.%m.%Y") if value.time() == datetime.time() else value.strftime("%d.%m.%Y %H:%M")
    if isinstance(value, datetime.date):
        return value.strftime("%d.%m.%Y")
    if isinstance(value, datetime.time):
        return value.strftime("%H:%M")
    return "\n".join(line for raw in str(value).splitlines() if (line := " ".join(raw.split())))


def open_book(path, checked):
    """Read what is needed to know the sheets. Raises Refused for a file that cannot be read after all."""
    if checked.type == "csv":
        source = _TextSource(path)
        return Book([""], source.notes, source)
    if checked.type == "vcf":
        from .cards import CardSource  # noqa: PLC0415 - cards understand names with `values`, which read cells with this module

        source = CardSource(path)
        return Book([""], source.notes, source)
    source = _BookSource(path, checked)
    return Book(source.names, [], source)


class _BookSource:
    def __init__(self, path, checked):
        self.path, self.checked = path, checked
        try:
            self.book = python_calamine.CalamineWorkbook.from_path(str(path))
            self.names = [
                sheet.name
                for sheet in self.book.sheets_metadata
                if sheet.typ == python_calamine.SheetTypeEnum.WorkSheet
                and sheet.visible == python_calamine.SheetVisibleEnum.Visible
            ]
        except python_calamine.CalamineError as error:
            raise Refused(_("The file is damaged and cannot be opened.")) from error
        if not self.names:
            raise Refused(_("The file contains no table."))

    def rows(self, name):
        try:
            sheet = self.book.get_sheet_by_name(name)
        except python_calamine.CalamineError as error:
            raise Refused(_("The file is damaged and cannot be opened.")) from error
        if sheet.end is None:
            return
        height, width = sheet.end[0] + 1, sheet.end[1] + 1
        if height > MAX_ROWS or width > MAX_COLUMNS:
            raise Refused(
                _("The table is too large. At most %(rows)s rows and %(columns)s columns are read.")
                % {"rows": MAX_ROWS, "columns": MAX_COLUMNS}
            )
        formulas = self._formulas(name) if self.checked.has_formulas else {}
        down, across = _merged(sheet.merged_cell_ranges or [])
        left, kept = [None] * sheet.start[1], {}
        for index, cells in enumerate(sheet.iter_rows()):
            values = left + [None if value == "" else clean(value) for value in cells]
            for column, last in down.get(index, ()):  # a merged cell stands for all its rows
                if column < len(values):
                    kept[column] = (last, values[column])
            for column in [column for column, (last, _value) in kept.items() if last < index]:
                del kept[column]
            for column, (_last, value) in kept.items():
                if column < len(values) and values[column] is None:
                    values[column] = value
            yield Row(index + 1, values, formulas.get(index, {}), across.get(index, 1))

    def _formulas(self, name):
        return _xlsx_formulas(self.path, name) if self.checked.type == "xlsx" else _ods_formulas(self.path, name)


def clean(value):
    """The value without signs that no cell needs, cut to what a spreadsheet holds."""
    if isinstance(value, str):
        return value[:MAX_CELL].replace("\x00", "").replace("\u00a0", " ").replace("\u202f", " ").replace("\u00ad", "")
    if isinstance(value, datetime.timedelta):
        return str(value)
    if isinstance(value, float) and value != value:
        return None
    return value


def _merged(ranges):
    """Split merged ranges into those that reach down ({row: [(column, last row)]}) and the widest in each row."""
    down, across = {}, {}
    for (top, left), (bottom, right) in ranges:
        if bottom > top:
            down.setdefault(top, []).append((left, bottom))
        if right > left:
            across[top] = max(across.get(top, 1), right - left + 1)
    return down, across


def _xlsx_formulas(path, name):
    """{row: {column: formula}} of a sheet, both from 0; only asked for where the guard saw formulas."""
    import openpyxl  # noqa: PLC0415 - 20 MB of memory that a worker needs for such files only

    book = openpyxl.load_workbook(path, read_only=True, data_only=False, keep_links=False)
    found = {}
    try:
        for row in book[name].iter_rows():
            for cell in row:
                if cell.value is not None and cell.data_type == "f":
                    found.setdefault(cell.row - 1, {})[cell.column - 1] = str(cell.value)
    finally:
        book.close()
    return found


def _ods_formulas(path, name):
    table = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
    found, row, column, inside = {}, 0, 0, False
    with ZipFile(path) as archive, archive.open("content.xml") as file:
        for event, element in iterparse(file, events=("start", "end")):
            if element.tag == f"{table}table" and event == "start":
                inside, row = element.get(f"{table}name") == name, 0
            elif element.tag == f"{table}table-row" and event == "start":
                column = 0
            elif element.tag == f"{table}table-row":
                row += int(element.get(f"{table}number-rows-repeated") or 1)
                element.clear()
            elif element.tag in (f"{table}table-cell", f"{table}covered-table-cell") and event == "start":
                if inside and (formula := element.get(f"{table}formula")):
                    found.setdefault(row, {})[column] = formula
                column += int(element.get(f"{table}number-columns-repeated") or 1)
    return found


class _TextSource:
    def __init__(self, path):
        self.text, self.notes = decode(path.read_bytes())
        self.delimiter = find_delimiter(self.text)

    def rows(self, _name):
        reader = csv.reader(io.StringIO(self.text, newline=""), delimiter=self.delimiter)
        number = 0
        try:
            for number, cells in enumerate(reader, start=1):
                if number > MAX_ROWS or len(cells) > MAX_COLUMNS:
                    raise Refused(
                        _("The table is too large. At most %(rows)s rows and %(columns)s columns are read.")
                        % {"rows": MAX_ROWS, "columns": MAX_COLUMNS}
                    )
                values = [clean(cell) if cell.strip() else None for cell in cells]
                formulas = {}
                for index, value in enumerate(values):
                    if value and looks_like_formula(value.strip()):
                        if is_dangerous_formula(value):
                            raise Refused(
                                _("The file contains a formula that reaches out of the file: %(formula)s")
                                % {"formula": value[:120]}
                            )
                        formulas[index], values[index] = value, None
                yield Row(number, values, formulas)
        except csv.Error as error:
            raise Refused(_("Line %(line)s cannot be read as a line of a table.") % {"line": number + 1}) from error


def decode(data):
    """Return the text of a file and remarks: UTF-8 (with or without mark), UTF-16 with mark, or Windows-1252, also mixed."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        try:
            return data.decode("utf-16"), []
        except UnicodeDecodeError as error:
            raise Refused(_("The file contains binary data and is not a table in text form.")) from error
    data = data.removeprefix(b"\xef\xbb\xbf")
    try:
        return data.decode("utf-8"), []
    except UnicodeDecodeError:
        lines, wide, narrow = [], 0, 0
        for line in data.split(b"\n"):
            try:
                text = line.decode("utf-8")
                wide += not line.isascii()
            except UnicodeDecodeError:
                text = line.decode("cp1252", "replace")
                narrow += 1
            lines.append(text)
        notes = []
        if wide:
            notes.append(
                _(
                    "The file mixes two encodings: %(wide)s lines are UTF-8, %(narrow)s are Windows-1252. Each line was read in its own."
                )
                % {"wide": wide, "narrow": narrow}
            )
        return "\n".join(lines), notes


def find_delimiter(text):
    """Return the sign between cells: the one that cuts the first lines into the most equal number of cells."""
    sample = "\n".join(text.splitlines()[:60])
    best, best_score = ";", 0.0
    for delimiter in _DELIMITERS:
        try:
            widths = [len(cells) for cells in csv.reader(io.StringIO(sample), delimiter=delimiter) if any(cells)]
        except csv.Error:
            continue
        wide = [width for width in widths if width > 1]
        if not wide:
            continue
        common = max(set(wide), key=wide.count)
        score = wide.count(common) / len(widths) * min(common, 30)
        if score > best_score:
            best, best_score = delimiter, score
    return best
