"""Mails to lists: sending once, unsubscribing with one click, the log."""

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext

from actors.models import Mailing, MailingOptOut, MailingRecipient
from actors.services import mailing as services
from actors.services import sending
from integration_portal.core.drafts import draft_of, save_draft
from integration_portal.core.locking import StaleObject
from integration_portal.core.mail.sending import send_due
from integration_portal.core.models import Job, Mail
from tests.actors.mailing import ALL, link_in, make_list, make_mailing, send
from tests.builders import make_actor, make_user

pytestmark = pytest.mark.django_db
URL = "/intern/verteiler/"


@pytest.fixture(autouse=True)
def now(freeze):
    return freeze()


@pytest.fixture
def office(client):
    user = make_user("office")
    client.force_login(user)
    return user


@pytest.fixture
def row():
    make_actor("Musterverein", email="verein@example.org")
    make_actor("جمعية", email="zwei@example.org")
    make_actor("Ohne")
    return make_list("Vereine", rule=ALL)


def test_each_recipient_gets_a_mail_of_their_own_with_a_way_to_unsubscribe(row):
    messages = send(make_mailing(row, subject="Grüße {text} 😀", text="Wir laden ein: {link}"))
    assert sorted(message.to for message in messages) == [["verein@example.org"], ["zwei@example.org"]]
    for message in messages:
        assert message.subject == "Grüße {text} 😀"
        assert "Wir laden ein: {link}" in message.body
        assert not message.cc and not message.bcc
        assert message.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        assert link_in(message) in message.extra_headers["List-Unsubscribe"]
    assert sorted(MailingRecipient.objects.values_list("name", "email")) == [
        ("Musterverein", "verein@example.org"), ("جمعية", "zwei@example.org"),
    ]  # fmt: skip


def test_a_mail_is_sent_once_however_often_one_tries(row):
    mailing = make_mailing(row)
    send(mailing)
    with pytest.raises(ValidationError):
        sending.send_mailing(mailing=mailing, by=None)
    with pytest.raises(ValidationError):
        sending.save_mailing(mailing=mailing)
    with pytest.raises(ValidationError):
        sending.delete_draft(row=mailing)
    assert Mail.objects.count() == MailingRecipient.objects.count() == 2


def test_nothing_is_sent_when_the_draft_or_the_list_changed_since_the_last_look(row):
    mailing = make_mailing(row)
    with pytest.raises(StaleObject):
        sending.send_mailing(mailing=mailing, by=None, version=99)
    with pytest.raises(ValidationError):
        sending.send_mailing(mailing=mailing, by=None, expected=3)
    services.archive(mailing_list=row)
    with pytest.raises(ValidationError):
        sending.send_mailing(mailing=mailing, by=None)
    assert (Mail.objects.count(), Mailing.objects.get().state) == (0, "draft")


def test_nobody_to_reach_is_said(row):
    with pytest.raises(ValidationError):
        sending.send_mailing(mailing=make_mailing(make_list("Leer")), by=None)


def test_opening_the_link_changes_nothing_and_one_click_unsubscribes(client, row):
    message = send(make_mailing(row))[0]
    path = link_in(message)
    page = client.get(path)
    assert page.status_code == 200
    assert "Vereine" in page.content.decode()
    assert not MailingOptOut.objects.exists()
    client.post(path)
    client.post(path)
    assert list(MailingOptOut.objects.values_list("email", "list")) == [(message.to[0], row.pk)]
    assert message.to != send(make_mailing(row))[0].to
    client.post(path, {"alle": "ja"})
    assert MailingOptOut.objects.filter(list=None).count() == 1


def test_the_button_of_a_mail_program_unsubscribes_at_once(client, row):
    message = send(make_mailing(row))[0]
    answer = client.post(link_in(message), {"List-Unsubscribe": "One-Click"})
    assert (answer.status_code, answer.content) == (200, b"")
    assert MailingOptOut.objects.get().email == message.to[0]


def test_who_unsubscribes_gets_no_mail_that_still_waits_either(client, row):
    message = send(make_mailing(row))[0]
    sending.send_mailing(mailing=make_mailing(row), by=None)
    client.post(link_in(message))
    mail.outbox.clear()
    send_due()
    assert [one.to for one in mail.outbox] == [
        ["zwei@example.org" if message.to == ["verein@example.org"] else "verein@example.org"]
    ]


def test_the_link_of_somebody_erased_opens_nothing(client, row):
    path = link_in(send(make_mailing(row))[0])
    MailingRecipient.objects.update(email="", name="", person=None, actor=None)
    assert client.get(path).status_code == 410
    assert client.post(path).status_code == 410
    assert client.get(path + "mehr/").status_code == 410


def test_many_mails_go_by_a_job_that_can_be_taken_up_again(row, monkeypatch, django_capture_on_commit_callbacks):
    monkeypatch.setattr(sending, "AT_ONCE", 3)
    monkeypatch.setattr(sending, "PORTION", 2)
    for number in range(5):
        make_actor(email=f"a{number}@example.org")
    mailing, job = sending.send_mailing(mailing=make_mailing(row), by=make_user("office"))
    assert Mail.objects.count() == 0
    sending._queue_portion(mailing, most=2)
    assert sending.missing_of(mailing).count() == 5

    class Progress:
        params = {"mailing": mailing.pk}
        steps = []

        def advance(self, done, total=None, message=""):
            self.steps.append((done, total))

    sending.queue_all(Progress())
    sending.queue_all(Progress())
    assert Progress.steps[-1] == (7, 7)
    assert Mail.objects.count() == 7
    assert Mail.objects.values("about").distinct().count() == 7
    assert Job.objects.get() == job


# --- pages ---------------------------------------------------------------------------------------------
def test_write_look_send_and_read_the_log(client, office, row):
    answer = client.post(f"{URL}{row.pk}/mail/", {"subject": "Einladung\n zum Fest", "text": "Liebe Leute"})
    mailing = Mailing.objects.get()
    assert (answer.url, mailing.subject, mailing.written_by) == (
        mailing.get_absolute_url(),
        "Einladung zum Fest",
        office,
    )
    page = client.get(mailing.get_absolute_url()).content.decode()
    assert "verein@example.org" in page and "keine E-Mail-Adresse" in page and "Liebe Leute" in page
    data = {"version": client.get(f"{URL}mails/{mailing.pk}/senden/").context["mailing"].version, "anzahl": 2}
    client.post(f"{URL}mails/{mailing.pk}/senden/", data)
    client.post(f"{URL}mails/{mailing.pk}/senden/", data)
    assert Mail.objects.count() == 2
    page = client.get(mailing.get_absolute_url())
    assert (page.context["total"], page.context["waiting"], page.context["sent"]) == (2, 2, 0)
    send_due()
    page = client.get(mailing.get_absolute_url())
    assert (page.context["waiting"], page.context["sent"], page.context["missing"]) == (0, 2, 0)
    assert client.get(f"{URL}mails/{mailing.pk}/bearbeiten/").status_code == 302
    assert client.get(f"{URL}mails/{mailing.pk}/loeschen/").status_code == 302


def test_many_mails_lead_to_the_page_of_their_job(client, office, row, monkeypatch):
    monkeypatch.setattr(sending, "AT_ONCE", 1)
    mailing = make_mailing(row)
    answer = client.post(f"{URL}mails/{mailing.pk}/senden/", {"version": mailing.version, "anzahl": 2})
    assert answer.url == f"/intern/auftraege/{Job.objects.get().pk}/"
    page = client.get(mailing.get_absolute_url())
    assert (page.context["total"], page.context["missing"]) == (2, 2)
    client.post(f"{URL}mails/{mailing.pk}/fortsetzen/")
    assert Job.objects.count() == 2


def test_a_draft_is_changed_and_deleted(client, office, row):
    mailing = make_mailing(row)
    client.post(f"{URL}mails/{mailing.pk}/bearbeiten/", {"subject": "Neu", "text": "Anders", "version": 0})
    assert Mailing.objects.get().subject == "Einladung"
    version = Mailing.objects.get().version
    client.post(f"{URL}mails/{mailing.pk}/bearbeiten/", {"subject": "Neu", "text": "Anders", "version": version})
    assert Mailing.objects.get().subject == "Neu"
    client.post(f"{URL}mails/{mailing.pk}/loeschen/")
    assert not Mailing.objects.exists()


def test_an_empty_mail_is_refused_with_what_was_typed(client, office, row):
    answer = client.post(f"{URL}{row.pk}/mail/", {"subject": "", "text": "Mein Text"})
    assert answer.status_code == 422
    assert "Mein Text" in answer.content.decode()


def test_the_log_takes_as_many_queries_at_any_size(
    client,
    office,
    row,
):
    def queries(mailing):
        with CaptureQueriesContext(connection) as captured:
            client.get(mailing.get_absolute_url())
        return len(captured)

    small = make_mailing(row)
    send(small)
    queries(small)
    few = queries(small)
    for number in range(30):
        make_actor(email=f"a{number}@example.org")
    big = make_mailing(row)
    send(big)
    assert queries(big) == few


def test_what_is_typed_is_kept_until_it_is_saved(client, office, row):
    url, key = f"{URL}{row.pk}/mail/", f"actors.mailing:new:{row.pk}"
    save_draft(user=office, key=key, data=QueryDict("subject=Halb&text=Angefangen"))
    assert client.get(url).context["draft"] is not None
    page = client.get(f"{url}?entwurf=1")
    assert "Angefangen" in page.content.decode()
    client.post(url, {"subject": "Ganz", "text": "Fertig"})
    assert draft_of(office, key) is None
