"""Reading a file into an import batch: guard, header, mapping, and row by row what it would do. Changes nothing but the batch."""

import hashlib
import itertools
import json
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from ..models import ImportBatch, ImportMapping, ImportRow, SiteSettings
from . import adapters
from .adapters import SourceRow
from .guard import Refused, check_file
from .header import Header, find_header, kind_of_row
from .problems import Problem
from .reader import as_text, open_book

CHUNK = 500
LOOK_AHEAD = 80


def check_batch(batch, advance=lambda done, total, message="": None):
    """Read and check the file of a batch in chunks, each saved in its own short transaction.

    Ends in state `checked`, or `refused` with the reason in `batch.refusal`. Earlier rows of the batch are replaced;
    decisions about rows and names are kept where the row says the same.
    """
    try:
        _check(batch, advance)
    except Refused as refusal:
        _clear(batch)
        batch.state, batch.refusal = ImportBatch.State.REFUSED, str(refusal)
        batch.save()
    return batch


def _check(batch, advance):
    limits = SiteSettings.load()
    path = Path(batch.file.path)
    advance(0, 0, _("The file is being examined."))
    checked = check_file(path, max_bytes=limits.import_max_megabytes * 1024 * 1024)
    adapter = adapters.get(batch.kind)
    if checked.type == "vcf" and not adapter.reads_cards:
        raise Refused(_("The file holds address cards (vCard). Only the import of actors reads them."))
    book = open_book(path, checked)
    batch.options = {**batch.options, "type": checked.type, "notes": [str(note) for note in book.notes]}
    batch.sheets = _sheets(book)
    sheet = batch.sheet if batch.sheet in book.sheets else _best_sheet(batch)
    batch.sheet = sheet
    header = _header(book, sheet, adapter, batch)
    batch.refusal = ""
    batch.save()
    old = {row.parsed.get("fingerprint"): row.decision for row in batch.rows.exclude(decision={})}
    _clear(batch)
    session = adapter.session(batch)
    mapping = {key: list(indexes) for key, indexes in batch.mapping.items()}
    total = next((entry["rows"] for entry in batch.sheets if entry["name"] == sheet), 0)
    counts, done = {}, 0
    rows = itertools.islice(_below(book, sheet, header), limits.import_max_rows + 1)
    context = _RowContext(session, adapter, mapping, batch.columns, old)
    while chunk := list(itertools.islice(rows, CHUNK)):
        done += len(chunk)
        if done > limits.import_max_rows:
            raise Refused(
                _("The table has more than %(rows)s rows. Please split it.") % {"rows": limits.import_max_rows}
            )
        with translation.override(settings.LANGUAGE_CODE):  # what is stored is in the office's language
            stored = [stored for row in chunk if (stored := context.read(row, batch)) is not None]
        with transaction.atomic():
            ImportRow.objects.bulk_create(stored)
        for row in stored:
            counts[row.action] = counts.get(row.action, 0) + 1
            counts["problems"] = counts.get("problems", 0) + row.has_problems
        advance(done, max(total, done), _("Rows are being checked."))
    batch.options["names"] = _keep_choices(session.names(), batch.options.get("names", {}))
    batch.options.pop("names_changed", None)
    batch.summary = counts
    batch.state = ImportBatch.State.CHECKED
    batch.save()


def _clear(batch):
    while pks := list(batch.rows.values_list("pk", flat=True)[:2000]):
        ImportRow.objects.filter(pk__in=pks).delete()


def _keep_choices(names, before):
    for key, entry in names.items():
        if key in before and "chosen" in before[key]:
            entry["choice"] = entry["chosen"] = before[key]["chosen"]
    return names


def _sheets(book):
    """Describe each sheet: its name, number of rows, and the kind of thing that its headings speak of ("" for none)."""
    found = []
    for name in book.sheets:
        rows, total = [], 0
        for row in book.rows(name):
            total = row.number
            if len(rows) < LOOK_AHEAD:
                rows.append(row)
        best, best_score = "", 0.0
        for adapter in adapters.every():
            header = find_header(rows, adapter.targets())
            if header and any(column.target == adapter.title_key for column in header.columns):
                score = sum(column.confidence for column in header.columns if column.confidence >= 0.6)
                if score > best_score:
                    best, best_score = adapter.kind, score
        found.append({"name": name, "kind": best, "rows": total})
    return found


def _best_sheet(batch):
    for entry in batch.sheets:
        if entry["kind"] == batch.kind:
            return entry["name"]
    return batch.sheets[0]["name"]


def _header(book, sheet, adapter, batch):
    targets = adapter.targets()
    rows = list(itertools.islice(book.rows(sheet), LOOK_AHEAD))
    if not any(not row.is_blank for row in rows):
        raise Refused(_("The table is empty."))
    header = find_header(rows, targets)
    if header is None:
        raise Refused(
            _("No line with headings was found. The list needs one line that names its columns, such as “%(columns)s”.")
            % {"columns": ", ".join(str(target.label) for target in targets[:4])}
        )
    batch.header_row = header.row
    batch.columns = [column.as_json() for column in header.columns]
    batch.options = {**batch.options, "as_of": header.as_of, "signature": header.signature}
    if not batch.options.get("mapping_chosen"):
        batch.mapping = _proposed_mapping(header, batch.kind, targets)
    if not batch.mapping.get(adapter.title_key):
        # Without a column for the title nothing can be told apart: the page asks for the mapping first.
        batch.options["needs_mapping"] = True
    else:
        batch.options.pop("needs_mapping", None)
    return header


def _proposed_mapping(header: Header, kind, targets):
    """{target: [columns]}: the one saved for the same headings, else what the headings say."""
    known = {target.key for target in targets}
    saved = ImportMapping.objects.filter(kind=kind, signature=header.signature).first()
    if saved:
        here = {column.index for column in header.columns}
        mapping = {
            key: [index for index in indexes if index in here] for key, indexes in saved.mapping.items() if key in known
        }
        return {key: indexes for key, indexes in mapping.items() if indexes}
    mapping = {}
    for column in header.columns:
        if column.target:
            mapping.setdefault(column.target, []).append(column.index)
    return mapping


def _below(book, sheet, header):
    return (row for row in book.rows(sheet) if row.number > header.row)


class _RowContext:
    """Turns rows of the sheet into ImportRows, from top to bottom."""

    def __init__(self, session, adapter, mapping, columns, decisions):
        self.session, self.adapter, self.mapping, self.decisions = session, adapter, mapping, decisions
        self.headings = {column["index"]: column["heading"] for column in columns}
        self.by_index = {index: key for key, indexes in mapping.items() for index in indexes}
        self.repeated = {index: heading for index, heading in self.headings.items() if heading}
        self.ignored = frozenset(mapping.get(adapter.ignored_key, ()))
        self.group = ""

    def read(self, row, batch):
        """Return the unsaved ImportRow, or None for a blank one."""
        is_card = batch.options.get("type") == "vcf"  # each card is one, whatever it says or leaves out
        kind = (
            "data"
            if is_card or self.mapping.get(self.adapter.title_key) is None
            else kind_of_row(
                row, {**self.mapping, "title": self.mapping[self.adapter.title_key]}, is_group=self.session.is_group
            )
        )
        if kind == "data" and not is_card and self._repeats_header(row):
            kind = "header"
        if kind == "blank":
            return None
        raw = {
            str(index): text
            for index, value in enumerate(row.values)
            if index not in self.ignored and (text := as_text(value))
        }
        if kind != "data":
            if kind == "group":
                self.group = next(iter(raw.values()), "")
            raw = raw or {str(index): formula for index, formula in row.formulas.items()}
            return ImportRow(
                batch=batch, number=row.number, raw=raw, parsed={"kind": kind}, action=ImportRow.Action.SKIPPED
            )
        fingerprint = self._fingerprint(raw)
        source = self._source(row)
        understood = self.session.understand(source)
        problems = [*self._formula_problems(row), *understood.problems]
        decision = self.decisions.get(fingerprint, {})
        plan = self.session.plan(understood.values, problems, fingerprint, decision)
        return ImportRow(
            batch=batch,
            number=row.number,
            raw=raw,
            parsed={"kind": "data", "fingerprint": fingerprint, "values": understood.values, "version": plan.version},
            problems=[problem.as_json() for problem in problems],
            changes=[change.as_json() for change in plan.changes],
            decision=decision,
            action=ImportRow.Action.SKIPPED if decision.get("skip") else plan.action,
            has_problems=any(problem.is_question for problem in problems),
            target_id=plan.target_id,
        )

    def _repeats_header(self, row):
        filled = {index: text for index in range(len(row.values)) if (text := row.text(index))}
        same = sum(self.repeated.get(index) == text for index, text in filled.items())
        return same >= 2 and same >= len(filled) * 0.8

    def _fingerprint(self, raw):
        """The same for the same cells under the same headings in the same group, wherever the row stands."""
        cells = sorted((self.headings.get(int(index), index), text) for index, text in raw.items())
        return hashlib.sha256(json.dumps([cells, self.group], ensure_ascii=False).encode()).hexdigest()

    def _source(self, row):
        cells = {}
        for key, indexes in self.mapping.items():
            given = [row.values[index] for index in indexes if index < len(row.values) and as_text(row.values[index])]
            if given:
                cells[key] = given[0] if len(given) == 1 else "\n".join(as_text(value) for value in given)
        extra = [
            (self.headings.get(index) or _("Column %(number)s") % {"number": index + 1}, row.text(index))
            for index in range(len(row.values))
            if index not in self.by_index and row.text(index)
        ]
        return SourceRow(row, cells, extra, row.formulas, self.group)

    def _formula_problems(self, row):
        for index, formula in row.formulas.items():
            code = "formula" if row.text(index) else "formula_empty"
            yield Problem(code, formula[:200], {}, self.by_index.get(index, ""))
