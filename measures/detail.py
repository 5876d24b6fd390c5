"""What the public page of a measure shows: only what may be read by everyone, also in a preview for the office."""

from dataclasses import dataclass

from django.db.models import Prefetch, prefetch_related_objects
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from actors.models import Actor
from fields_of_action.models import FieldOfAction, Goal

from .models import FundingState, Kind, MeasureFunding, MeasurePartner, MeasurePlacement

#: schema.org type per kind of measure, and which of its properties say who, where, for whom, when and by whose money.
SCHEMA = {
    Kind.SERVICE: {"type": "Service", "lead": "provider", "place": "areaServed", "audience": "audience"},
    Kind.EVENT_SERIES: {
        "type": "EventSeries",
        "lead": "organizer",
        "place": "location",
        "audience": "audience",
        "start": "startDate",
        "end": "endDate",
        "funder": "funder",
    },
    Kind.TRAINING: {
        "type": "Course",
        "lead": "provider",
        "place": "spatialCoverage",
        "audience": "audience",
        "funder": "funder",
    },
}
PROJECT = {
    "type": "Project",
    "lead": "parentOrganization",
    "place": "areaServed",
    "start": "foundingDate",
    "end": "dissolutionDate",
    "funder": "funder",
}


@dataclass(frozen=True)
class ChainNode:
    """A link of the chain from field to measure; `is_field` gives the node the colour of the field of action."""

    kind: str
    label: str
    url: str = ""
    note: str = ""
    icon: str = ""
    is_field: bool = False
    is_current: bool = False


class PublicSheet:
    """The public side of a measure; eight queries at most, made when it is set up."""

    def __init__(self, measure):
        self.measure = measure
        prefetch_related_objects(
            [measure],
            "lead",
            "contact",
            Prefetch("placements", queryset=MeasurePlacement.objects.current_first()),
            Prefetch("further_fields", queryset=FieldOfAction.objects.with_framework()),
            Prefetch("goals", queryset=Goal.objects.select_related("field").order_by("field__order", "code_key")),
            "target_groups",
            "municipalities",
            Prefetch(
                "partner_links",
                queryset=MeasurePartner.objects.filter(actor__in=Actor.objects.public()).select_related("actor"),
                to_attr="public_partners",
            ),
            Prefetch(
                "funding",
                queryset=MeasureFunding.objects.exclude(state=FundingState.REFUSED).order_by("pk"),
                to_attr="public_funding",
            ),
        )

    @property
    def schema(self):
        """Names of the schema.org type and its properties; a missing one is not said."""
        return SCHEMA.get(self.measure.kind, PROJECT)

    @property
    def teaser(self):
        return self.measure.summary or self.measure.title

    @property
    def text(self):
        """Markdown: the text for the public, else the description."""
        return self.measure.words_for_all

    @property
    def field(self):
        return self.measure.primary_field

    @property
    def further_fields(self):
        """Further fields other than the primary one."""
        return [one for one in self.measure.further_fields.all() if one != self.field]

    @cached_property
    def other_places(self):
        """Places in other frameworks than the one the page is about."""
        return list(self.measure.placements.all())[1:]

    @property
    def goals(self):
        return list(self.measure.goals.all())

    @property
    def lead_is_public(self):
        lead = self.measure.lead
        return bool(lead and lead.is_public)

    @property
    def partners(self):
        """Published partners other than the lead, with their roles."""
        return [link for link in self.measure.public_partners if link.actor_id != self.measure.lead_id]

    @property
    def contact(self):
        """The contact person, if the person's name may be published, else None."""
        person = self.measure.contact
        return person if person and person.is_published else None

    @cached_property
    def funding(self):
        """(source, amount or None, state or "") per funding line; amounts are public once they are granted."""
        return [
            (line.source, line.amount if line.state == FundingState.GRANTED else None, self._state(line))
            for line in self.measure.public_funding
        ]

    @staticmethod
    def _state(line):
        return "" if line.state == FundingState.GRANTED else line.get_state_display()

    @property
    def number_label(self):
        """“Measure 2.3”, or “Measure” without a number."""
        return number_label(self.measure)

    @cached_property
    def chain(self):
        """Field, goal and measure, in this order, as far as they exist."""
        url = self.field.get_absolute_url() if self.field else ""
        return chain_of(self.measure, field=self.field, field_url=url, goals=self.goals)

    def crumbs(self):
        """The way here: home, listing, the listing of the field, this measure."""
        listing = reverse("measures:list")
        crumbs = [(_("Home"), reverse("portal:home")), (_("Measures"), listing)]
        if self.field:
            crumbs.append((self.field.label, f"{listing}?feld={self.field.slug}"))
        return [*crumbs, (self.measure.title, None)]


def number_label(measure):
    """“Measure 2.3”, or “Measure” without a number."""
    return _("Measure %(number)s") % {"number": measure.number} if measure.number else _("Measure")


def chain_of(measure, *, field, field_url, goals):
    """The nodes of the chain field → goal → measure, as far as they exist; the measure is the current one."""
    nodes = []
    if field:
        icon = f"field-{field.pictogram}"
        nodes.append(ChainNode(_("Field of action"), field.label, field_url, icon=icon, is_field=True))
    if goals:
        first, others = goals[0], len(goals) - 1
        note = ngettext("and %(number)d more goal", "and %(number)d more goals", others) % {"number": others}
        nodes.append(
            ChainNode(
                _("Goal %(code)s") % {"code": first.code},
                first.title,
                first.get_absolute_url(),
                note if others else "",
                icon="target",
            )
        )
    nodes.append(ChainNode(number_label(measure), measure.title, note=_("You are here"), icon="chain", is_current=True))
    return nodes
