"""Where else a person is named: every text column of the database, and the text of every file, is looked through.

What the sources do not know by a key or an address stands here: a name in the description of a measure, in a report
that was issued, in an attachment. The portal finds it; whether it may go is for the office to decide.
"""

from dataclasses import dataclass

from django.apps import apps
from django.db.models import CharField, FileField, JSONField, Q, TextField
from django.db.models.functions import Cast
from django.urls import NoReverseMatch
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from .. import audit
from ..file_texts import text_of_file
from ..redaction import pattern_of, spellings
from . import Fate, Outcome, reason_to_keep, sources

#: Tables that hold nothing a person wrote, what is encoded, and the requests themselves, which forget their words.
LEFT_OUT = {
    "auth.permission",
    "auth.group",
    "contenttypes.contenttype",
    "core.personalrequest",
    "django_tasks_database.dbtaskresult",
    "sessions.session",
}
CHUNK = 500


@dataclass(frozen=True)
class Hit:
    """A row that names the person, in a text column or, with `column` of a file, in the text of the file."""

    model: type
    pk: object
    column: str
    in_file: bool = False


def _models():
    return [model for model in apps.get_models(include_auto_created=True) if model._meta.label_lower not in LEFT_OUT]


def _columns(model):
    """Text columns in which something can have been typed: no choices, and none that are computed from others."""
    return [
        column
        for column in model._meta.concrete_fields
        if isinstance(column, CharField | TextField | JSONField)
        and not column.choices
        and not hasattr(column, "compute")
        and not column.is_relation
    ]


def _files(model):
    return [column for column in model._meta.concrete_fields if isinstance(column, FileField)]


def _rows_with(model, words, only=None):
    """(pk, name of the column) of the rows of a model that hold one of the words, in one query; `only` names rows."""
    columns = _columns(model)
    queryset, condition, names = model._base_manager.order_by(), Q(), {}
    if only is not None and len(only) <= CHUNK:
        queryset = queryset.filter(pk__in=only)
    for column in columns:
        name = f"{column.name}_as_text"
        queryset, names[name] = queryset.annotate(**{name: Cast(column.name, TextField())}), column.name
        for word in words:
            for spelled in spellings(word):
                condition |= Q(**{f"{name}__icontains": spelled})
    if not names or not words:
        return
    pattern = pattern_of({spelled for word in words for spelled in spellings(word)}, loose=True)
    for pk, *texts in queryset.filter(condition).values_list("pk", *names).iterator(chunk_size=CHUNK):
        for name, text in zip(names.values(), texts, strict=True):
            if text and pattern.search(text):
                yield pk, name


def _holds(text, words):
    pattern = pattern_of([" ".join(word.split()) for word in words], loose=True)
    return bool(pattern and pattern.search(" ".join(text.split())))


def search(words, advance=None):
    """All places that hold one of the words. `advance(done, total, message)` is told how far it is."""
    hits, models = [], _models()
    with_files = [(model, column) for model in models for column in _files(model)]
    total, done = len(models), 0
    files = [
        (model, column, row)
        for model, column in with_files
        for row in model._base_manager.exclude(**{column.name: ""}).only("pk", column.name)
    ]
    total += len(files)
    for model in models:
        hits += [Hit(model, pk, column) for pk, column in _rows_with(model, words)]
        done += 1
        if advance:
            advance(done, total, _("Texts are being looked through."))
    for model, column, row in files:
        text = text_of_file(getattr(row, column.name))
        if text and _holds(text, words):
            hits.append(Hit(model, row.pk, column.name, in_file=True))
        done += 1
        if advance:
            advance(done, total, _("Files are being looked through."))
    return hits


def still_there(hits, words):
    """Those of the hits that are there yet: the row exists and its column, or its file, holds one of the words."""
    found = []
    for model in dict.fromkeys(hit.model for hit in hits):
        own = [hit for hit in hits if hit.model is model]
        texts = {hit for hit in own if not hit.in_file}
        present = set(_rows_with(model, words, [hit.pk for hit in texts])) if texts else set()
        files = [hit for hit in own if hit.in_file]
        rows = set(model._base_manager.filter(pk__in=[hit.pk for hit in files]).values_list("pk", flat=True))
        found += [hit for hit in own if (hit.pk in rows if hit.in_file else (hit.pk, hit.column) in present)]
    return found


def _address(model, pk):
    """Where a row can be looked at: its own page, or that of what it belongs to; "" without one."""
    row = model._base_manager.filter(pk=pk).first()
    known = audit.registration(model)
    for candidate in (row, getattr(row, known.parent, None) if row and known and known.parent else None):
        if candidate is not None and hasattr(candidate, "get_absolute_url"):
            try:
                return candidate.get_absolute_url()
            except NoReverseMatch:
                continue
    return ""


def apart_from(hits, keys, user):
    """The hits for an access: without the rows of these keys, without kinds of record that a source reads by itself, and
    without rows that are closed to the account, such as confidential notes."""
    read = {label for source in sources() for label in source.reads}
    closed = {
        model: set(audit.hidden_rows(model, user).values_list("pk", flat=True))
        for model in {hit.model for hit in hits}
        if audit.is_restricted(model)
    }
    return [
        hit
        for hit in hits
        if hit.pk not in closed.get(hit.model, ())
        and (hit.in_file or hit.model._meta.label_lower not in read)
        and (hit.in_file or f"{hit.model._meta.label_lower}:{hit.pk}" not in keys)
    ]


def as_outcomes(hits):
    """What is kept, a line for each row: kind and number of the row, the reason, and the page to look at."""
    lines = {}
    for hit in hits:
        kind = capfirst(str(hit.model._meta.verbose_name))
        label = _("%(kind)s no. %(number)s") % {"kind": kind, "number": hit.pk}
        if hit.in_file:
            label = _("%(row)s, in the file") % {"row": label}
        lines.setdefault((hit.model, hit.pk, hit.in_file), Outcome(
            Fate.KEPT, label, 1, reason_to_keep(hit.model), _address(hit.model, hit.pk)
        ))  # fmt: skip
    return list(lines.values())
