"""Fields of models: sort keys and search text that compute themselves when a row is saved, and amounts of euros.

Computed ones work with `save()`, `create()` and `bulk_create()`. `bulk_update()` and `update()` pass by them: whoever
uses these on a source field calls `refresh_computed()` first.
"""

from django.db import models

from .text import fold, natural_key, sort_key

_BINARY = {"postgresql": "C", "sqlite": "BINARY"}


class ComputedField(models.TextField):
    """A text column computed from other attributes, compared byte by byte on every database."""

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("editable", False)
        kwargs.setdefault("blank", True)
        kwargs.setdefault("default", "")
        super().__init__(*args, **kwargs)

    def db_parameters(self, connection):
        parameters = super().db_parameters(connection)
        parameters["collation"] = _BINARY.get(connection.vendor)
        return parameters

    def compute(self, instance):
        """Return the value for the instance."""
        raise NotImplementedError

    def pre_save(self, model_instance, add):
        value = self.compute(model_instance)
        setattr(model_instance, self.attname, value)
        return value


class _OneSource(ComputedField):
    def __init__(self, *args, source, **kwargs):
        self.source = source
        super().__init__(*args, **kwargs)

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {**kwargs, "source": self.source}


class SortKeyField(_OneSource):
    """Sorts the way German lists do (DIN 5007-1)."""

    def compute(self, instance):
        return sort_key(getattr(instance, self.source))


class NaturalKeyField(_OneSource):
    """Sorts numbers with dots by value: 2.10 after 2.9."""

    def compute(self, instance):
        return natural_key(getattr(instance, self.source))


class SearchTextField(ComputedField):
    """The folded text of several attributes, for `core.search.match()`."""

    def __init__(self, *args, sources, **kwargs):
        self.sources = tuple(sources)
        super().__init__(*args, **kwargs)

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {**kwargs, "sources": self.sources}

    def compute(self, instance):
        return fold(" ".join(str(getattr(instance, source) or "") for source in self.sources))


class EuroField(models.DecimalField):
    """An amount of euros and cents, up to a thousand million; whoever shows it in words writes it as money."""

    def __init__(self, *args, max_digits=12, decimal_places=2, **kwargs):
        super().__init__(*args, max_digits=max_digits, decimal_places=decimal_places, **kwargs)

    def deconstruct(self):
        """Migrations know it as the column that it is."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.DecimalField", args, kwargs


def refresh_computed(objs):
    """Compute these fields anew on the given instances; returns their names, for `bulk_update()`."""
    names = []
    for obj in objs:
        fields = [field for field in obj._meta.concrete_fields if isinstance(field, ComputedField)]
        names = [field.attname for field in fields]
        for field in fields:
            field.pre_save(obj, add=False)
    return names
