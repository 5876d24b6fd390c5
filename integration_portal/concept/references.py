"""What live references in a text mean: goals of the concept's framework, and measures by their number in it."""

from django.urls import reverse
from django.utils.translation import gettext as _

from fields_of_action.models import Goal
from integration_portal.core import attachments
from measures.models import Measure, MeasurePlacement

from .models import ConceptSection
from .text import Reference, Surroundings, numbers_named


def references_of(concept, bodies, *, public):
    """{(word, number): Reference} for all references in the texts; at most two queries.

    For the public only published measures are named and linked; others keep their number. A goal whose number occurs in
    several fields of the framework is the first one in the order of the fields.
    """
    found: dict = {}
    goals = {number for body in bodies for number in numbers_named(body, "Ziel")}
    measures = {number for body in bodies for number in numbers_named(body, "Maßnahme")}
    if goals:
        rows = Goal.objects.filter(field__framework=concept.framework_id, code__in=goals).select_related("field")
        for goal in rows.order_by("-field__order", "-field__number"):
            found["Ziel", goal.code] = Reference(
                _("goal %(number)s “%(title)s”") % {"number": goal.code, "title": goal.title}, goal.get_absolute_url()
            )
    if measures:
        rows = MeasurePlacement.objects.filter(framework=concept.framework_id, number__in=measures)
        if public:
            rows = rows.filter(measure__in=Measure.objects.public())
        for row in rows.select_related("measure"):
            url = row.measure.get_absolute_url() if public else row.measure.get_office_url()
            found["Maßnahme", row.number] = Reference(
                _("measure %(number)s “%(title)s”") % {"number": row.number, "title": row.measure.title}, url
            )
    return found


def pictures_of(nodes):
    """{section key: {file name: address}} of the pictures among the files of sections; one query."""
    by_pk = {node.pk: node.key for node in nodes}
    files = attachments.of_many([ConceptSection(pk=pk) for pk in by_pk])
    return {
        by_pk[pk]: {
            file.name: reverse("core:attachment", args=[file.pk])
            for file in rows
            if file.media_type.startswith("image/")
        }
        for pk, rows in files.items()
    }


def surroundings(concept, nodes, *, public):
    """{section key: Surroundings} for showing the texts of nodes; at most three queries."""
    references = references_of(concept, [node.body for node in nodes], public=public)
    pictures = pictures_of(nodes) if any("bild:" in node.body for node in nodes) else {}
    return {node.key: Surroundings(references, pictures.get(node.key, {}), node.key) for node in nodes}
