"""The network: merging two actors with a thousand references."""

import datetime
import time

from actors import services
from actors.models import Actor, AdvisoryEntry, Person, PersonRole
from integration_portal.core import roles
from integration_portal.core.models import User
from measures.models import Measure, MeasurePartner

from . import Figure

REFERENCES = 1_000


def merge_of_two():
    """One entry of two, with led measures, partners, roles and notes of the duplicate, a quarter of them doubled at the kept one."""
    user = User.objects.with_role(roles.Role.OFFICE).first()
    kept = Actor.objects.create(name="Messung bleibt", slug="messung-bleibt")
    gone = Actor.objects.create(name="Messung geht", slug="messung-geht")
    quarter = REFERENCES // 4
    measures = list(Measure.objects.current()[: 2 * quarter])
    Measure.objects.filter(pk__in=[row.pk for row in measures[:quarter]]).update(lead=gone)
    led_by_others = [row for row in measures[quarter:] if row.lead_id not in (kept.pk, gone.pk)]
    MeasurePartner.objects.filter(measure__in=led_by_others).delete()
    MeasurePartner.objects.bulk_create(
        MeasurePartner(measure=row, actor=actor) for row in led_by_others for actor in (kept, gone)
    )
    people = Person.objects.bulk_create(
        Person(last_name=f"Messung {number}", sort_name=f"messung {number}") for number in range(quarter)
    )
    PersonRole.objects.bulk_create(PersonRole(person=person, actor=gone) for person in people)
    notes = AdvisoryEntry.objects.bulk_create(
        AdvisoryEntry(happened_on=datetime.date(2026, 5, 1), subject=f"Messung {number}", author=user)
        for number in range(quarter)
    )
    AdvisoryEntry.actors.through.objects.bulk_create(
        AdvisoryEntry.actors.through(advisoryentry=note, actor=gone) for note in notes
    )
    start = time.perf_counter()
    services.merge_actors(target=kept, duplicate=gone, versions=(1, 1), choices={}, by=user)
    yield Figure(f"Merging two actors with {REFERENCES} references", time.perf_counter() - start, 2, "s", 1)
