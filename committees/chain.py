"""The chain of a paper or a resolution: field of action → measure → paper → resolution, as far as the reader may see it."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from fields_of_action.models import FieldOfAction
from integration_portal.core import roles
from integration_portal.core.display import format_day
from measures.detail import ChainNode, number_label
from measures.models import Measure

from .models import Paper, Resolution


def _first(rows, words):
    """(the first row or None, "and n more")."""
    rows = list(rows)
    more = len(rows) - 1
    return (rows[0] if rows else None), (words(more) % {"number": more} if more > 0 else "")


def _beginning(owner, reads_all):
    """The nodes of the field and the measure that a paper or a resolution belongs to, and the hue of the field."""
    fields = FieldOfAction.objects.with_framework().filter(pk__in=owner.fields.values("pk"))
    field, more_fields = _first(fields, lambda n: ngettext("and %(number)d more", "and %(number)d more", n))
    measures = Measure.objects.all() if reads_all else Measure.objects.public()
    measures = measures.filter(pk__in=owner.measures.values("pk")).with_placements().by_name()
    measure, more_measures = _first(measures, lambda n: ngettext("and %(number)d more", "and %(number)d more", n))
    if field is None and measure is not None:
        field = measure.primary_field
    nodes = []
    if field is not None:
        nodes.append(
            ChainNode(
                _("Field of action"),
                field.label,
                field.get_absolute_url(),
                more_fields,
                icon=f"field-{field.pictogram}",
                is_field=True,
            )
        )
    if measure is not None:
        url = measure.get_office_url() if reads_all else measure.get_absolute_url()
        nodes.append(ChainNode(number_label(measure), measure.title, url, more_measures, icon="chain"))
    return nodes, field.hue if field else "slate"


def _inside(user):
    return user is not None and user.is_authenticated


def _paper_node(paper, user, *, is_current=False):
    url = "" if is_current else paper.get_absolute_url() if _inside(user) else paper.get_public_url()
    kind = _("Paper %(number)s") % {"number": paper.number} if paper.number else _("Paper")
    return ChainNode(kind, paper.title, url, _("You are here") if is_current else "", "document", is_current=is_current)


def _resolution_node(row, user, *, note="", is_current=False):
    url = "" if is_current else row.get_absolute_url() if _inside(user) else row.get_public_url()
    told = note or f"{row.get_outcome_display()}, {format_day(row.resolved_on)}"
    return ChainNode(
        _("Resolution %(number)s") % {"number": row.number},
        row.title,
        url,
        _("You are here") if is_current else told,
        "resolution",
        is_current=is_current,
    )


def chain_of_paper(paper, user=None):
    """(nodes, hue) of a paper's page; without a user for its public page, with what is public only. At most five queries."""
    nodes, hue = _beginning(paper, user is not None and roles.reads_all(user))
    nodes.append(_paper_node(paper, user, is_current=True))
    rows = Resolution.objects.filter(paper=paper)
    rows = rows.visible_inside(user) if _inside(user) else rows.public()
    row, more = _first(rows, lambda n: ngettext("and %(number)d more", "and %(number)d more", n))
    if row is not None:
        nodes.append(_resolution_node(row, user, note=more))
    return nodes, hue


def chain_of_resolution(resolution, user=None):
    """(nodes, hue) of a resolution's page; without a user for its public page, with what is public only. At most five queries."""
    nodes, hue = _beginning(resolution, user is not None and roles.reads_all(user))
    papers = Paper.objects.visible_inside(user) if _inside(user) else Paper.objects.public()
    paper = papers.filter(pk=resolution.paper_id).first() if resolution.paper_id else None
    if paper is not None:
        nodes.append(_paper_node(paper, user))
    nodes.append(_resolution_node(resolution, user, is_current=True))
    return nodes, hue


def links_of(owner, user=None):
    """What the panel "Belongs to" shows of a paper or a resolution: (measures with their addresses, fields). Two queries."""
    reads_all = user is not None and roles.reads_all(user)
    measures = Measure.objects.all() if reads_all else Measure.objects.public()
    measures = measures.filter(pk__in=owner.measures.values("pk")).by_name()
    fields = FieldOfAction.objects.with_framework().filter(pk__in=owner.fields.values("pk"))
    return {
        "linked_measures": [(row, row.get_office_url() if reads_all else row.get_absolute_url()) for row in measures],
        "linked_fields": list(fields),
    }
