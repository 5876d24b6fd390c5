"""Rules of mailing lists: what the filter of the list of actors finds, kept as {filter name: [values]}.

A rule never finds more than it says: when none of the values of a filter is known any more, it finds nobody.
"""

import datetime

from django.http import QueryDict
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy

from integration_portal.core.display import format_day

from .filters import ActorFilter, OneFilter, WordsFilter
from .models import Actor


class RuleFilter(ActorFilter):
    """The filter of the list of actors without what is only for looking, and with a choice of everybody."""

    alle = OneFilter(
        choices=(("", gettext_lazy("only those chosen here")), ("ja", gettext_lazy("all organisations"))),
        method="filter_nothing",
        label=gettext_lazy("Organisations"),
        help_text=gettext_lazy("Filters narrow this down. With neither, the list consists of what you add by hand."),
    )
    q = WordsFilter(method="filter_words", label=gettext_lazy("With these words"))
    sort = None  # type: ignore[assignment]
    archiv = None  # type: ignore[assignment]

    def __init__(self, data, *, options=None):
        """`options`: the choices of each filter, read once for several rules (`options_of_rules`)."""
        super().__init__(data, queryset=Actor.objects.current())
        for name, choices in (options or {}).items():
            self.filters[name].extra["choices"] = choices


def options_of_rules():
    """The choices of each filter, in one query each."""
    filters = RuleFilter(QueryDict()).filters
    return {name: list(one.extra["choices"]()) for name, one in filters.items() if callable(one.extra.get("choices"))}


def as_data(rule):
    """A rule as the parameters of an address."""
    data = QueryDict(mutable=True)
    for name, values in rule.items():
        data.setlist(name, values)
    return data


def rule_of(filterset):
    """The rule that the input of a filter makes: what is known of it, in the order of the filter."""
    filterset.form.is_valid()
    rule = {}
    for name, value in filterset.form.cleaned_data.items():
        values = value if isinstance(value, list) else [value]
        rule[name] = [one.isoformat() if isinstance(one, datetime.date) else str(one) for one in values if one]
    return {name: values for name, values in rule.items() if values}


def actors_of_rule(rule, options=None):
    """The actors a rule finds, without order; none for no rule, and none when a filter of it knows no value any more."""
    if not rule:
        return Actor.objects.none()
    filterset = RuleFilter(as_data(rule), options=options)
    known = filterset.qs
    if any(not filterset.form.cleaned_data.get(name) for name in rule):
        return Actor.objects.none()
    return known.order_by()


def words_of_rule(rule):
    """(label, values in words) of each filter of a rule; a value that is no longer known stands as it was entered."""
    form = RuleFilter(as_data(rule)).form
    found = []
    for name, values in rule.items():
        field = form.fields.get(name)
        choices = dict(field.choices) if hasattr(field, "choices") else {}
        if name == "bestaetigt_vor":
            values = [format_day(datetime.date.fromisoformat(value)) for value in values]
        found.append(
            (capfirst(field.label) if field else name, ", ".join(str(choices.get(value, value)) for value in values))
        )
    return found
