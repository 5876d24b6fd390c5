"""The filter of the public network, shared by the page and its exports."""

from django import forms
from django.utils.translation import gettext as _

from integration_portal.core.listing.filters import ChosenValues, KnownValuesField, SortField, WordsField

from .facets import GROUPS


class _Form(forms.Form):
    """The parameters of an address; the known values are set when it is made."""

    q = WordsField(required=False)
    sort = SortField(required=False)

    def __init__(self, data, options):
        super().__init__(data)
        for group in GROUPS:
            self.fields[group] = KnownValuesField(
                required=False, choices=tuple(option.value for option in options[group])
            )


class PublicActorFilter(ChosenValues):
    """The filter of an address: `PublicActorFilter(request.GET, options=index.options)`."""

    groups = GROUPS
    usual_order = "name"

    def __init__(self, data, *, options):
        self.read(data, _Form(data, options), options)

    def unknown_texts(self):
        """What is said about values that were left out, in the order of the filter form."""
        return {
            "feld": _("“%(value)s” is not a known field of action and was left out."),
            "gemeinde": _("“%(value)s” is not the official key of a municipality here and was left out."),
            "sprache": _("“%(value)s” is not a known language and was left out."),
            "thema": _("“%(value)s” is not a known topic and was left out."),
            "zielgruppe": _("“%(value)s” is not a known target group and was left out."),
            "art": _("“%(value)s” is not a known kind of organisation and was left out."),
            **super().unknown_texts(),
        }
