"""Whatever is stored of a person: after the erasure it stands only where the result says that it was kept."""

import datetime

from auditlog.models import LogEntry
from django.contrib.admin.models import CHANGE
from django.contrib.admin.models import LogEntry as AdminEntry
from django.http import QueryDict
from django.utils import timezone
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from actors.models import (
    AdvisoryEntry,
    ContactWay,
    Mailing,
    MailingList,
    MailingListMember,
    MailingOptOut,
    MailingRecipient,
    PersonRole,
    ProposedChange,
)
from actors.protection.subjects import subject_of_person
from integration_portal.core import attachments, drafts, links
from integration_portal.core.mail import queue_mail
from integration_portal.core.models import ImportBatch, ImportRow, SavedView
from integration_portal.core.personal import requests
from measures.models import Idea
from tests.builders import (
    make_actor,
    make_measure,
    make_person,
    make_registration,
    make_report,
    make_request,
    make_task,
    make_user,
)
from tests.builders_funding import make_payment

from .confirmation import ask
from .erasing import files_with, kept_rows, raw_rows, word_file

MARK = "zqxmarke"
NAME, TURNED, EMAIL = f"Vor{MARK} Nach{MARK}", f"Nach{MARK}, Vor{MARK}", f"{MARK}@example.org"
TEXTS = ("title", "first_name", "last_name", "email", "phone", "data_source", "consent_text", "internal_note")


def _whole(person, office):
    """A person with the mark in every text field, way, role and file."""
    ContactWay.objects.create(person=person, kind="email", value=f"privat-{EMAIL}", label=f"nur {MARK}")
    ContactWay.objects.create(person=person, kind="other", value=f"Messenger {MARK}")
    PersonRole.objects.create(person=person, actor=make_actor(), function=f"Leitung {MARK}", is_main_contact=True)
    PersonRole.objects.create(person=make_person(), actor=make_actor(), deputy=person)
    attachments.attach(owner=person, upload=word_file(f"Einwilligung von {NAME}"), by=office)


def _notes(person, office):
    other = make_user("office")
    for author, is_confidential in ((office, False), (other, True)):
        note = AdvisoryEntry.objects.create(
            happened_on=datetime.date(2026, 5, 1), subject=f"Gespräch mit {NAME}", text=f"{EMAIL} schreiben. {TURNED} ruft an.",
            author=author, is_confidential=is_confidential,
        )  # fmt: skip
        note.persons.add(person)
        AdvisoryEntry.objects.create(
            happened_on=datetime.date(2026, 5, 2), subject="Anruf", text=f"Auch {NAME} war da.", author=author,
            is_confidential=is_confidential,
        )  # fmt: skip


def _mails(person, office):
    for address, text in ((EMAIL, "Guten Tag"), ("andere@example.org", f"Bitte {NAME} anrufen")):
        queue_mail(
            kind="core.digest", to=address, values={"name": NAME, "lines": text, "link": "https://example.org", "count": 1}
        )  # fmt: skip


def _drafts(person, office):
    drafts.save_draft(user=office, key=f"actors.person:{person.pk}", data=QueryDict(f"internal_note=nur {MARK}"))
    drafts.save_draft(user=office, key="actors.advice:new", data=QueryDict(f"text=mit {NAME} gesprochen"))
    SavedView.objects.create(user=office, list_key="actors.persons", name="Gesucht", query=f"q={EMAIL}")


def _imports(person, office):
    batch = ImportBatch.objects.create(kind="actors", file_name="kontakte.csv", state="committed")
    for number, cells in enumerate(
        (["Frau", f"Vor{MARK}", "", f"Nach{MARK}", f"Notiz {MARK}"], [NAME, EMAIL, "", "", f"mag {MARK}"]), start=1
    ):
        ImportRow.objects.create(
            batch=batch, number=number, raw=cells, action="new",
            parsed={"persons": [{"first_name": f"Vor{MARK}", "last_name": f"Nach{MARK}", "email": EMAIL}]},
        )  # fmt: skip


def _trail(person, office):
    for note in (f"alt {MARK}", f"neu {MARK}"):
        person.internal_note = note
        person.save()
    subject = make_measure(title=f"Angebot von {NAME}")
    subject.title = "Angebot"
    subject.save()
    AdminEntry.objects.create(
        user=office, object_repr=NAME, object_id="1", action_flag=CHANGE, change_message=f"{EMAIL} geändert"
    )


def _requests(person, office):
    round_request = make_request(email=EMAIL, person=person, name=NAME)
    make_report(request=round_request, round=round_request.round, author_name=NAME)
    asked = ask()
    asked.person, asked.name, asked.email, asked.remark = person, NAME, EMAIL, f"{MARK} grüßt"
    asked.answer = {"email": EMAIL, "note": MARK}
    asked.save()
    links.issue(
        purpose="measures.progress", subject="measures.progressrequest:1", holder=NAME,
        expires_at=timezone.now() + datetime.timedelta(days=3),
    )  # fmt: skip
    ProposedChange.objects.create(
        actor=asked.actor,
        request=asked,
        field="email",
        before={"value": EMAIL},
        after={"value": "neu@example.org"},
        reason=NAME,
    )


def _participation(person, office):
    make_registration(name=NAME, email="anders@example.org", needs=f"{MARK} braucht einen Platz vorn")
    make_registration(name="Kurz", email=EMAIL, organisation=MARK)
    Idea.objects.create(title="Spielplatz", text="Einer für alle", name=NAME, email=EMAIL)


def _mailings(person, office):
    mailing_list = MailingList.objects.create(name="Netzwerk")
    MailingListMember.objects.create(list=mailing_list, person=person)
    MailingOptOut.objects.create(email=EMAIL)
    mailing = Mailing.objects.create(list=mailing_list, subject="Rundbrief", text="Guten Tag", written_by=office)
    MailingRecipient.objects.create(mailing=mailing, person=person, name=NAME, email=EMAIL)


def _mentions(person, office):
    measure = make_measure(title="Sprachcafé", contact=person, description=f"Es leitet {NAME}.")
    make_task(title=f"{NAME} anrufen", contact=person)
    make_payment(payee=NAME)
    attachments.attach(owner=measure, upload=word_file(f"Protokoll: {NAME} berichtet"), by=office)


PARTS = {
    part.__name__: part
    for part in (_whole, _notes, _mails, _drafts, _imports, _trail, _requests, _participation, _mailings, _mentions)
}


class AnErasureLeavesOnlyWhatItLists(TestCase):
    @settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @example(parts=set(PARTS), empty=set())
    @given(
        parts=st.sets(st.sampled_from(sorted(PARTS)), min_size=1),
        empty=st.sets(st.sampled_from(("title", "phone", "data_source"))),
    )
    def test_the_mark_stands_only_where_the_result_says_so(self, parts, empty):
        values = {name: f"{name} {MARK}" for name in TEXTS} | {
            "first_name": f"Vor{MARK}", "last_name": f"Nach{MARK}", "email": EMAIL, "legal_basis": "consent",
            "consent_on": datetime.date(2026, 1, 1), "consent_text": f"Ich, {MARK}, bin einverstanden.",
        }  # fmt: skip
        person = make_person(**(values | dict.fromkeys(empty, "")))
        office = make_user("office", name="Ada Amt")
        for name in sorted(parts):
            PARTS[name](person, office)
        before = LogEntry.objects.count()
        with self.captureOnCommitCallbacks(execute=True):
            request = requests.open_request(
                kind="erasure", subject=subject_of_person(person), note=f"Brief von {NAME}, Ausweis gesehen", by=office
            )
        request.refresh_from_db()
        assert request.state == "ready", request.job.error
        foretold = request.result
        assert raw_rows(MARK) != set()  # the preview changed nothing
        with self.captureOnCommitCallbacks(execute=True):
            requests.start_erasing(request=request, by=office)
        request.refresh_from_db()
        assert request.state == "done", request.job.error
        assert request.result == foretold
        listed = kept_rows(request)
        if "_mailings" in parts:
            listed |= {("actors_mailingoptout", str(row.pk)) for row in MailingOptOut.objects.all()}
        assert raw_rows(MARK) - listed == set()
        assert files_with(MARK) - listed == set()
        assert (request.subject, MARK in str(request.result).lower(), MARK in request.note.lower()) == (
            {},
            False,
            False,
        )
        assert LogEntry.objects.count() > before
