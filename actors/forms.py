"""Input of actors and persons. The forms check, the services write."""

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from integration_portal.core.form_fields import ManyField
from integration_portal.core.forms_settings import LogoInput
from integration_portal.core.locking import FieldConflict, VersionedForm
from integration_portal.core.phones import validate_phone

from .addresses import AddressFormMixin
from .models import Actor, Person, PersonRole

MAX_ALIASES = 50
MANY = ("fields", "topics", "target_groups", "municipalities", "languages")


class ActorLogoInput(LogoInput):
    """Shows the present logo of an actor, for those who may open its office page."""

    def image_url(self, name, value):
        return reverse("actors:office_logo", args=[value.instance.pk])


class ActorForm(AddressFormMixin, VersionedForm):
    """An actor with its other spellings, one a line."""

    aliases = forms.CharField(
        label=_("Other spellings"),
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One a line: how lists name this organisation. Imports find it by these."),
    )
    is_correction = forms.BooleanField(
        label=_("The name was only misspelled"),
        required=False,
        help_text=_("Otherwise the name until now is kept as a former name."),
    )

    class Meta:
        model = Actor
        fields = (
            "name",
            "short_name",
            "kind",
            "carrier",
            "description",
            "logo",
            "street",
            "postal_code",
            "city",
            "municipality",
            "email",
            "phone",
            "website",
            "accessibility",
            "fields",
            "topics",
            "target_groups",
            "municipalities",
            "languages",
            "internal_note",
        )
        field_classes = dict.fromkeys(MANY, ManyField)
        widgets = {
            "description": forms.Textarea(attrs={"rows": 5}),
            "internal_note": forms.Textarea(attrs={"rows": 3}),
            "accessibility": forms.Textarea(attrs={"rows": 3}),
            "logo": ActorLogoInput(attrs={"accept": "image/png,image/jpeg,image/webp"}),
            **dict.fromkeys(MANY, forms.CheckboxSelectMultiple),
            "postal_code": forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        }

    GROUPS = (
        (
            "about",
            _("Organisation"),
            ("name", "is_correction", "short_name", "kind", "carrier", "description", "logo", "aliases"),
        ),
        (
            "contact",
            _("Address and contact"),
            ("street", "postal_code", "city", "municipality", "accessibility", "email", "phone", "website"),
        ),
        ("work", _("Work in the district"), ("fields", "topics", "target_groups", "municipalities", "languages")),
        ("internal", _("For the office only"), ("internal_note",)),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["fields"].queryset = self.fields["fields"].queryset.with_framework()
        self.fields["fields"].label_from_instance = lambda field: f"{field.number} {field.label}"
        # Archived carriers are offered only where one is chosen already, an actor never as its own carrier.
        carriers = Actor.objects.filter(Q(archived_at__isnull=True) | Q(pk=self.instance.carrier_id))
        self.fields["carrier"].queryset = carriers.exclude(pk=self.instance.pk).only("pk", "name")
        self.stored_phone = self.instance.phone
        if self.instance.pk:
            self.initial["aliases"] = "\n".join(alias.name for alias in self.instance.aliases.all())
        else:
            del self.fields["is_correction"]

    def groups(self):
        """Heading and bound fields of each part of the form."""
        return [
            {"key": key, "title": title, "fields": [self[name] for name in names if name in self.fields]}
            for key, title, names in self.GROUPS
        ]

    def clean_phone(self):
        """A number that can exist; what was stored before this was checked may stay as it is."""
        phone = self.cleaned_data["phone"]
        if phone and phone != self.stored_phone:
            validate_phone(phone)
        return phone

    def clean_aliases(self):
        """Return the spellings as a list, each once."""
        names = list(
            dict.fromkeys(" ".join(line.split()) for line in self.cleaned_data["aliases"].splitlines() if line.strip())
        )
        if len(names) > MAX_ALIASES:
            raise ValidationError(_("At most %(number)s spellings, please.") % {"number": MAX_ALIASES})
        if any(len(name) > 200 for name in names):
            raise ValidationError(_("A spelling has at most 200 characters."))
        return names

    @property
    def data_for_service(self):
        """What the services take as `data`; the logo only if it was uploaded or removed."""
        left_out = {"version", "is_correction"} | ({"logo"} if "logo" not in self.changed_data else set())
        return {name: value for name, value in self.cleaned_data.items() if name not in left_out}

    def add_conflict(self, current):
        """With the other spellings, which are rows of their own."""
        super().add_conflict(current)
        theirs = [alias.name for alias in current.aliases.all()]
        mine = self.cleaned_data.get("aliases", [])
        if sorted(theirs) != sorted(mine):
            words = _("empty")
            self.conflict.fields.append(
                FieldConflict(
                    "aliases", str(self["aliases"].label), ", ".join(theirs) or words, ", ".join(mine) or words
                )
            )

    def _take_theirs(self):
        super()._take_theirs()
        if "aliases" in self.data.getlist("keep_theirs"):
            self.cleaned_data["aliases"] = [alias.name for alias in self.instance.aliases.all()]


class ArchiveForm(forms.Form):
    """Why something is archived."""

    reason = forms.CharField(label=_("Reason"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}))


class PersonForm(VersionedForm):
    """A person. A new one that may be there already is saved only after `confirm_new` has been ticked."""

    confirm_new = forms.BooleanField(label=_("This is somebody else: save all the same"), required=False)

    class Meta:
        model = Person
        fields = (
            "title",
            "first_name",
            "last_name",
            "email",
            "phone",
            "is_published",
            "permission_on",
            "publish_email",
            "publish_phone",
            "internal_note",
        )
        widgets = {
            "internal_note": forms.Textarea(attrs={"rows": 3}),
            "permission_on": forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        }
        help_texts = {
            "is_published": _(
                "Off by default. Tick only if the person has agreed; without it neither name nor contact ways appear in public."
            ),
            "publish_email": _("Only together with the name."),
            "publish_phone": _("Only together with the name."),
        }

    GROUPS = (
        ("about", _("Person"), ("title", "first_name", "last_name", "email", "phone")),
        ("public", _("What may be public"), ("is_published", "permission_on", "publish_email", "publish_phone")),
        ("internal", _("For the office only"), ("internal_note",)),
    )
    similar = ()

    def groups(self):
        """Heading and bound fields of each part of the form."""
        return [
            {"key": key, "title": title, "fields": [self[name] for name in names]} for key, title, names in self.GROUPS
        ]

    def clean(self):
        """Contact ways need the name; somebody like this person is named before a second one is stored."""
        data = super().clean()
        if not data.get("is_published"):
            for name in ("publish_email", "publish_phone"):
                if data.get(name):
                    self.add_error(name, _("Contact ways can be published only together with the name."))
        elif not data.get("permission_on") and "permission_on" not in self.errors:
            self.add_error("permission_on", _("Please enter the day on which the person agreed."))
        others = Person.objects.like(
            first_name=data.get("first_name", ""), last_name=data.get("last_name", ""), email=data.get("email", "")
        )
        if self.instance.pk:
            others = others.exclude(pk=self.instance.pk)
            before = self.initial
            if all(data.get(name) == before.get(name) for name in ("first_name", "last_name", "email")):
                return data
        self.similar = list(others.with_list_relations()[:5])
        if self.similar and not data.get("confirm_new"):
            self.add_error(
                None, ValidationError(_("Somebody with this name or e-mail address is stored already."), code="similar")
            )
        return data

    @property
    def data_for_service(self):
        return {name: value for name, value in self.cleaned_data.items() if name not in ("version", "confirm_new")}


class PersonRoleForm(forms.ModelForm):
    """One role at one actor; `id` names the stored role it changes."""

    id = forms.IntegerField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = PersonRole
        fields = ("actor", "function", "is_main_contact", "since", "until")
        widgets = {
            "since": forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
            "until": forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        }

    def __init__(self, *args, actors=None, **kwargs):
        super().__init__(*args, **kwargs)
        if actors is not None:
            self.fields["actor"].choices = actors


class BasePersonRoleFormSet(forms.BaseFormSet):
    """Roles of a person, each actor and function once."""

    def clean(self):
        seen = set()
        for form in self.forms:
            values = getattr(form, "cleaned_data", None)
            if not values or values.get("DELETE") or not values.get("actor"):
                continue
            key = (values["actor"].pk, values.get("function", ""))
            if key in seen:
                form.add_error("function", _("This role is there twice."))
            seen.add(key)

    @property
    def roles(self):
        """The roles as `services.set_roles` takes them."""
        return [
            {
                "id": form.cleaned_data.get("id"),
                **{name: form.cleaned_data[name] for name in PersonRoleForm.Meta.fields},
            }
            for form in self.forms
            if form.cleaned_data.get("actor") and not form.cleaned_data.get("DELETE")
        ]

    @property
    def removed(self):
        """Ids of the roles that were ticked for removal."""
        return [form.cleaned_data["id"] for form in self.deleted_forms if form.cleaned_data.get("id")]


PersonRoleFormSet = forms.formset_factory(
    PersonRoleForm,
    formset=BasePersonRoleFormSet,
    extra=2,
    max_num=30,
    absolute_max=40,
    validate_max=True,
    can_delete=True,
)


def role_formset(data, person=None, *, extra_initial=()):
    """The formset of a person's roles; the list of actors is read once for all rows. `extra_initial` proposes further ones."""
    roles = person.roles.select_related("actor") if person else ()
    actors = [("", "---------"), *((actor.pk, actor.name) for actor in Actor.objects.current().only("pk", "name"))]
    shown = {pk for pk, _name in actors}
    actors += [(role.actor_id, str(role.actor)) for role in roles if role.actor_id not in shown]
    initial = [
        {
            "id": role.pk,
            "actor": role.actor_id,
            **{name: getattr(role, name) for name in PersonRoleForm.Meta.fields[1:]},
        }
        for role in roles
    ]
    initial += list(extra_initial)
    return PersonRoleFormSet(data, prefix="rollen", initial=initial, form_kwargs={"actors": actors})


class RedactForm(forms.Form):
    """Asks for the reason and a clear yes before names are taken out of the audit trail for good."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("It is kept with your name, without the person's."),
    )
    sure = forms.BooleanField(label=_("I know that this cannot be undone"))
