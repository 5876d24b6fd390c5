"""The values of the filters of a listing, of several models in one query."""

import datetime

from django.db.models import CharField, DateField, F, Value

from .index import Option


def option_rows(rows, group, value="slug", *, name_en="name_en", order="order"):
    """Rows of a model as options of a group, for a union; "" for a model without an English name or an order."""
    text, no_date = Value("", output_field=CharField()), Value(None, output_field=DateField())
    return rows.order_by().values_list(
        Value(group, output_field=CharField()),
        "pk",
        value,
        "name",
        F(name_en) if name_en else text,
        F(order) if order else Value(0),
        "sort_name",
        text,
        text,
        text,
        no_date,
        no_date,
    )


def field_rows(rows, group):
    """Fields of action as options: with colour and pictogram, the framework as their section."""
    return rows.order_by().values_list(
        Value(group, output_field=CharField()), "pk", "slug", "name", "name_en", "order", "name", "hue", "pictogram",
        "framework__title", "framework__valid_from", "framework__valid_until",
    )  # fmt: skip


def options_of(rows, groups):
    """Return the options per group in reading order, and per group the value of each primary key."""
    found = {group: [] for group in groups}
    for group, pk, value, name, name_en, order, sort, hue, pictogram, section, since, until in rows:
        option = Option(pk, value, name, name_en, hue, pictogram, section, since, until)
        key = (-(since or datetime.date.min).toordinal(), section, order, sort, pk)
        found[group].append((key, option))
    result = {
        group: tuple(option for _key, option in sorted(pairs, key=lambda pair: pair[0]))
        for group, pairs in found.items()
    }
    return result, {group: {option.pk: option.value for option in result[group]} for group in groups}
