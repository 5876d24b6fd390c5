"""The part of the role × URL table that belongs to: the concept. Columns as in test_access.

What members of the council see once a draft is opened to them: tests/concept/test_pages.py.
"""

from tests.builders import make_attachment, make_measure
from tests.builders_concept import (
    make_concept,
    make_consultation,
    make_decision,
    make_final,
    make_group,
    make_link,
    make_note,
    make_participation,
    make_phase,
    make_process,
    make_request,
    make_revision,
    make_section,
    make_statement,
    make_survey,
    make_translation,
)

from .access import OFFICE, PUBLIC, READ_ALL

#: Of a draft that is not opened to the council.
OF_PROCESS = ("process", "phase", "group", "participation", "survey")
NOT_OPENED = (302, 404, 404, 404, 200, 200)

GET: dict = {
    "concept:office_list": (302, 200, 403, 403, 200, 200),
    "concept:concept_new": OFFICE,
    "concept:concept_edit": OFFICE,
    "concept:revision_new": OFFICE,
    "concept:revision": NOT_OPENED,
    "concept:revision_edit": OFFICE,
    "concept:revision_step": OFFICE,
    "concept:revision_delete": OFFICE,
    "concept:revision_adopt": OFFICE,
    "concept:revision_file": NOT_OPENED,
    "concept:section_new": OFFICE,
    "concept:section": NOT_OPENED,
    "concept:section_edit": OFFICE,
    "concept:section_place": OFFICE,
    "concept:section_split": OFFICE,
    "concept:section_merge": OFFICE,
    "concept:section_delete": OFFICE,
    "concept:section_versions": NOT_OPENED,
    "concept:section_link": OFFICE,
    "concept:note_new": (302, 404, 404, 404, 404, 200),
    "concept:note_delete": (302, 404, 404, 404, 404, 200),
    "concept:section_file_add": OFFICE,
    "concept:section_file_remove": OFFICE,
    "concept:decisions": NOT_OPENED,
    "concept:measures_flow": NOT_OPENED,
    "concept:implementation": NOT_OPENED,
    "concept:translations": NOT_OPENED,
    "concept:translation": OFFICE,
    "concept:translation_delete": OFFICE,
    "concept:decisions_take_in": OFFICE,
    "concept:decide": OFFICE,
    "concept:compare_choose": (302, 404, 404, 404, 302, 302),
    "concept:compare": NOT_OPENED,
    "concept:compare_file": NOT_OPENED,
    "concept:compare_reason": OFFICE,
    "concept:consultations": READ_ALL,
    "concept:consultation_new": OFFICE,
    "concept:consultation": READ_ALL,
    "concept:consultation_edit": OFFICE,
    "concept:statement_enter": OFFICE,
    "concept:consultation_invite": OFFICE,
    "concept:statement": READ_ALL,
    "concept:assessment_file": READ_ALL,
    "concept:processes": READ_ALL,
    "concept:process_new": OFFICE,
    "concept:process": READ_ALL,
    "concept:process_edit": OFFICE,
    "concept:process_delete": OFFICE,
    "concept:phase_new": OFFICE,
    "concept:phase_edit": OFFICE,
    "concept:phase_delete": OFFICE,
    "concept:group_add": OFFICE,
    "concept:participation": READ_ALL,
    "concept:participation_file": READ_ALL,
    "concept:participation_new": OFFICE,
    "concept:participation_edit": OFFICE,
    "concept:participation_delete": OFFICE,
    "concept:survey_new": OFFICE,
    "concept:survey": READ_ALL,
    "concept:survey_edit": OFFICE,
    "concept:survey_ask": OFFICE,
    "concept:survey_file": READ_ALL,
    "concept:public_process": PUBLIC,
    "concept:public_consultations": PUBLIC,
    "concept:public_thanks": PUBLIC,
    "concept:public_consultation": PUBLIC,
    "concept:public_write": PUBLIC,
    "concept:public_results": PUBLIC,
    "concept:public_index": PUBLIC,
    "concept:public_file": PUBLIC,
    "concept:public_revision": PUBLIC,
    "concept:public_whole": PUBLIC,
    "concept:public_measures": PUBLIC,
    "concept:public_implementation": PUBLIC,
    "concept:public_choose": (302,) * 6,
    "concept:public_compare": PUBLIC,
    "concept:public_compare_file": PUBLIC,
    "concept:public_section_json": PUBLIC,
    "concept:public_section": PUBLIC,
}
POST_ONLY: dict = {
    "concept:process_publish": "office",
    "concept:process_take_back": "office",
    "concept:phase_done": "office",
    "concept:group_remove": "office",
    "concept:survey_withdraw": "office",
    "concept:revision_publish": "office",
    "concept:revision_take_back": "office",
    "concept:consultation_publish": "office",
    "concept:consultation_take_back": "office",
    "concept:results_publish": "office",
    "concept:results_take_back": "office",
    "concept:consultation_answer": "office",
    "concept:section_move": "office",
    "concept:section_restore": "office",
    "concept:section_unlink": "office",
    "concept:note_settle": "logged in",
    "concept:decisions_take_in_linked": "office",
    "concept:decision_remove": "office",
    "concept:compare_take": "office",
}


def build(world):
    """Add to the world what the routes of this part need."""
    concept, measure = make_concept(title="Konzept der Tabelle"), make_measure()
    world.concept = concept
    world.concept_old = make_final(concept, "Fassung der Tabelle", sections=[("Einleitung", "Alt.")])
    world.concept_shown = make_revision(concept, "Gezeigter Entwurf", state="consultation", published_on="2026-11-02")
    make_section(world.concept_shown, "Einleitung", "Neu.")
    world.concept_draft = make_revision(concept, "Entwurf der Tabelle")
    world.concept_section = make_section(world.concept_draft, "Sprache", "Eins.\n\nZwei.")
    make_section(world.concept_draft, "Arbeit")
    make_translation(world.concept_section)
    world.concept_file = make_attachment(world.concept_section)
    world.concept_link = make_link(world.concept_section, measure=measure)
    world.consultation = make_consultation(world.concept_shown, results_published_on="2026-11-20")
    world.statement = make_statement(world.consultation)
    world.concept_note = make_note(world.concept_section)
    world.process = make_process(concept, published=True)
    world.phase = make_phase(world.process)
    world.group = make_group(world.process)
    world.survey = make_survey(world.process)
    world.asked = make_request(world.survey)
    world.participation = make_participation(world.process)
    world.concept_decision = make_decision(world.concept_draft, measure)


def arguments(name, parameters, world):
    """Arguments of a route of this part, or None for a route of another part."""
    if (name not in GET and name not in POST_ONLY) or not parameters:
        return None
    section = world.concept_section
    public = name.startswith("concept:public_")
    of_consultation = ("consultation", "statement", "assessment", "results")
    if (
        name.removeprefix("concept:").removeprefix("public_").startswith((*of_consultation, "write"))
        and name != "concept:consultation_new"
    ):
        values = {
            "pk": world.consultation.pk,
            "statement": world.statement.pk,
            "fmt": "xlsx",
            "slug": world.consultation.slug,
        }
        return {key: values[key] for key in parameters}
    if name.split(":")[1].removeprefix("public_").startswith(OF_PROCESS):
        of_survey = name.startswith("concept:survey") and name != "concept:survey_new"
        of_concept = name == "concept:process_new"
        values = {
            "pk": world.concept.pk if of_concept else (world.survey if of_survey else world.process).pk,
            "slug": world.process.slug,
            "phase": world.phase.pk,
            "group": world.group.pk,
            "asked": world.asked.pk,
            "entry": world.participation.pk,
            "fmt": "xlsx",
        }
        return {key: values[key] for key in parameters}
    is_concept = name in ("concept:concept_edit", "concept:revision_new")
    values = {
        "pk": world.concept.pk if is_concept else world.concept_draft.pk,
        "key": world.concept_old.sections.get().key if public else section.key,
        "state": "consultation",
        "fmt": "json" if name == "concept:public_file" else "docx",
        "way": "runter",
        "language": "de-simple",
        "number": 1,
        "link": world.concept_link.pk,
        "note": world.concept_note.pk,
        "file": world.concept_file.pk,
        "decision": world.concept_decision.pk,
        "identity": section.identity,
        "slug": world.concept_shown.slug if "compare" in name or "choose" in name else world.concept_old.slug,
        "other": world.concept_old.slug if public else world.concept_old.pk,
    }
    return {key: values[key] for key in parameters}
