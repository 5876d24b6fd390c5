"""The network as graph: actors as circles, relations as lines, and the same as a table."""

from dataclasses import dataclass, field

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from integration_portal.core.pictures import graph

from ..models import Actor, ActorRelation
from .choices import CARRIER, INVERSE, RELATION_VALUES, RELATIONS, Choices, Terms

MOST = 500


@dataclass
class Circle:
    """An actor of the picture with its number, its fields and its relations: words from its side to the other circles."""

    pk: int
    name: str
    carrier: int | None
    number: int = 0
    fields: list = field(default_factory=list)
    relations: dict = field(default_factory=dict)

    @property
    def url(self):
        return reverse("actors:office_detail", args=[self.pk])

    @property
    def field(self):
        """The field whose colour the circle has: the first in their order."""
        return self.fields[0] if self.fields else None


class Network:
    """What the page of the graph shows to a user for the parameters in `data`; nine queries whatever the number of actors."""

    def __init__(self, user, data):
        self.user = user
        self.choices = Choices(data, ("feld", "gemeinde", "beziehung", "zaehlt"), Terms())
        self.notices = list(self.choices.notices)
        self.tally = self.choices.tally
        self.circles, self.links = self._read()

    def _actors(self):
        actors = Actor.objects.visible_inside(self.user).current()
        chosen, place = self.choices.row("feld"), self.choices.row("gemeinde")
        if chosen:
            actors = actors.filter(pk__in=Actor.fields.through.objects.filter(fieldofaction=chosen).values("actor"))
        if place:
            working = Actor.municipalities.through.objects.filter(municipality=place).values("actor")
            actors = actors.filter(Q(municipality=place) | Q(pk__in=working))
        return actors

    def _read(self):
        numbers = self.tally.per_actor(self.user) if self.tally else {}
        circles = {
            pk: Circle(pk, name, carrier, numbers.get(pk, 0))
            for pk, name, carrier in self._actors().order_by("sort_name", "pk").values_list("pk", "name", "carrier")
        }
        pairs = self._pairs(circles)
        linked = {pk for one, other, _kind in pairs for pk in (one, other)}
        if self.choices.value("beziehung"):
            circles = {pk: circle for pk, circle in circles.items() if pk in linked}
        degree = dict.fromkeys(circles, 0)
        for one, other, _kind in pairs:
            degree[one] += 1
            degree[other] += 1
        ordered = sorted(circles.values(), key=lambda circle: (-circle.number, -degree[circle.pk]))
        if len(ordered) > MOST:
            self.notices.append(
                _(
                    "The picture shows the %(most)d largest of %(all)d actors. Choose a field or a municipality to see others."
                )
                % {"most": MOST, "all": len(ordered)}
            )
            ordered = ordered[:MOST]
        place = {circle.pk: index for index, circle in enumerate(ordered)}
        links = [(place[one], place[other], kind) for one, other, kind in pairs if one in place and other in place]
        self._name_fields(ordered)
        for one, other, kind in links:
            ordered[one].relations.setdefault(RELATIONS[kind], []).append(ordered[other])
            ordered[other].relations.setdefault(INVERSE[kind], []).append(ordered[one])
        return ordered, links

    def _pairs(self, circles):
        """(actor, other, kind) of the relations in force today between actors of the picture."""
        kind = RELATION_VALUES.get(self.choices.value("beziehung"), "")
        rows = ActorRelation.objects.on(timezone.localdate()).order_by("kind", "actor", "other")
        if kind:
            rows = rows.filter(kind=kind)
        pairs = [row for row in rows.values_list("actor", "other", "kind") if row[0] in circles and row[1] in circles]
        if kind in ("", CARRIER):
            pairs += [(one.pk, one.carrier, CARRIER) for one in circles.values() if one.carrier in circles]
        return pairs

    def _name_fields(self, circles):
        known = {row.pk: row for row in self.choices.terms.fields}
        order = {pk: index for index, pk in enumerate(known)}
        by_pk = {circle.pk: circle for circle in circles}
        pairs = Actor.fields.through.objects.filter(fieldofaction__in=list(known)).values_list("actor", "fieldofaction")
        for actor, pk in sorted(pairs, key=lambda pair: order[pair[1]]):
            if actor in by_pk:
                by_pk[actor].fields.append(known[pk])

    # --- the picture -------------------------------------------------------------------------------------
    def _title(self, circle):
        parts = [circle.name, self.tally.counted(circle.number) if self.tally else ""]
        parts.append(", ".join(one.label for one in circle.fields) or _("no field of action"))
        number = sum(map(len, circle.relations.values()))
        parts.append(ngettext("%(number)d relation", "%(number)d relations", number) % {"number": number})
        return " · ".join(part for part in parts if part)

    @cached_property
    def svg(self):
        """The picture; "" without actors."""
        if not self.circles:
            return ""
        groups = {row.pk: index for index, row in enumerate(self.choices.terms.fields, start=1)}
        nodes = [
            graph.Node(
                circle.name,
                self._title(circle),
                circle.url,
                circle.number,
                groups[circle.field.pk] if circle.field else 0,
                f"p-hue-{circle.field.hue if circle.field else 'slate'}",
            )
            for circle in self.circles
        ]
        description = _("The table below holds the same content. Each circle is a link to the actor.")
        return graph.svg(nodes, self.links, key="netz", title=_("Actors and their relations"), description=description)

    @cached_property
    def legend(self):
        """[(field or None, number of circles in its colour)] of the colours in the picture."""
        counts = {}
        for circle in self.circles:
            key = circle.field.pk if circle.field else None
            counts[key] = counts.get(key, 0) + 1
        rows = [(row, counts[row.pk]) for row in self.choices.terms.fields if row.pk in counts]
        return rows + ([(None, counts[None])] if None in counts else [])

    @cached_property
    def kinds(self):
        """[(kind, its words, number of lines)] of the kinds of relations in the picture."""
        counts = {}
        for _one, _other, kind in self.links:
            counts[kind] = counts.get(kind, 0) + 1
        return [(kind, words, counts[kind]) for kind, words in RELATIONS.items() if kind in counts]
