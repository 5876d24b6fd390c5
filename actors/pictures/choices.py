"""What somebody chose on a page of pictures: one value per parameter; what is unknown is left out and named."""

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fields_of_action.models import FieldOfAction
from integration_portal.core import tallies
from integration_portal.core.listing.filters import shown
from integration_portal.core.models import Municipality, TargetGroup

from ..facets import DISTRICT_WIDE
from ..filters import LenientChoiceField
from ..models import ActorRelation

CARRIER = "traeger"
USUAL_TALLY = "massnahmen"
RELATIONS = {
    "cooperates": gettext_lazy("cooperates with"),
    "funds": gettext_lazy("funds"),
    "member_of": gettext_lazy("is member of"),
    "part_of": gettext_lazy("is part of"),
    CARRIER: gettext_lazy("belongs to (carrier)"),
}
#: The same seen from the other actor.
INVERSE = {
    "cooperates": gettext_lazy("cooperates with"),
    "funds": gettext_lazy("is funded by"),
    "member_of": gettext_lazy("has as members"),
    "part_of": gettext_lazy("consists of"),
    CARRIER: gettext_lazy("is the carrier of"),
}
#: German words of addresses for kinds of relations.
RELATION_VALUES = {
    "kooperation": ActorRelation.Kind.COOPERATES,
    "foerderung": ActorRelation.Kind.FUNDS,
    "mitgliedschaft": ActorRelation.Kind.MEMBER_OF,
    "teil": ActorRelation.Kind.PART_OF,
    CARRIER: CARRIER,
}
ALL = ("", gettext_lazy("all"))


class Terms:
    """The fields in force, municipalities and target groups, each read once."""

    @cached_property
    def fields(self):
        return list(FieldOfAction.objects.in_force().select_related("framework").order_by("order", "number", "pk"))

    @cached_property
    def municipalities(self):
        return list(Municipality.objects.filter(is_active=True))

    @cached_property
    def groups(self):
        return list(TargetGroup.objects.all())


class Choices(forms.Form):
    """The parameters of a page of pictures; `names` says which ones it has."""

    feld = LenientChoiceField(required=False, label=gettext_lazy("Field of action"))
    gemeinde = LenientChoiceField(required=False, label=gettext_lazy("Municipality"))
    zielgruppe = LenientChoiceField(required=False, label=gettext_lazy("Target group"))
    beziehung = LenientChoiceField(required=False, label=gettext_lazy("Relation"))
    zaehlt = LenientChoiceField(required=False, label=gettext_lazy("What is counted"))

    def __init__(self, data, names, terms, *, district_wide=False):
        super().__init__(data)
        self.terms = terms
        for name in list(self.fields):
            if name not in names:
                del self.fields[name]
        wide = [(DISTRICT_WIDE, _("district-wide"))] if district_wide else []
        known = {
            "feld": lambda: [ALL, *((row.slug, row.label) for row in terms.fields)],
            "gemeinde": lambda: [ALL, *wide, *((row.ags, row.name) for row in terms.municipalities)],
            "zielgruppe": lambda: [ALL, *((row.slug, row.label) for row in terms.groups)],
            "beziehung": lambda: [ALL, *((value, RELATIONS[kind]) for value, kind in RELATION_VALUES.items())],
            "zaehlt": lambda: [(tally.key, tally.label) for tally in self._tallies()],
        }
        for name in names:
            self.fields[name].choices = known[name]()
        self.is_valid()

    @property
    def notices(self):
        """What could not be used, in words."""
        unknown = [value for field in self.fields.values() for value in field.unknown]
        return [
            _("“%(value)s” is not known here and has been left out.") % {"value": shown(value)} for value in unknown
        ]

    def value(self, name):
        return self.cleaned_data.get(name, "")

    def row(self, name):
        """The chosen field, municipality or target group itself, or None."""
        rows = {"feld": "fields", "gemeinde": "municipalities", "zielgruppe": "groups"}
        value, key = self.value(name), "ags" if name == "gemeinde" else "slug"
        return (
            next((row for row in getattr(self.terms, rows[name]) if getattr(row, key) == value), None)
            if value
            else None
        )

    @staticmethod
    def _tallies():
        """What can be counted, the usual one first."""
        return sorted(tallies.all_tallies(), key=lambda tally: tally.key != USUAL_TALLY)

    @property
    def tally(self):
        """What is counted; measures unless asked otherwise, None if nothing can be counted."""
        return tallies.get(self.value("zaehlt")) or next(iter(self._tallies()), None)
