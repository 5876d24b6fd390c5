"""Large demo databases: measures beyond the written ones, inserted in bulk, each with its entry in the audit trail."""

import datetime
import itertools

from django.db import transaction
from django.utils import timezone

from integration_portal.core.audit import audited_bulk_create, audited_m2m_create
from integration_portal.core.models import Municipality, TargetGroup
from integration_portal.core.slugs import slug_of
from measures.models import Kind, Measure, MeasureFunding, MeasurePartner, MeasurePlacement, Status

from .texts import ideas, read

CHUNK = 500
FOR_WHOM = ("", " für Frauen", " für Familien", " für junge Menschen", " für Ältere", " am Wochenende")
STATUSES = (
    ("in_progress",) * 8 + ("permanent",) * 4 + ("planned",) * 4 + ("completed",) * 4 + ("idea", "postponed", "dropped")
)
REASONS = {
    "postponed": "Die Bewilligung steht noch aus.",
    "dropped": "Ein gleiches Angebot gibt es inzwischen im Nachbarort.",
}
PARTNER_ROLES = ("Räume", "Ansprache", "Ehrenamtliche", "Sprachmittlung", "")


def titles(places):
    """Yield (field number, place, title, sentence) without end and without a title twice; fields take turns."""
    stems = read("stems.toml")
    for edition in itertools.count(1):
        for whom in FOR_WHOM:
            for stem in range(6):
                for place in places:
                    for field in range(1, 9):
                        title, sentence = stems[str(field)][stem]
                        words = title.replace("{in_place}", f"in {place.name}") + whom
                        yield field, place, words if edition == 1 else f"{words}, {edition}. Auflage", sentence


class BulkMaker:
    """Makes measures in chunks, seeded: the same random source gives the same measures."""

    def __init__(self, *, actors, fields, accounts, random, today=None):
        self.actors = list(actors.values())
        self.fields = fields
        self.keepers = [accounts["office"], accounts["colleague"]]
        self.random = random
        self.today = today or timezone.localdate()
        self.places = list(Municipality.objects.all())
        self.groups = list(TargetGroup.objects.all())
        self.texts = {number: [idea for idea in ideas(64) if idea["field"] == number] for number in range(1, 9)}
        self.by_field = {
            number: [actor for actor in self.actors if any(row.pk == field.pk for row in actor.fields.all())]
            or self.actors
            for number, field in fields.items()
        }

    def make_all(self, number, progress):
        """Make `number` measures; `progress(n)` is called after each chunk."""
        used_titles = set(Measure.objects.values_list("title", flat=True))
        self.slugs = set(Measure.objects.values_list("slug", flat=True))
        self.next_number = self._next_numbers()
        fresh = (entry for entry in titles(self.places) if entry[2] not in used_titles)
        while number > 0:
            chunk = list(itertools.islice(fresh, min(CHUNK, number)))
            self._make_chunk(chunk)
            number -= len(chunk)
            progress(len(chunk))

    def _next_numbers(self):
        framework = next(iter(self.fields.values())).framework_id
        highest = dict.fromkeys(self.fields, 0)
        numbers = MeasurePlacement.objects.filter(framework=framework, number__isnull=False).values_list(
            "number", flat=True
        )
        for parts in (number.split(".") for number in numbers):
            if len(parts) == 2 and parts[0].isdigit() and parts[1].isdigit() and int(parts[0]) in highest:
                highest[int(parts[0])] = max(highest[int(parts[0])], int(parts[1]))
        return highest

    @transaction.atomic
    def _make_chunk(self, entries):
        measures = [self._measure(*entry) for entry in entries]
        audited_bulk_create(measures)
        placements, partners, funding, places, groups = [], [], [], [], []
        for measure, (field, place, _title, _sentence) in zip(measures, entries, strict=True):
            self.next_number[field] += 1
            row = self.fields[field]
            placements.append(
                MeasurePlacement(
                    measure=measure, field=row, framework=row.framework, number=f"{field}.{self.next_number[field]}"
                )
            )
            places.append((measure, place))
            groups += [(measure, group) for group in self.random.sample(self.groups, self.random.choice((1, 1, 2)))]
            for actor in self.random.sample(self.actors, self.random.choice((0, 1, 1, 2))):
                if actor.pk != measure.lead_id:
                    partners.append(
                        MeasurePartner(measure=measure, actor=actor, role=self.random.choice(PARTNER_ROLES))
                    )
            if measure.cost and self.random.random() < 0.5:
                funding.append(
                    MeasureFunding(
                        measure=measure,
                        source="Landesprogramm (Beispiel)",
                        amount=measure.cost,
                        state="granted",
                        valid_until=measure.end_on,
                    )
                )
        for rows in (placements, partners, funding):
            audited_bulk_create(rows)
        for name, rows, target in (
            ("municipalities", places, "municipality"),
            ("target_groups", groups, "targetgroup"),
        ):
            audited_m2m_create(
                getattr(Measure, name).through, rows, source_field="measure", target_field=target, describe=name
            )

    def _measure(self, field, place, title, sentence):
        random, today = self.random, self.today
        text = random.choice(self.texts[field])
        status = random.choice(STATUSES)
        start = today - datetime.timedelta(days=random.randrange(30, 1500))
        if status in ("idea", "planned"):
            start = today + datetime.timedelta(days=random.randrange(-60, 700))
        end = None if status == "permanent" else start + datetime.timedelta(days=random.randrange(120, 1400))
        if status == "completed":
            end = min(end, today - datetime.timedelta(days=1))
        elif status == "in_progress" and end < today and random.random() < 0.8:
            end = today + datetime.timedelta(days=random.randrange(5, 900))
        reported = today - datetime.timedelta(days=random.randrange(1, 160))
        has_news = status in ("in_progress", "permanent", "completed")
        published = status not in ("idea", "dropped") and random.random() < 0.92
        measure = Measure(
            title=title[:250],
            slug=self._slug(title),
            kind=random.choice(Kind.values),
            status=status,
            status_reason=REASONS.get(status, ""),
            status_changed_on=min(start, today),
            summary=sentence,
            starting_situation=text.get("situation", ""),
            description=f"{sentence} {text.get('description', '')}",
            expected_effect=text.get("effect", ""),
            start_on=start,
            end_on=max(start, end) if end else None,
            is_permanent=status == Status.PERMANENT,
            lead=random.choice(self.by_field[field]),
            responsible=random.choice(self.keepers),
            cost=random.randrange(5, 600) * 100 if random.random() < 0.7 else None,
            priority=random.choice(("", "high", "medium", "low")),
            progress_on=reported if has_news else None,
            progress_note="Läuft wie geplant." if has_news else "",
            is_published=published,
            published_at=timezone.now() if published else None,
        )
        return measure

    def _slug(self, title):
        slug = base = slug_of(title, max_length=110)
        for number in itertools.count(2):
            if slug not in self.slugs:
                break
            slug = f"{base}-{number}"
        self.slugs.add(slug)
        return slug
