"""Taking back what an import of measures wrote, in bulk, with audit entries.

Called by `core.importing.takeover`, each chunk inside a transaction of its own.
"""

from collections import defaultdict

from django.db.models import PROTECT
from django.utils.translation import gettext as _

from actors.importing.names import undo_created
from integration_portal.core import audit
from integration_portal.core.importing.adapters import StaleImport
from integration_portal.core.models import ImportRow

from ..models import Clarification, Measure, MeasureFunding, MeasurePartner, MeasurePlacement
from . import comparing

CHUNK = 500


def check(rows):
    """Raise StaleImport when somebody has worked on one of the rows since they were written."""
    if touched := _touched(rows):
        raise StaleImport(
            _(
                "The measure of row %(row)s was changed since the import. "
                "Nothing was taken back; take single rows back by hand."
            )
            % {"row": touched[0].number}
        )


def undo(rows):
    """Delete what the import created and restore what it changed; returns the rows left alone because they were touched."""
    stay = _touched(rows, lock=True)
    left_alone = {row.pk for row in stay}
    rows = [row for row in rows if row.pk not in left_alone]
    _delete([row.target_id for row in rows if row.action == ImportRow.Action.NEW])
    _restore([row for row in rows if row.action == ImportRow.Action.CHANGED])
    return stay


def end(summary):
    """Delete the actors that the import created and nobody uses; returns what the summary keeps."""
    return {"kept_actors": undo_created(summary)}


def _touched(rows, *, lock=False):
    """Those of the rows whose measure was changed, settled, deleted, or taken up elsewhere since."""
    pks = [row.target_id for row in rows]
    measures = Measure.objects.select_for_update() if lock else Measure.objects.all()
    versions = dict(measures.filter(pk__in=pks).values_list("pk", "version"))
    settled = set(
        Clarification.objects.filter(measure__in=pks, resolved_at__isnull=False).values_list("measure_id", flat=True)
    )
    settled |= _in_use([row.target_id for row in rows if row.action == ImportRow.Action.NEW])
    return [
        row
        for row in rows
        if versions.get(row.target_id) != row.target_version
        or (row.action == ImportRow.Action.NEW and row.target_id in settled)
    ]


def _in_use(pks):
    """Those of the measures that something names which must outlive them: money, rounds, publications."""
    found = set()
    for relation in Measure._meta.related_objects:
        if relation.many_to_many or relation.on_delete is PROTECT:
            name = relation.field.name
            rows = relation.related_model._default_manager.filter(**{f"{name}__in": pks}).order_by()
            found |= set(rows.values_list(name, flat=True))
    return found


def _delete(pks):
    """Delete measures with all that belongs to them, with audit entries, without a query per row."""
    if not pks:
        return
    measures = list(Measure.objects.filter(pk__in=pks))
    for relation in Measure._meta.related_objects:
        model, name = relation.related_model, relation.field.name
        if relation.many_to_many or model._meta.auto_created:
            continue
        queryset = model._default_manager.filter(**{f"{name}__in": pks})
        direct = [field.name for field in model._meta.concrete_fields if field.many_to_one]
        parts = list(queryset.select_related(*direct))  # the trail keeps their names, which speak of what they join
        if parts and audit.registration(model):
            audit.log_bulk((part, None) for part in parts)
        queryset._raw_delete(queryset.db)
    for field in Measure._meta.many_to_many:
        through = field.remote_field.through
        if through._meta.auto_created:
            queryset = through._default_manager.filter(**{f"{field.m2m_field_name()}__in": pks})
            queryset._raw_delete(queryset.db)
    audit.log_bulk((measure, None) for measure in measures)
    queryset = Measure.objects.filter(pk__in=pks)
    queryset._raw_delete(queryset.db)


def _restore(rows):
    if not rows:
        return
    measures = {measure.pk: measure for measure in Measure.objects.filter(pk__in=[row.target_id for row in rows])}
    names = set()
    removals = defaultdict(list)
    for row in rows:
        measure, before = measures[row.target_id], dict(row.before)
        for key, model in (
            ("new_partners", MeasurePartner),
            ("new_funding", MeasureFunding),
            ("new_questions", Clarification),
        ):
            removals[model] += before.pop(key, [])
        for key in comparing.MANY:
            if added := before.pop(f"added_{key}", None):
                getattr(measure, key).remove(*added)
        if place := before.pop("placement", None):
            placement = MeasurePlacement.objects.get(pk=place["id"])
            if place.get("created"):
                placement.delete()
            else:
                placement.field_id, placement.number = place["field"], place["number"]
                placement.save()
        for key, value in before.items():
            field = measure._meta.get_field(key.removesuffix("_id") if key == "lead_id" else key)
            setattr(measure, key, field.to_python(value) if key != "lead_id" else value)
            names.add(field.name)
    audit.audited_bulk_update(measures.values(), names or {"title"}, batch_size=CHUNK)
    for model, pks in removals.items():
        audit.audited_delete(model.objects.filter(pk__in=pks))
