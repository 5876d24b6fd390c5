"""A small district for the tests of the public listing: measures of every state with many combinations of filter values."""

import datetime
import random
from dataclasses import dataclass, field

from measures.models import Measure, MeasurePlacement, Status
from tests.builders import make_actor, make_field, make_framework, make_measure, make_municipality, make_target_group

GROUPS = ("feld", "status", "zielgruppe", "gemeinde", "traeger")
WORDS = ("Sprachcafé", "Nachbarschaftshilfe", "Ferienschule", "Elternbegleitung", "Sportverein")


@dataclass
class District:
    """What the measures were made of."""

    fields: list = field(default_factory=list)
    groups: list = field(default_factory=list)
    places: list = field(default_factory=list)
    actors: list = field(default_factory=list)
    old_field: object = None


def make_district(number=60, seed=1, hidden=True):
    """Make `number` measures; with `hidden` every fifth of them is not published."""
    dice = random.Random(seed)
    framework = make_framework()
    old = make_framework(valid_from=datetime.date(2010, 1, 1), valid_until=datetime.date(2019, 3, 31))
    district = District(
        fields=[
            make_field(framework, name=name, order=place)
            for place, name in enumerate(("Sprache", "Bildung", "Öffnung"))
        ],
        groups=[make_target_group() for _ in range(3)],
        places=[make_municipality(name) for name in ("Altenburg", "Gößnitz", "Ärla")],
        actors=[make_actor(is_published=place % 2 == 0) for place in range(4)],
        old_field=make_field(old, name="Früheres Feld"),
    )
    for count in range(number):
        measure = make_measure(
            f"{dice.choice(WORDS)} {count % 7}",
            field=dice.choice(district.fields),
            lead=dice.choice(district.actors),
            published=not (hidden and count % 5 == 0),
            **_values(dice),
        )
        if count % 9 == 0:
            MeasurePlacement.objects.create(measure=measure, field=district.old_field)
        measure.further_fields.set(dice.sample(district.fields, dice.randrange(3)))
        measure.target_groups.set(dice.sample(district.groups, dice.randrange(3)))
        measure.municipalities.set(dice.sample(district.places, dice.randrange(3)))
    return district


def _values(dice):
    status = dice.choice(Status.values)
    start = datetime.date(2025, 1, 1) + datetime.timedelta(days=dice.randrange(800)) if dice.random() < 0.8 else None
    permanent = status == Status.PERMANENT
    end = (start or datetime.date(2025, 6, 1)) + datetime.timedelta(days=dice.randrange(400))
    return {
        "status": status,
        "status_reason": "Grund" if status in (Status.POSTPONED, Status.DROPPED) else "",
        "start_on": start,
        "end_on": None if permanent or dice.random() < 0.4 else end,
        "is_permanent": permanent,
        "is_district_wide": dice.random() < 0.2,
        "description": dice.choice(("Deutsch sprechen und Förderung finden.", "Gemeinsam Sport treiben.", "")),
        "kind": dice.choice(("project", "service", "training", "event_series")),
    }


@dataclass(frozen=True)
class Known:
    """A published measure with its values per filter group, read once."""

    measure: Measure
    values: dict


def snapshot():
    """All published measures with their values."""
    return [
        Known(measure, {group: values_of(measure, group) for group in GROUPS})
        for measure in Measure.objects.filter(is_published=True)
    ]


def naive(known, selected, *, start=None, end=None):
    """The primary keys that a filter should find, worked out in plain Python, measure by measure."""
    return {one.measure.pk for one in known if _matches(one, selected, start, end)}


def _matches(one, selected, start, end):
    measure = one.measure
    if (start or end) and not (measure.start_on or measure.end_on or measure.is_permanent):
        return False
    if start and measure.end_on and measure.end_on < start:
        return False
    if end and measure.start_on and measure.start_on > end:
        return False
    return all(set(values) & one.values[group] for group, values in selected.items())


def values_of(measure, group):
    """The filter values that a measure has in a group."""
    if group == "feld":
        return {place.field.slug for place in measure.placements.all()} | {
            one.slug for one in measure.further_fields.all()
        }
    if group == "status":
        return {measure.status}
    if group == "zielgruppe":
        return {one.slug for one in measure.target_groups.all()}
    if group == "traeger":
        return {measure.lead.slug}
    return {one.ags for one in measure.municipalities.all()} | (
        {"landkreisweit"} if measure.is_district_wide else set()
    )
