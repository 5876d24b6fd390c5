"""CSV, Excel and JSON. CSV and Excel are written row by row, so memory does not grow with the table."""

import csv
import datetime
import decimal
import json
import tempfile

import xlsxwriter
from django.http import FileResponse, HttpResponse, StreamingHttpResponse
from django.utils import timezone
from django.utils.text import slugify

from .table import Table, defuse

XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_MOST_IN_MEMORY = 5_000_000  # bytes; a larger workbook goes through a temporary file


class _Echo:
    """A file that gives back what is written to it, for streaming."""

    def write(self, text):
        return text


def _file_name(table, suffix):
    return f"{slugify(table.title) or 'liste'}-{timezone.localdate():%Y-%m-%d}.{suffix}"


def _csv_text(value, *, german):
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, datetime.datetime):
        return value.strftime("%d.%m.%Y %H:%M" if german else "%Y-%m-%dT%H:%M:%S")
    if isinstance(value, datetime.date):
        return value.strftime("%d.%m.%Y" if german else "%Y-%m-%d")
    if isinstance(value, decimal.Decimal | float):
        return str(value).replace(".", ",") if german else str(value)
    if isinstance(value, int):
        return str(value)
    return defuse(value)


def csv_lines(table: Table, *, excel=False):
    """Yield the lines of RFC 4180 CSV (comma, CRLF); `excel` gives BOM, semicolons, German dates and decimal commas."""
    writer = csv.writer(_Echo(), delimiter=";" if excel else ",", lineterminator="\r\n")
    yield ("\ufeff" if excel else "") + writer.writerow([defuse(heading) for heading in table.headings()])
    for row in table.rows:
        yield writer.writerow([_csv_text(value, german=excel) for value in table.values(row)])


def csv_response(table: Table, *, excel=False):
    """Stream the table as CSV."""
    response = StreamingHttpResponse(
        csv_lines(table, excel=excel), content_type="text/csv; charset=utf-8; header=present"
    )
    response["Content-Disposition"] = f'attachment; filename="{_file_name(table, "csv")}"'
    return response


def write_xlsx(table: Table, target):
    """Write the table as a workbook to a file or path; returns the number of rows without the heading."""
    return write_book([table], target)


def write_book(tables, target):
    """Write a workbook with a sheet for each table to a file or path; returns the number of rows of all.

    Names of sheets are cut at 31 characters and numbered where they would be the same.
    """
    book = xlsxwriter.Workbook(
        target,
        {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False},
    )
    formats = {
        "head": book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"}),
        "day": book.add_format({"num_format": "dd.mm.yyyy", "align": "left", "valign": "top"}),
        "moment": book.add_format({"num_format": "dd.mm.yyyy hh:mm", "align": "left", "valign": "top"}),
        "money": book.add_format({"num_format": "#,##0.00", "valign": "top"}),
        "text": book.add_format({"valign": "top"}),
    }
    names, total = set(), 0
    for table in tables:
        total += _write_sheet(book.add_worksheet(_sheet_name(table.title, names)), table, formats)
    book.close()
    return total


def _sheet_name(title, taken):
    """A name that Excel accepts and no other sheet has."""
    plain_name = title.translate(str.maketrans("", "", "[]:*?/\\'"))[:31].strip() or "Liste"
    name, number = plain_name, 1
    while name.casefold() in taken:
        number += 1
        name = f"{plain_name[: 31 - len(str(number)) - 1]} {number}"
    taken.add(name.casefold())
    return name


def _write_sheet(sheet, table, formats):
    for index, column in enumerate(table.columns):
        sheet.set_column(index, index, column.width)
    sheet.freeze_panes(1, 0)
    sheet.write_row(0, 0, table.headings(), formats["head"])
    number = 0
    for number, row in enumerate(table.rows, start=1):
        for index, value in enumerate(table.values(row)):
            _write_cell(sheet, number, index, value, formats)
    sheet.autofilter(0, 0, max(number, 1), len(table.columns) - 1)
    return number


def _write_cell(sheet, number, index, value, formats):
    if value == "":
        return
    if isinstance(value, bool):
        sheet.write_boolean(number, index, value, formats["text"])
    elif isinstance(value, decimal.Decimal | float):
        sheet.write_number(number, index, value, formats["money"])
    elif isinstance(value, int):
        sheet.write_number(number, index, value, formats["text"])
    elif isinstance(value, datetime.datetime):
        sheet.write_datetime(number, index, value, formats["moment"])
    elif isinstance(value, datetime.date):
        sheet.write_datetime(number, index, value, formats["day"])
    else:
        sheet.write_string(number, index, defuse(value)[:32_767], formats["text"])


def xlsx_response(table: Table):
    """The table as a workbook to download."""
    target = tempfile.SpooledTemporaryFile(max_size=_MOST_IN_MEMORY)  # noqa: SIM115 - FileResponse closes it
    write_xlsx(table, target)
    target.seek(0)
    return FileResponse(target, as_attachment=True, filename=_file_name(table, "xlsx"), content_type=XLSX_TYPE)


def json_response(table: Table, *, extra=None):
    """The table as JSON: `{"title", "updated", "count", "items"}`; dates as ISO 8601, amounts as text, lists as lists."""
    items = [{column.key: _json_value(column.value(row)) for column in table.columns} for row in table.rows]
    body = {
        "title": table.title,
        "updated": timezone.now().isoformat(),
        **(extra or {}),
        "count": len(items),
        "items": items,
    }
    return HttpResponse(json.dumps(body, ensure_ascii=False, indent=1), content_type="application/json; charset=utf-8")


def _json_value(value):
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, list | tuple | set):
        return [str(part) for part in value]
    return str(value)
