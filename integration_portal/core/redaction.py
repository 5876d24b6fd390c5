"""The one way around the append-only audit trail: taking a person's data out of it, itself logged for good.

Duty and limits: GDPR Art. 17. What happened, when and by whom stays; only values that tell who the person is go.
"""

import contextlib
import json
import re
from email.utils import parseaddr

from auditlog.models import LogEntry
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, TextField
from django.db.models.functions import Cast
from django.utils.translation import gettext as _
from post_office.models import Email, Log

from . import audit
from .models import ImportBatch, ImportRow, Mail, PersonalLink, Redaction

REDACTED = "[redacted]"
FORGOTTEN = "geloescht@anonym.invalid"  # an address that cannot exist (RFC 2606)
SHORTEST_WORD = 4  # shorter values would hit the words of others
_ROW_COLUMNS = ("raw", "parsed", "changes", "problems", "before")


@transaction.atomic
def redact_person(*, label, objects, values, by, reason, records=True):
    """Take a person out of the audit trail; return the closed `Redaction`.

    `label` is a reference that names nobody ("actors.person 12"). In all entries of `objects` every value is
    replaced by "[redacted]"; in all other entries each of `values` (names, addresses) of four characters or more
    is replaced wherever it stands, and, unless `records` is off, in rows of imports, mails and personal links.
    `entries` of the redaction counts them all. Raises ValidationError without a reason. The redaction itself is logged and
    can neither be changed nor deleted.
    """
    with redacting(label=label, by=by, reason=reason) as redaction:
        for entry in _own_entries(objects):
            entry.changes = {name: _blank(change) for name, change in (entry.changes or {}).items()}
            entry.object_repr = REDACTED
            redaction.entries += _save(entry)
        words = long_enough(values)
        for entry in _entries_with(words):
            entry.changes = _without(entry.changes, words)
            entry.object_repr = _without(entry.object_repr, words)
            entry.additional_data = _without(entry.additional_data, words)
            entry.actor_email = _without(entry.actor_email, words)
            redaction.entries += _save(entry)
        if records:
            redaction.entries += sum(scrub(words) for scrub in (scrub_imports, scrub_mails, scrub_links))
    return redaction


@contextlib.contextmanager
def redacting(*, label, by, reason):
    """Open a `Redaction` for the body of a `with`, in which rows that are final may lose what names a person, and close it.

    The body adds up in `entries` what it changed. Raises ValidationError without a reason. An exception takes all of it back.
    """
    if not reason.strip():
        raise ValidationError({"reason": _("Please give a reason.")}, code="reason")
    with transaction.atomic():
        redaction = Redaction.objects.create(
            person_label=label, reason=reason.strip(), redacted_by=by, is_open=True, entries=0
        )
        yield redaction
        redaction.is_open = False
        redaction.save()


def long_enough(values):
    """The values that are long enough to be looked for in texts of others, longest first, each once."""
    words = {value.strip() for value in values if len(value.strip()) >= SHORTEST_WORD}
    return sorted(words, key=lambda word: (-len(word), word))


def pattern_of(words, *, loose=False):
    """A pattern that finds any of the words as whole words, in any case; None without words.

    "Anna Wolf" does not hit "Anna Wolfram", nor "Anna Wolf-Muster" unless `loose`; an address hits no longer one that
    ends or begins with it.
    """
    end = "" if loose else r"(?!-\w)"
    parts = [
        rf"(?<![\w.+-]){re.escape(word)}(?![\w-]|\.\w)" if "@" in word else rf"(?<!\w){re.escape(word)}(?!\w){end}"
        for word in words
    ]
    return re.compile("|".join(parts), re.IGNORECASE) if parts else None


def spellings(word):
    """How a word may stand in a column: as it is, and with the escapes of JSON."""
    return {word, json.dumps(word)[1:-1]}


def scrub_imports(words):
    """Take the words out of what imports keep of their files; return how many rows and imports changed.

    A row as it stood in the file is emptied, since its other cells may tell who the person is too; what was understood
    of it loses the words only.
    """
    number = 0
    parts = {part for word in words for part in word.split() if len(part) >= SHORTEST_WORD}
    for queryset, columns in (
        (ImportRow.objects.all(), _ROW_COLUMNS),
        (ImportBatch.objects.all(), ("options", "summary")),
    ):
        for record in _with_words(queryset, columns, parts):  # a list may keep first and last name apart
            clean = {name: _without_names(getattr(record, name), words) for name in columns}
            if any(clean[name] != getattr(record, name) for name in columns):
                if clean.get("raw", record) != getattr(record, "raw", record):
                    clean["raw"] = _emptied(record.raw)
                number += queryset.filter(pk=record.pk).update(**clean)
    return number


def scrub_mails(words):
    """Take the words out of mails; those to one of the addresses lose text and address. Return how many changed."""
    number, addresses = 0, {word.lower() for word in words}
    for mail in _with_words(Email.objects.all(), ("to", "subject", "message", "html_message", "headers"), words):
        known = any(parseaddr(address)[1].lower() in addresses for address in mail.to)
        texts = {name: "" if known else _without(getattr(mail, name), words) for name in ("message", "html_message")}
        number += Email.objects.filter(pk=mail.pk).update(
            **texts,
            **({"to": FORGOTTEN} if known else {}),
            subject=_without(mail.subject, words),
            headers=_without(mail.headers, words),
        )
        Log.objects.filter(email=mail.pk).update(message="")
        own = Mail.objects.filter(email=mail.pk)
        own.update(last_error="")
        if known:
            own.filter(state__in=(Mail.State.QUEUED, Mail.State.WAITING)).update(state=Mail.State.WITHDRAWN)
    return number


def scrub_links(words):
    """Take names off personal links; return how many."""
    holders = Q(pk__in=())
    for word in words:
        holders |= Q(holder__iexact=word)
    return PersonalLink.objects.filter(holders).update(holder="")


def _emptied(value):
    """A row of a file without what stood in it; how many cells it had stays."""
    if isinstance(value, dict):
        return {key: _emptied(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [_emptied(part) for part in value]
    return REDACTED if value not in (None, "") else value


def _with_words(queryset, columns, words):
    """Rows in which one of the words stands in one of the columns; JSON may spell them with escapes."""
    if not words:
        return []
    condition = Q()
    for column in columns:
        queryset = queryset.annotate(**{f"{column}_as_text": Cast(column, TextField())})
        for word in words:
            for spelled in spellings(word):
                condition |= Q(**{f"{column}_as_text__icontains": spelled})
    return queryset.filter(condition)


def _own_entries(objects):
    return LogEntry.objects.filter(cid__in=[audit.key_of(obj) for obj in objects]).select_for_update(of=("self",))


def _entries_with(words):
    """Entries whose text holds one of the words; JSON may spell them with escapes."""
    if not words:
        return []
    condition = Q()
    for word in words:
        for column in ("changes_as_text", "data_as_text", "object_repr", "actor_email"):
            for spelled in spellings(word):
                condition |= Q(**{f"{column}__icontains": spelled})
    texts = LogEntry.objects.annotate(
        changes_as_text=Cast("changes", TextField()), data_as_text=Cast("additional_data", TextField())
    )
    return texts.filter(condition)


def _blank(change):
    if isinstance(change, dict):
        return {**change, "objects": [REDACTED for _value in change.get("objects", [])]}
    return [REDACTED if value not in (None, "", "None") else value for value in change]


def _without(value, words):
    """The value with every word replaced, through lists and dictionaries."""
    if isinstance(value, str):
        pattern = pattern_of(words)
        return pattern.sub(REDACTED, value) if pattern else value
    if isinstance(value, list | tuple):
        return [_without(part, words) for part in value]
    if isinstance(value, dict):
        return {key: _without(part, words) for key, part in value.items()}
    return value


def _without_names(value, words):
    """As `_without()`; a list or record that holds a name in parts (first name, last name) loses all its texts."""
    if isinstance(value, dict):
        if "last_name" in value and _names_somebody(list(value.values()), words):
            return _emptied(value)
        return {key: _without_names(part, words) for key, part in value.items()}
    if not isinstance(value, list):
        return _without(value, words)
    if _names_somebody(value, words):
        return [REDACTED if isinstance(part, str) and part else part for part in value]
    return [_without_names(part, words) for part in value]


def _names_somebody(cells, words):
    """Whether first name and family name of one of the words stand in cells of their own."""
    texts = {cell.strip().lower() for cell in cells if isinstance(cell, str)}
    names = [[part for part in re.split(r"[\s,]+", word.lower()) if part] for word in words]
    return any(len(parts) > 1 and all(part in texts for part in parts) for parts in names)


def _save(entry):
    return LogEntry.objects.filter(pk=entry.pk).update(
        changes=entry.changes,
        object_repr=entry.object_repr,
        additional_data=entry.additional_data,
        actor_email=entry.actor_email,
        serialized_data=None,
        changes_text="",
    )
