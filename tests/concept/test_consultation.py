"""Consultations: statements come in by every way, are moderated, assessed and answered; nothing more than released is public."""

import datetime
import re

import pytest
import time_machine
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from integration_portal.concept import protection
from integration_portal.concept.models import Consultation, ConsultationInvitation, Statement
from integration_portal.concept.services import adoption, consultation, sections
from integration_portal.core import attachments, links
from integration_portal.core.models import Mail
from integration_portal.core.personal import Subject
from tests.builders import make_actor, make_user
from tests.builders_concept import make_consultation, make_revision, make_section, make_statement

pytestmark = pytest.mark.django_db
FORM = {
    "text": "Bitte mehr Kurse auf dem Land.",
    "email": "mara@example.org",
    "name": "Mara Muster",
    "organisation": "",
    "section": "",
}


@pytest.fixture(autouse=True)
def today():
    cache.clear()
    with time_machine.travel("2026-11-24 10:00"):
        yield


@pytest.fixture
def office(client):
    user = make_user("office")
    client.force_login(user)
    return user


def text_of(response):
    return response.content.decode()


def write(client, row, **values):
    return client.post(reverse("concept:public_write", args=[row.slug]), {**FORM, **values})


def link_in(mail):
    return re.search(r"/l/\S+", mail.email.message)[0]


def refused(call, **arguments):
    with pytest.raises(ValidationError) as error:
        call(**arguments)
    return error.value


# --- by the form --------------------------------------------------------------------------------------------------
def test_a_statement_counts_once_its_mail_is_confirmed(client):
    row = make_consultation()
    section = make_section(row.revision, "Sprache", "Erster Absatz.")
    assert write(client, row, section=section.key, excerpt="Erster Absatz.").url == reverse("concept:public_thanks")
    statement = Statement.objects.get()
    assert (statement.state, statement.number, statement.section, statement.excerpt) == (
        "unconfirmed",
        None,
        section,
        "Erster Absatz.",
    )
    path = link_in(Mail.objects.get())
    assert "Ja, das ist meine Stellungnahme" in text_of(client.get(path))
    statement.refresh_from_db()
    assert statement.state == "unconfirmed"
    client.post(path)
    client.post(path)
    statement.refresh_from_db()
    assert (statement.state, statement.number) == ("waiting", 1)


def test_the_same_statement_sent_again_is_taken_once_and_writes_one_mail(client):
    row = make_consultation()
    for count in range(4):
        write(client, row, text="Bitte  MEHR Kurse auf dem Land." if count else FORM["text"])
    assert (Statement.objects.count(), Mail.objects.count()) == (1, 1)


def test_two_hundred_from_one_connection_are_held_back(client):
    row = make_consultation()
    told = [write(client, row, text=f"Text {count}").status_code for count in range(200)]
    assert (told.count(302), told.count(429), Statement.objects.count()) == (5, 195, 5)


def test_a_program_that_fills_in_the_trap_is_thanked_and_forgotten(client):
    row = make_consultation()
    assert write(client, row, website="https://spam.example").status_code == 302
    assert Statement.objects.count() == 0


@pytest.mark.parametrize(("days", "words"), [((-20, -1), "23.11.2026"), ((1, 20), "25.11.2026")])
def test_out_of_the_period_it_is_refused_with_the_day_and_the_text_is_kept(client, days, words):
    row = make_consultation(days=days)
    response = write(client, row, text="Mein langer Text.")
    told = text_of(response)
    assert (response.status_code, words in told, "Mein langer Text." in told) == (422, True, True)
    assert Statement.objects.count() == 0


@pytest.mark.parametrize(("day", "is_taken"), [("2026-11-30", True), ("2026-12-01", False)])
def test_the_last_day_is_inclusive(client, day, is_taken):
    row = make_consultation(ends_on=datetime.date(2026, 11, 30))
    with time_machine.travel(f"{day} 12:00"):
        assert (write(client, row).status_code == 302) is is_taken


def test_bad_input_comes_back_with_everything_typed(client):
    row = make_consultation()
    response = write(client, row, email="kein", text="Mein Text 🦄 مركز")
    assert (response.status_code, "Mein Text 🦄 مركز" in text_of(response)) == (422, True)
    hostile = SimpleUploadedFile("plan.pdf", b"MZ\x90")
    response = write(client, row, file=hostile)
    assert (response.status_code, Statement.objects.count()) == (422, 0)
    assert write(client, row, section="gibtesnicht").status_code == 422


def test_files_are_for_the_office_only(client):
    row = make_consultation()
    write(client, row, file=SimpleUploadedFile("brief.pdf", b"%PDF-1.7 x"))
    (file,) = attachments.of(Statement.objects.get())
    assert client.get(reverse("core:attachment", args=[file.pk])).status_code == 404
    client.force_login(make_user("office"))
    assert client.get(reverse("core:attachment", args=[file.pk])).status_code == 200


# --- by link and by the office ---------------------------------------------------------------------------------------
def test_who_is_invited_writes_by_link_and_counts_at_once(client):
    row = make_consultation(audience="invited")
    actor = make_actor("Beispielverein", email="verein@example.org")
    invitation = consultation.invite(consultation=row, name="Beispielverein", email=actor.email, actor=actor)
    assert consultation.invite(consultation=row, name="Nochmal", email=actor.email) == invitation
    path = link_in(Mail.objects.get())
    assert client.get(path).status_code == 200
    told = text_of(client.post(path, {"text": "Wir sind dabei.", "organisation": "Beispielverein", "section": ""}))
    statement = Statement.objects.get()
    assert ("Nummer 001" in told, statement.state, statement.actor, statement.email) == (
        True,
        "waiting",
        actor,
        actor.email,
    )
    client.post(path, {"text": "Wir sind dabei.", "organisation": "", "section": ""})
    assert Statement.objects.count() == 1


def test_an_invited_consultation_has_no_public_form(client):
    row = make_consultation(audience="invited")
    assert client.get(reverse("concept:public_write", args=[row.slug])).status_code == 404
    assert client.get(row.get_public_url()).status_code == 404
    refused(consultation.hand_in, consultation=row, data={"text": "x", "email": "a@example.org"})


def test_by_link_it_is_refused_after_the_end_and_the_text_is_kept(client):
    row = make_consultation(audience="invited", days=(-10, 0))
    consultation.invite(consultation=row, name="Mara", email="mara@example.org")
    with time_machine.travel("2026-11-26 10:00"):
        response = client.post(link_in(Mail.objects.get()), {"text": "Zu spät.", "section": ""})
    assert (response.status_code, "Zu spät." in text_of(response), Statement.objects.count()) == (422, True, 0)


def test_the_office_enters_letters_also_later_but_not_from_the_future(client, office):
    row = make_consultation(days=(-20, -5))
    url = reverse("concept:statement_enter", args=[row.pk])
    data = {
        "text": "Brief.",
        "channel": "letter",
        "received_on": "2026-11-10",
        "name": "Kim",
        "section": "",
        "publish_name": "",
    }
    assert client.post(url, {**data, "received_on": "2026-11-25"}).status_code == 422
    assert client.post(url, data).status_code == 302
    statement = Statement.objects.get()
    assert (statement.number, statement.received_on, statement.channel) == (1, datetime.date(2026, 11, 10), "letter")


def test_lines_of_invitations_without_an_address_are_named(client, office):
    row = make_consultation()
    url = reverse("concept:consultation_invite", args=[row.pk])
    response = client.post(url, {"others": "Mara; mara@example.org\nKim ohne Adresse"})
    assert (response.status_code, "Zeile 2" in text_of(response)) == (422, True)
    client.post(url, {"others": "Mara; mara@example.org"})
    assert list(ConsultationInvitation.objects.values_list("name", "email")) == [("Mara", "mara@example.org")]


# --- assessing ---------------------------------------------------------------------------------------------------------
def test_several_are_moderated_and_answered_together(client, office):
    row = make_consultation()
    rows = [make_statement(row, f"Text {count}") for count in range(3)]
    data = {
        "chosen": [one.pk for one in rows],
        "state": "shown",
        "result": "partly",
        "reason": "Im Rahmen des Möglichen.",
    }
    assert client.post(row.get_absolute_url(), data).status_code == 302
    first, *others = Statement.objects.order_by("number")
    assert {(one.state, one.result, one.reason, one.assessed_by) for one in (first, *others)} == {
        ("shown", "partly", "Im Rahmen des Möglichen.", office)
    }
    assert (first.same_as, [one.same_as for one in others]) == (None, [first, first])


def test_an_assessment_says_why_unless_it_is_noted(client, office):
    statement = make_statement()
    url = statement.get_absolute_url()
    assert client.post(url, {"result": "adopted", "reason": "", "version": statement.version}).status_code == 422
    assert client.post(url, {"result": "noted", "reason": "", "version": statement.version}).status_code == 302
    statement.refresh_from_db()
    assert (statement.result, statement.assessed_on) == ("noted", datetime.date(2026, 11, 24))


def test_two_who_assess_at_once_do_not_overwrite_each_other(client, office):
    statement = make_statement()
    data = {"result": "adopted", "reason": "Ja.", "version": statement.version}
    assert client.post(statement.get_absolute_url(), data).status_code == 302
    assert client.post(statement.get_absolute_url(), {**data, "reason": "Nein."}).status_code == 409
    assert Statement.objects.get().reason == "Ja."


def test_what_is_not_confirmed_is_not_assessed(office):
    statement = make_statement(state="unconfirmed")
    refused(consultation.assess, statements=[statement], result="noted", reason="", by=office)
    assert consultation.moderate(statements=[statement], state="shown") == 0


def test_statements_of_two_consultations_are_not_answered_together(office):
    refused(consultation.assess, statements=[make_statement(), make_statement()], result="noted", reason="", by=office)


def test_everyone_who_wrote_gets_the_answer_once(client, office):
    row = make_consultation()
    make_statement(row, email="mara@example.org", result="adopted", reason="Steht jetzt in 3.1.")
    make_statement(row, "Ohne Adresse", result="noted")
    make_statement(row, "Offen", email="kim@example.org")
    client.post(reverse("concept:consultation_answer", args=[row.pk]))
    client.post(reverse("concept:consultation_answer", args=[row.pk]))
    mail = Mail.objects.get()
    text = mail.email.message
    assert (mail.email.to, "Steht jetzt in 3.1." in text, "übernommen" in text) == (["mara@example.org"], True, True)


@pytest.mark.parametrize("name", ["publish_results", "publish"])
def test_results_are_public_only_when_all_is_done(name):
    row = make_consultation(make_revision(state="consultation"), published=False)
    refused(getattr(consultation, name), consultation=row)


def test_results_wait_for_the_end_for_moderation_and_for_every_assessment(office):
    row = make_consultation()
    statement = make_statement(row)
    assert refused(consultation.publish_results, consultation=row).code == "open"
    Consultation.objects.filter(pk=row.pk).update(ends_on=datetime.date(2026, 11, 23))
    assert refused(consultation.publish_results, consultation=row).code == "assess"
    consultation.assess(statements=[statement], result="noted", reason="", by=office)
    assert refused(consultation.publish_results, consultation=row).code == "waiting"
    consultation.moderate(statements=[statement], state="internal")
    assert consultation.publish_results(consultation=row).results_published_on == datetime.date(2026, 11, 24)


# --- public -------------------------------------------------------------------------------------------------------------
def test_only_released_statements_are_public_and_names_with_consent_only(client):
    row = make_consultation(results_published_on=datetime.date(2026, 11, 20))
    make_statement(
        row, "BEKANNT", state="shown", name="Mara Muster", publish_name=True, result="adopted", reason="WEIL"
    )
    make_statement(row, "OHNE NAMEN", state="shown", name="GEHEIMER NAME", email="geheim@example.org", result="noted")
    for state in ("waiting", "internal", "rejected", "unconfirmed"):
        make_statement(row, f"GEHEIM {state}", state=state, result="noted", reason="GEHEIM GRUND")
    pages = [text_of(client.get(row.get_public_url()))]
    pages.append(client.get(reverse("concept:public_results", args=[row.slug, "csv"])).getvalue().decode())
    for told in pages:
        assert ("BEKANNT" in told, "Mara Muster" in told, "OHNE NAMEN" in told) == (True, True, True)
        assert ("GEHEIM" in told, "geheim@" in told) == (False, False)
    for fmt in ("pdf", "docx", "xlsx"):
        assert client.get(reverse("concept:public_results", args=[row.slug, fmt])).status_code == 200


def test_the_assessment_is_not_public_before_the_results_are(client):
    row = make_consultation()
    make_statement(row, "BEKANNT", state="shown", result="not_adopted", reason="GEHEIM GRUND")
    told = text_of(client.get(row.get_public_url()))
    assert ("BEKANNT" in told, "GEHEIM" in told) == (True, False)
    assert client.get(reverse("concept:public_results", args=[row.slug, "pdf"])).status_code == 404


def test_a_consultation_that_is_not_published_is_nowhere(client):
    for row in (make_consultation(published=False), make_consultation(make_revision(state="consultation"))):
        assert client.get(row.get_public_url()).status_code == 404
        assert row.title not in text_of(client.get("/beteiligung/"))
        assert client.get(reverse("concept:public_write", args=[row.slug])).status_code == 404


def test_the_draft_leads_to_the_form_while_statements_are_taken(client):
    row = make_consultation()
    section = make_section(row.revision, "Sprache", "Text.")
    url = reverse("concept:public_section", args=[row.revision.slug, section.key])
    assert f"/beteiligung/{row.slug}/stellungnahme/?abschnitt={section.key}" in text_of(client.get(url))
    with time_machine.travel("2027-06-01 10:00"):
        assert "/stellungnahme/" not in text_of(client.get(url))


# --- around -------------------------------------------------------------------------------------------------------------
def test_a_section_that_statements_are_about_stays_with_their_list(office):
    row = make_consultation()
    section = make_section(row.revision)
    make_statement(row, section=section)
    assert "001" in refused(sections.delete_section, section=section).messages[0]


def test_statements_go_along_when_sections_are_merged(office):
    row = make_consultation()
    one, other = make_section(row.revision, "A", "Eins."), make_section(row.revision, "B", "Zwei.")
    statement = make_statement(row, section=other)
    sections.merge_section(section=other, into=one, by=office)
    statement.refresh_from_db()
    assert statement.section == one


def test_open_statements_block_the_adoption():
    row = make_consultation()
    make_statement(row)
    check = next(
        check for check in adoption.checklist(row.revision) if check.text == "Alle Stellungnahmen sind abgewogen"
    )
    assert (check.is_done, check.must, check.missing) == (False, True, "1 ist nicht abgewogen")


def test_an_erasure_takes_name_address_and_files_off_and_leaves_the_text(office):
    row = make_consultation()
    made = make_statement(row, "Der Text bleibt.", email="mara@example.org", name="Mara Muster", publish_name=True)
    attachments.attach(owner=made, upload=SimpleUploadedFile("brief.pdf", b"%PDF-1.7 x"))
    invitation = consultation.invite(consultation=row, name="Mara Muster", email="mara@example.org")
    subject = Subject(emails=("mara@example.org",), names=("Mara Muster",))
    assert len(protection.find(subject, office)) == 2
    protection.erase(subject, None)
    made.refresh_from_db()
    assert (made.name, made.email, made.publish_name, made.text) == ("", "", False, "Der Text bleibt.")
    assert (attachments.of(made).count(), ConsultationInvitation.objects.count()) == (0, 0)
    with pytest.raises(links.LinkProblem):
        links.resolve(links.token_of(invitation.link))
