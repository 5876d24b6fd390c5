"""Revisions, sections and decisions: what the services do, and what they refuse."""

import datetime

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction

from integration_portal.concept.models import ConceptRevision, ConceptSection, RevisionMeasure, SectionLink
from integration_portal.concept.services import decisions, links, revisions, sections
from integration_portal.concept.tree import nodes_of
from integration_portal.core import attachments
from integration_portal.core.locking import StaleObject
from tests.builders import make_framework, make_measure, make_user
from tests.builders_concept import (
    make_concept,
    make_decision,
    make_final,
    make_link,
    make_note,
    make_revision,
    make_section,
)

pytestmark = pytest.mark.django_db


def outline(revision):
    return [node.heading for node in nodes_of(revision)]


def chapters(revision, *titles):
    return [make_section(revision, title) for title in titles]


def refused(call, **arguments):
    with pytest.raises(ValidationError) as error:
        call(**arguments)
    return error.value


# --- revisions ----------------------------------------------------------------------------------------------
def test_a_revision_starts_from_another_with_text_links_files_and_the_measures_that_go_on(office):
    concept = make_concept()
    old = make_revision(concept, "Fassung 2023")
    one = make_section(old, "Sprache", "Text mit ![Plan](bild:plan.png)")
    make_section(old, "Kurse", "Mehr", parent=one)
    attachments.attach(owner=one, upload=SimpleUploadedFile("plan.png", b"\x89PNG\r\n\x1a\nx"), is_public=True)
    measure, ended = make_measure(), make_measure()
    make_link(one, measure=measure, excerpt="Text mit")
    make_decision(old, measure, "new")
    make_decision(old, ended, "discontinued", reason="Ende")
    new = revisions.create_revision(concept=concept, data={"label": "Entwurf 2027"}, by=office, based_on=old)
    assert outline(new) == ["1 Sprache", "1.1 Kurse"]
    assert [node.identity for node in nodes_of(new)] == [node.identity for node in nodes_of(old)]
    copy = new.sections.get(title="Sprache")
    assert [file.name for file in attachments.of(copy)] == ["plan.png"]
    assert list(copy.links.values_list("excerpt", "measure")) == [("Text mit", measure.pk)]
    assert list(new.decisions.values_list("measure", "decision")) == [(measure.pk, "")]


def test_a_revision_of_another_concept_is_no_start(office):
    error = refused(
        revisions.create_revision, concept=make_concept(), data={"label": "Neu"}, by=office, based_on=make_revision()
    )
    assert "based_on" in error.message_dict


def test_addresses_of_revisions_do_not_hide_pages(office):
    row = revisions.create_revision(concept=make_concept(), data={"label": "Umsetzung"}, by=office)
    assert row.slug == "umsetzung-2"


@pytest.mark.parametrize(
    ("state", "to", "is_possible"),
    [
        ("draft", "consultation", True),
        ("draft", "deliberation", True),
        ("draft", "adopted", False),
        ("consultation", "deliberation", True),
        ("deliberation", "draft", True),
        ("withdrawn", "consultation", False),
        ("withdrawn", "draft", True),
        ("adopted", "draft", False),
        ("superseded", "draft", False),
        ("adopted", "withdrawn", False),
    ],
)
def test_steps_follow_the_table(office, state, to, is_possible):
    row = make_revision(state=state)
    if is_possible:
        assert revisions.take_step(revision=row, to_state=to, by=office).state == to
        assert list(row.steps.values_list("to_state", flat=True)) == [to]
    else:
        refused(revisions.take_step, revision=row, to_state=to, by=office)
        assert ConceptRevision.objects.get(pk=row.pk).state == state


def test_withdrawing_needs_a_word_and_takes_the_draft_back(office):
    row = make_revision(state="consultation", published_on=datetime.date(2026, 11, 2))
    assert "note" in refused(revisions.take_step, revision=row, to_state="withdrawn", by=office).message_dict
    row = revisions.take_step(revision=row, to_state="withdrawn", by=office, note="neuer Anlauf")
    assert (row.state, row.published_on) == ("withdrawn", None)


def test_only_drafts_with_text_in_consultation_or_deliberation_are_shown(office):
    draft, empty = make_revision(), make_revision(state="consultation")
    refused(revisions.publish, revision=draft)
    refused(revisions.publish, revision=empty)
    make_section(empty)
    with time_machine.travel("2026-11-24 10:00"):
        assert revisions.publish(revision=empty).published_on == datetime.date(2026, 11, 24)
    assert revisions.take_back(revision=empty).published_on is None


def test_one_revision_of_a_concept_is_in_force_in_the_database():
    concept = make_concept()
    make_revision(concept, state="adopted")
    make_revision(state="adopted")  # of another concept
    with pytest.raises(IntegrityError), transaction.atomic():
        make_revision(concept, state="adopted")


def test_a_draft_is_deleted_with_its_text_unless_something_rests_on_it(office):
    concept = make_concept()
    row = make_revision(concept)
    parent = make_section(row)
    make_section(row, parent=parent)
    follower = make_revision(concept, based_on=row)
    refused(revisions.delete_draft, revision=row)
    revisions.delete_draft(revision=follower)
    revisions.delete_draft(revision=row)
    assert (ConceptRevision.objects.count(), ConceptSection.objects.count()) == (0, 0)


def test_a_draft_that_was_consulted_on_is_not_deleted(office):
    row = make_revision()
    revisions.take_step(revision=row, to_state="consultation", by=office)
    row = revisions.take_step(revision=row, to_state="draft", by=office)
    refused(revisions.delete_draft, revision=row)


# --- sections -------------------------------------------------------------------------------------------------
def test_sections_go_behind_another_or_to_the_end(office):
    row = make_revision()
    first, _second = chapters(row, "A", "B")
    sections.add_section(revision=row, data={"title": "C"}, by=office)
    sections.add_section(revision=row, data={"title": "D"}, by=office, after=first)
    sections.add_section(revision=row, data={"title": "E"}, by=office, parent=first)
    assert outline(row) == ["1 A", "1.1 E", "2 D", "3 B", "4 C"]


@pytest.mark.parametrize(
    ("title", "way", "expected"),
    [
        ("B", "up", ["1 B", "2 A", "3 C"]),
        ("A", "up", ["1 A", "2 B", "3 C"]),
        ("B", "down", ["1 A", "2 C", "3 B"]),
        ("C", "down", ["1 A", "2 B", "3 C"]),
        ("B", "in", ["1 A", "1.1 B", "2 C"]),
        ("A", "in", ["1 A", "2 B", "3 C"]),
        ("A", "out", ["1 A", "2 B", "3 C"]),
    ],
)
def test_sections_move_up_down_in_and_out(title, way, expected):
    row = make_revision()
    chapters(row, "A", "B", "C")
    sections.move_section(section=row.sections.get(title=title), way=way)
    assert outline(row) == expected


def test_a_section_moves_out_behind_the_one_it_stood_under():
    row = make_revision()
    first, _second = chapters(row, "A", "B")
    inner = make_section(row, "Innen", parent=first)
    sections.move_section(section=inner, way="out")
    assert outline(row) == ["1 A", "2 Innen", "3 B"]


def test_a_section_never_stands_under_itself_nor_too_deep_nor_in_another_revision():
    row = make_revision()
    top = make_section(row, "1")
    below = make_section(row, "2", parent=top)
    deep = make_section(row, "4", parent=make_section(row, "3", parent=below))
    assert refused(sections.place_section, section=top, parent=deep).code == "cycle"
    assert refused(sections.place_section, section=top, parent=top).code == "cycle"
    assert refused(sections.place_section, section=make_section(row, "x"), parent=deep).code == "deep"
    assert refused(sections.place_section, section=top, parent=make_section()).code == "other"


def test_a_changed_text_is_a_version_and_an_earlier_one_can_be_put_back(office):
    row = make_section(body="Eins")
    row = sections.update_section(section=row, data={"body": "Zwei"}, version=row.version, by=office, note="besser")
    row = sections.restore_version(section=row, number=1, version=row.version, by=office)
    assert row.body == "Eins"
    assert list(row.versions.values_list("number", "body")) == [(3, "Eins"), (2, "Zwei"), (1, "Eins")]


def test_two_people_at_once_do_not_overwrite_each_other(office):
    row = make_section(body="Eins")
    version = row.version
    sections.update_section(section=row, data={"body": "Meins"}, version=version, by=office)
    with pytest.raises(StaleObject):
        sections.update_section(section=row, data={"body": "Deins"}, version=version, by=office)
    assert ConceptSection.objects.get(pk=row.pk).body == "Meins"


def test_a_text_of_a_megabyte_is_refused_with_its_length(office):
    row = make_section()
    error = refused(
        sections.update_section, section=row, data={"body": "x" * 1_000_000}, version=row.version, by=office
    )
    assert "1000000" in error.message_dict["body"][0]


def test_a_section_is_cut_in_two_and_links_go_with_their_passage(office):
    row = make_section(title="Alles", body="Erster Absatz über Sprache.\n\nZweiter Absatz über Wohnen.\n\nDritter.")
    stays, goes = (
        make_link(row, measure=make_measure(), excerpt="Erster Absatz"),
        make_link(row, measure=make_measure(), excerpt="Zweiter Absatz"),
    )
    new = sections.split_section(section=row, before=2, title="Wohnen", version=row.version, by=office)
    row.refresh_from_db()
    assert (row.body, new.body) == ("Erster Absatz über Sprache.", "Zweiter Absatz über Wohnen.\n\nDritter.")
    assert new.derived_from == [str(row.identity)]
    assert outline(row.revision) == ["1 Alles", "2 Wohnen"]
    assert {link.pk: link.section_id for link in SectionLink.objects.all()} == {stays.pk: row.pk, goes.pk: new.pk}


@pytest.mark.parametrize("before", [1, 9, 0])
def test_a_cut_leaves_text_on_both_sides(office, before):
    row = make_section(body="Eins.\n\nZwei.")
    refused(sections.split_section, section=row, before=before, title="Neu", version=row.version, by=office)


def test_two_sections_become_one_with_all_that_hangs_on_them(office):
    revision = make_revision()
    one, other = make_section(revision, "A", "Eins."), make_section(revision, "B", "Zwei.")
    make_note(other)
    measure = make_measure()
    make_link(one, measure=measure)
    make_link(other, measure=measure)
    merged = sections.merge_section(section=other, into=one, by=office)
    assert (merged.body, merged.derived_from) == ("Eins.\n\nZwei.", [str(other.identity)])
    assert (merged.notes.count(), merged.links.count(), outline(revision)) == (1, 1, ["1 A"])


def test_what_has_sections_under_it_is_neither_merged_nor_deleted(office):
    revision = make_revision()
    one, other = chapters(revision, "A", "B")
    make_section(revision, parent=one)
    refused(sections.merge_section, section=one, into=other, by=office)
    refused(sections.merge_section, section=other, into=other, by=office)
    refused(sections.delete_section, section=one)


def test_nothing_of_a_final_or_withdrawn_revision_is_written(office):
    for row in (make_final(sections=[("A", "x")]), make_revision(state="withdrawn")):
        section = row.sections.first() or make_section(row)
        refused(sections.add_section, revision=row, data={"title": "Neu"}, by=office)
        refused(sections.update_section, section=section, data={"body": "y"}, version=section.version, by=office)
        refused(sections.delete_section, section=section)
        refused(decisions.add_measures, revision=row, measures=[make_measure()])
        refused(revisions.update_revision, revision=row, data={"label": "y"}, version=row.version)


# --- taking from another draft ----------------------------------------------------------------------------------
def test_a_passage_is_taken_from_one_draft_into_another(office):
    concept = make_concept()
    mine = make_section(make_revision(concept), "Sprache", "Erster Absatz bleibt.\n\nZweiter Absatz alt.\n\nDritter.")
    theirs = make_section(
        make_revision(concept),
        "Sprache",
        "Erster Absatz bleibt.\n\nZweiter Absatz ganz neu.\n\nDritter.\n\nVierter kommt dazu.",
        identity=mine.identity,
    )
    mine = sections.take_passage(source=theirs, target=mine, place=1, version=mine.version, by=office)
    assert mine.body == "Erster Absatz bleibt.\n\nZweiter Absatz ganz neu.\n\nDritter."
    mine = sections.take_passage(source=theirs, target=mine, place=3, version=mine.version, by=office)
    assert mine.body == theirs.body


def test_a_passage_that_is_the_same_or_gone_is_not_taken(office):
    mine, theirs = make_section(body="Gleich."), make_section(body="Gleich.")
    for place in (0, 7):
        refused(sections.take_passage, source=theirs, target=mine, place=place, version=mine.version, by=office)


def test_a_new_section_is_taken_to_where_it_would_stand(office):
    concept = make_concept()
    source, target = make_revision(concept), make_revision(concept)
    one, other = make_section(source, "A"), make_section(source, "B")
    for section in (one, other):
        make_section(target, section.title, identity=section.identity)
    new = make_section(source, "A.1", "Neu", position=1, parent=one)
    taken = sections.take_new_section(source=new, revision=target, by=office)
    assert taken.identity == new.identity
    assert outline(target) == ["1 A", "1.1 A.1", "2 B"]
    refused(sections.take_new_section, source=new, revision=target, by=office)


# --- margin, reasons, measures -------------------------------------------------------------------------------------
def test_a_passage_is_tied_once_and_to_a_goal_or_a_measure(office):
    section, measure = make_section(), make_measure()
    assert links.link_passage(section=section, measure=measure) == links.link_passage(section=section, measure=measure)
    refused(links.link_passage, section=section)


def test_a_task_in_the_margin_has_somebody_and_is_settled_on_a_day(office):
    section = make_section()
    assert (
        "assigned_to"
        in refused(links.write_note, section=section, data={"kind": "task", "text": "x"}, by=office).message_dict
    )
    note = links.write_note(section=section, data={"kind": "task", "text": "x", "assigned_to": office}, by=office)
    with time_machine.travel("2026-11-24 10:00"):
        assert links.settle_note(note=note).done_on == datetime.date(2026, 11, 24)
    assert links.settle_note(note=note, is_done=False).done_on is None


def test_a_reason_is_written_changed_and_taken_away(office):
    concept = make_concept()
    old, new = make_final(concept), make_revision(concept)
    section = make_section(new)
    links.give_reason(old=old, new=new, identity=section.identity, text=" Weil. ")
    assert links.give_reason(old=old, new=new, identity=section.identity, text="Darum.").text == "Darum."
    assert links.give_reason(old=old, new=new, identity=section.identity, text="  ") is None
    assert new.reasons.count() == 0


def test_files_of_a_section_have_different_names(office):
    section = make_section()
    links.attach_file(section=section, upload=SimpleUploadedFile("plan.png", b"\x89PNG\r\n\x1a\nx"), by=office)
    with pytest.raises(ValidationError):
        links.attach_file(section=section, upload=SimpleUploadedFile("plan.png", b"\x89PNG\r\n\x1a\ny"), by=office)
    with pytest.raises(ValidationError):
        links.attach_file(section=section, upload=SimpleUploadedFile("plan2.png", b"<script>"), by=office)


def test_a_decision_that_ends_or_changes_a_measure_says_why(office):
    row = make_decision(make_revision())
    for decision in ("changed", "discontinued"):
        refused(decisions.decide, decision=row, data={"decision": decision, "reason": ""}, version=row.version)
    row = decisions.decide(decision=row, data={"decision": "continued", "reason": ""}, version=row.version)
    assert row.get_decision_display() == "fortgeführt"


def test_a_merged_measure_goes_on_in_one_that_goes_on(office):
    revision = make_revision()
    row, other = make_decision(revision), make_decision(revision, decision="discontinued", reason="Ende")
    data = {"decision": "merged", "reason": "Zusammen.", "merged_into": other.measure}
    assert "merged_into" in refused(decisions.decide, decision=row, data=data, version=row.version).message_dict
    RevisionMeasure.objects.filter(pk=other.pk).update(decision="continued")
    assert decisions.decide(decision=row, data=data, version=row.version).merged_into == other.measure


def test_measures_that_passages_name_are_put_in_once(office):
    revision = make_revision()
    measure = make_measure()
    make_link(make_section(revision), measure=measure)
    assert list(decisions.linked_measures(revision)) == [measure]
    assert decisions.add_measures(revision=revision, measures=[measure]) == 1
    assert decisions.add_measures(revision=revision, measures=[measure]) == 0
    assert list(decisions.linked_measures(revision)) == []


@pytest.fixture
def office():
    return make_user("office")


def test_a_concept_gets_an_address_of_its_own():
    framework = make_framework()
    first = revisions.save_concept(concept=make_concept(), data={"title": "Neu"})
    second = revisions.save_concept(
        concept=type(first)(), data={"title": "Integrationskonzept", "framework": framework}
    )
    assert second.slug == "integrationskonzept"
