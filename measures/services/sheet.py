"""Creating, changing and copying the sheet of a measure, and its place in a framework."""

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from integration_portal.core.locking import lock
from integration_portal.core.slugs import unique_slug

from ..models import Measure, MeasureFunding, MeasurePartner, MeasurePlacement

MANY = ("further_fields", "goals", "cross_cutting_plans", "target_groups", "municipalities")
#: What a copy does not take over: it starts as a planned idea of its own.
NOT_COPIED = (
    "id", "uuid", "slug", "version", "created_at", "updated_at", "status", "status_reason", "status_changed_on",
    "progress_note", "progress_on", "next_review_on", "is_published", "published_at", "archived_at", "to_clarify", "import_note",
)  # fmt: skip
_TRIES = 5


def propose_number(field):
    """Return the next free number of a field of action: after 2.9 comes 2.10, whatever gaps there are before."""
    used = MeasurePlacement.objects.filter(
        framework=field.framework_id, number__startswith=f"{field.number}."
    ).values_list("number", flat=True)
    seconds = [
        int(part)
        for part in (number.split(".")[1].rstrip("abcdefghijklmnopqrstuvwxyz") for number in used)
        if part.isdigit()
    ]
    return f"{field.number}.{max(seconds, default=0) + 1}"


def place_measure(*, measure, field, number=""):
    """Put a measure into a field of action of a framework, under a number, or the next free one.

    Replaces the place it has in that framework. Raises ValidationError when the number is taken; a proposed
    number that somebody else takes at the same moment is proposed anew.
    """
    wanted = (number or "").strip()
    for _attempt in range(_TRIES):
        placement = MeasurePlacement.objects.filter(measure=measure, framework=field.framework_id).first()
        if placement is None:
            placement = MeasurePlacement(measure=measure)
        elif placement.field_id == field.pk and placement.number and wanted in ("", placement.number):
            return placement
        placement.field, placement.framework = field, field.framework
        placement.number = wanted or propose_number(field)
        placement.full_clean(validate_constraints=bool(wanted))
        try:
            with transaction.atomic():
                placement.save()
        except IntegrityError:
            if wanted:
                raise ValidationError({"number": _("This number is taken in the framework.")}) from None
        else:
            return placement
    raise ValidationError({"number": _("No free number could be found. Please enter one.")})


def _fill(measure, data):
    for name, value in data.items():
        if name not in MANY:
            setattr(measure, name, value)


def _link(measure, data):
    for name in MANY:
        if name in data:
            getattr(measure, name).set(data[name])


def set_partners(*, measure, partners):
    """Make `partners`, a list of (actor, role), the partners of the measure; the lead is never its own partner."""
    wanted = {actor.pk: (actor, role) for actor, role in partners if actor.pk != measure.lead_id}
    for link in measure.partner_links.select_related("actor"):
        if link.actor_id not in wanted:
            link.delete()
            continue
        _actor, role = wanted.pop(link.actor_id)
        if link.role != role:
            link.role = role
            link.save()
    for actor, role in wanted.values():
        MeasurePartner.objects.create(measure=measure, actor=actor, role=role)


def set_funding(*, measure, lines):
    """Make `lines`, a list of dicts with an optional `id`, the funding of the measure; others are removed."""
    present = {line.pk: line for line in measure.funding.all()}
    kept = set()
    for values in lines:
        line = present.get(values.get("id")) or MeasureFunding(measure=measure)
        changed = line.pk is None
        for name in ("source", "amount", "state", "valid_from", "valid_until", "note"):
            if name in values and getattr(line, name) != values[name]:
                setattr(line, name, values[name])
                changed = True
        if changed:
            line.full_clean(exclude=["measure"])
            line.save()
        kept.add(line.pk)
    for key, line in present.items():
        if key not in kept:
            line.delete()


@transaction.atomic
def create_measure(*, data, field=None, number="", partners=(), funding=()):
    """Create a measure, unpublished.

    `data` maps names of fields, many-to-many ones included, to values; `field` is the primary field of action,
    `number` its number there (empty: the next free one). Raises ValidationError with the names of the fields.
    """
    measure = Measure()
    _fill(measure, data)
    measure.slug = unique_slug(Measure, measure.title)
    measure.status_changed_on = measure.status_changed_on or timezone.localdate()
    measure.full_clean(exclude=["slug"])
    measure.save()
    _link(measure, data)
    if field is not None:
        place_measure(measure=measure, field=field, number=number)
    set_partners(measure=measure, partners=partners)
    set_funding(measure=measure, lines=funding)
    return measure


@transaction.atomic
def update_measure(*, measure, version, data, field=None, number="", partners=None, funding=None):
    """Store changes to the sheet of a measure; return the saved row.

    Raises StaleObject when somebody saved since `version`, ValidationError for values that do not fit. Partners and
    funding stay as they are when None. The status is not changed here, see `move_status`.
    """
    row = lock(measure, version)
    _fill(row, {name: value for name, value in data.items() if name not in ("status", "status_reason")})
    row.full_clean(exclude=["slug"])
    row.save()
    _link(row, data)
    if field is not None:
        place_measure(measure=row, field=field, number=number)
    if partners is not None:
        set_partners(measure=row, partners=partners)
    if funding is not None:
        set_funding(measure=row, lines=funding)
    return row


@transaction.atomic
def duplicate_measure(*, measure):
    """Return a copy of a measure as an unpublished idea with a new number in the same field.

    Goals, target groups, places and partners are copied; status, progress, publication and funding are not.
    """
    data = {
        field.name: getattr(measure, field.name)
        for field in Measure._meta.concrete_fields
        if field.name not in NOT_COPIED and not hasattr(field, "compute")
    }
    data["title"] = _("%(title)s (copy)") % {"title": measure.title[:240]}
    data |= {name: list(getattr(measure, name).all()) for name in MANY}
    placement = MeasurePlacement.objects.current_first().filter(measure=measure).first()
    partners = [(link.actor, link.role) for link in measure.partner_links.select_related("actor")]
    return create_measure(data=data, field=placement.field if placement else None, partners=partners)
