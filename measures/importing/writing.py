"""Writing an import of measures in bulk, with an audit entry for each row written; `undoing` takes it back.

Called by `core.importing.takeover`, each chunk inside a transaction of its own.
"""

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from actors.importing.names import CREATE, NOTE
from actors.models import Actor
from integration_portal.core import audit
from integration_portal.core.importing.adapters import BulkSlugs, StaleImport
from integration_portal.core.importing.problems import Problem
from integration_portal.core.text import fold

from ..models import Clarification, Measure, MeasureFunding, MeasurePartner, MeasurePlacement
from . import comparing

CHUNK = 500
_TOPICS = {
    "start": "period",
    "end": "period",
    "period": "period",
    "cost": "cost",
    "status": "status",
    "lead": "lead",
    "field": "field",
    "number": "number",
    "title": "title",
}


def prepare(session, chunks):
    """Look at all rows: raises StaleImport when a measure was changed since the check; keeps the names to create."""
    session.wanted_names = []
    for rows in chunks:
        _check_versions(rows)
        for row in rows:
            session.wanted_names += _unknown_names(session, row)


def begin(session):
    """Create the actors that rows name and nobody knows; returns what the summary keeps."""
    session.created_actors = session.names_in_use.create(session.wanted_names)
    return session.names_in_use.summary()


def write(session, rows):
    """Write one chunk of rows; sets `target_id`, `target_version` and `before` on each."""
    _check_versions(rows, lock=True)
    for row in rows:
        _unknown_names(session, row)
        _name_actors(row.parsed["values"], session.created_actors)
    named = {entry["actor"] for row in rows for entry in row.parsed["values"].get("partners", ())}
    session.actors = Actor.objects.in_bulk(named)
    _write_changed(session, [row for row in rows if row.target_id is not None])
    _write_new(session, [row for row in rows if row.target_id is None])


def _check_versions(rows, *, lock=False):
    expected = {row.target_id: (row.parsed.get("version"), row.number) for row in rows if row.target_id}
    measures = Measure.objects.select_for_update() if lock else Measure.objects.all()
    found = dict(measures.filter(pk__in=expected).values_list("pk", "version"))
    for pk, (version, number) in expected.items():
        if found.get(pk) != version:
            raise StaleImport(
                _(
                    "The measure of row %(row)s was changed since the check. "
                    "Nothing was taken over; please check the list again."
                )
                % {"row": number}
            )


def _unknown_names(session, row):
    """Put the actor beside each known name and move names for the note there; return the names to be created."""
    values, wanted, kept = row.parsed["values"], [], []
    lead = values.get("lead")
    for entry in filter(None, [lead, *values.get("partners", ())]):
        found = session.names_in_use.use(entry["name"], lead=entry is lead)
        if found == NOTE:
            session.note(values, _("Lead") if entry is lead else _("Partners"), entry["name"])
            if entry is lead:
                values.pop("lead")
                row.problems.append(Problem("lead_open", entry["name"], {}, "lead").as_json())
            continue
        if found == CREATE:
            entry.pop("actor", None)
            wanted.append(entry["name"])
        else:
            entry["actor"] = found
        if entry is not lead:
            kept.append(entry)
    if "partners" in values:
        values["partners"] = kept
    return wanted


def _name_actors(values, created):
    for entry in [values.get("lead"), *values.get("partners", ())]:
        if entry and not entry.get("actor"):
            entry["actor"] = created[fold(entry["name"])]


def _questions(measure, row, missing=lambda key: True):
    """Unsaved clarifications for what a person must settle, in the office's language."""
    with translation.override(settings.LANGUAGE_CODE):
        for data in row.problems:
            problem = Problem.from_json(data)
            if problem.is_question and missing(problem.key):
                yield Clarification(
                    measure=measure,
                    topic=_TOPICS.get(problem.key, "other"),
                    code=problem.code,
                    message=problem.message[:400],
                    hint=problem.hint[:400],
                    original=problem.original or row.raw.get(problem.key, ""),
                )


def _write_new(session, rows):
    if not rows:
        return
    if not hasattr(session, "slugs"):
        session.slugs = BulkSlugs(Measure, fallback="massnahme")
    today, measures, questions = session.today(), [], []
    for row in rows:
        values = row.parsed["values"]
        measure = Measure(
            slug=session.slugs.make(values["title"]),
            lead_id=values.get("lead", {}).get("actor"),
            import_note=values.get("note", ""),
            status_changed_on=today,
            **comparing.scalars(values),
        )
        asked = list(_questions(measure, row))
        measure.to_clarify = bool(asked)
        measures.append(measure)
        questions += asked
    audit.audited_bulk_create(measures, batch_size=CHUNK)
    places, partners, funding = [], [], []
    links = {key: [] for key in comparing.MANY}
    known = {
        "further_fields": session.fields,
        "goals": session.goals,
        "target_groups": session.target_groups,
        "municipalities": session.municipalities,
    }
    for row, measure in zip(rows, measures, strict=True):
        values = row.parsed["values"]
        if field := session.fields.get(values.get("field")):
            places.append(
                MeasurePlacement(
                    measure=measure, framework_id=field.framework_id, field=field, number=values.get("number")
                )
            )
        partners += _partners(measure, values.get("partners", ()), session.actors)
        funding += [MeasureFunding(measure=measure, **line) for line in values.get("funding", ())]
        for key in comparing.MANY:
            links[key] += [(measure, known[key][pk]) for pk in dict.fromkeys(values.get(key, ())) if pk in known[key]]
        row.target_id, row.target_version, row.before = measure.pk, measure.version, {}
    for objs in (places, partners, funding, questions):
        audit.audited_bulk_create(objs, batch_size=CHUNK)
    for key, pairs in links.items():
        _link(key, pairs)


def _partners(measure, entries, actors):
    seen = {measure.lead_id}
    for entry in entries:
        if entry["actor"] not in seen:
            seen.add(entry["actor"])
            yield MeasurePartner(measure=measure, actor=actors[entry["actor"]], role=entry.get("role", ""))


def _link(key, pairs):
    field = Measure._meta.get_field(key)
    if pairs:
        audit.audited_m2m_create(
            field.remote_field.through,
            pairs,
            source_field=field.m2m_field_name(),
            target_field=field.m2m_reverse_field_name(),
            describe=key,
        )


def _write_changed(session, rows):
    if not rows:
        return
    measures = {
        measure.pk: measure
        for measure in comparing.with_relations(Measure.objects.filter(pk__in=[row.target_id for row in rows]))
    }
    known = {
        "further_fields": session.fields,
        "goals": session.goals,
        "target_groups": session.target_groups,
        "municipalities": session.municipalities,
    }
    touched, names, partners, funding, questions = [], set(), [], [], []
    links = {key: [] for key in comparing.MANY}
    new_parts = []
    for row in rows:
        measure, values = measures[row.target_id], row.parsed["values"]
        changed = comparing.updates(measure, values)
        if "status" in changed:
            changed["status_changed_on"] = session.today()
        before = {key: _jsonable(getattr(measure, key)) for key in changed}
        mine = {"partners": [], "funding": [], "questions": []}
        if comparing.new_lead(measure, values):
            before["lead_id"], measure.lead_id = measure.lead_id, values["lead"]["actor"]
            names.add("lead")
        if note := comparing.added_note(measure, values):
            before["import_note"] = measure.import_note
            measure.import_note = f"{measure.import_note}\n{note}".strip()
            names.add("import_note")
        place = comparing.placement_change(measure, values, session.fields)
        if place:
            before["placement"] = _place(session, measure, *place)
        mine["partners"] = list(_partners(measure, comparing.added_partners(measure, values), session.actors))
        mine["funding"] = [MeasureFunding(measure=measure, **line) for line in comparing.added_funding(measure, values)]
        for key in comparing.MANY:
            added = comparing.added_links(measure, values, key)
            links[key] += [(measure, known[key][pk]) for pk in added if pk in known[key]]
            if added:
                before[f"added_{key}"] = added
        for key, value in changed.items():
            setattr(measure, key, value)
        names |= set(changed)
        mine["questions"] = list(_questions(measure, row, lambda topic, measure=measure: _is_missing(measure, topic)))
        if mine["questions"]:
            before |= {
                "to_clarify": measure.to_clarify,
                "is_published": measure.is_published,
                "published_at": _jsonable(measure.published_at),
            }
            measure.to_clarify, measure.is_published, measure.published_at = True, False, None
            names |= {"to_clarify", "is_published", "published_at"}
        partners += mine["partners"]
        funding += mine["funding"]
        questions += mine["questions"]
        touched.append(measure)
        new_parts.append(mine)
        row.before = before
    audit.audited_bulk_update(touched, names or {"title"}, batch_size=CHUNK)
    for objs in (partners, funding, questions):
        audit.audited_bulk_create(objs, batch_size=CHUNK)
    for key, pairs in links.items():
        _link(key, pairs)
    for row, measure, mine in zip(rows, touched, new_parts, strict=True):
        row.before |= {f"new_{key}": [obj.pk for obj in objs] for key, objs in mine.items() if objs}
        row.target_version = measure.version


def _is_missing(measure, key):
    """Whether the portal has nothing better itself: what a person entered is not questioned by a list."""
    if key == "lead":
        return measure.lead_id is None
    if key == "field":
        return not measure.placements.all()
    if key in ("period", "start", "end"):
        return not (measure.start_on or measure.end_on or measure.is_permanent)
    if key == "cost":
        return measure.cost is None
    return False


def _place(session, measure, placement, field, number):
    """Set the place in the framework; the number only if it is free. Returns what to restore."""
    taken = session.by_number.get((field.framework_id, number)) if number else None
    if taken not in (None, measure.pk):
        number = placement.number if placement else None
    if number:
        session.by_number[(field.framework_id, number)] = measure.pk
    if placement is None:
        placement = MeasurePlacement.objects.create(measure=measure, field=field, number=number)
        return {"id": placement.pk, "created": True}
    before = {"id": placement.pk, "field": placement.field_id, "number": placement.number}
    placement.field, placement.number = field, number
    placement.save()
    return before


def _jsonable(value):
    return (
        value
        if isinstance(value, (str, int, bool, type(None)))
        else value.isoformat()
        if hasattr(value, "isoformat")
        else str(value)
    )
