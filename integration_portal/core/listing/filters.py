"""What somebody asked a public listing for, read from an address.

Addresses live long and are typed by hand: a value that is unknown or malformed is left out and named in `notices`, so
that every address gives a page. Values of one parameter are alternatives, different parameters narrow each other.
"""

import re
from urllib.parse import urlencode

from django import forms
from django.utils.translation import gettext as _

from .. import params
from ..text import MAX_QUERY_LENGTH, search_terms

SORTS = ("relevanz", "neu", "name")
_CONTROL = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]")


def shown(value):
    """A value from an address as a message quotes it: one line, at most 60 characters."""
    text = _CONTROL.sub("�", str(value))
    return text if len(text) <= 60 else text[:59] + "…"


class KnownValuesField(forms.Field):
    """The known ones among repeated values, each once, in `choices` order; the others are kept in `unknown`."""

    widget = forms.SelectMultiple

    def __init__(self, *, choices=(), **kwargs):
        super().__init__(**kwargs)
        self.choices = tuple(choices)
        self.unknown = []

    def clean(self, value):
        given = [item for item in dict.fromkeys(value or []) if item.strip()]
        self.unknown = [item for item in given if item not in self.choices]
        return [choice for choice in self.choices if choice in given]


class WordsField(forms.Field):
    """Words to search for, without control characters, cut to the length that searching looks at."""

    was_cut = False

    def clean(self, value):
        text = " ".join(_CONTROL.sub(" ", value or "").split())
        self.was_cut = len(text) > MAX_QUERY_LENGTH
        return text[:MAX_QUERY_LENGTH].strip()


class DayField(forms.Field):
    """A day as 2026-12-31 or 31.12.2026; anything else is kept in `unknown`."""

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.unknown = []

    def clean(self, value):
        text = (value or "").strip()
        found = params.day(text)
        self.unknown = [text] if text and found is None else []
        return found


class SortField(forms.Field):
    """One of `SORTS` or "" for none given; anything else is kept in `unknown`."""

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.unknown = []

    def clean(self, value):
        self.unknown = [value] if value and value not in SORTS else []
        return value if value in SORTS else ""


class ChosenValues:
    """The parameters of a listing as far as they can be used; a class beside it brings the form.

    `groups` are the parameters that may repeat, `days` those that hold a date; `options` {group: options} are the known
    values. `notices` says in words what was left out and why.
    """

    groups: tuple = ()
    days: tuple = ()
    #: The order without words: "neu" or "name".
    usual_order = "neu"

    def read(self, data, form, options):
        """Take over what `form`, bound to `data`, makes of the parameters."""
        self.options = options
        form.is_valid()
        values = form.cleaned_data
        self.selected = {group: values[group] for group in self.groups if values[group]}
        self.query = values["q"]
        self.terms = search_terms(self.query)
        self.chosen_sort = values["sort"]
        self.chosen_days = {name: values[name] for name in self.days}
        self.notices = [*self._repeated(data), *self._unknown(form), *self._words(form)]

    def unknown_texts(self):
        """{parameter: sentence with `%(value)s`} for values that were left out; apps add theirs."""
        text = _("“%(value)s” is not a date like 31.12.2026 and was left out.")
        order = _("“%(value)s” is not a known order; the usual one is used.")
        return {**dict.fromkeys(self.days, text), "sort": order}

    @property
    def order(self):
        """The order in force: relevance needs words to search for."""
        if self.terms:
            return self.chosen_sort or "relevanz"
        return self.chosen_sort if self.chosen_sort in ("neu", "name") else self.usual_order

    @property
    def is_filtered(self):
        """Whether anything narrows the listing."""
        return bool(self.selected or self.terms or any(self.chosen_days.values()))

    @property
    def pairs(self):
        """The filter as (parameter, value) pairs in a fixed order, without empty and left-out ones."""
        pairs = [("q", self.query)] if self.query else []
        pairs += [(group, value) for group in self.groups for value in self.selected.get(group, [])]
        pairs += [(name, day.isoformat()) for name, day in self.chosen_days.items() if day]
        return pairs + ([("sort", self.chosen_sort)] if self.chosen_sort else [])

    def address(self, *, without=(), **changes):
        """The query string of this filter ("" if empty) without the given pairs, with parameters replaced or, by None, dropped."""
        pairs = [pair for pair in self.pairs if pair not in without and pair[0] not in changes]
        pairs += [(name, value) for name, value in changes.items() if value is not None]
        return f"?{urlencode(pairs)}" if pairs else ""

    def _repeated(self, data):
        for name in ("q", *self.days, "sort", "seite"):
            if hasattr(data, "getlist") and len(data.getlist(name)) > 1:
                yield _("“%(name)s” was given more than once; the last value counts.") % {"name": name}

    def _unknown(self, form):
        for name, text in self.unknown_texts().items():
            unknown = form.fields[name].unknown
            for value in unknown[:3]:
                yield text % {"value": shown(value)}
            if len(unknown) > 3:
                yield _("%(number)d more unknown values of “%(name)s” were left out.") % {
                    "number": len(unknown) - 3,
                    "name": name,
                }

    def _words(self, form):
        if form.fields["q"].was_cut:
            yield _("The search text was cut after %(length)d characters.") % {"length": MAX_QUERY_LENGTH}
        if self.query and not self.terms:
            yield _("“%(value)s” has no word to search for and was left out.") % {"value": shown(self.query)}
