"""Input of requests to confirm details, of corrections, and of decisions about them. The services write."""

from django import forms
from django.core import signing
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from integration_portal.core.form_fields import DayField
from integration_portal.core.locking import Conflict, FieldConflict, VersionedForm
from integration_portal.core.phones import validate_phone

from .addresses import clean_address
from .items import REMARK, Words, as_json, groups_of, is_same
from .models import ConfirmationRound

SALT = "actors.confirmation.seen"
ADDRESS = ("street", "postal_code", "city")


class ConfirmationRoundForm(VersionedForm):
    """Title, deadline and words of a round."""

    class Meta:
        model = ConfirmationRound
        fields = ("title", "deadline", "text")
        field_classes = {"deadline": DayField}
        widgets = {"text": forms.Textarea(attrs={"rows": 5})}

    def clean_deadline(self):
        """Nobody can answer until a day that has passed."""
        day = self.cleaned_data["deadline"]
        if day < timezone.localdate():
            raise ValidationError(_("The deadline lies in the past."), code="past")
        return day


class NewLinkForm(forms.Form):
    """A new link, perhaps to another address."""

    email = forms.EmailField(label=_("E-mail address"), max_length=254)


class RemovalForm(forms.Form):
    """The wish to be removed, with a word why if somebody likes."""

    remark = forms.CharField(
        label=_("Why, if you like to say it"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )


class SettleForm(forms.Form):
    """What becomes of a wish to be removed."""

    outcome = forms.ChoiceField(
        label=_("Decision"),
        choices=(
            ("archive", _("Take the organisation out of the network (archive)")),
            ("keep", _("Keep the entry for now")),
        ),
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=_("Reason"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("The organisation reads this sentence."),
    )


class EntryForm(forms.Form):
    """An actor's entry, item by item. Holds what was typed, and what the entry said when the page was opened.

    The hidden `seen` carries the values that were shown, signed: only what differs from them is a correction, so a
    change by the office meanwhile is not undone by somebody who never touched it.
    """

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    conflict = None

    def __init__(self, data=None, *, actor, version, typed=None):
        """`typed`: what was kept earlier, {item: [seen, typed]}."""
        super().__init__(data)
        self.parts = groups_of(actor)
        self.items = {item.key: item for _title, items in self.parts for item in items}
        typed = {key: pair for key, pair in (typed or {}).items() if key in self.items or key == REMARK}
        now = {key: item.value for key, item in self.items.items()}
        seen = now | {key: pair[0] for key, pair in typed.items() if key != REMARK}
        for key, item in self.items.items():
            self.fields[key] = item.formfield()
        self.fields[REMARK] = forms.CharField(
            label=_("Anything else?"),
            required=False,
            max_length=2000,
            widget=forms.Textarea(attrs={"rows": 3}),
            help_text=_("Such as a new offer, another contact person, or something that cannot be entered above."),
        )
        self.initial = now | {key: pair[1] for key, pair in typed.items()}
        self.initial |= {"version": version, "seen": signing.dumps(seen, salt=SALT, compress=True)}
        self._now = now

    def groups(self):
        """Heading and bound fields of each part of the form."""
        parts = [(title, [self[item.key] for item in items]) for title, items in self.parts]
        return [*parts, (_("Remark"), [self[REMARK]])]

    def clean_version(self):
        """An answer without its version cannot be compared and is refused."""
        version = self.cleaned_data.get("version")
        if version is None:
            raise ValidationError(_("Please open this form again: it does not say which version it started from."))
        return version

    def clean_seen(self):
        """The values that were shown; without them, or for items that are new since, the present ones."""
        try:
            seen = signing.loads(self.cleaned_data["seen"], salt=SALT)
        except signing.BadSignature:
            raise ValidationError(_("Please open this form again: it does not say which version it started from."))
        return self._now | {key: value for key, value in seen.items() if key in self._now}

    def clean(self):
        """Telephone number and addresses are checked where they were changed."""
        data = super().clean()
        phone = data.get("phone")
        if phone and "phone" in self._changed(data):
            try:
                validate_phone(phone)
            except ValidationError as error:
                self.add_error("phone", error)
        changed = self._changed(data)
        prefixes = [""] + [key[: -len("street")] for key in self.items if key.endswith("-street")]
        for prefix in prefixes:
            keys = {name: f"{prefix}{name}" for name in ADDRESS}
            if not any(key in changed for key in keys.values()):
                continue
            values, errors = clean_address({name: data.get(key) for name, key in keys.items()})
            for name, key in keys.items():
                if key in self.errors:
                    continue
                data[key] = values[name]
                if name in errors:
                    self.add_error(key, errors[name])
        return data

    def _changed(self, data):
        """{item: (seen, typed)} of everything that differs from what was shown."""
        seen = data.get("seen") or self._now
        return {
            key: (seen[key], as_json(data[key]))
            for key in self.items
            if key in data and not is_same(seen[key], as_json(data[key]))
        }

    @property
    def changes(self):
        """What the services take: {item: (before, after)}, the remark among them. Only of a valid form."""
        found = self._changed(self.cleaned_data)
        if remark := self.cleaned_data[REMARK].strip():
            found[REMARK] = ("", remark)
        return found

    def add_conflict(self, current):
        """Somebody else behind the same link saved meanwhile: show both texts, keep one's own in the fields."""
        theirs = dict((current.answer or {}).get("typed") or {})
        theirs |= {row.field: [row.before, row.after] for row in current.changes.waiting()}
        mine = self.changes
        keys = [key for key in theirs if key in self.fields and mine.get(key, (None, None))[1] != theirs[key][1]]
        pairs = [(self.items[key], theirs[key][1]) for key in keys if key in self.items]
        pairs += [(self.items[key], as_json(self.cleaned_data[key])) for key in keys if key in self.items]
        words, empty = Words(pairs), _("empty")

        def say(key, value):
            return (words.say(self.items[key], value) if key in self.items else value) or empty

        rows = [
            FieldConflict(key, self[key].label, say(key, theirs[key][1]), say(key, as_json(self.cleaned_data[key])))
            for key in keys
        ]
        self.conflict = Conflict(current.name, current.updated_at, rows)
        self.data = self.data.copy()
        self.data["version"] = str(current.version)
        self.add_error(
            None, _("Somebody else has saved this meanwhile. Your input is still here: please compare and save again.")
        )

    def take_theirs(self, current):
        """Put the kept values of the others where the conflict page was ticked; call it before validation."""
        chosen = [key for key in self.data.getlist("keep_theirs") if key in self.fields]
        if not chosen:
            return
        theirs = dict((current.answer or {}).get("typed") or {})
        theirs |= {row.field: [row.before, row.after] for row in current.changes.waiting()}
        self.data = self.data.copy()
        for key in chosen:
            if key in theirs:
                value = theirs[key][1]
                if isinstance(value, list):
                    self.data.setlist(key, [str(one) for one in value])
                else:
                    self.data[key] = "" if value is None else str(value)
