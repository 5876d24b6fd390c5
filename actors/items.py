"""The items of an actor's entry that a partner may check and correct, one by one, and how each is read and said in words.

An item is named like its form field: "phone" for one of the actor itself, "address-12-city" for one of a further
address, "offer-5-title" for one of an offer. Values are kept as JSON: texts, the key of a choice, sorted lists of keys.
Left out on purpose: logo, other spellings, carrier, kind of publication and everything about persons; such wishes go
into the remark.
"""

import hashlib
import json
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from fields_of_action.models import FieldOfAction
from integration_portal.core.form_fields import ManyField

from .models import Actor, ActorAddress, Offer

#: A remark travels with the corrections as an item of its own; accepting it changes nothing in the entry.
REMARK = "remark"
ACTOR_TEXTS = (
    "name", "short_name", "description", "street", "postal_code", "city", "email", "phone", "website", "accessibility",
)  # fmt: skip
ACTOR_CHOICES = ("kind", "municipality")
ACTOR_LISTS = ("fields", "topics", "target_groups", "municipalities", "languages")
ADDRESS_TEXTS = ("label", "street", "postal_code", "city", "accessibility")
OFFER_TEXTS = ("title", "description", "accessibility", "cost", "contact")
PARTS = {"address": (ActorAddress, ADDRESS_TEXTS), "offer": (Offer, OFFER_TEXTS)}
GROUPS = (
    ("about", ("name", "short_name", "kind", "description")),
    ("contact", ("street", "postal_code", "city", "municipality", "email", "phone", "website", "accessibility")),
    ("work", ("fields", "topics", "target_groups", "municipalities", "languages")),
)
LONG_TEXT = 5000
LONG = ("description", "accessibility")


@dataclass(frozen=True)
class Item:
    """One item: its key, its label, the row it belongs to and the model field it is."""

    key: str
    label: Any
    row: Any
    name: str

    @property
    def field(self):
        """The field of the model."""
        return self.row._meta.get_field(self.name)

    @property
    def model(self):
        """The model that a choice or a list of choices refers to, None for texts."""
        return self.field.related_model

    @property
    def is_list(self):
        """Whether several can be chosen."""
        return self.field.many_to_many

    @property
    def value(self):
        """What the entry says now, as JSON. Lists come from the prefetched rows."""
        if self.is_list:
            return sorted(one.pk for one in getattr(self.row, self.name).all())
        return getattr(self.row, self.field.attname)

    def formfield(self):
        """The form field for typing another value; never longer than the column."""
        if self.is_list:
            field = self.field.formfield(form_class=ManyField, widget=forms.CheckboxSelectMultiple)
        elif self.name in LONG:
            most = self.field.max_length or LONG_TEXT
            field = self.field.formfield(widget=forms.Textarea(attrs={"rows": 4}), max_length=most)
        elif self.name == "website":
            field = self.field.formfield(assume_scheme="https")
        else:
            field = self.field.formfield()
        # Form fields know their own checks only; those given to the column count as well.
        field.validators = [*field.validators, *(one for one in self.field.validators if type(one) is RegexValidator)]
        field.label = self.label
        if self.name == "fields":
            field.queryset = FieldOfAction.objects.with_framework()
            field.label_from_instance = lambda one: f"{one.number} {one.label}"
        return field


def as_json(value):
    """A cleaned form value as it is kept."""
    if value is None or isinstance(value, str):
        return value
    if hasattr(value, "pk"):
        return value.pk
    return sorted(one.pk for one in value)


def load_entry(pk, actors=None):
    """The actor with all that its items read, in nine queries; raises DoesNotExist."""
    rows = (Actor.objects.all() if actors is None else actors).select_related("kind", "municipality")
    return rows.prefetch_related(*ACTOR_LISTS, "addresses", "offers").get(pk=pk)


def _label(row, name):
    return capfirst(row._meta.get_field(name).verbose_name)


def groups_of(actor):
    """The items of an entry as [(heading, [Item, …])]: the organisation, then each further address and offer."""
    titles = {
        "about": _("Organisation"),
        "contact": _("Address and contact"),
        "work": _("Work in the district"),
    }
    found = [(titles[key], [Item(name, _label(actor, name), actor, name) for name in names]) for key, names in GROUPS]
    for kind, rows in (("address", actor.addresses.all()), ("offer", actor.offers.all())):
        for row in rows:
            heading = (_("Further address: %(name)s") if kind == "address" else _("Offer: %(name)s")) % {"name": row}
            names = PARTS[kind][1]
            found.append((heading, [Item(f"{kind}-{row.pk}-{name}", _label(row, name), row, name) for name in names]))
    return found


def items_of(actor):
    """The items of an entry by key, in the order of the page."""
    return {item.key: item for _title, items in groups_of(actor) for item in items}


def label_of(key):
    """What an item is called when its row is gone."""
    kind, _dash, rest = key.partition("-")
    if kind == REMARK:
        return _("Remark")
    model = PARTS[kind][0] if kind in PARTS else Actor
    return capfirst(model._meta.get_field(rest.partition("-")[2] if kind in PARTS else key).verbose_name)


def full_label(item):
    """The label with the address or offer it belongs to."""
    return item.label if isinstance(item.row, Actor) else f"{item.row}: {item.label}"


def is_same(a, b):
    """Whether two values say the same; empty is empty, however it is written."""
    return (a or "") == (b or "") if not isinstance(a, list) and not isinstance(b, list) else (a or []) == (b or [])


def digest(value):
    """A short print of a value, for telling whether it is still what a page showed."""
    return hashlib.sha256(json.dumps(value or "", sort_keys=True).encode()).hexdigest()[:16]


def entry_rows(actor):
    """The entry in words as [(heading, [(label, words)])], with empty items, for somebody who checks it."""
    groups = groups_of(actor)
    words = Words((item, item.value) for _title, items in groups for item in items)
    return [(title, [(item.label, words.say(item, item.value)) for item in items]) for title, items in groups]


class Words:
    """Puts values into words; names of choices are read once for each model."""

    def __init__(self, pairs):
        """`pairs`: (item, value) of everything that will be said."""
        wanted = defaultdict(set)
        for item, value in pairs:
            if item.model is not None and value:
                wanted[item.model] |= set(value if isinstance(value, list) else [value])
        self._wanted = wanted

    @cached_property
    def _names(self):
        return {
            model: {row.pk: str(row) for row in model._default_manager.filter(pk__in=keys)}
            for model, keys in self._wanted.items()
        }

    def say(self, item, value):
        """A value as a person reads it, "" for an empty one."""
        if item.model is None or not value:
            return value or ""
        names, gone = self._names[item.model], _("no longer there")
        if isinstance(value, list):
            return ", ".join(sorted(names.get(key, gone) for key in value))
        return names.get(value, gone)
