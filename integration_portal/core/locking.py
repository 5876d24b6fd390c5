"""Lost updates are impossible: a form carries the version it was opened with, and a save compares.

`lock()` is for services; `VersionedForm` is for forms. When somebody else has saved in between, the form comes
back with everything typed, and beside it, per field, what the other one saved.
"""

from dataclasses import dataclass

from auditlog.models import LogEntry
from django import forms
from django.utils.translation import gettext as _

from . import audit


class StaleObject(Exception):
    """Somebody saved the object since it was opened; `current` is the row as it is now, locked."""

    def __init__(self, current):
        self.current = current
        super().__init__(f"{current._meta.label} {current.pk} is at version {current.version}")


def lock(instance, version):
    """Return the row as it is now, locked for this transaction. Raises StaleObject if it is not at `version`.

    Call it inside `transaction.atomic()`. On SQLite the whole database is locked by the transaction itself.
    """
    current = type(instance)._default_manager.select_for_update().get(pk=instance.pk)
    if version is not None and current.version != int(version):
        raise StaleObject(current)
    return current


@dataclass(frozen=True)
class FieldConflict:
    """A field in which both texts differ: label, what is saved now, what this user typed."""

    name: str
    label: str
    theirs: str
    mine: str


@dataclass(frozen=True)
class Conflict:
    """What the page shows: who saved meanwhile (name or ""), when, and the fields that differ."""

    who: str
    when: object
    fields: list[FieldConflict]


class VersionedForm(forms.ModelForm):
    """A model form with a hidden `version`.

    After `add_conflict(current)` the form is invalid, keeps all input, carries the new version, and
    `form.conflict` holds both texts. Saving it again then overwrites knowingly; for each field in conflict the
    user may instead choose to keep what the other one saved (`keep_theirs` in the POST data).
    """

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    conflict = None

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields["version"].initial = self.instance.version
            self.initial["version"] = self.instance.version

    def clean_version(self):
        """An edit without its version cannot be compared and is refused."""
        version = self.cleaned_data.get("version")
        if self.instance.pk and version is None:
            raise forms.ValidationError(
                _("Please open this form again: it does not say which version it started from.")
            )
        return version

    def _post_clean(self):
        if self.instance.pk:
            self._take_theirs()
        super()._post_clean()

    def _take_theirs(self):
        """Put the saved values into the fields for which the user chose them on the conflict page."""
        if not hasattr(self.data, "getlist"):
            return
        chosen = set(self.data.getlist("keep_theirs")) & set(self.fields)
        if chosen:
            current = type(self.instance)._default_manager.get(pk=self.instance.pk)
            values = forms.model_to_dict(current, fields=chosen)
            for name, value in values.items():
                self.cleaned_data[name] = (
                    self.fields[name].clean(_as_input(value))
                    if not isinstance(self.fields[name], forms.FileField)
                    else value
                )

    def add_conflict(self, current):
        """Turn the bound form into the conflict page's form: input kept, version of the current row, both texts."""
        saved = forms.model_to_dict(current)
        fields = []
        for name in self.changed_against(saved):
            bound = self[name]
            fields.append(
                FieldConflict(
                    name,
                    str(bound.label),
                    _words(bound.field, saved.get(name)),
                    _words(bound.field, self.cleaned_data.get(name, bound.value())),
                )
            )
        entry = (
            LogEntry.objects.filter(cid=audit.key_of(current))
            .select_related("actor")
            .order_by("-timestamp", "-id")
            .first()
        )
        who = ((entry.additional_data or {}).get("who") or str(entry.actor or "")) if entry else ""
        self.conflict = Conflict(who, getattr(current, "updated_at", None), fields)
        if hasattr(self.data, "copy"):
            self.data = self.data.copy()
            self.data[self.add_prefix("version")] = str(current.version)
            if hasattr(self.data, "setlist"):
                self.data.setlist("keep_theirs", [])
        self.add_error(
            None, _("Somebody else has saved this meanwhile. Your input is still here: please compare and save again.")
        )

    def changed_against(self, saved):
        """Names of the fields whose input differs from the saved values."""
        names = []
        for name, field in self.fields.items():
            if name == "version" or name not in saved or isinstance(field, forms.FileField):
                continue
            if field.has_changed(_as_input(saved[name]), self[name].data):
                names.append(name)
        return names


def _as_input(value):
    """A value of `model_to_dict` as form fields take it: objects of many-to-many fields become keys."""
    if isinstance(value, list):
        return [getattr(item, "pk", item) for item in value]
    return value


def _words(field, value):
    """A form value as a person reads it."""
    if value in (None, "", []):
        return _("empty")
    if isinstance(field, forms.ModelMultipleChoiceField):
        return ", ".join(
            sorted(str(item) for item in field.queryset.filter(pk__in=[getattr(item, "pk", item) for item in value]))
        )
    if isinstance(field, forms.ModelChoiceField):
        found = field.queryset.filter(pk=getattr(value, "pk", value)).first()
        return str(found) if found else _("no longer there")
    if isinstance(field, forms.BooleanField):
        return _("yes") if value else _("no")
    if isinstance(field, forms.ChoiceField):
        return str(dict(field.choices).get(value, value))
    return str(value)
