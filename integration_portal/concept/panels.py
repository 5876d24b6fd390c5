"""What pages of measures, goals' fields, resolutions and actors show of the concept."""

from django.db.models import F

from integration_portal.core import roles

from .models import ConceptSection, RevisionMeasure, SectionLink
from .tree import nodes_of

SHOWN = 8


def _numbers(sections):
    """{section key: number}; one query for each revision."""
    found = {}
    for revision in {section.revision_id: section.revision for section in sections}.values():
        found |= {node.pk: node.number for node in nodes_of(revision, with_bodies=False)}
    return found


def _passages(links, *, inside):
    rows = list(links.select_related("section__revision")[: SHOWN + 1])
    numbers = _numbers([link.section for link in rows])
    seen, found = set(), []
    for link in rows:
        if link.section_id not in seen:
            seen.add(link.section_id)
            section = link.section
            url = section.get_absolute_url() if inside else section.get_public_url()
            found.append((numbers.get(section.pk, ""), section, url))
    return found[:SHOWN]


def _panel(owner_filter, *, inside, decisions=()):
    links = SectionLink.objects.filter(**owner_filter)
    if inside:
        links = links.exclude(section__revision__state__in=("superseded", "withdrawn"))
    else:
        links = links.public().of_revisions_in_force()
    passages = _passages(
        links.order_by(F("section__revision__in_force_from").desc(nulls_last=True), "pk"), inside=inside
    )
    if not passages and not decisions:
        return None
    return {"passages": passages, "decisions": decisions}


def _decisions(measure, *, inside):
    rows = (
        RevisionMeasure.objects.filter(measure=measure).exclude(decision="").select_related("revision", "merged_into")
    )
    if not inside:
        rows = rows.filter(revision__state__in=("adopted", "superseded"))
    return list(rows.order_by("-revision__in_force_from", "-pk")[:SHOWN])


def of_measure(request, measure):
    """Passages a measure comes from and what revisions decided about it, in the office views; for those who read everything."""
    if not roles.reads_all(request.user):
        return None
    return _panel({"measure": measure}, inside=True, decisions=_decisions(measure, inside=True))


def of_public_measure(request, measure):
    """Passages of the text in force that a measure comes from, and what adopted revisions decided."""
    return _panel({"measure": measure}, inside=False, decisions=_decisions(measure, inside=False))


def of_field(request, field):
    """Sections about a field of action, in the office views."""
    return _field(field, inside=roles.reads_all(request.user))


def of_public_field(request, field):
    """Sections of the text in force about a field of action."""
    return _field(field, inside=False)


def _field(field, *, inside):

    rows = ConceptSection.objects.filter(field=field, revision__state="adopted").select_related("revision")
    if not inside:
        rows = rows.public()
    rows = list(rows[:SHOWN])
    if not rows:
        return None
    numbers = _numbers(rows)
    found = [(numbers.get(row.pk, ""), row, row.get_absolute_url() if inside else row.get_public_url()) for row in rows]
    return {
        "passages": sorted(found, key=lambda row: [int(part) for part in row[0].split(".") if part]),
        "decisions": (),
    }


def of_resolution(request, resolution):
    """The revision that a resolution adopted."""
    inside = request.user.is_authenticated
    rows = resolution.concept_revisions.all() if inside else resolution.concept_revisions.public()
    rows = list(rows)
    return (
        {"revisions": [(row, row.get_absolute_url() if inside else row.get_public_url()) for row in rows]}
        if rows
        else None
    )
