"""Adopting a revision: what has to be ready, and the adoption itself, whole or not at all."""

import datetime
import hashlib
import json
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from measures.models import Measure

from ..models import (
    Concept,
    ConceptRevision,
    ConceptSection,
    MarginNote,
    RevisionMeasure,
    RevisionState,
    RevisionStep,
    SectionTranslation,
    Statement,
    digest_of_source,
)
from ..references import references_of
from ..text import as_final
from ..tree import nodes_of
from .decisions import linked_measures, sheet_of
from .notices import tell_adoption
from .translations import follow_final_text


@dataclass(frozen=True)
class Check:
    """A line of the checklist: what is asked, whether it is done, what is missing, where to do it. Only what `must` be done blocks."""

    text: str
    is_done: bool
    missing: str = ""
    url: str = ""
    must: bool = True


def checklist(revision):
    """What has to be ready before a revision can be adopted, in the order in which it is done."""
    nodes = nodes_of(revision)
    empty = [node for node in nodes if not node.body.strip() and not node.children]
    unfinished = [node for node in nodes if not node.is_complete]
    undecided = revision.decisions.filter(decision="").count()
    outside = linked_measures(revision).count()
    tasks = revision_notes(revision)
    home = revision.get_absolute_url()
    measures = reverse("concept:decisions", args=[revision.pk])
    in_deliberation = revision.state == RevisionState.DELIBERATION
    return [
        Check(_("The revision is in deliberation"), in_deliberation, revision.get_state_display(), home),
        Check(
            _("It has text"), bool(nodes) and not empty,
            _("nothing stands in: %(names)s") % {"names": _names(empty)} if empty else _("no section yet"), home,
        ),
        Check(
            _("All sections are marked as complete"), bool(nodes) and not unfinished,
            _("open: %(names)s") % {"names": _names(unfinished)}, home,
        ),
        Check(
            _("It is decided about every measure"), not undecided,
            ngettext("%(n)s is undecided", "%(n)s are undecided", undecided) % {"n": undecided}, measures,
        ),
        Check(
            _("Every measure that a passage names is in the revision"), not outside,
            ngettext("%(n)s is not in it", "%(n)s are not in it", outside) % {"n": outside}, measures,
        ),
        Check(
            _("Nothing is open in the margin"), not tasks,
            ngettext("%(n)s note is open", "%(n)s notes are open", tasks) % {"n": tasks}, home, must=False,
        ),
        _statements(revision),
        *_referrals(revision),
    ]  # fmt: skip


def _statements(revision):
    """Whether all statements on the revision are assessed."""
    open_ones = Statement.objects.to_assess().filter(consultation__revision=revision).count()
    return Check(
        _("All statements are assessed"), not open_ones,
        ngettext("%(n)s is not assessed", "%(n)s are not assessed", open_ones) % {"n": open_ones},
        reverse("concept:consultations"),
    )  # fmt: skip


def _names(nodes):
    shown = [node.number for node in nodes[:8]]
    return ", ".join(shown) + (" …" if len(nodes) > len(shown) else "")


def revision_notes(revision):
    """How many notes are open in the margins of a revision."""
    return MarginNote.objects.open().filter(section__revision=revision).count()


def _referrals(revision):
    """The stops of the paper's referral path, each with its result."""
    if revision.paper_id is None:
        return [
            Check(
                _("A paper went through the committees"),
                False,
                _("no paper is named"),
                revision.get_absolute_url(),
                must=False,
            )
        ]
    stops = revision.paper.referrals.select_related("committee")
    url = revision.paper.get_absolute_url()
    return [
        Check(
            _("Result of %(committee)s") % {"committee": stop.committee.label}, bool(stop.outcome), _("no result yet"), url,
            must=False,
        )
        for stop in stops
    ]  # fmt: skip


def digest_of(revision, nodes):
    """The SHA-256 (hexadecimal) of what a revision says: label, preface; number, identity, heading, text, field of each section."""
    content = {
        "concept": revision.concept.slug,
        "label": revision.label,
        "preface": revision.preface,
        "sections": [[node.number, str(node.identity), node.title, node.body, node.field_id] for node in nodes],
    }
    return hashlib.sha256(json.dumps(content, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def verify(revision):
    """Whether the text of a final revision still gives its checksum; a logged redaction changes it."""
    return revision.content_hash == digest_of(revision, nodes_of(revision))


@transaction.atomic
def adopt(*, revision, adopted_on, in_force_from, by, resolution=None, resolution_note=""):
    """Adopt a revision: references become text, sections and decisions are frozen with the sheets of the measures, the revision in
    force is superseded on the day before, the text is public, and those who took part get a mail. Returns the row.

    All of it happens, or nothing. Raises ValidationError without a resolution or words for it, for days that do not fit, and
    with what of the checklist is missing.
    """
    Concept.objects.select_for_update().get(pk=revision.concept_id)
    row = ConceptRevision.objects.select_for_update(of=("self",)).select_related("concept", "paper").get(pk=revision.pk)
    if row.is_final:
        raise ValidationError(_("This revision has been adopted already."), code="final")
    missing = [check for check in checklist(row) if check.must and not check.is_done]
    if missing:
        raise ValidationError([f"{check.text}: {check.missing}" for check in missing], code="incomplete")
    if resolution is None and not resolution_note.strip():
        raise ValidationError({"resolution": _("Please choose the resolution, or name it in words.")})
    if adopted_on > timezone.localdate():
        raise ValidationError({"adopted_on": _("This day is still to come.")})
    if in_force_from < adopted_on:
        raise ValidationError({"in_force_from": _("It cannot be in force before it was adopted.")})
    _supersede(row, in_force_from, by)
    now = timezone.now()
    _finish_text(row, now)
    _keep_measures(row, now)
    row.state, row.published_on = RevisionState.ADOPTED, row.published_on or timezone.localdate()
    row.adopted_on, row.in_force_from = adopted_on, in_force_from
    row.resolution, row.resolution_note = resolution, resolution_note.strip()
    row.content_hash = digest_of(row, nodes_of(row))
    row.full_clean()
    row.save()
    note = str(resolution) if resolution else row.resolution_note
    RevisionStep.objects.create(revision=row, to_state=row.state, taken_on=adopted_on, note=note[:300], by=by)
    tell_adoption(row)
    return row


def _supersede(row, in_force_from, by):
    before = (
        ConceptRevision.objects.select_for_update(of=("self",)).filter(concept=row.concept_id, state="adopted").first()
    )
    if before is None:
        return
    if in_force_from <= before.in_force_from:
        raise ValidationError(
            {"in_force_from": _("The revision before it is in force from a later day, or from the same one.")}
        )
    before.state = RevisionState.SUPERSEDED
    before.in_force_until = in_force_from - datetime.timedelta(days=1)
    before.save()
    RevisionStep.objects.create(
        revision=before,
        to_state=before.state,
        taken_on=in_force_from,
        note=_("by %(label)s") % {"label": row.label},
        by=by,
    )


def _finish_text(row, now):
    sections = list(ConceptSection.objects.select_for_update(of=("self",)).filter(revision=row))
    told = SectionTranslation.objects.filter(section__in=sections).values_list("body", flat=True)
    references = references_of(row.concept, [*(section.body for section in sections), row.preface, *told], public=False)
    row.preface = as_final(row.preface, references)
    for section in sections:
        before = digest_of_source(section)
        section.body, section.frozen_at = as_final(section.body, references), now
        section.save()
        follow_final_text(section, before, lambda text: as_final(text, references))


def _keep_measures(row, now):
    decisions = RevisionMeasure.objects.select_for_update(of=("self",)).filter(revision=row)
    rows = list(decisions)
    sheets = {
        measure.pk: sheet_of(measure)
        for measure in Measure.objects.filter(pk__in=[one.measure_id for one in rows])
        .with_placements()
        .select_related("lead")
        .prefetch_related("goals", "partners", "target_groups")
    }
    for one in rows:
        one.sheet, one.frozen_at = sheets[one.measure_id], now
        one.save()
