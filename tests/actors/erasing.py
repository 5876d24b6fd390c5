"""What tests of erasure share: all that stands of a word in the raw database and in files."""

import io

from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, models
from docx import Document

from integration_portal.core.file_texts import text_of_file


def raw_rows(word):
    """(table, id) of every row of the database that holds the word in any column, in any case, JSON escapes included."""
    found = set()
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            names = [column[0] for column in cursor.description]
            for row in cursor.fetchall():
                if any(word.lower() in str(value).lower() for value in row if value is not None):
                    found.add((table, str(row[names.index("id")]) if "id" in names else str(row[0])))
    return found


def files_with(word):
    """(table, id) of every row whose stored file holds the word in its text."""
    found = set()
    for model in apps.get_models():
        for column in model._meta.concrete_fields:
            if isinstance(column, models.FileField):
                for row in model._base_manager.exclude(**{column.name: ""}):
                    if word.lower() in text_of_file(getattr(row, column.name)).lower():
                        found.add((model._meta.db_table, str(row.pk)))
    return found


def word_file(text, name="brief.docx"):
    """An uploaded Word file with a text."""
    document, data = Document(), io.BytesIO()
    document.add_paragraph(text)
    document.save(data)
    return SimpleUploadedFile(name, data.getvalue())


def kept_rows(request):
    """(table, id) of the rows that the result of a request lists as kept, one by one."""
    kinds = {}
    for model in apps.get_models():
        kinds.setdefault(str(model._meta.verbose_name).lower(), model._meta.db_table)
    rows = set()
    for line in request.result:
        kind, _blank, number = line["label"].partition(", ")[0].partition(" Nr. ")
        if line["fate"] == "kept" and number:
            rows.add((kinds[kind.lower()], number))
    return rows
