"""What the public page of an event shows."""

from django.db.models import OuterRef, Subquery, prefetch_related_objects
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from actors.models import Actor

from .models import Event, EventDate, EventKind
from .services import registrations

#: schema.org type per kind of event.
SCHEMA = {EventKind.TRAINING: "EducationEvent", EventKind.CONFERENCE: "BusinessEvent"}
SHOWN_DATES = 12


class EventSheet:
    """The public side of an event; ten queries at most."""

    def __init__(self, event):
        self.event, self.today = event, timezone.localdate()
        prefetch_related_objects([event], "fields", "target_groups", "languages", "organisers", "dates")

    @property
    def schema_type(self):
        return SCHEMA.get(EventKind(self.event.kind), "Event")

    @property
    def field(self):
        """The first field of action, for colour and pictogram."""
        return next(iter(self.event.fields.all()), None)

    @cached_property
    def dates(self):
        """Dates to come, cancelled ones included, in order."""
        return [date for date in self.event.dates.all() if date.end_day >= self.today]

    @cached_property
    def past_dates(self):
        """Dates that are over, the latest first."""
        return [date for date in reversed(self.event.dates.all()) if date.end_day < self.today]

    @property
    def first_dates(self):
        return self.dates[:SHOWN_DATES]

    @property
    def later_dates(self):
        return self.dates[SHOWN_DATES:]

    @property
    def main_date(self):
        """The date the page is about: the next one, else the last."""
        found = [date for date in self.dates if not date.is_cancelled] or self.dates or self.past_dates
        return found[0] if found else None

    @property
    def further_dates(self):
        """Dates to come other than the main one."""
        return [date for date in self.dates if date is not self.main_date]

    @cached_property
    def organisers(self):
        """(actor, whether the actor is public) in order."""
        public = set(
            Actor.objects.public()
            .filter(pk__in=[row.pk for row in self.event.organisers.all()])
            .values_list("pk", flat=True)
        )
        return [(row, row.pk in public) for row in self.event.organisers.all()]

    @cached_property
    def parts(self):
        """Published parts with `next_day` and `next_at` (None for whole days), those to come first."""
        to_come = EventDate.objects.filter(event=OuterRef("pk"), end_day__gte=self.today).order_by(
            "start_day", "start_at"
        )
        rows = list(
            Event.objects.public()
            .filter(parent=self.event)
            .with_days(self.today)
            .annotate(next_at=Subquery(to_come.values("start_at")[:1]))
            .select_related("municipality")
        )
        return sorted(rows, key=lambda row: (row.next_day is None, row.next_day or row.first_day or self.today, row.pk))

    @property
    def parent(self):
        parent = self.event.parent
        return parent if parent and parent.is_published else None

    @property
    def measure(self):
        measure = self.event.measure
        return measure if measure and measure.is_published else None

    @cached_property
    def closed(self):
        """Why nobody can register, "" while one can."""
        return registrations.closed_because(self.event, self.today)

    @cached_property
    def free_words(self):
        """How many places are free in words; "" without a limit."""
        free = registrations.free_places(self.event)
        if free is None:
            return ""
        if free == 0:
            return _("All places are taken. You can join the waiting list.")
        return ngettext("%(n)d place is free.", "%(n)d places are free.", free) % {"n": free}
