"""Sections of reports about events, trainings, publications and ideas."""

from collections import Counter
from dataclasses import dataclass

from django.db.models import Count
from django.utils.translation import gettext as _

from fields_of_action.models import FieldOfAction
from integration_portal.core.reporting import day, figures, number, table

from .models import Channel, Event, EventDate, EventKind, EventRegistration, Idea, IdeaState, Publication


@dataclass
class _Held:
    """An event of the period: its first day in it, how many dates, and how many people attended (None: not counted)."""

    event: Event
    first: object
    dates: int
    people: int | None


def _held(scope, field=None, *, loose=False):
    """Events with a date that took place in the period and is not after today; those of a field, or of no field."""
    until = min(scope.end, scope.on)
    dates = EventDate.objects.during(scope.start, until).taking_place()
    if field is not None:
        dates = dates.filter(event__fields=field)
    elif loose:
        dates = dates.filter(event__fields__isnull=True)
    elif not scope.is_all_fields:
        dates = dates.filter(event__fields__in=[row.pk for row in scope.fields]).distinct()
    if scope.programme is not None:
        dates = dates.filter(event__measure__in=_funded(scope))
    grouped = {}
    for pk, start in dates.order_by("start_day", "start_at", "pk").values_list("event", "start_day"):
        grouped.setdefault(pk, []).append(start)
    attended = dict(
        EventRegistration.objects.filter(event__in=grouped, state=EventRegistration.State.ATTENDED)
        .order_by()
        .values_list("event")
        .annotate(Count("pk"))
    )
    events = Event.objects.in_bulk(grouped)
    return [_Held(events[pk], starts[0], len(starts), attended.get(pk)) for pk, starts in grouped.items()]


def _funded(scope):
    return Event.measure.field.related_model.objects.funded_by(scope.programme).values("pk")


def events(scope, field):
    """The events of a field, with their part of others' events and how many attended."""
    rows = _held(scope, field, loose=field is None)
    if not rows:
        return []
    lines = [
        [
            day(row.first),
            row.event.title,
            EventKind(row.event.kind).label,
            row.event.our_part if not row.event.is_own else "",
            number(row.dates),
            number(row.people) if row.people is not None else "",
        ]
        for row in rows
    ]
    head = [_("First day"), _("Event"), _("Kind"), _("our part in it"), _("Dates"), _("attended")]
    return [table("events", _("Events and trainings"), head, lines)]


def event_figures(scope):
    """How many events there were, trainings among them, and people who attended."""
    rows = _held(scope)
    if not rows:
        return []
    return [
        figures(
            [
                (_("events"), number(len(rows))),
                (_("of these trainings"), number(sum(row.event.is_training for row in rows))),
                (_("dates of events"), number(sum(row.dates for row in rows))),
                (_("people who attended"), number(sum(row.people or 0 for row in rows))),
            ]
        )
    ]


def publications(scope):
    """What was published in the period; with a programme, only what belongs to its measures."""
    rows = Publication.objects.filter(
        state=Publication.State.PUBLISHED, date__gte=scope.start, date__lte=min(scope.end, scope.on)
    )
    if scope.programme is not None:
        rows = rows.filter(measures__in=_funded(scope)).distinct()
    elif not scope.is_all_fields:
        of_fields = FieldOfAction.objects.filter(pk__in=[row.pk for row in scope.fields])
        rows = rows.filter(measures__in=Event.measure.field.related_model.objects.in_field(*of_fields)).distinct()
    lines = [
        [day(row.date), Channel(row.channel).label, row.title, row.url] for row in rows.order_by("date", "title", "pk")
    ]
    if not lines:
        return []
    return [table("publications", _("Public relations"), [_("Day"), _("Channel"), _("Title"), _("Address")], lines)]


def ideas(scope):
    """How many ideas came in, and what became of them."""
    if scope.programme is not None:
        return []
    states = Counter(
        Idea.objects.filter(created_at__date__gte=scope.start, created_at__date__lte=scope.end)
        .filter(**({} if scope.is_all_fields else {"field__in": [row.pk for row in scope.fields]}))
        .values_list("state", flat=True)
    )
    if not states:
        return []
    counted = [(state.label, number(states[state])) for state in IdeaState if states[state]]
    return [figures([(_("ideas in all"), number(states.total())), *counted])]
