"""Comparing what changed in the tables with what the audit trail says."""

from contextlib import contextmanager

from auditlog.models import LogEntry

from integration_portal.core import audit


def _ignored(field):
    return field.name in audit.COMPUTED or hasattr(field, "compute") or field.name in ("password", "last_login")


def _rows():
    """{(model, pk): {field: stored value}} of every audited table."""
    found = {}
    for model in audit.registered_models():
        names = [field.attname for field in model._meta.concrete_fields if not _ignored(field)]
        for values in model._default_manager.values("pk", *names):
            found[model._meta.label_lower, str(values.pop("pk"))] = values
    return found


def _field_name(label, attname):
    model = next(model for model in audit.registered_models() if model._meta.label_lower == label)
    return next(field.name for field in model._meta.concrete_fields if field.attname == attname)


@contextmanager
def every_row_change_is_audited():
    """Fail unless rows made, changed (field by field) and deleted inside are exactly those with new entries."""
    before, last = _rows(), LogEntry.objects.order_by("-id").values_list("id", flat=True).first() or 0
    yield
    after = _rows()
    changed = {(key, "created") for key in after.keys() - before.keys()}
    changed |= {(key, "deleted") for key in before.keys() - after.keys()}
    for key in after.keys() & before.keys():
        names = {_field_name(key[0], name) for name, value in after[key].items() if before[key][name] != value}
        changed |= {(key, name) for name in names}
    logged = set()
    words = {LogEntry.Action.CREATE: "created", LogEntry.Action.DELETE: "deleted"}
    for entry in LogEntry.objects.filter(id__gt=last).select_related("content_type"):
        key = (entry.content_type.model_class()._meta.label_lower, entry.object_pk)
        if entry.action in words:
            logged.add((key, words[entry.action]))
        else:
            logged |= {(key, name) for name, change in entry.changes.items() if not isinstance(change, dict)}
    made_and_gone = {key for key, word in logged if word == "created"} & {
        key for key, word in logged if word == "deleted"
    }
    fresh = {key for key, word in changed if word in ("created", "deleted")}
    assert changed != set()
    assert changed == {
        (key, word) for key, word in logged if key not in made_and_gone and (key not in fresh or word in words.values())
    }
