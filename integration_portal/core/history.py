"""The audit trail in plain words: what happened to an object, for its timeline "Verlauf"."""

import datetime
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from auditlog.models import LogEntry
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.formats import date_format, number_format
from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from . import audit
from .display import format_money
from .fields import EuroField

PAGE = 20
SOURCE_WORDS = {
    "admin": gettext_lazy("in the admin"),
    "import": gettext_lazy("by an import"),
    "command": gettext_lazy("by a command"),
    "job": gettext_lazy("by a job"),
}


@dataclass(frozen=True)
class HistoryLine:
    """One event: `when` (aware), `who` (name or ""), `summary` in a few words, `details` a sentence per field, `source`."""

    when: datetime.datetime
    who: str
    summary: str
    details: list[str]
    source: str


@dataclass(frozen=True)
class History:
    """A page of a history; `older` says whether more is there."""

    lines: list[HistoryLine]
    older: bool
    page: int


def history_of(obj, *, page=1):
    """Return a page of the history of an object and of what belongs to it, newest first.

    At most four queries whatever the number of lines. Whether the reader may see it is the caller's business.
    """
    page = max(1, page)
    start = (page - 1) * PAGE
    entries = list(
        LogEntry.objects.filter(cid=audit.key_of(obj))
        .select_related("actor", "content_type")
        .order_by("-timestamp", "-id")[start : start + PAGE + 1]
    )
    shown = entries[:PAGE]
    names = _related_names(shown)
    return History([_line(entry, obj, names) for entry in shown], len(entries) > PAGE, page)


def texts_of(entries):
    """Each entry in one text: what happened, and its details."""
    names = _related_names(entries)
    lines = (_line(entry, None, names) for entry in entries)
    return ["; ".join([line.summary, *line.details]) for line in lines]


def _related_names(entries):
    """Names of all objects that foreign keys in the entries point to: one query per model pointed to."""
    wanted = {}
    for entry in entries:
        model = entry.content_type.model_class()
        for name, change in (entry.changes or {}).items():
            field = _field(model, name)
            if field is not None and field.is_relation and not field.many_to_many and isinstance(change, list):
                wanted.setdefault(field.related_model, set()).update(
                    str(value) for value in change if value not in (None, "", "None", audit.MASK)
                )
    return {
        model: {str(pk): str(found) for pk, found in model._default_manager.in_bulk(list(pks)).items()}
        for model, pks in wanted.items()
    }


def _field(model, name):
    if model is None:
        return None
    try:
        return model._meta.get_field(name)
    except FieldDoesNotExist:
        return None


def _line(entry, obj, names):
    data = entry.additional_data or {}
    model = entry.content_type.model_class()
    is_part = model is not type(obj)
    label = str(audit.registration(model).label) if model and audit.registration(model) else str(entry.content_type)
    return HistoryLine(
        when=entry.timestamp,
        who=data.get("who") or (str(entry.actor) if entry.actor else ""),
        summary=_summary(entry, label if is_part else ""),
        details=_details(entry, model, names),
        source=str(SOURCE_WORDS.get(data.get("source", ""), "")),
    )


def _summary(entry, label):
    # The trail holds "app.model 29" instead of the words of records about people: then the label says enough.
    is_masked = entry.object_repr == f"{entry.content_type.app_label}.{entry.content_type.model} {entry.object_pk}"
    what = "" if not label else label if is_masked else f"{label}: {entry.object_repr}"
    action = entry.action
    if action == LogEntry.Action.CREATE:
        return _("%(what)s added") % {"what": what} if what else _("Created")
    if action == LogEntry.Action.DELETE:
        return _("%(what)s removed") % {"what": what} if what else _("Deleted")
    return _("%(what)s changed") % {"what": what} if what else _("Changed")


def _details(entry, model, names):
    if entry.action == LogEntry.Action.DELETE:
        return []
    lines = []
    for name, change in sorted((entry.changes or {}).items()):
        field = _field(model, name)
        if name in ("id", "uuid") or _is_parent(model, name):
            continue
        label = capfirst(str(getattr(field, "verbose_name", name)))
        if isinstance(change, dict):
            word = _("added") if change.get("operation") == "add" else _("removed")
            lines.append(
                _("%(field)s: %(values)s %(word)s")
                % {"field": label, "values": ", ".join(change.get("objects", [])), "word": word}
            )
            continue
        if entry.action == LogEntry.Action.CREATE and _is_default(field, change[1]):
            continue
        if isinstance(field, models.JSONField):  # says nothing to a reader as it is stored
            lines.append(_("%(field)s changed") % {"field": label})
            continue
        old, new = (_value(field, value, names) for value in change)
        if old == new and isinstance(field, models.DecimalField):
            continue  # 1800 and 1800.00 are the same number
        if entry.action == LogEntry.Action.CREATE or not old:
            if new:
                lines.append(_("%(field)s: “%(new)s”") % {"field": label, "new": new})
        elif not new:
            lines.append(_("%(field)s: “%(old)s” removed") % {"field": label, "old": old})
        else:
            lines.append(_("%(field)s: “%(old)s” becomes “%(new)s”") % {"field": label, "old": old, "new": new})
    return lines


def _is_default(field, value):
    """Whether a new row merely got what every new row gets."""
    return field is not None and field.has_default() and str(field.get_default()) == str(value)


def _is_parent(model, name):
    known = audit.registration(model)
    return bool(known and known.parent == name)


def _number(field, text):
    """An amount of euros as money, another number without zeros at its end, in the reader's language."""
    try:
        number = Decimal(text)
    except InvalidOperation:
        return text
    if isinstance(field, EuroField):
        return format_money(number)
    plain = number.to_integral_value() if number == number.to_integral_value() else number.normalize()
    return number_format(plain, use_l10n=True, force_grouping=True)


def _value(field, value, names):
    """A stored value as the office reads it."""
    if value in (None, "", "None"):
        return ""
    text = str(value)
    if field is None or text == audit.MASK:
        return Truncator(text).chars(160)
    if field.is_relation:
        return names.get(field.related_model, {}).get(text, _("no longer there"))
    if field.choices:
        return str({str(key): label for key, label in field.flatchoices}.get(text, value))
    if isinstance(field, models.DecimalField):
        return _number(field, text)
    if isinstance(field, models.BooleanField):
        return _("yes") if text == "True" else _("no")
    if isinstance(field, models.DateTimeField):
        moment = parse_datetime(text)
        if moment:
            moment = moment if timezone.is_aware(moment) else moment.replace(tzinfo=datetime.UTC)
            return date_format(timezone.localtime(moment), "DATETIME_FORMAT")
    elif isinstance(field, models.DateField):
        day = parse_date(text)
        return date_format(day, "DATE_FORMAT") if day else text
    return Truncator(text).chars(160)
