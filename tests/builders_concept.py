"""Small builders of the concept: rows as the services would leave them, without their rules."""

import datetime
import itertools

from django.utils import timezone

from integration_portal.concept.models import (
    Concept,
    ConceptRevision,
    ConceptSection,
    Consultation,
    MarginNote,
    NeedsAnswer,
    NeedsRequest,
    NeedsSurvey,
    Participation,
    ProcessGroup,
    ProcessPhase,
    RevisionMeasure,
    SectionLink,
    SectionTranslation,
    Statement,
    UpdateProcess,
    digest_of_source,
)
from integration_portal.concept.services.consultation import digest_of

from .builders import make_field, make_framework, make_measure
from .builders_committees import make_committee

_numbers = itertools.count(1)
DAY = datetime.date(2026, 11, 2)


def make_concept(**values):
    """A concept of a framework of its own."""
    number = next(_numbers)
    values = {"title": f"Konzept {number}", "slug": f"konzept-{number}", **values}
    return Concept.objects.create(framework=values.pop("framework", None) or make_framework(), **values)


def make_revision(concept=None, label="", *, state="draft", **values):
    """A revision; a final one with the days and the checksum it needs."""
    number = next(_numbers)
    values = {"label": label or f"Fassung {number}", "slug": f"fassung-{number}", **values}
    if state in ("adopted", "superseded"):
        day = values.pop("day", DAY)
        values = {"adopted_on": day, "in_force_from": day, "published_on": day, "content_hash": "0" * 64, **values}
    if state == "superseded":
        values.setdefault("in_force_until", values["in_force_from"])
    return ConceptRevision.objects.create(concept=concept or make_concept(), state=state, **values)


def make_section(revision=None, title="", body="", **values):
    """A section of a draft; `key` may be given to find it again."""
    number = next(_numbers)
    position = values.pop("position", number)
    return ConceptSection.objects.create(
        revision=revision or make_revision(),
        title=title or f"Abschnitt {number}",
        body=body,
        position=position,
        **values,
    )


def make_link(section, *, measure=None, goal=None, excerpt=""):
    """A passage tied to a measure or a goal."""
    return SectionLink.objects.create(section=section, measure=measure, goal=goal, excerpt=excerpt)


def make_translation(section, title="Leicht gesagt", body="", *, language="de-simple", complete=True):
    """A section in another language, made from the German text as it is now."""
    return SectionTranslation.objects.create(
        section=section, language=language, title=title, body=body, is_complete=complete,
        source_digest=digest_of_source(section),
    )  # fmt: skip


def make_note(section, text="Bitte prüfen", **values):
    """A comment in the margin, or a task."""
    return MarginNote.objects.create(section=section, text=text, **values)


def make_decision(revision, measure=None, decision="", **values):
    """A measure in a revision."""
    return RevisionMeasure.objects.create(
        revision=revision, measure=measure or make_measure(), decision=decision, **values
    )


def make_final(concept=None, label="", *, sections=(), state="adopted", **values):
    """A final revision with sections (title, body): written as a draft and frozen afterwards, as the adoption does."""
    row = make_revision(concept, label, state="deliberation")
    for title, body in sections:
        make_section(row, title, body)
    row.sections.update(frozen_at=timezone.now())
    day = values.pop("day", DAY)
    row.state, row.adopted_on, row.in_force_from, row.published_on, row.content_hash = state, day, day, day, "0" * 64
    if state == "superseded":
        row.in_force_until = values.pop("until", day)
    row.save()
    return row


def make_consultation(revision=None, *, days=(-10, 10), published=True, **values):
    """A consultation that is open today: `days` are its first and last day, counted from today."""
    number = next(_numbers)
    first, last = _days(days)
    revision = revision or make_revision(state="consultation", published_on=DAY)
    values = {
        "title": f"Beteiligung {number}",
        "slug": f"beteiligung-{number}",
        "starts_on": first,
        "ends_on": last,
        **values,
    }
    return Consultation.objects.create(revision=revision, is_published=published, **values)


def make_statement(consultation=None, text="Bitte mehr Kurse.", *, state="waiting", **values):
    """A statement that came by letter, with the next number unless it is not confirmed."""
    consultation = consultation or make_consultation()
    if state != "unconfirmed":
        values.setdefault("number", consultation.statements.count() + 1)
    values = {"received_on": timezone.localdate(), "channel": "letter", "digest": digest_of(text), **values}
    return Statement.objects.create(consultation=consultation, text=text, state=state, **values)


def make_process(concept=None, *, days=(-100, 200), published=False, **values):
    """An update; `days` are its first and last day, counted from today."""
    number = next(_numbers)
    first, last = _days(days)
    values = {"title": f"Fortschreibung {number}", "slug": f"fortschreibung-{number}", **values}
    return UpdateProcess.objects.create(
        concept=concept or make_concept(), starts_on=first, ends_on=last, is_published=published, **values
    )


def make_phase(process=None, title="", *, days=(-10, 10), **values):
    """A phase that runs today."""
    first, last = _days(days)
    title = title or f"Phase {next(_numbers)}"
    return ProcessPhase.objects.create(
        process=process or make_process(), title=title, starts_on=first, ends_on=last, **values
    )


def make_group(process=None, committee=None, field=None):
    """A committee as a working group."""
    return ProcessGroup.objects.create(
        process=process or make_process(), committee=committee or make_committee(), field=field
    )


def make_survey(process=None, *, fields=(), days=20, **values):
    """A survey of needs that ends in `days` days, about `fields` or one of its own."""
    process = process or make_process()
    ends = timezone.localdate() + datetime.timedelta(days=days)
    values = {"title": f"Bedarf {next(_numbers)}", **values}
    row = NeedsSurvey.objects.create(process=process, ends_on=ends, **values)
    row.fields.set(fields or [make_field(framework=process.concept.framework)])
    return row


def make_request(survey=None, name="Kim Muster", **values):
    """Somebody who was asked, without a link; with `answers` {field: need} that came today."""
    answers = values.pop("answers", {})
    values = {"email": f"person{next(_numbers)}@example.org", **values}
    row = NeedsRequest.objects.create(
        survey=survey or make_survey(), name=name, answered_on=timezone.localdate() if answers else None, **values
    )
    for field, need in answers.items():
        NeedsAnswer.objects.create(request=row, field=field, need=need)
    return row


def make_participation(process=None, subject="Werkstatt", **values):
    """An entry of the log."""
    values = {"happened_on": timezone.localdate(), "who": "Vereine", "number": 12, **values}
    return Participation.objects.create(process=process or make_process(), subject=subject, **values)


def _days(days):
    today = timezone.localdate()
    return tuple(today + datetime.timedelta(days=day) for day in days)
