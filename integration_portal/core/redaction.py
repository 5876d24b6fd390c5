"""The one way around the append-only audit trail: taking a person's data out of it, itself logged for good.

Duty and limits: GDPR Art. 17. What happened, when and by whom stays; only values that tell who the person is go.
"""

import json

from auditlog.models import LogEntry
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, TextField
from django.db.models.functions import Cast
from django.utils.translation import gettext as _
from post_office.models import Email

from . import audit
from .models import ImportBatch, ImportRow, PersonalLink, Redaction

REDACTED = "[redacted]"
FORGOTTEN = "geloescht@anonym.invalid"  # an address that cannot exist (RFC 2606)
SHORTEST_WORD = 4  # shorter values would hit the words of others
_ROW_COLUMNS = ("raw", "parsed", "changes", "problems", "before")


@transaction.atomic
def redact_person(*, label, objects, values, by, reason):
    """Take a person out of the audit trail; return the closed `Redaction`.

    `label` is a reference that names nobody ("actors.person 12"). In all entries of `objects` every value is
    replaced by "[redacted]"; in all other entries each of `values` (names, addresses) of four characters or more
    is replaced wherever it stands, and so in rows of imports, mails and personal links. `entries` of the
    redaction counts them all. Raises ValidationError without a reason. The redaction itself is logged and
    can neither be changed nor deleted.
    """
    if not reason.strip():
        raise ValidationError({"reason": _("Please give a reason.")}, code="reason")
    redaction = Redaction.objects.create(person_label=label, reason=reason.strip(), redacted_by=by, is_open=True)
    number = 0
    for entry in _own_entries(objects):
        entry.changes = {name: _blank(change) for name, change in (entry.changes or {}).items()}
        entry.object_repr = REDACTED
        number += _save(entry)
    words = sorted({value.strip() for value in values if len(value.strip()) >= SHORTEST_WORD}, key=len, reverse=True)
    for entry in _entries_with(words):
        entry.changes = _without(entry.changes, words)
        entry.object_repr = _without(entry.object_repr, words)
        entry.additional_data = _without(entry.additional_data, words)
        entry.actor_email = _without(entry.actor_email, words)
        number += _save(entry)
    redaction.entries, redaction.is_open = number + _scrub_records(words), False
    redaction.save()
    return redaction


def _scrub_records(words):
    """Take the words out of what other records keep of a person: rows of imports, and texts of mails; return how many.

    Rows of an import lose the words only, mails to one of the addresses lose text and address.
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
                number += queryset.filter(pk=record.pk).update(**clean)
    for mail in _with_words(Email.objects.all(), ("to", "subject", "message"), words):
        known = any(word.lower() in address.lower() for address in mail.to for word in words)
        Email.objects.filter(pk=mail.pk).update(
            **(
                {"to": FORGOTTEN, "message": "", "html_message": ""}
                if known
                else {"message": _without(mail.message, words)}
            ),
            subject=_without(mail.subject, words),
        )
        number += 1
    return number + PersonalLink.objects.filter(holder__in=words).update(holder="")


def _with_words(queryset, columns, words):
    """Rows in which one of the words stands in one of the columns; JSON may spell them with escapes."""
    if not words:
        return []
    condition = Q()
    for column in columns:
        queryset = queryset.annotate(**{f"{column}_as_text": Cast(column, TextField())})
        for word in words:
            for spelled in {word, json.dumps(word)[1:-1]}:
                condition |= Q(**{f"{column}_as_text__contains": spelled})
    return queryset.filter(condition)


def _own_entries(objects):
    return LogEntry.objects.filter(cid__in=[audit.key_of(obj) for obj in objects]).select_for_update(of=("self",))


def _entries_with(words):
    """Entries whose text holds one of the words; JSON may spell them with escapes."""
    if not words:
        return []
    condition = Q()
    for word in words:
        escaped = json.dumps(word)[1:-1]
        for column in ("changes_as_text", "data_as_text", "object_repr", "actor_email"):
            condition |= Q(**{f"{column}__contains": word})
            if escaped != word:
                condition |= Q(**{f"{column}__contains": escaped})
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
        for word in words:
            value = value.replace(word, REDACTED)
        return value
    if isinstance(value, list | tuple):
        return [_without(part, words) for part in value]
    if isinstance(value, dict):
        return {key: _without(part, words) for key, part in value.items()}
    return value


def _without_names(value, words):
    """As `_without()`, and lists that hold a name in parts (title, first name, last name) lose all of them."""
    if isinstance(value, dict):
        return {key: _without_names(part, words) for key, part in value.items()}
    if not isinstance(value, list):
        return _without(value, words)
    if all(isinstance(part, str) for part in value):
        together = " ".join(filter(None, value))
        if any(together == word or together.endswith(f" {word}") for word in words):
            return [REDACTED if part else part for part in value]
    return [_without_names(part, words) for part in value]


def _save(entry):
    return LogEntry.objects.filter(pk=entry.pk).update(
        changes=entry.changes,
        object_repr=entry.object_repr,
        additional_data=entry.additional_data,
        actor_email=entry.actor_email,
        serialized_data=None,
        changes_text="",
    )
