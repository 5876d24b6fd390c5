"""The demo: a concept in three revisions, two of them adopted, and a public draft with a consultation that is over."""

from dateutil.relativedelta import relativedelta
from django.utils import timezone

from committees.models import Committee
from fields_of_action.models import FieldOfAction, Framework, Goal
from integration_portal.concept.models import (
    EASY,
    Concept,
    ConceptSection,
    Consultation,
    NeedsSurvey,
    Participation,
    ProcessPhase,
    UpdateProcess,
)
from integration_portal.concept.services import (
    adoption,
    consultation,
    decisions,
    links,
    process,
    revisions,
    sections,
    translations,
)
from measures.models import Measure

from .texts import read


def make(actors, people, accounts):
    """Make it through the services. `actors` by key, `people` by name, `accounts` by role."""
    by = accounts.get("office")
    told = read("concept.toml")
    framework = Framework.objects.in_force(timezone.localdate()).first()
    concept = revisions.save_concept(
        concept=Concept(), data={"title": told["title"], "summary": told["summary"], "framework": framework}
    )
    fields = {field.number: field for field in FieldOfAction.objects.filter(framework=framework)}
    before = None
    for entry in told["revisions"]:
        before = _revision(concept, entry, told["sections"], fields, before, by)
    _consult(before, told["consultation"], by)
    _update(concept, before, told["update"], fields, actors, by)


def _consult(revision, told, by):
    """A consultation on the draft that ended last week, its statements assessed and its results public."""
    today = timezone.localdate()
    row = consultation.save_consultation(
        consultation=Consultation(revision=revision),
        data={
            **{name: told[name] for name in ("title", "intro", "questions")},
            "audience": Consultation.Audience.PUBLIC,
            "starts_on": today - relativedelta(days=50),
            "ends_on": today - relativedelta(days=8),
        },
    )
    row = consultation.publish(consultation=row)
    by_title = {section.title: section for section in revision.sections.all()}
    for place, one in enumerate(told["statements"]):
        section = by_title.get(one.get("section"))
        statement = consultation.take_in(
            consultation=row,
            data={
                "section": section,
                "text": one["text"],
                "name": one.get("name", ""),
                "organisation": one.get("organisation", ""),
                "publish_name": "organisation" in one,
                "received_on": today - relativedelta(days=40 - place),
            },
            channel=one["channel"],
            by=by,
        )
        consultation.moderate(statements=[statement], state=one.get("state", "shown"))
        consultation.assess(
            statements=[statement],
            result=one["result"],
            reason=one["reason"],
            by=by,
            changed_section=section if one["result"] in ("adopted", "partly") else None,
        )
    consultation.publish_results(consultation=row)


def _update(concept, revision, told, fields, actors, by):
    """The update that led to the draft: phases along the months around today, a working group, a survey with answers, a log."""
    today = timezone.localdate()

    def day(months):
        return today + relativedelta(months=months)

    row = process.save_process(
        process=UpdateProcess(concept=concept),
        data={
            **{name: told[name] for name in ("title", "mandate", "goals")},
            "starts_on": day(told["starts"]),
            "ends_on": day(told["ends"]),
            "revision": revision,
        },
    )
    for entry in told["phases"]:
        phase = process.save_phase(
            phase=ProcessPhase(process=row),
            data={
                "title": entry["title"],
                "text": entry["text"],
                "responsible_note": entry["responsible"],
                "responsible": by,
                "starts_on": day(entry["starts"]),
                "ends_on": day(entry["ends"]) - relativedelta(days=1),
            },
        )
        if entry.get("done"):
            process.set_done(phase=phase, is_done=True)
    for committee in Committee.objects.filter(kind__in=("advisory_council", "working_group")).order_by("pk")[:2]:
        process.add_group(process=row, data={"committee": committee, "field": None})
    survey = process.save_survey(
        survey=NeedsSurvey(process=row),
        data={**told["survey"], "ends_on": today + relativedelta(days=12), "fields": list(fields.values())},
    )
    for entry in told["answers"]:
        actor = actors.get(entry["actor"])
        if actor is None:
            continue
        asked = process.ask(survey=survey, name=actor.name, email=actor.email or "post@example.org", actor=actor)
        if "field" in entry:
            answer = {name: entry.get(name, "") for name in ("urgency", "need", "proposal")}
            process.answer(request=asked, answers={fields[entry["field"]]: answer})
    for entry in told["log"]:
        data = {**entry, "happened_on": today - relativedelta(days=entry["days_ago"])}
        data.pop("days_ago")
        process.save_participation(entry=Participation(process=row), data=data)
    process.publish(process=row)


def _revision(concept, entry, wanted, fields, before, by):
    row = revisions.create_revision(concept=concept, data={"label": entry["label"]}, by=by, based_on=before)
    made = {}
    for told in wanted:
        made[told["key"]] = _section(row, told, entry["key"], fields, made, by)
    _tie(row, wanted, made)
    for told in wanted:
        if "leicht" in told and made[told["key"]] and not before:
            data = {**told["leicht"], "is_complete": True}
            translations.save_translation(section=made[told["key"]], language=EASY, data=data)
    row = revisions.take_step(revision=row, to_state="consultation", by=by)
    if "years_ago" not in entry:
        row = revisions.publish(revision=row)
        _explain(before, row, wanted, made)
        _decide(row, entry.get("decisions", ()))
        links.write_note(
            section=made["kurse"],
            data={"kind": "task", "text": "Zahl der Kurse bei der Volkshochschule nachfragen", "assigned_to": by},
            by=by,
        )
        return row
    row = revisions.take_step(revision=row, to_state="deliberation", by=by)
    day = timezone.localdate() - relativedelta(years=entry["years_ago"])
    _decide(row, entry.get("decisions", ()), otherwise="continued" if before else "new")
    return adoption.adopt(
        revision=row,
        adopted_on=day,
        in_force_from=day + relativedelta(days=14),
        by=by,
        resolution_note=entry["resolution"],
    )


def _decide(row, told, otherwise="continued"):
    """What a revision says about measures: those that its text names, those of the revision before, and those that `told` lists."""
    named = {one["measure"]: one for one in told}
    found = {measure.title: measure for measure in Measure.objects.filter(title__in=named)}
    into = {one["into"]: None for one in told if "into" in one}
    into |= {measure.title: measure for measure in Measure.objects.filter(title__in=into)}
    before = Measure.objects.filter(concept_decisions__revision=row.based_on_id) if row.based_on_id else ()
    decisions.add_measures(revision=row, measures={*decisions.linked_measures(row), *found.values(), *before})
    for one in sorted(
        row.decisions.select_related("measure"), key=lambda one: "into" in named.get(one.measure.title, ())
    ):
        entry = named.get(one.measure.title, {})
        data = {
            "decision": entry.get("decision", otherwise),
            "reason": entry.get("reason", ""),
            "merged_into": into.get(entry.get("into")),
        }
        decisions.decide(decision=one, data=data, version=one.version)


def _section(row, told, key, fields, made, by):
    here = ConceptSection.objects.filter(revision=row, title=told["title"]).first()
    text = told.get(key)
    if text is None:
        if here:
            sections.delete_section(section=here)
        return None
    parent = made.get(told.get("moves_under" if key == "c" and "moves_under" in told else "under"))
    data = {"body": here.body if text == "=" else text, "is_complete": True, "field": fields.get(told.get("field"))}
    if here is None:
        data["title"] = told["title"]
        return sections.add_section(revision=row, data=data, by=by, parent=parent)
    if here.parent_id != (parent.pk if parent else None):
        here = sections.place_section(section=here, parent=parent)
    return sections.update_section(section=here, data=data, version=here.version, by=by)


def _tie(row, wanted, made):
    for told in wanted:
        section = made[told["key"]]
        if section and "goal" in told:
            goal = Goal.objects.filter(field__framework=row.concept.framework_id, code=told["goal"]).first()
            links.link_passage(section=section, goal=goal)
        if section and "measure" in told:
            measure = Measure.objects.filter(title=told["measure"]).first()
            if measure:
                links.link_passage(section=section, measure=measure)


def _explain(old, new, wanted, made):
    for told in wanted:
        if "reason" in told:
            section = made[told["key"]] or ConceptSection.objects.get(revision=old, title=told["title"])
            links.give_reason(old=old, new=new, identity=section.identity, text=told["reason"])
