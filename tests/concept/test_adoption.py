"""The adoption: all or nothing, and nothing changes afterwards, whatever way is tried."""

import datetime

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction

from integration_portal.concept.models import ConceptRevision, ConceptSection
from integration_portal.concept.services import adoption, decisions, sections
from integration_portal.concept.services.notices import tell_adoption
from integration_portal.core.models import Mail
from tests.builders import make_goal, make_measure, make_user
from tests.builders_committees import make_paper, make_resolution
from tests.builders_concept import (
    make_concept,
    make_consultation,
    make_decision,
    make_final,
    make_link,
    make_note,
    make_process,
    make_request,
    make_revision,
    make_section,
    make_statement,
    make_survey,
)

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2026, 11, 24)


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel("2026-11-24 10:00"):
        yield


def ready(concept=None, body="Text."):
    """A revision that can be adopted."""
    row = make_revision(concept, state="deliberation")
    make_section(row, "Sprache", body, is_complete=True)
    return row


def adopt(row, **values):
    values = {
        "adopted_on": TODAY,
        "in_force_from": TODAY,
        "resolution_note": "Kreistag, KT 1/2026",
        "by": make_user("office"),
        **values,
    }
    return adoption.adopt(revision=row, **values)


def refusal(row, **values):
    with pytest.raises(ValidationError) as error:
        adopt(row, **values)
    row.refresh_from_db()
    assert row.state != "adopted"
    return error.value


def test_an_adopted_revision_supersedes_the_one_before_it_on_the_day_before():
    concept = make_concept()
    old = make_final(concept, day=datetime.date(2023, 3, 1))
    row = adopt(ready(concept), in_force_from=datetime.date(2027, 1, 1))
    old.refresh_from_db()
    assert (old.state, old.in_force_until) == ("superseded", datetime.date(2026, 12, 31))
    assert (row.state, row.adopted_on, row.in_force_from) == ("adopted", TODAY, datetime.date(2027, 1, 1))
    assert [step.to_state for step in old.steps.all()] == ["superseded"]
    assert [(step.to_state, step.note) for step in row.steps.all()] == [("adopted", "Kreistag, KT 1/2026")]
    assert ConceptRevision.objects.public().filter(pk=row.pk).exists()


def test_live_references_become_text_and_stay_as_they_read_on_that_day():
    concept = make_concept()
    goal = make_goal(code="2.1", title="Deutsch lernen")
    goal.field.framework = concept.framework
    goal.field.save()
    row = adopt(ready(concept, body="Grundlage ist [[Ziel 2.1]], nicht [[Ziel 9.9]]."))
    goal.title = "Ganz anders"
    goal.save()
    assert row.sections.get().body == "Grundlage ist Ziel 2.1 „Deutsch lernen“, nicht Ziel 9.9."


def test_the_sheets_of_the_measures_are_kept_as_they_stood():
    row, measure = ready(), make_measure("Sprachcafé", published=True)
    make_decision(row, measure, "new")
    adopt(row)
    measure.title = "Umbenannt"
    measure.save()
    sheet = row.decisions.get().sheet
    assert (sheet["title"], sheet["status"], sheet["is_public"]) == ("Sprachcafé", measure.status, True)


def test_the_checksum_tells_of_the_text():
    row = adopt(ready())
    assert adoption.verify(row)
    assert row.content_hash == adoption.digest_of(row, adoption.nodes_of(row))
    assert len(row.content_hash) == 64


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (lambda row: ConceptRevision.objects.filter(pk=row.pk).update(state="draft"), "Die Fassung ist in Beratung"),
        (lambda row: row.sections.update(is_complete=False), "Alle Abschnitte sind als fertig gekennzeichnet"),
        (lambda row: row.sections.update(body="  "), "Sie hat Text"),
        (lambda row: make_decision(row), "Über jede Maßnahme ist entschieden"),
        (
            lambda row: make_link(row.sections.get(), measure=make_measure()),
            "Jede Maßnahme, die der Text nennt, ist in der Fassung",
        ),
    ],
    ids=["state", "incomplete", "empty", "undecided", "measure missing"],
)
def test_what_is_missing_is_named(spoil, words):
    row = ready()
    spoil(row)
    assert any(message.startswith(words) for message in refusal(row).messages)


def test_open_notes_and_stops_without_a_result_are_told_but_do_not_block():
    row = ready()
    row.paper = make_paper(committees=[])
    row.save()
    make_note(row.sections.get())
    assert [check.is_done for check in adoption.checklist(row) if not check.must] == [False]
    assert adopt(row).state == "adopted"


@pytest.mark.parametrize(
    ("values", "name"),
    [
        ({"resolution_note": " "}, "resolution"),
        ({"adopted_on": datetime.date(2026, 11, 25)}, "adopted_on"),
        ({"in_force_from": datetime.date(2026, 11, 23)}, "in_force_from"),
    ],
)
def test_days_and_resolution_have_to_fit(values, name):
    assert name in refusal(ready(), **values).message_dict


def test_a_revision_is_not_in_force_before_the_one_it_supersedes():
    concept = make_concept()
    old = make_final(concept, day=TODAY)
    assert "in_force_from" in refusal(ready(concept)).message_dict
    old.refresh_from_db()
    assert old.state == "adopted"


def test_twice_is_refused():
    row = adopt(ready())
    with pytest.raises(ValidationError):
        adopt(row)


def test_a_resolution_of_the_council_stands_with_the_revision():
    resolution = make_resolution()
    assert adopt(ready(), resolution=resolution, resolution_note="").resolution == resolution


def test_nothing_is_half_done_when_a_step_fails(monkeypatch):
    concept = make_concept()
    old, row = make_final(concept, day=datetime.date(2023, 3, 1)), ready(concept, body="[[Ziel 1.1]]")
    make_decision(row, decision="new")

    def broken(measure):
        raise RuntimeError

    monkeypatch.setattr(adoption, "sheet_of", broken)
    with pytest.raises(RuntimeError):
        adopt(row)
    old.refresh_from_db()
    row.refresh_from_db()
    assert (old.state, row.state, row.sections.get().body, row.sections.get().frozen_at) == (
        "adopted",
        "deliberation",
        "[[Ziel 1.1]]",
        None,
    )


# --- after it, by SQL ---------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE concept_conceptsection SET body = 'anders'",
        "UPDATE concept_conceptsection SET title = 'anders'",
        "UPDATE concept_conceptsection SET position = 99",
        "UPDATE concept_conceptsection SET frozen_at = NULL",
        "DELETE FROM concept_conceptsection",
        "UPDATE concept_conceptrevision SET label = 'anders'",
        "UPDATE concept_conceptrevision SET state = 'draft'",
        "UPDATE concept_conceptrevision SET preface = 'anders'",
        "UPDATE concept_conceptrevision SET content_hash = 'anders'",
        "DELETE FROM concept_conceptrevision",
        "UPDATE concept_revisionmeasure SET decision = 'continued'",
        "UPDATE concept_revisionmeasure SET sheet = '{}'",
        "DELETE FROM concept_revisionmeasure",
    ],
)
def test_the_database_keeps_an_adopted_text_as_it_is(sql):
    row = ready()
    make_decision(row, decision="new")
    adopt(row)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


def test_no_section_comes_into_an_adopted_revision_by_sql_or_by_moving():
    row = adopt(ready())
    other = make_section()
    with pytest.raises(DatabaseError), transaction.atomic():
        make_section(row, "Heimlich")
    with pytest.raises(DatabaseError), transaction.atomic():
        ConceptSection.objects.filter(pk=other.pk).update(revision=row)
    with pytest.raises(DatabaseError), transaction.atomic():
        make_decision(row)


def test_a_superseded_revision_does_not_come_back():
    concept = make_concept()
    old = make_final(concept, day=datetime.date(2023, 3, 1))
    adopt(ready(concept))
    with pytest.raises(DatabaseError), transaction.atomic():
        ConceptRevision.objects.filter(pk=old.pk).update(state="adopted")


def test_links_may_still_be_added_to_an_adopted_text():
    row = adopt(ready())
    make_link(row.sections.get(), measure=make_measure())
    assert row.sections.get().links.count() == 1


def test_a_new_draft_may_start_from_an_adopted_one():
    from integration_portal.concept.services import revisions

    row = adopt(ready())
    new = revisions.create_revision(concept=row.concept, data={"label": "Neu"}, by=make_user("office"), based_on=row)
    section = new.sections.get()
    assert (
        sections.update_section(section=section, data={"body": "Neu."}, version=section.version, by=None).body == "Neu."
    )
    assert decisions.linked_measures(new).count() == 0


# --- telling those who took part ------------------------------------------------------------------------------------------
def taken_part(row):
    """A statement, one more by the same person, one that was thrown out, an invitation, an answer and no answer about needs."""
    consultation = make_consultation(row, days=(-30, -5))
    make_statement(consultation, "Eins", email="kim@example.org", name="Kim", result="noted")
    make_statement(consultation, "Zwei", email="KIM@example.org", name="Kim", result="noted")
    make_statement(consultation, "Werbung", email="spam@example.org", state="rejected")
    make_statement(consultation, "Brief ohne Adresse", result="noted")
    survey = make_survey(make_process(row.concept, revision=row))
    make_request(survey, "Ali", email="ali@example.org", answers={survey.fields.get(): "Kurse"})
    make_request(survey, "Stumm", email="stumm@example.org")


def test_who_took_part_gets_one_mail_with_the_address_of_the_text():
    row = ready()
    taken_part(row)
    adopt(row)
    mails = Mail.objects.filter(kind="concept.adopted").select_related("email")
    assert sorted(mail.email.to[0] for mail in mails) == ["ali@example.org", "kim@example.org"]
    assert all(f"/konzept/{row.slug}/" in mail.email.message for mail in mails)


def test_nobody_gets_a_mail_when_the_adoption_fails(monkeypatch):
    row = ready()
    taken_part(row)
    monkeypatch.setattr(adoption, "tell_adoption", lambda row: tell_adoption(row) and 1 / 0)
    with pytest.raises(ZeroDivisionError):
        adopt(row)
    row.refresh_from_db()
    assert row.state == "deliberation"
    assert Mail.objects.filter(kind="concept.adopted").count() == 0
