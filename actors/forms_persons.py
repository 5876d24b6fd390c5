"""Input of persons: the entry itself, further contact ways, roles at actors. One form for the page, saved as a whole."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from integration_portal.core.display import format_period
from integration_portal.core.form_fields import DayField, DayInput, OldDayField
from integration_portal.core.locking import FieldConflict, VersionedForm
from integration_portal.core.phones import international, validate_phone

from .models import Actor, ContactWay, Person, PersonRole

NUMBERS = (ContactWay.Kind.PHONE, ContactWay.Kind.MOBILE, ContactWay.Kind.FAX)
ROWS = ("ways", "roles")


class PersonForm(VersionedForm):
    """A person with contact ways (`ways`) and roles (`roles`), formsets of its own.

    A new one that may be there already is saved only after `confirm_new` has been ticked.
    """

    confirm_new = forms.BooleanField(label=_("This is somebody else: save all the same"), required=False)

    class Meta:
        model = Person
        fields = (
            "title", "first_name", "last_name", "email", "phone", "preferred_language", "preferred_way",
            "legal_basis", "consent_on", "consent_text", "data_source", "informed_on", "review_on", "no_mailings_on",
            "is_published", "permission_on", "publish_email", "publish_phone", "internal_note",
        )  # fmt: skip
        field_classes = dict.fromkeys(
            ("consent_on", "informed_on", "review_on", "no_mailings_on", "permission_on"), DayField
        )
        widgets = {
            "internal_note": forms.Textarea(attrs={"rows": 3}),
            "consent_text": forms.Textarea(attrs={"rows": 3}),
        }
        help_texts = {
            "is_published": _(
                "Off by default. Tick only if the person has agreed; without it neither name nor contact ways appear in public."
            ),
            "publish_email": _("Only together with the name."),
            "publish_phone": _("Only together with the name."),
            "informed_on": _("When the person was told that they are stored here (GDPR Art. 13 and 14)."),
            "review_on": _("On this day the portal asks whether the entry is still needed."),
            "no_mailings_on": _("From this day on no mailing list reaches the person (GDPR Art. 21)."),
            "consent_text": _("What the person agreed to, word for word."),
        }

    GROUPS = (
        ("about", _("Person"), ("title", "first_name", "last_name", "email", "phone", "preferred_way", "preferred_language")),
        (
            "protection",
            _("Data protection"),
            (
                "legal_basis", "consent_on", "consent_text", "data_source", "informed_on", "review_on", "no_mailings_on",
            ),
        ),
        ("public", _("What may be public"), ("is_published", "permission_on", "publish_email", "publish_phone")),
        ("internal", _("For the office only"), ("internal_note",)),
    )  # fmt: skip
    similar = ()

    def __init__(self, data=None, *, instance=None, initial_roles=(), **kwargs):
        super().__init__(data, instance=instance, **kwargs)
        self.stored_phone = self.instance.phone
        self.ways = way_formset(data, instance)
        self.roles = role_formset(data, instance, extra_initial=initial_roles)

    def is_valid(self):
        """The entry and all rows."""
        return all([super().is_valid(), self.ways.is_valid(), self.roles.is_valid()])

    def groups(self):
        """Heading and bound fields of each part of the form."""
        return [
            {"key": key, "title": title, "fields": [self[name] for name in names]} for key, title, names in self.GROUPS
        ]

    def clean_phone(self):
        """A number that can exist, in international form; what was stored before this was checked may stay as it is."""
        phone = self.cleaned_data["phone"]
        if not phone or phone == self.stored_phone:
            return phone
        validate_phone(phone)
        return international(phone)

    def clean(self):
        """Contact ways need the name, consent its day; somebody like this person is named before a second one is stored."""
        data = super().clean()
        if not data.get("is_published"):
            for name in ("publish_email", "publish_phone"):
                if data.get(name):
                    self.add_error(name, _("Contact ways can be published only together with the name."))
        elif not data.get("permission_on") and "permission_on" not in self.errors:
            self.add_error("permission_on", _("Please enter the day on which the person agreed."))
        has_consent = data.get("legal_basis") == Person.LegalBasis.CONSENT
        if has_consent and not data.get("consent_on") and "consent_on" not in self.errors:
            self.add_error("consent_on", _("Please enter the day of the consent."))
        self._look_for_others(data)
        return data

    def _look_for_others(self, data):
        names = ("first_name", "last_name", "email")
        others = Person.objects.like(**{name: data.get(name, "") for name in names}).filter(anonymised_at__isnull=True)
        if self.instance.pk:
            others = others.exclude(pk=self.instance.pk)
            if all(data.get(name) == self.initial.get(name) for name in names):
                return
        self.similar = list(others.with_list_relations()[:5])
        if self.similar and not data.get("confirm_new"):
            self.add_error(
                None, ValidationError(_("Somebody with this name or e-mail address is stored already."), code="similar")
            )

    @property
    def data_for_service(self):
        """What the services take as `data`, `ways` and `roles`; rows of which the user chose the saved ones are left out."""
        theirs = self.data.getlist("keep_theirs") if hasattr(self.data, "getlist") else ()
        rows = {
            name: formset.rows for name, formset in (("ways", self.ways), ("roles", self.roles)) if name not in theirs
        }
        removed = [] if "roles" in theirs else self.roles.removed
        removed_ways = [] if "ways" in theirs else self.ways.removed
        data = {name: value for name, value in self.cleaned_data.items() if name not in ("version", "confirm_new")}
        return {"data": data, "removed": removed, "removed_ways": removed_ways, **rows}

    def add_conflict(self, current):
        """With contact ways and roles, which are rows of their own."""
        super().add_conflict(current)
        pairs = (
            ("ways", _("Further contact ways"), [way_words(way) for way in current.contact_ways.all()],
             [way_words(ContactWay(**_without_id(row))) for row in self.ways.rows]),
            ("roles", _("Roles at actors"), [role_words(role) for role in current.roles.select_related("actor")],
             [role_words(PersonRole(**_without_id(row))) for row in self.roles.rows]),
        )  # fmt: skip
        empty = _("empty")
        for name, label, theirs, mine in pairs:
            if sorted(theirs) != sorted(mine):
                self.conflict.fields.append(
                    FieldConflict(name, str(label), "; ".join(theirs) or empty, "; ".join(mine) or empty)
                )


def _without_id(row):
    return {name: value for name, value in row.items() if name != "id"}


def way_words(way):
    """A contact way in one line, as the conflict page shows it."""
    public = f" ({_('may be published')})" if way.is_published else ""
    return f"{way.get_kind_display()} {way.value}{public}"


def role_words(role):
    """A role in one line, as the conflict page shows it."""
    period = format_period(role.since, role.until) if role.since or role.until else ""
    return ", ".join(part for part in (str(role.actor), role.function, period) if part)


class RowsFormSet(forms.BaseFormSet):
    """Rows that belong to a person. A row without a value in `needed` is no row."""

    needed = ""
    names: tuple[str, ...] = ()

    def _filled(self):
        for form in self.forms:
            values = getattr(form, "cleaned_data", None)
            if values and values.get(self.needed) and not values.get("DELETE"):
                yield form, values

    @property
    def rows(self):
        """The rows as the services take them, with `id` of the stored row each changes."""
        return [
            {"id": values.get("id"), **{name: values[name] for name in self.names}} for _form, values in self._filled()
        ]

    @property
    def removed(self):
        """Ids of the rows that were ticked for removal."""
        return [form.cleaned_data["id"] for form in self.deleted_forms if form.cleaned_data.get("id")]


class ContactWayForm(forms.Form):
    """One further way to reach the person; `id` names the stored row it changes."""

    id = forms.IntegerField(required=False, widget=forms.HiddenInput)
    kind = forms.ChoiceField(label=_("Kind"), choices=ContactWay.Kind, required=False)
    value = forms.CharField(label=_("Number or address"), max_length=254, required=False)
    label = forms.CharField(label=_("Note"), max_length=80, required=False, help_text=_("Such as office hours only."))
    is_published = forms.BooleanField(label=_("may be published"), required=False)

    def clean(self):
        """The value fits its kind; numbers are kept in international form."""
        data = super().clean()
        data["kind"] = data.get("kind") or ContactWay.Kind.MOBILE
        value = data.get("value")
        if value:
            try:
                ContactWay(kind=data["kind"], value=value).clean()
            except ValidationError as error:
                self.add_error("value", error.error_dict["value"])
            if data["kind"] in NUMBERS:
                data["value"] = international(value)
        elif data.get("label") or data.get("is_published"):
            self.add_error("value", _("Please enter the number or address, or leave the row empty."))
        return data


class BaseWayFormSet(RowsFormSet):
    """All further ways, each once; public only together with the name."""

    needed, names = "value", ("kind", "value", "label", "is_published")

    def clean(self):
        seen, is_public = set(), bool(self.data.get("is_published"))
        for form, values in self._filled():
            key = (values["kind"], values["value"])
            if key in seen:
                form.add_error("value", _("This contact way is there twice."))
            seen.add(key)
            if values["is_published"] and not is_public:
                form.add_error("is_published", _("Contact ways can be published only together with the name."))


class PersonRoleForm(forms.ModelForm):
    """One role at one actor; `id` names the stored role it changes."""

    id = forms.IntegerField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = PersonRole
        fields = ("actor", "function", "is_main_contact", "since", "until", "deputy")
        field_classes = {"since": OldDayField, "until": OldDayField}
        widgets = {"since": DayInput, "until": DayInput}
        help_texts = {"deputy": _("Somebody with a role at the same organisation.")}

    def __init__(self, *args, actors=None, deputies=(), person=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.person = person
        if actors is not None:
            self.fields["actor"].choices = actors
        self.fields["deputy"].queryset = Person.objects.filter(anonymised_at__isnull=True)
        self.fields["deputy"].choices = [("", "---------"), *deputies]

    def clean(self):
        data = super().clean()
        if data.get("since") and data.get("until") and data["until"] < data["since"]:
            self.add_error("until", _("The end lies before the start."))
        if data.get("deputy") and self.person and data["deputy"].pk == self.person.pk:
            self.add_error("deputy", _("The deputy has to be somebody else."))
        return data


class BaseRoleFormSet(RowsFormSet):
    """Roles of a person, each actor and function once."""

    needed, names = "actor", PersonRoleForm.Meta.fields

    def clean(self):
        seen = set()
        for form, values in self._filled():
            key = (values["actor"].pk, values.get("function", ""))
            if key in seen:
                form.add_error("function", _("This role is there twice."))
            seen.add(key)


WayFormSet = forms.formset_factory(
    ContactWayForm, formset=BaseWayFormSet, extra=1, max_num=20, absolute_max=30, validate_max=True, can_delete=True
)
RoleFormSet = forms.formset_factory(
    PersonRoleForm, formset=BaseRoleFormSet, extra=2, max_num=30, absolute_max=40, validate_max=True, can_delete=True
)


def way_formset(data, person=None):
    """The formset of a person's further contact ways."""
    ways = person.contact_ways.all() if person else ()
    initial = [{"id": way.pk, **{name: getattr(way, name) for name in BaseWayFormSet.names}} for way in ways]
    return WayFormSet(data, prefix="wege", initial=initial)


def role_formset(data, person=None, *, extra_initial=()):
    """The formset of a person's roles; the lists of actors and deputies are read once for all rows.

    Deputies are persons with a role at one of the actors; `extra_initial` proposes further roles.
    """
    roles = list(person.roles.select_related("actor", "deputy")) if person else []
    actors = [("", "---------"), *((actor.pk, actor.name) for actor in Actor.objects.current().only("pk", "name"))]
    shown = {pk for pk, _name in actors}
    actors += [(role.actor_id, str(role.actor)) for role in roles if role.actor_id not in shown]
    initial = [
        {"id": role.pk, **{name: getattr(role, _column(name)) for name in BaseRoleFormSet.names}} for role in roles
    ]
    initial += list(extra_initial)
    at = {row["actor"] for row in initial if row.get("actor")}
    others = Person.objects.filter(anonymised_at__isnull=True, roles__actor__in=at).distinct() if at else ()
    deputies = {other.pk: other.name for other in others if not person or other.pk != person.pk}
    deputies |= {role.deputy_id: role.deputy.name for role in roles if role.deputy_id}
    kwargs = {"actors": actors, "deputies": list(deputies.items()), "person": person}
    return RoleFormSet(data, prefix="rollen", initial=initial, form_kwargs=kwargs)


def _column(name):
    return f"{name}_id" if name in ("actor", "deputy") else name
